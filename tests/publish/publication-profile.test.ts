import { describe, expect, test } from 'vitest'
import {
  customProfile,
  profileNamed,
  publicationProfiles,
  type ProfileId,
} from '../../analyses/publish/publication-profile'

/** Millimetres of pixels at 300 to the inch, the unit in which PLOS says its sizes. */
const ofPixels = (pixels: number): number => (pixels / 300) * 25.4

/**
 * What the artwork guides ask for: PLOS (789 to 2250 pixels wide and at most 2625 high at 300 dpi, text of 8 to 12 points, lines of 0.5 to 1.5
 * points, 300 to 600 dpi), BioMed Central (85 or 176 mm here, at most 225 mm high, text of 8 points and lines of 0.5 points or more, neither title nor
 * notes inside) and Elsevier (90 or 190 mm, at most 240 mm high, text of 7 points or more, line art of 1000 dpi).
 */
describe('a publication profile keeps the rules of its publisher', () => {
  test('PLOS', () => {
    const { plos } = publicationProfiles
    const { min, max } = plos.widthsMm as { readonly min: number; readonly max: number }
    expect(min).toBeCloseTo(ofPixels(789), 1)
    expect(max).toBeCloseTo(ofPixels(2250), 1)
    expect(plos.maxHeightMm).toBeCloseTo(ofPixels(2625), 0)
    expect(plos).toMatchObject({ textPt: 8, minTextPt: 8, minLinePt: 0.5, dpi: 600, heightMm: null })
    expect([plos.hasTitleInside, plos.hasNotesInside]).toEqual([false, false])
  })

  test('BioMed Central', () => {
    const { bmc } = publicationProfiles
    expect(bmc).toMatchObject({ widthsMm: [85, 176], maxHeightMm: 225, heightMm: null, minTextPt: 8, minLinePt: 0.5 })
    expect([bmc.hasTitleInside, bmc.hasNotesInside]).toEqual([false, false])
    expect(bmc.dpi).toBeGreaterThanOrEqual(300)
  })

  test('Elsevier', () => {
    const { elsevier } = publicationProfiles
    expect(elsevier).toMatchObject({ widthsMm: [90, 190], maxHeightMm: 240, heightMm: null, minTextPt: 7, dpi: 1000 })
    // Elsevier prints lines of 0.25 points; the 0.5 of the others stays on the safe side and is the same everywhere.
    expect(elsevier.minLinePt).toBe(publicationProfiles.bmc.minLinePt)
    expect([elsevier.hasTitleInside, elsevier.hasNotesInside]).toEqual([false, false])
  })

  test('a report of A4 pages: text of 9 to 10 points between margins of 20 mm or more, 300 dpi', () => {
    const report = publicationProfiles['report-a4']
    const { max } = report.widthsMm as { readonly min: number; readonly max: number }
    expect(max).toBe(210 - 2 * 20)
    expect(report).toMatchObject({ widthMm: 160, dpi: 300, minTextPt: 9, headingPt: 10, minLinePt: 0.5 })
    expect(report.maxHeightMm).toBeLessThanOrEqual(297 - 2 * 20)
    expect([report.hasTitleInside, report.hasNotesInside]).toEqual([false, true])
  })

  test('a slide: 16 to 9, text of 18 points, with its title and notes inside', () => {
    const slide = publicationProfiles['slide-16x9']
    expect(slide).toMatchObject({ widthMm: 320, widthsMm: [320], heightMm: 180, maxHeightMm: 180, minTextPt: 18 })
    expect(slide.widthMm / (slide.heightMm ?? 0)).toBe(16 / 9)
    expect(slide.minLinePt).toBe(2 * publicationProfiles['report-a4'].minLinePt)
    expect([slide.hasTitleInside, slide.hasNotesInside]).toEqual([true, true])
    // Full screens are 1920 pixels wide.
    expect((slide.widthMm / 25.4) * slide.dpi).toBeCloseTo(1920, -2)
  })

  test.each(Object.entries(publicationProfiles))(
    '%s is called by its name and drawn at a width that is taken',
    (id, profile) => {
      expect(profile.id).toBe(id)
      expect(profileNamed(id as Exclude<ProfileId, 'custom'>, profile.widthMm).widthMm).toBe(profile.widthMm)
      expect(profile.headingPt).toBeGreaterThanOrEqual(profile.textPt)
      expect(profile.textPt).toBeGreaterThanOrEqual(profile.minTextPt)
    },
  )
})

describe('a width that is asked for', () => {
  test.each([
    ['plos', 50, 66.8],
    ['plos', 100, 100],
    ['plos', 500, 190.5],
    ['bmc', 120, 85],
    ['bmc', 140, 176],
    ['elsevier', 1, 90],
    ['elsevier', 1_000, 190],
    ['report-a4', 79, 80],
    ['report-a4', 171, 170],
  ] as const)('of %s, %s mm, is moved to %s mm', (id, asked, given) => {
    expect(profileNamed(id, asked)).toEqual({ ...publicationProfiles[id], widthMm: given })
  })

  test('is the usual one where none is', () => {
    expect(profileNamed('elsevier')).toEqual(publicationProfiles.elsevier)
  })

  test('of one of one’s own is the only one; what is not wished for is as in a report', () => {
    expect(customProfile({ widthMm: 42, minTextPt: 7 })).toEqual({
      ...publicationProfiles['report-a4'],
      id: 'custom',
      widthMm: 42,
      widthsMm: [42],
      minTextPt: 7,
    })
    expect(customProfile({ dpi: 72 }).widthsMm).toEqual(publicationProfiles['report-a4'].widthsMm)
  })
})
