/** How the values of a column lie: a number of eight bytes, or a whole number of four, which may be a key or a place. */
export type StoredType = 'number' | 'integer'

/** What stands for none among whole numbers. */
export const noInteger = -2_147_483_648

/**
 * The columns of a file that has nothing but their values, one column after the other, little-endian, as jamovi and JASP store data. Whole numbers are given as numbers, NaN for none.
 * @returns null when the file has not exactly as many bytes
 */
export function columnsOfFile(
  bytes: Uint8Array,
  types: readonly StoredType[],
  rowCount: number,
): readonly Float64Array[] | null {
  const width = types.reduce((sum, type) => sum + (type === 'number' ? 8 : 4), 0)
  if (bytes.length !== width * rowCount) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  return types.map((type) => {
    const values = new Float64Array(rowCount)
    for (let row = 0; row < rowCount; row += 1) {
      const value = type === 'number' ? view.getFloat64(at, true) : view.getInt32(at, true)
      values[row] = type === 'integer' && value === noInteger ? Number.NaN : value
      at += type === 'number' ? 8 : 4
    }
    return values
  })
}
