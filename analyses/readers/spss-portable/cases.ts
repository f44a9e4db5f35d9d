import { InputError, stopIfAborted } from '../../core/errors'
import { recordsPerBlock } from '../block-size'
import type { DataFile } from '../data-file'
import { isMarkedMissing, type ReadOptions, type ReadTotals, type ValueBlock, type ValueColumn } from '../reader'
import { spssTime } from '../spss-times'
import { createTextColumn, type TextColumn } from '../text-column'
import { createLineJoiner, translate } from './characters'
import { createPortableCursor, cutCode, type PortableCursor } from './cursor'
import type { PortableFile, Variable } from './variables'

/** A column of the block that is being filled. */
interface FillingColumn {
  readonly variable: Variable
  readonly numbers: Float64Array
  readonly texts: TextColumn | null
}

/** Characters that have been read and not yet used. */
interface Span {
  characters: Uint8Array
  start: number
}

/**
 * All cases, in blocks.
 * @throws InputError when the file ends before it says that it does, or a case is against the format; Aborted
 */
export async function* readPortableCases(
  file: DataFile,
  portable: PortableFile,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  const mostRows = recordsPerBlock(portable.variables.length)
  const columns = portable.variables.map((variable): FillingColumn => {
    const isText = variable.kind === 'text'
    return {
      variable,
      numbers: new Float64Array(isText ? 0 : mostRows),
      texts: isText ? createTextColumn(mostRows) : null,
    }
  })
  const source = caseCharacters(file, portable, options)
  const span: Span = { characters: new Uint8Array(0), start: 0 }
  const lines = new Int32Array(mostRows)
  let records = 0
  let hasEnded = false
  try {
    while (!hasEnded) {
      stopIfAborted(options.abort)
      let rows = 0
      while (rows < mostRows) {
        const outcome = readCase(span, rows, columns, portable, { file: file.name, row: records + 1 })
        if (outcome === 'end') {
          hasEnded = true
          break
        }
        if (outcome === 'short') {
          if (!(await extend(span, source)))
            throw new InputError('ingest:spss-cut-case', { row: records + 1 }, { file: file.name, line: records + 1 })
          continue
        }
        records += 1
        lines[rows] = records
        rows += 1
      }
      if (rows > 0)
        yield {
          kind: 'values',
          rowCount: rows,
          firstRow: records - rows + 1,
          lines,
          columns: columns.map((column) => valuesOf(column)),
        }
    }
    // The rest of the file is part of its digest.
    for (let piece = await source.next(); piece.done !== true; piece = await source.next()) stopIfAborted(options.abort)
    return { records, blankLines: 0 }
  } finally {
    await source.return()
  }
}

/** The characters after the dictionary. */
async function* caseCharacters(
  file: DataFile,
  { dictionary: { dataStart, translation } }: PortableFile,
  options: ReadOptions,
): AsyncGenerator<Uint8Array, void> {
  const join = createLineJoiner()
  let bytes = 0
  let passed = 0
  for await (const chunk of file.chunks()) {
    options.observer?.update(chunk)
    bytes += chunk.length
    options.onBytes?.(bytes)
    for (const characters of join(chunk)) {
      const from = Math.max(0, dataStart - passed)
      passed += characters.length
      if (from < characters.length) yield translate(characters.subarray(from), translation)
    }
  }
}

/** Makes at least as many characters available again as there are. @returns whether there were any */
async function extend(span: Span, source: AsyncGenerator<Uint8Array, void>): Promise<boolean> {
  const pieces = [span.characters.subarray(span.start)]
  const left = span.characters.length - span.start
  let length = left
  while (length === left || length < left * 2) {
    const next = await source.next()
    if (next.done === true) break
    pieces.push(next.value)
    length += next.value.length
  }
  if (length === left) return false
  const characters = new Uint8Array(length)
  let filled = 0
  for (const piece of pieces) {
    characters.set(piece, filled)
    filled += piece.length
  }
  span.characters = characters
  span.start = 0
  return true
}

/** @returns `short` when the characters end within the case: it is read again from its beginning when there are more */
function readCase(
  span: Span,
  row: number,
  columns: readonly FillingColumn[],
  { text }: PortableFile,
  place: { readonly file: string; readonly row: number },
): 'read' | 'end' | 'short' {
  const cursor = createPortableCursor(span.characters, place.file, span.start)
  try {
    if (cursor.peek() === 'Z') return 'end'
    for (const column of columns) readCell(cursor, row, column, text.decode)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    if (error.code === cutCode) return 'short'
    throw new InputError('ingest:portable-case', { row: place.row }, { file: place.file, line: place.row })
  }
  span.start = cursor.position()
  return 'read'
}

function readCell(
  cursor: PortableCursor,
  row: number,
  { variable, numbers, texts }: FillingColumn,
  decode: PortableFile['text']['decode'],
): void {
  if (texts !== null) {
    const text = decode(cursor.text())
    texts.put(row, variable.missingTexts.has(text) ? null : text)
    return
  }
  const value = cursor.number()
  if (variable.kind === 'number') numbers[row] = value
  else numbers[row] = isMarkedMissing(variable.marked, value) ? Number.NaN : spssTime(value)
}

function valuesOf({ variable, numbers, texts }: FillingColumn): ValueColumn {
  if (texts !== null) return texts.column()
  return variable.kind === 'time'
    ? { kind: 'times', values: numbers, isAbsolute: false }
    : { kind: 'numbers', values: numbers }
}
