import { comparable } from '../comparable'
import { editDistance } from './edit-distance'

/** What kind of organisation a name says that it is. */
export type NameKind = 'municipality' | 'county' | 'region' | 'hospital' | 'university-hospital'

/** A name in the parts that are compared. */
export interface NameParts {
  /** As `comparable` leaves it. */
  readonly whole: string
  /** Its words in lower case, without those that say what kind of organisation it is. */
  readonly words: readonly Word[]
  readonly kind: NameKind | null
  /** The word before that of the kind may have the ending of the genitive: Göteborgs stad. */
  readonly mayHaveGenitive: boolean
}

export interface Word {
  readonly text: string
  /** Ends with a point: `avd.` */
  readonly isShortened: boolean
}

const kindWords: Readonly<Record<NameKind, RegExp>> = {
  municipality:
    /^(?:kommune|kommunen|kommunes|kommuna|kommun|kommuns|municipality|(?:kommune|kommun|kommunal)(?:forvaltning|forvaltningen|förvaltning|förvaltningen|administrasjon|administrasjonen))$/u,
  county: /^(?:fylke|fylket|fylkeskommune|fylkeskommunen|län|länet|county)$/u,
  region: /^(?:region|regionen)$/u,
  hospital: /^(?:sykehus|sykehuset|hospital|hospitalet|lasarett|lasarettet)$/u,
  'university-hospital': /^universitets?(?:sykehus|sykehuset|hospital)$/u,
}
const kinds = Object.keys(kindWords) as readonly NameKind[]

/** Words of a place at the end of a name. */
const lastKindWords = /^(?:stad|by)$/u
/** Forms of company and of public enterprise, which a name keeps or leaves out. */
const forms = /^(?:hf|rhf|as|asa|ab|ks|iks|kf|aps)$/u

const joiners: Readonly<Record<string, string>> = { '&': 'og', och: 'og', and: 'og', '+': 'og' }

/** Norwegian, nynorsk, Swedish and Danish hospitals alike. */
const alike = (word: string): string => word.replace(/sjukehus|sjukhus|sygehus/u, 'sykehus')

export function namePartsOf(text: string): NameParts {
  const whole = comparable(text)
  const endsShort = /\p{L}\.\s*$/u.test(text)
  const found = whole
    .split(/(?:[\s,;:()"'/|_]|(?<=\p{L})-(?=\p{L})|\.(?=\p{L}))+|(?<=\p{L}\.)\s*|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/u)
    .filter((word) => word !== '')
    .map((word, place, all): Word => {
      const bare = word.replace(/\.$/u, '')
      const isShortened = word.endsWith('.') || (endsShort && place === all.length - 1)
      return { text: alike(Object.hasOwn(joiners, bare) ? (joiners[bare] ?? bare) : bare), isShortened }
    })
  const named = withoutForms(found)
  const place = named.findLastIndex((word, index) => kindOf(word.text, index === named.length - 1) !== null)
  const kind = place < 0 ? null : kindOf(named[place]?.text ?? '', place === named.length - 1)
  if (kind === null || named.length < 2) return { whole, words: named, kind: null, mayHaveGenitive: false }
  return { whole, words: named.toSpliced(place, 1), kind, mayHaveGenitive: place === named.length - 1 }
}

const withoutForms = (words: readonly Word[]): readonly Word[] =>
  words.length > 1 && forms.test(words.at(-1)?.text ?? '') ? words.slice(0, -1) : words

function kindOf(word: string, isLast: boolean): NameKind | null {
  const kind = kinds.find((each) => kindWords[each].test(word)) ?? null
  if (kind !== null) return kind
  if (isLast && lastKindWords.test(word)) return 'municipality'
  const isMisspelt =
    word.length >= 5 &&
    word.startsWith('k') &&
    Math.min(editDistance(word, 'kommune'), editDistance(word, 'kommun')) === 1
  return isMisspelt ? 'municipality' : null
}

/** Ways in which letters of our languages are written where a keyboard or a program lacks them: as å and as a, or as aa. */
const replacements: readonly Readonly<Record<string, string>>[] = [
  { å: 'a', ä: 'a', ø: 'o', ö: 'o', æ: 'ae' },
  { å: 'aa', ä: 'ae', ø: 'oe', ö: 'oe', æ: 'ae' },
]

/** A text without letters of our own, in each of those ways. */
export const foldedLetters = (text: string): readonly string[] =>
  replacements.map((letters) =>
    text
      .replaceAll(/[åäæøö]/gu, (letter) => letters[letter] ?? letter)
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, ''),
  )
