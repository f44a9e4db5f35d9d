/**
 * Where a figure is to be printed, and the rules it must keep there. Sizes are those of the finished print.
 */
export interface PublicationProfile {
  readonly id: ProfileId
  /** Width that is used unless another allowed one is asked for, in mm. */
  readonly widthMm: number
  /** Widths that the publisher takes: a list, or all between two limits. */
  readonly widthsMm: readonly number[] | { readonly min: number; readonly max: number }
  /** A height that cannot be chosen; null lets the number of categories decide. */
  readonly heightMm: number | null
  readonly maxHeightMm: number | null
  /** Text of axes, labels and keys, in points. */
  readonly textPt: number
  /** Headings within the artwork, in points. */
  readonly headingPt: number
  /** The smallest text that may be printed, in points. */
  readonly minTextPt: number
  /** The thinnest line that may be printed, in points. */
  readonly minLinePt: number
  /** Resolution of PNG files. */
  readonly dpi: number
  /** Where the caption is not set by the publication. */
  readonly hasTitleInside: boolean
  readonly hasNotesInside: boolean
}

export type ProfileId = 'report-a4' | 'slide-16x9' | 'plos' | 'bmc' | 'elsevier' | 'custom'

/** What the journals ask for alike. */
const journal = {
  heightMm: null,
  textPt: 8,
  headingPt: 9,
  minTextPt: 8,
  minLinePt: 0.5,
  dpi: 600,
  hasTitleInside: false,
  hasNotesInside: false,
} as const

/** The profiles by name. Widths, text and resolution are those of the publishers' artwork guides. */
export const publicationProfiles: Readonly<Record<Exclude<ProfileId, 'custom'>, PublicationProfile>> = {
  'report-a4': {
    id: 'report-a4',
    widthMm: 160,
    widthsMm: { min: 80, max: 170 },
    heightMm: null,
    maxHeightMm: 240,
    textPt: 9,
    headingPt: 10,
    minTextPt: 9,
    minLinePt: 0.5,
    dpi: 300,
    hasTitleInside: false,
    hasNotesInside: true,
  },
  'slide-16x9': {
    id: 'slide-16x9',
    widthMm: 320,
    widthsMm: [320],
    heightMm: 180,
    maxHeightMm: 180,
    textPt: 18,
    headingPt: 24,
    minTextPt: 18,
    minLinePt: 1,
    dpi: 150,
    hasTitleInside: true,
    hasNotesInside: true,
  },
  plos: { ...journal, id: 'plos', widthMm: 132, widthsMm: { min: 66.8, max: 190.5 }, maxHeightMm: 222.3 },
  bmc: { ...journal, id: 'bmc', widthMm: 176, widthsMm: [85, 176], maxHeightMm: 225 },
  elsevier: {
    ...journal,
    id: 'elsevier',
    widthMm: 190,
    widthsMm: [90, 190],
    maxHeightMm: 240,
    minTextPt: 7,
    dpi: 1000,
  },
}

/**
 * A profile by name, at its own or another width.
 * @param widthMm mm; a width that the publisher does not take is moved to the nearest that is
 */
export function profileNamed(id: Exclude<ProfileId, 'custom'>, widthMm?: number): PublicationProfile {
  const profile = publicationProfiles[id]
  if (widthMm === undefined) return profile
  const { widthsMm } = profile
  const allowed =
    'min' in widthsMm
      ? Math.min(widthsMm.max, Math.max(widthsMm.min, widthMm))
      : widthsMm.reduce((nearest, width) => (Math.abs(width - widthMm) < Math.abs(nearest - widthMm) ? width : nearest))
  return { ...profile, widthMm: allowed }
}

/** A profile of one's own, by the rules of a report where nothing else is said. */
export function customProfile(wishes: Partial<Omit<PublicationProfile, 'id'>>): PublicationProfile {
  const base = { ...publicationProfiles['report-a4'], ...wishes, id: 'custom' as const }
  return wishes.widthMm === undefined ? base : { ...base, widthsMm: [wishes.widthMm] }
}
