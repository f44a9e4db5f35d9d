/** A time of day as people write it; seconds have a fraction where there is one. */
export function timeOfDay(value: unknown, perSecond: number): string | null {
  if (value === null || value === undefined) return null
  const units = Number(value)
  const seconds = Math.floor(units / perSecond)
  const two = (number: number): string => String(number).padStart(2, '0')
  const fraction = String(units % perSecond)
    .padStart(Math.round(String(perSecond).length - 1), '0')
    .replace(/0+$/, '')
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return fraction === '' ? clock : `${clock}.${fraction}`
}
