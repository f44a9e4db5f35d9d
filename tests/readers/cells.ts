import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { cellText, openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { projectFolder } from '../source-files'

export type Cell = string | number | null

/** A file of `fixtures/formats`, handed out in pieces of an odd size. */
export const formatFile = (path: string, chunkSize = 997): DataFile =>
  memoryFile(path.split('/').pop() ?? path, formatBytes(path), chunkSize)

export const formatBytes = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(join(projectFolder, 'fixtures/formats', path)))

export const openAny = async (file: DataFile): Promise<OpenTable> => (await openTable(readers, file)).table

/** The cells of a table, column by column: texts, numbers, and times as seconds since 1970. */
export async function cellsOf(table: OpenTable): Promise<Cell[][]> {
  const cells: Cell[][] = table.head.columns.map(() => [])
  const blocks = table.blocks({})
  let next = await blocks.next()
  for (; next.done !== true; next = await blocks.next()) {
    const block = next.value
    const columns = block.kind === 'values' ? block.columns : []
    expect(columns.length).toBe(block.kind === 'values' ? cells.length : 0)
    for (const index of cells.keys())
      for (let row = 0; row < block.rowCount; row += 1) {
        const text = cellText(block, row, index, table.decode)
        const column = columns[index]
        const number =
          column?.kind === 'numbers' || column?.kind === 'times' ? (column.values[row] ?? Number.NaN) : Number.NaN
        const value = Number.isNaN(number) ? text : column?.kind === 'times' ? number / 1000 : number
        cells[index]?.push(value === '' ? null : value)
      }
  }
  for (const column of cells) expect(column).toHaveLength(next.value.records)
  return cells
}

/** Reads a whole file, whatever stands in it. @throws what keeps it from being imported */
export async function readWhole(file: DataFile): Promise<Cell[][]> {
  const table = await openAny(file)
  if (table.head.problems[0] !== undefined) throw table.head.problems[0]
  return cellsOf(table)
}

/** How many changed files are tried of each format; more with `FUZZ=10000`. */
const runsOfFuzz = Number(process.env['FUZZ'] ?? 400)

/**
 * Files with some bytes changed, or cut, are read or refused in a sentence, and never worse.
 * @param prepared what is done with a changed file before it is read
 */
export async function expectFuzzed(
  originals: readonly Uint8Array[],
  numRuns = runsOfFuzz,
  prepared: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<void> {
  const change = fc.tuple(fc.nat(100_000), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(originals.length - 1),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.option(fc.nat(100_000), { freq: 8 }),
      async (which, changes, cutAt) => {
        const original = originals[which] as Uint8Array
        const bytes = original.slice(0, cutAt === null ? original.length : 1 + (cutAt % original.length))
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          await readWhole(memoryFile('x', prepared(bytes)))
        } catch (error) {
          if (!(error instanceof InputError)) throw error
        }
      },
    ),
    { numRuns },
  )
}

/** Archives know the sum of what they hold: one with some bytes changed is refused in a sentence, or gives what it gave before. */
export async function expectSameOrRefused(paths: readonly string[]): Promise<void> {
  const originals = await Promise.all(
    paths.map(async (path) => ({ bytes: formatBytes(path), cells: await readWhole(formatFile(path)) })),
  )
  const ending = paths[0]?.split('.').pop() ?? ''
  await fc.assert(
    fc.asyncProperty(
      fc.nat(originals.length - 1),
      fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (which, changes) => {
        const { bytes: original, cells } = originals[which] as (typeof originals)[number]
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const outcome: unknown = await readWhole(memoryFile(`f.${ending}`, bytes)).catch((error: unknown) => error)
        return outcome instanceof InputError || isDeepStrictEqual(outcome, cells)
      },
    ),
    { numRuns: runsOfFuzz },
  )
  expect(originals.length).toBeGreaterThan(0)
}
