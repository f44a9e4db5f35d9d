/** Months from 1, by their names and usual short forms in Norwegian, Swedish, Danish and English, in lower case. */
const monthNames: readonly (readonly string[])[] = [
  ['january', 'januar', 'januari', 'jan'],
  ['february', 'februar', 'februari', 'feb', 'febr'],
  ['march', 'mars', 'marts', 'mar'],
  ['april', 'apr'],
  ['may', 'mai', 'maj'],
  ['june', 'juni', 'jun'],
  ['july', 'juli', 'jul'],
  ['august', 'augusti', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oktober', 'oct', 'okt'],
  ['november', 'nov'],
  ['december', 'desember', 'dec', 'des'],
]

const months = new Map(monthNames.flatMap((names, index) => names.map((name): [string, number] => [name, index + 1])))

/** The month that a word names, 1 … 12; undefined for other words. */
export const monthNamed = (word: string): number | undefined => months.get(word.toLowerCase())
