/** Words for times in Norwegian, Swedish, Danish and English, in lower case. */

/** Ordinal and cardinal words from 1. */
const numberWordLists: readonly (readonly string[])[] = [
  ['first', 'første', 'første', 'första', 'forste', 'one', 'ett', 'én'],
  ['second', 'andre', 'andra', 'anden', 'annen', 'two', 'to', 'två'],
  ['third', 'tredje', 'three', 'tre'],
  ['fourth', 'fjerde', 'fjärde', 'four', 'fire', 'fyra'],
  ['fifth', 'femte', 'five', 'fem'],
  ['sixth', 'sjette', 'sjätte', 'six', 'seks', 'sex'],
  ['seventh', 'sjuende', 'syvende', 'sjunde', 'seven', 'sju', 'syv'],
  ['eighth', 'åttende', 'ottende', 'åttonde', 'eight', 'åtte', 'otte', 'åtta'],
  ['ninth', 'niende', 'nionde', 'nine', 'ni', 'nio'],
  ['tenth', 'tiende', 'tionde', 'ten', 'ti', 'tio'],
]

const numberWords = new Map(
  numberWordLists.flatMap((words, index) => words.map((word): [string, number] => [word, index + 1])),
)

/** The number that an ordinal or cardinal word stands for, 1 … 10. */
export const numberNamed = (word: string): number | undefined => numberWords.get(word)

/** The value of a Roman numeral up to 20, written one way only; undefined for other words. */
export function romanNumeral(word: string): number | undefined {
  const match = /^(x{0,2})(ix|iv|v?i{0,3})$/.exec(word)
  if (match === null || word === '') return undefined
  const ones = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'].indexOf(match[2] ?? '')
  return (match[1]?.length ?? 0) * 10 + ones
}

const secondsByUnit: readonly (readonly [number, RegExp])[] = [
  [1, /^(s|sec|secs|second|seconds|sek|sekund|sekunder)$/],
  [60, /^(min|mins|minute|minutes|minutt|minutter|minut|minuter)$/],
  [3600, /^(h|hr|hrs|hour|hours|time|timer|timme|timmar|tim)$/],
  [86_400, /^(d|day|days|dag|dager|dagar|dage|døgn|dygn)$/],
  [604_800, /^(w|wk|wks|week|weeks|u|uke|uker|v|vecka|veckor|uge|uger)$/],
  [2_629_800, /^(m|mo|mos|mth|mths|mnd|mån|mdr|md|month|months|måned|måneder|månad|månader)$/],
  [31_557_600, /^(y|yr|yrs|year|years|år)$/],
]

/** Seconds in a unit of time, months and years at their mean length; undefined for other words. */
export const secondsOf = (unit: string): number | undefined => secondsByUnit.find(([, names]) => names.test(unit))?.[0]
