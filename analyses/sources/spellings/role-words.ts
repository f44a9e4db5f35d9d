import { comparable } from '../comparable'

/** What a role is called in instruments and analyses. */
export type UsualRole = 'leader' | 'employee'

const leaders =
  /^(?:leder|leiar|ledar|ledare|sjef|chef|leader|manager|head|supervisor|director|rektor|styrer|daglig leder|daglig leiar|enhetens leder|line manager|head of (?:unit|department|section)|(?:unit|department|section|team|ward) (?:leader|manager|head))(?: (?:med|with) (?:personal|personell|staff|budsjett|ekonomi|økonomi).*)?$/u
/** Compounds of the Scandinavian languages: Avdelingsleder, Enhetschef, Gruppledare. */
const compounds =
  /^\p{L}{3,}(?:leder|leiar|ledare|sjef|chef|direktør|direktör|föreståndare|forstander|bestyrer|styrer)$/u
/** They guide or run something, and are nobody's superior by their name. */
const guides =
  /^(?:vei|vej|hand|väg|rett|ret)leder$|^(?:rettleiar|vegleiar|handledare|vägledare)$|^(?:pro[sj]+ekt|projekt|kurs|nest|vise|vice|studie|møte|spill|speider|syssel)(?:leder|leiar|ledare|chef|sjef)$/u
const employees =
  /^(?:medarbeider|medarbeidar|medarbeidere|medarbeidarar|medarbetare|medarbejder|medarbejdere|ansatt|ansatte|tilsett|tilsette|tilsatt|anställd|anställda|ansat|employee|employees|staff|staff member|co-worker|coworker|non-manager|non-leader)(?: (?:uten|utan|uden|without) .*ansvar| (?:uten|utan|uden|without) .*responsibilit(?:y|ies))?$/u
const notLeaders = /^(?:ikke|ikkje|inte|ej|not|not a|no) (?:leder|leiar|chef|ledare|manager|leader|en leder|en chef)$/u

/** The usual role that a word stands for in Norwegian (both forms), Swedish, Danish or English; null for any other word. */
export function usualRole(text: string): UsualRole | null {
  const word = comparable(text)
  if (employees.test(word) || notLeaders.test(word)) return 'employee'
  if (guides.test(word)) return null
  return leaders.test(word) || compounds.test(word) ? 'leader' : null
}

const countries: readonly (readonly string[])[] = [
  ['norway', 'norge', 'noreg', 'no', 'nor'],
  ['sweden', 'sverige', 'se', 'swe'],
  ['denmark', 'danmark', 'dk', 'dnk', 'dan'],
  ['finland', 'suomi', 'fi', 'fin'],
  ['iceland', 'island', 'ísland', 'is', 'isl'],
  ['germany', 'tyskland', 'deutschland', 'de', 'deu'],
  ['united kingdom', 'storbritannia', 'storbritannien', 'great britain', 'uk', 'gb', 'gbr'],
]

const countryOf = new Map(countries.flatMap((names, index) => names.map((name): [string, number] => [name, index])))

/** A number that all names of one country share; null for any other text. */
export const countryNumber = (text: string): number | null => countryOf.get(comparable(text)) ?? null
