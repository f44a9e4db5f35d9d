import { monthNamed } from '../core/month-names'
import { numberNamed, romanNumeral, secondsOf } from './time-words'

/** What an order of rounds rests on: the person, dates in the names, words such as before and after, numbers in the names, or nothing but the order of the data. */
export type RoundOrderBasis = 'declared' | 'dates' | 'course' | 'numbers' | 'data'

export interface RoundOrder {
  /** Every round once, the earliest first. */
  readonly rounds: readonly string[]
  readonly basis: RoundOrderBasis
}

/**
 * Rounds in the order of time. A declared order goes first; else all names must be understood on one scale: dates, the course of a study (before, after, six months), or
 * numbers. Names that are understood on none keep the order in which the data have them.
 * @param names in the order of the sources, and of first appearance within one
 * @param declared the order that a person gave; rounds that it leaves out follow
 */
export function orderRounds(names: readonly string[], declared: readonly string[] = []): RoundOrder {
  const distinct = [...new Set(names)]
  const given = declared.filter((name, index) => distinct.includes(name) && declared.indexOf(name) === index)
  if (given.length > 0) {
    const others = distinct.filter((name) => !given.includes(name))
    return { rounds: [...given, ...byNames(others).rounds], basis: 'declared' }
  }
  return byNames(distinct)
}

function byNames(names: readonly string[]): RoundOrder {
  const parsed = names.map(tokensOf)
  const scales: readonly (readonly [RoundOrderBasis, readonly (Key | null)[]])[] = [
    ['dates', parsed.map(dateKey)],
    ['dates', stepsWithinDates(parsed)],
    ['dates', yearlessKeys(names, parsed)],
    ['course', parsed.map(courseKey)],
    ['numbers', numberKeys(names, parsed)],
  ]
  for (const [basis, keys] of scales) {
    const known = keys.filter((key) => key !== null)
    if (known.length < names.length || new Set(known.map(String)).size < names.length) continue
    const rank = new Map(names.map((name, index) => [name, known[index] ?? []]))
    return { rounds: names.toSorted((a, b) => compareKeys(rank.get(a) ?? [], rank.get(b) ?? [])), basis }
  }
  return { rounds: names, basis: 'data' }
}

/**
 * Rounds whose place rests on which end of a year its winter is: “Winter 2021” comes before the summer of 2021, unless the winter is meant that begins in that year.
 * @returns those that another reading of the winter would move; none where the names are not understood as dates
 */
export function doubtfulWinters(names: readonly string[]): readonly string[] {
  const { rounds, basis } = orderRounds(names)
  if (basis !== 'dates') return []
  const winters = rounds.filter((name) => {
    const tokens = tokensOf(name)
    return tokens.some(({ text }) => winter.test(text)) && tokens.filter(({ number }) => number >= 0).length === 1
  })
  const yearOf = (name: string): number | undefined => dateKey(tokensOf(name))?.[0]
  const isLaterInYear = (other: string, name: string): boolean =>
    !winters.includes(other) && yearOf(other) === yearOf(name) && rounds.indexOf(other) > rounds.indexOf(name)
  return winters.filter((name) => yearOf(name) !== undefined && rounds.some((other) => isLaterInYear(other, name)))
}

/** Whether all texts are names of rounds whose order is understood; a single one is when it names a time or a step of a study. */
export function areRoundNames(names: readonly string[]): boolean {
  return names.length > 0 && byNames([...new Set(names)]).basis !== 'data'
}

/** Places on a scale, compared one after the other. */
type Key = readonly number[]

