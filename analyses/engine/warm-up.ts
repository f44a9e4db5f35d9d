import type { Batch } from '../core/database'
import { blankByte, quoteName } from '../core/datasets'
import { encodeBatch } from './encode-batch'
import type { EngineDatabase } from './engine-database'

const table = ' warming up'
const rowCount = 20_480
const byteColumns = 40
const steps = 8

/**
 * Lets the engine store made-up answers while nobody needs it: its code is compiled as it is used, at first for quick compilation and only later for speed,
 * so that the first file would otherwise take nearly twice as long as the second.
 *
 * @param isIdle asked before each step of about a tenth of a second; the warming ends when somebody needs the engine
 */
export async function warmUp(database: EngineDatabase, isIdle: () => boolean): Promise<void> {
  const encoded = encodeBatch(madeUpAnswers())
  const sql = quoteName(table)
  try {
    for (let step = 0; step < steps && isIdle(); step += 1)
      await database.append(table, { ...encoded, stream: encoded.stream.slice() })
    if (isIdle())
      await database.frame(
        `SELECT "unit", count(*) AS n, avg(b0 + b2) AS m, var_samp(b4 / b6) AS v FROM ${sql} WHERE b1 > -100 GROUP BY "unit"`,
      )
  } finally {
    await database.execute(`DROP TABLE IF EXISTS ${sql}`)
  }
}

function madeUpAnswers(): Batch {
  const bytes = Array.from({ length: byteColumns }, (_, column) => {
    const values = new Int8Array(rowCount)
    for (let row = 0; row < rowCount; row += 1)
      values[row] = column % 2 === 1 && row % 31 === 0 ? blankByte : 1 + ((row * 7 + column) % 5)
    return { kind: 'byte', id: `b${column}`, values } as const
  })
  return {
    rowCount,
    columns: [
      { kind: 'integer', id: 'row', values: Int32Array.from({ length: rowCount }, (_, row) => row) },
      { kind: 'text', id: 'respondent', values: Array.from({ length: rowCount }, (_, row) => String(row)) },
      {
        kind: 'factor',
        id: 'unit',
        codes: Int32Array.from({ length: rowCount }, (_, row) => row % 3),
        levels: ['a', 'b', 'c'],
      },
      ...bytes,
    ],
  }
}
