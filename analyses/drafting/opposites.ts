/** Words of answers and their opposites, to name a step that nobody chose. */
const pairs: readonly (readonly [string, string])[] = [
  ['uenig', 'enig'],
  ['ueinig', 'einig'],
  ['misfornøyd', 'fornøyd'],
  ['misnøgd', 'nøgd'],
  ['utilfreds', 'tilfreds'],
  ['missnöjd', 'nöjd'],
  ['dissatisfied', 'satisfied'],
  ['unsatisfied', 'satisfied'],
  ['disagree', 'agree'],
  ['dårlig', 'god'],
  ['dårlig', 'godt'],
  ['dåligt', 'bra'],
  ['dålig', 'bra'],
  ['dårligt', 'godt'],
  ['poor', 'good'],
  ['bad', 'good'],
  ['liten', 'stor'],
  ['lav', 'høy'],
  ['låg', 'hög'],
  ['lav', 'høj'],
  ['small', 'great'],
  ['small', 'large'],
  ['low', 'high'],
  ['usannsynlig', 'sannsynlig'],
  ['osannolikt', 'sannolikt'],
  ['osannolik', 'sannolik'],
  ['usandsynligt', 'sandsynligt'],
  ['unlikely', 'likely'],
  ['uviktig', 'viktig'],
  ['oviktigt', 'viktigt'],
  ['unimportant', 'important'],
  ['usikker', 'sikker'],
  ['osäker', 'säker'],
  ['utrygg', 'trygg'],
  ['otrygg', 'trygg'],
  ['vanskelig', 'lett'],
  ['svårt', 'lätt'],
  ['difficult', 'easy'],
]

/** A label with a word exchanged for its opposite; null where none of its words has one. */
export function oppositeLabel(label: string): string | null {
  for (const [low, high] of pairs)
    for (const [from, to] of [
      [low, high],
      [high, low],
    ] as const) {
      const pattern = new RegExp(`(?<!\\p{L})${from}(?!\\p{L})`, 'iu')
      const found = pattern.exec(label)?.[0]
      if (found === undefined) continue
      const isCapital = found.charAt(0) !== found.charAt(0).toLowerCase()
      return label.replace(pattern, isCapital ? to.charAt(0).toUpperCase() + to.slice(1) : to)
    }
  return null
}
