import type { NumberFormatter } from '../../analyses/core/format'
import type { Language } from '../../analyses/core/words'

export interface Tick {
  readonly at: number
  readonly label: string
  /** Second line: the date under the hours, the year under the months. */
  readonly under?: string
}

/** Step between round numbers: 1, 2 or 5 times a power of ten, whichever comes nearest to the number of steps wanted. */
function roundStep(span: number, wanted: number): number {
  const rough = span / Math.max(1, wanted)
  if (!(rough > 0) || !Number.isFinite(rough)) return 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  return (share < Math.SQRT2 ? 1 : share < Math.sqrt(10) ? 2 : share < Math.sqrt(50) ? 5 : 10) * power
}

/**
 * Round numbers from `low` to `high`, written in the reader's language.
 * @param wanted about how many
 */
export function linearTicks(
  low: number,
  high: number,
  wanted: number,
  as: 'plain' | 'percent',
  format: NumberFormatter,
): readonly Tick[] {
  const step = roundStep(high - low, wanted)
  const digits = Math.max(0, -Math.floor(Math.log10(step * (as === 'percent' ? 100 : 1)) + 1e-9))
  const ticks: Tick[] = []
  // The sum turns −0 into 0.
  const first = Math.ceil(low / step - 1e-9) + 0
  const last = Math.floor(high / step + 1e-9)
  for (let count = first; count <= last && ticks.length < 200; count += 1) {
    // Dividing by the inverse keeps 0.3 from becoming 0.30000000000000004.
    const at = step >= 1 ? count * step : count / Math.round(1 / step)
    ticks.push({ at, label: as === 'percent' ? format.percent(at, digits) : format.number(at, digits) })
  }
  return ticks
}

/** Limits that hold the values with a little air, moved out to a tick where that costs little. */
export function airyRange(low: number, high: number, wanted: number): readonly [number, number] {
  if (!(high > low)) {
    const half = Math.abs(low) > 1e-12 ? Math.abs(low) * 0.1 : 1
    return [low - half, high + half]
  }
  const step = roundStep(high - low, wanted)
  const air = (high - low) * 0.04
  const outwards = (value: number, limit: number): number =>
    Math.abs(limit - value) <= (high - low) * 0.1 ? limit : value
  const lowLimit = Math.floor((low - air * 0.25) / step) * step
  const highLimit = Math.ceil((high + air * 0.25) / step) * step
  return [outwards(low - air, lowLimit), outwards(high + air, highLimit)]
}

type CalendarUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'
interface TimeStep {
  readonly unit: CalendarUnit
  readonly count: number
  /** Usual length in milliseconds. */
  readonly length: number
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const timeSteps: readonly TimeStep[] = [
  ...[1, 5, 15, 30].map((count): TimeStep => ({ unit: 'second', count, length: count * second })),
  ...[1, 5, 15, 30].map((count): TimeStep => ({ unit: 'minute', count, length: count * minute })),
  ...[1, 3, 6, 12].map((count): TimeStep => ({ unit: 'hour', count, length: count * hour })),
  ...[1, 2, 3, 7, 14].map((count): TimeStep => ({ unit: 'day', count, length: count * day })),
  ...[1, 2, 3, 6].map((count): TimeStep => ({ unit: 'month', count, length: count * 30.44 * day })),
  ...[1, 2, 5, 10, 20, 50, 100].map((count): TimeStep => ({ unit: 'year', count, length: count * 365.25 * day })),
]

/**
 * Calendar steps in the series' own time zone: midnight is the local midnight, also across the change to summer time.
 * @param low milliseconds since 1970 UTC
 * @param wanted at most about how many
 */
export function timeTicks(
  low: number,
  high: number,
  wanted: number,
  timeZone: string,
  language: Language,
): readonly Tick[] {
  const span = high - low
  const step = timeSteps.find((candidate) => span / candidate.length <= wanted) ?? {
    unit: 'year',
    count: 200,
    length: 200 * 365.25 * day,
  }
  const zone = clockIn(timeZone)
  const ticks: { at: number; local: number }[] = []
  const start = startOfStep(low + zone.offset(low), step)
  for (let index = 0; index < 400; index += 1) {
    const local = advanced(start, step, index)
    const at = zone.instant(local)
    if (at > high) break
    if (at >= low && at > (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY))
      ticks.push({ at, local: at + zone.offset(at) })
  }
  const write = writerOf(step, language)
  let before = ''
  return ticks.map(({ at, local }) => {
    const under = write.under(local)
    const isNew = under !== '' && under !== before
    before = under
    return { at, label: write.label(local), ...(isNew ? { under } : {}) }
  })
}

/** Local wall-clock times are held as if they were UTC. */
function startOfStep(local: number, { unit, count }: TimeStep): number {
  const date = new Date(local)
  const year = date.getUTCFullYear()
  if (unit === 'year') return Date.UTC(Math.floor(year / count) * count, 0, 1)
  if (unit === 'month') return Date.UTC(year, Math.floor(date.getUTCMonth() / count) * count, 1)
  if (unit === 'day') {
    const midnight = Math.floor(local / day) * day
    // Weeks begin on Monday; 1970-01-05 was one.
    return count % 7 === 0
      ? midnight - ((((midnight / day - 4) % count) + count) % count) * day
      : Date.UTC(year, date.getUTCMonth(), 1)
  }
  const length = count * (unit === 'hour' ? hour : unit === 'minute' ? minute : second)
  return Math.floor(local / length) * length
}

function advanced(start: number, { unit, count }: TimeStep, steps: number): number {
  const date = new Date(start)
  if (unit === 'year') return Date.UTC(date.getUTCFullYear() + steps * count, 0, 1)
  if (unit === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps * count, 1)
  if (unit === 'day') return start + steps * count * day
  return start + steps * count * (unit === 'hour' ? hour : unit === 'minute' ? minute : second)
}

function writerOf(
  { unit }: TimeStep,
  language: Language,
): { readonly label: (local: number) => string; readonly under: (local: number) => string } {
  const locale = language === 'en' ? 'en-GB' : language
  const formatter = (options: Intl.DateTimeFormatOptions): ((local: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (local) => format.format(local)
  }
  const two = (number: number): string => String(number).padStart(2, '0')
  const clock = (local: number): string => {
    const date = new Date(local)
    return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${unit === 'second' ? `:${two(date.getUTCSeconds())}` : ''}`
  }
  const year = (local: number): string => String(new Date(local).getUTCFullYear())
  const nothing = (): string => ''
  switch (unit) {
    case 'second':
    case 'minute':
    case 'hour':
      return { label: clock, under: formatter({ day: 'numeric', month: 'short', year: 'numeric' }) }
    case 'day':
      return { label: formatter({ day: 'numeric', month: 'short' }), under: year }
    case 'month':
      return { label: formatter({ month: 'short' }), under: year }
    case 'year':
      return { label: year, under: nothing }
  }
}

interface ZoneClock {
  /** Local minus UTC at an instant, in milliseconds. */
  offset(instant: number): number
  /** The instant of a local wall-clock time; one that summer time skips becomes the next that exists. */
  instant(local: number): number
}

const clocks = new Map<string, ZoneClock>()

function clockIn(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  })
  const offset = (instant: number): number => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
    const local = Date.UTC(
      part['year'] ?? 1970,
      (part['month'] ?? 1) - 1,
      part['day'] ?? 1,
      part['hour'] ?? 0,
      part['minute'] ?? 0,
      part['second'] ?? 0,
    )
    return local - Math.floor(instant / second) * second
  }
  const clock: ZoneClock = {
    offset,
    instant: (local) => {
      const first = local - offset(local)
      return local - offset(first)
    },
  }
  clocks.set(timeZone, clock)
  return clock
}
