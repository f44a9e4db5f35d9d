import { freeId, instrumentIdSchema } from '../core/ids'
import { isTakenForItems } from '../instrument/taken-names'
import { comparable } from '../sources/comparable'

const longestSlug = 12

/** Words of headings that say nothing of what is asked. */
const emptyWords = new Set(
  `i og at det som en er på til av for med om har de du jeg vi din ditt dine hvor hva hvilke hvilken ikke eller følgende nedenfor påstander påstandene utsagn enig stemmer
   grad stor utstrekning under dette disse denne nå ta stilling svar vennligst
   och att den ett är du jag vi din ditt dina hur vad vilka vilken inte eller följande nedan påståenden påståendena instämmer stämmer väl bra utsträckning dessa detta ange
   af hvad hvilken påstande følgende disse the a an of to in is are you your we how what which do does following statements below agree with please indicate extent much
   far nedenstående følgjande kva kor mykje einig nöjd fornøyd tilfreds satisfied`
    .split(/\s+/u)
    .filter((word) => word !== ''),
)

/** A short name of a heading: its first word that says something, in plain letters. */
export function slugOf(text: string): string {
  const words = comparable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
  const word = words.find((each) => !emptyWords.has(each) && each.length > 2) ?? ''
  return plainLetters(word).slice(0, longestSlug)
}

export const plainLetters = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[æä]/gu, 'a')
    .replaceAll(/[øö]/gu, 'o')
    .replaceAll('å', 'a')
    .normalize('NFD')
    .replaceAll(/[^\p{ASCII}]/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')

/** A variable's name as an id: what ids cannot have becomes `_`. */
export function idOfCode(code: string): string {
  const plain = code
    .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+|[_.-]+$/gu, '')
    .slice(0, 40)
  return instrumentIdSchema.safeParse(plain).success ? plain : ''
}

/** Ids that are given out once; columns of the engine do not distinguish case. */
export function startIds(taken: Iterable<string> = []): (wanted: string) => string {
  const used = new Set([...taken].map((id) => id.toLowerCase()))
  return (wanted) => {
    const name = isTakenForItems(wanted) ? `${wanted}-1` : wanted
    const id = used.has(name.toLowerCase()) ? freeId(name.toLowerCase(), used) : name
    used.add(id.toLowerCase())
    return id
  }
}
