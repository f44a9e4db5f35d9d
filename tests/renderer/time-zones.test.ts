import { expect, test } from 'vitest'
import { timeZones } from '../../renderer/views/data/source-field'

test('every time zone that the platform knows can be chosen once, those of the north first', () => {
  const zones = timeZones('Asia/Tokyo')
  expect(zones.slice(0, 2)).toEqual(['Europe/Oslo', 'Europe/Stockholm'])
  expect(new Set(zones).size).toBe(zones.length)
  expect(zones).toEqual(expect.arrayContaining(Intl.supportedValuesOf('timeZone')))
  expect(timeZones('Etc/Nowhere')).toContain('Etc/Nowhere')
})
