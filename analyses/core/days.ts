import type { Label } from './words'

/** A day by the clock on the wall, as `2026-11-30`. */
export function dayOf(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

/** A day as `2026-11-30`, to be said as the language writes days. */
export const dayLabel = (day: string): Label => ({
  time: Date.parse(`${day}T00:00:00Z`),
  timeZone: 'UTC',
  precision: 'day',
})