function compareKeys(a: Key, b: Key): number {
  for (let position = 0; position < Math.max(a.length, b.length); position += 1) {
    const difference = (a[position] ?? 0) - (b[position] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** A run of letters or of digits. */
interface Token {
  readonly text: string
  /** NaN for letters. */
  readonly number: number
}

/** Words and numbers of a name in lower case; the number of a REDCap arm is left out, since it says nothing of the time. */
function tokensOf(name: string): readonly Token[] {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/_arm_\d+$/u, '')
  return Array.from(plain.matchAll(/\d+|[\p{L}]+/gu), ([text]) => ({
    text,
    number: /^\d/.test(text) ? Number(text) : Number.NaN,
  }))
}

const isYear = ({ text, number }: Token): boolean => text.length === 4 && number >= 1900 && number <= 2100

const winter = /^(winter|vinter|vinteren|vintern|vinters)$/
const spring = /^(spring|vår|våren|forår|foråret|vt|vårtermin|vårterminen|vårsemester|vårsemesteret)$/
const summer = /^(summer|sommer|sommeren|sommar|sommaren)$/
const autumn =
  /^(autumn|fall|høst|høsten|höst|hösten|efterår|efteråret|ht|hösttermin|höstterminen|høstsemester|høstsemesteret)$/

/** Part of a year at which a season begins. */
function seasonOf(word: string): number | undefined {
  if (winter.test(word)) return 0
  if (spring.test(word)) return 0.17
  if (summer.test(word)) return 0.42
  return autumn.test(word) ? 0.6 : undefined
}

/** Part of a year at which the winter of two years, 2021/22, begins. */
const winterThatBegins = 0.92

/** Words before or after the number of a part of a year, and how many parts there are. */
const partsOfYear: readonly (readonly [number, RegExp])[] = [
  [4, /^(q|k|kv|kvartal|kvartalet|quarter|qtr)$/],
  [2, /^(h|halvår|halvåret|half|halfyear|semester|termin|hy)$/],
  [3, /^(t|tertial|tertialet)$/],
  [53, /^(w|v|u|week|uke|vecka|veckan|uge)$/],
  [12, /^(m|month|måned|månad)$/],
]

/** How far into its year a part begins, 0 … 1; undefined where the tokens name none. */
function partOfYear(tokens: readonly Token[]): number | undefined {
  for (const [count, words] of partsOfYear) {
    const at = tokens.findIndex(({ text }) => words.test(text))
    if (at < 0) continue
    const number = [tokens[at + 1], tokens[at - 1]].find(
      (token) => token !== undefined && token.number >= 1 && token.number <= count,
    )?.number
    const ordinal = [tokens[at - 1]?.text, tokens[at + 1]?.text].map((word) => numberNamed(word ?? '')).find(Number)
    const value = number ?? ordinal
    if (value !== undefined && value <= count) return (value - 1) / count
  }
  return undefined
}

/** Dates that several names share, the steps of a study within each in their course: before and after 2021, before 2022. */
function stepsWithinDates(parsed: readonly (readonly Token[])[]): readonly (Key | null)[] {
  const dates = parsed.map(dateKey)
  return parsed.map((tokens, index) => {
    const date = dates[index]
    if (date === null || date === undefined) return null
    if (dates.filter((other) => other !== null && compareKeys(date, other) === 0).length === 1) return date
    const course = courseKey(tokens.filter((token) => !isYear(token)))
    return course === null ? null : [...date, ...course]
  })
}

/** Year, and how far into it; null for names without a year. */
function dateKey(tokens: readonly Token[]): Key | null {
  const [only] = tokens
  if (only !== undefined && tokens.length === 1) {
    const whole = /^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?$/.exec(only.text)
    if (whole !== null) return [Number(whole[1]), monthStart(Number(whole[2]), Number(whole[3] ?? 1))]
  }
  const at = tokens.findIndex(isYear)
  if (at < 0) return shortYearKey(tokens)
  const year = tokens[at]?.number ?? 0
  const others = tokens.filter((_, index) => index !== at)
  const before = tokens.slice(0, at)
  const after = tokens.slice(at + 1)
  const named = others.findIndex(({ text }) => monthNamed(text) !== undefined)
  if (named >= 0) {
    const day = [others[named - 1], others[named + 1]].find((token) => token !== undefined && isDay(token))
    return [year, monthStart(monthNamed(others[named]?.text ?? '') ?? 1, day?.number ?? 1)]
  }
  const part = partOfYear(others)
  if (part !== undefined) return [year, part]
  const season = others.map(({ text }) => seasonOf(text)).find((found) => found !== undefined)
  const isOverNewYear =
    after[0] !== undefined &&
    (after[0].number === year + 1 || (after[0].text.length === 2 && after[0].number === (year + 1) % 100))
  if (season !== undefined) return [year, season === 0 && isOverNewYear ? winterThatBegins : season]
  const numbers = others.filter(({ number }) => !Number.isNaN(number))
  const [first, second] = numbers
  if (first === undefined) return [year, 0]
  // A school year, 2021/22 or 2021-2022, begins in the autumn; two years further apart are a span that is named by its first.
  if (isOverNewYear && after[0] === first) return [year, seasonOf('autumn') ?? 0, second?.number ?? 0]
  if (second !== undefined && numbers.length === 2) {
    const [month, day] = before.length === 0 || second.number > 12 ? [first, second] : [second, first]
    if (month.number >= 1 && month.number <= 12 && isDay(day)) return [year, monthStart(month.number, day.number)]
  }
  const isNextToYear = before.at(-1) === first || after[0] === first
  if (numbers.length === 1 && isNextToYear && first.number >= 1 && first.number <= 12)
    return [year, monthStart(first.number, 1)]
  return [year, 0, ...numbers.map(({ number }) => number)]
}

const isDay = ({ text, number }: Token): boolean => text.length <= 2 && number >= 1 && number <= 31

const monthStart = (month: number, day: number): number => (month - 1 + (day - 1) / 31) / 12

/** A year of two digits after a month, a season or a part of a year: `mai-21`, `vt21`, `Q3 21`. */
function shortYearKey(tokens: readonly Token[]): Key | null {
  const last = tokens.at(-1)
  if (last?.text.length !== 2 || Number.isNaN(last.number)) return null
  const year = 2000 + last.number
  const others = tokens.slice(0, -1)
  for (const { text } of others) {
    const month = monthNamed(text)
    if (month !== undefined) return [year, monthStart(month, 1)]
    const season = seasonOf(text)
    if (season !== undefined) return [year, season]
  }
  const part = others.length >= 2 ? partOfYear(others) : undefined
  return part === undefined ? null : [year, part]
}

/**
 * Months or seasons without a year. They are taken in the order of the calendar, unless the data have them as they follow each other over a turn of the year and the
 * alphabet would not have given that order: november, februar.
 */
function yearlessKeys(names: readonly string[], parsed: readonly (readonly Token[])[]): readonly (Key | null)[] {
  const initials = new Set(names.map((name) => /^[vh]\s?\d\d$/i.exec(name.trim())?.[0][0]?.toLowerCase()))
  if (initials.size === 2 && !initials.has(undefined))
    return parsed.map((tokens) => [tokens[1]?.number ?? 0, tokens[0]?.text === 'v' ? 0 : 1])
  const keys = parsed.map((tokens): number | null => {
    const found = tokens.flatMap(({ text }) => {
      const month = monthNamed(text)
      const place = month === undefined ? seasonOf(text) : monthStart(month, 1)
      return place === undefined ? [] : [place]
    })
    return found.length === 1 ? (found[0] ?? null) : null
  })
  const places = keys.filter((key) => key !== null)
  if (places.length < names.length || places.length < 2) return keys.map((key) => (key === null ? null : [key]))
  const turns = places.filter((place, index) => index > 0 && place < (places[index - 1] ?? 0)).length
  const isOverNewYear = turns === 1 && (places.at(-1) ?? 0) < (places[0] ?? 0)
  const alphabetical = names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name)
  return isOverNewYear && !alphabetical ? places.map((_, index) => [index]) : places.map((place) => [place])
}

/** Steps of a study by their words; the first that fits counts. */
const steps: readonly (readonly [number, RegExp])[] = [
  [
    -1,
    /^(pilot|piloten|pilottest|pilotstudie|pilotstudien|pilotundersøkelse|pilotundersökning|prøverunde|provomgång)$/,
  ],
  [-0.5, /^(lastyear|fjor|fjoråret|fjol|fjolåret|forrige|förra|föregående|previous|prior)$/],
  [0, /^(pre|pretest|førtest|förtest|før|före|innan|before|førmåling|førmåling|förmätning|screening|preintervention)$/],
  [
    1,
    /^(baseline|baslinje|basislinje|utgangspunkt|utgångsläge|start|begynnelse|beginning|nullmåling|nullpunktsmåling|nullpunktmåling|nulpunktsmåling|nollmätning|nollpunktsmätning|oppstart|inntak|intake|startmåling|startmätning|inledning|admission|innleggelse)$/,
  ],
  [
    2,
    /^(during|mid|midtveismåling|midtmåling|midline|midterm|midway|midtveis|halvveis|halvvägs|underveis|underveg|under|midt|mitt|undervejs|interim|pågående)$/,
  ],
  [
    2.5,
    /^(main|mainstudy|mainsurvey|hovedundersøkelse|hovedundersøkelsen|hovedstudie|hovedstudien|hovedmåling|hovedmålingen|huvudundersökning|huvudundersökningen|huvudstudie|huvudstudien|huvudmätning|huvudmätningen|hovedundersøgelse)$/,
  ],
  [3, /^(post|posttest|ettertest|eftertest|etter|efter|after|ettermåling|eftermåling|eftermätning|postintervention)$/],
  [
    5,
    /^(end|endline|slutt|slut|sluttmåling|slutmåling|slutmätning|final|avslutning|avslut|avslutt|siste|sista|sidste|last|exit|discharge|utskrivning)$/,
  ],
  [5.5, /^(thisyear|nåværende|nuværende|nuvarande|current)$/],
  [6, /^(followup|oppfølging|oppfølgning|uppföljning|opfølgning|etterundersøkelse|fu)$/],
]
const durations = 4

/** Place in the course of a study: before, start, during, after, time passed, end, follow-up. Null for other names. */
function courseKey(tokens: readonly Token[]): Key | null {
  const words = joinedWords(tokens)
  const step = steps.find(([, pattern]) => words.some(({ text }) => pattern.test(text)))?.[0]
  const numbers = words.filter(({ number }) => !Number.isNaN(number))
  const passed = secondsPassed(words)
  if (step !== 2 && step !== 0 && passed !== null) return passed === 0 ? [1, 0] : [durations, passed]
  if (step === undefined || numbers.length > 1) return null
  return [step, numbers[0]?.number ?? 0]
}

/** Two words that are one step of a study, and the word that `steps` has for them. */
const pairedWords: ReadonlyMap<string, string> = new Map([
  ['follow up', 'followup'],
  ['last year', 'lastyear'],
  ['sidste år', 'lastyear'],
  ['this year', 'thisyear'],
  ['i år', 'thisyear'],
  ['dette år', 'thisyear'],
  ['detta år', 'thisyear'],
])

/** `follow up` and `this year` as one word each. */
function joinedWords(tokens: readonly Token[]): readonly Token[] {
  const joinedFrom = (index: number): string | undefined =>
    pairedWords.get(`${tokens[index]?.text ?? ''} ${tokens[index + 1]?.text ?? ''}`)
  return tokens.flatMap((token, index): readonly Token[] => {
    if (index > 0 && joinedFrom(index - 1) !== undefined) return []
    const joined = joinedFrom(index)
    return [joined === undefined ? token : { text: joined, number: Number.NaN }]
  })
}

/** Seconds that a name says have passed: `6 months`, `week 4`, `M12`; null where it says none. */
function secondsPassed(words: readonly Token[]): number | null {
  for (const [index, { text }] of words.entries()) {
    const unit = secondsOf(text)
    if (unit === undefined) continue
    const before = words[index - 1]
    const after = words[index + 1]
    const count = [before?.number, after?.number].find((number) => number !== undefined && !Number.isNaN(number))
    const spelt = numberNamed(before?.text ?? '')
    const value = count ?? spelt
    if (value !== undefined && value < 1000) return value * unit
  }
  return null
}

/** The first and the last step beside numbered ones: baseline, wave 2, wave 3, final. */
const endOf = (words: readonly Token[]): number | null => {
  const [step] = steps.find(([, pattern]) => words.some(({ text }) => pattern.test(text))) ?? []
  return step === 0 || step === 1
    ? Number.NEGATIVE_INFINITY
    : step === 5 || step === 6
      ? Number.POSITIVE_INFINITY
      : null
}

/** One number a name, the words around it being the same throughout, or words for a round. */
function numberKeys(names: readonly string[], parsed: readonly (readonly Token[])[]): readonly (Key | null)[] {
  const isSigned = names.some((name) => /^\s*t\s*\+?0\b|^\s*t\s*\+\d/i.test(name))
  const counted = parsed.map((tokens, index) => {
    const words = joinedWords(tokens)
    const numbers = words.filter(({ number }) => !Number.isNaN(number))
    if (numbers.length > 0) {
      const isNegative = isSigned && /^\s*t?\s*[-−–]\s*\d/iu.test(names[index] ?? '')
      const isSuffix = ({ text }: Token, at: number): boolean =>
        text.length === 1 && !Number.isNaN(words[at - 1]?.number ?? Number.NaN)
      const letters = words.filter(isSuffix).map(({ text }) => text.charCodeAt(0))
      const stem = words.filter((word, at) => Number.isNaN(word.number) && !isSuffix(word, at)).map(({ text }) => text)
      return { key: [...numbers.map(({ number }) => (isNegative ? -number : number)), ...letters], stem, isEnd: false }
    }
    for (const read of [numberNamed, romanNumeral]) {
      const at = words.findLastIndex(({ text }) => read(text) !== undefined)
      if (at < 0) continue
      const stem = words.filter((_, position) => position !== at).map(({ text }) => text)
      return { key: [read(words[at]?.text ?? '') ?? 0], stem, isEnd: false }
    }
    const end = endOf(words)
    return end === null ? null : { key: [end], stem: [], isEnd: true }
  })
  const between = counted.filter((each) => each !== null && !each.isEnd)
  const stems = new Set(between.map((each) => each?.stem.filter((word) => !isRoundWord(word)).join(' ')))
  // A year is no number of a round, so that it has no place between the first and the last step.
  const isMixed = counted.some((each) => each?.isEnd) && parsed.some((tokens) => tokens.some(isYear))
  const isOneScale = between.length > 0 && stems.size === 1 && !isMixed
  return counted.map((each) => (isOneScale ? (each?.key ?? null) : null))
}

const roundWords =
  /^(round|runde|rundan|omgang|omgång|wave|bølge|våg|måling|mätning|measurement|time|tid|tidpunkt|tidspunkt|timepoint|point|survey|undersøkelse|undersökning|visit|besøk|besök|event|t|r|w|nr|no|number|nummer|st|nd|rd|th|e|a)$/

const isRoundWord = (word: string): boolean => roundWords.test(word)
