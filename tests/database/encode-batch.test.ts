import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankByte } from '../../analyses/core/datasets'
import { encodeBatch } from '../../analyses/engine/encode-batch'

test('blanks among bytes are missing, wherever they stand and wherever the array begins', () => {
  const bytes = fc.array(fc.oneof(fc.constant(blankByte), fc.integer({ min: -128, max: 127 })), { maxLength: 70 })
  fc.assert(
    fc.property(bytes, fc.nat(4), (values, offset) => {
      const held = Int8Array.from([...Array.from({ length: offset }, () => 0), ...values]).subarray(offset)
      const columns = [{ kind: 'byte', id: 'b', values: held }] as const
      const read = tableFromIPC(encodeBatch({ rowCount: values.length, columns }).stream)
      const expected = values.map((value) => (value === blankByte ? null : value))
      expect(Array.from({ length: values.length }, (_, row) => read.getChildAt(0)?.get(row) as unknown)).toEqual(
        expected,
      )
    }),
    { numRuns: 1000 },
  )
})
