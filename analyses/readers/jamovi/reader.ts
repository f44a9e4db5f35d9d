import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import { columnsOfFile } from '../column-file'
import type { DataFile } from '../data-file'
import { listOf, objectOf, parseObject } from '../json-document'
import type { HeaderColumn, OpenTable, Reader } from '../reader'
import { readStored, storedHeader, type StoredColumn } from '../stored-columns'
import { createValueTable } from '../value-table'
import { openZip, type ZipArchive } from '../zip-archive'
import { firstNamesOf } from '../zip-head'
import { fieldOf, type Field } from './fields'

/**
 * Projects of jamovi (`.omv`): their data with labels, measures and missing values, without the analyses.
 *
 * The format is not described; it is read as files of the releases 2.0 to 2.6 have it, and as jamovi's own `jamovi/server/formatio/omv.py` does.
 */
const jamovi: Reader = {
  id: 'jamovi',
  settings: {},
  recognise(head, name) {
    const [first, second] = firstNamesOf(head)
    if (first === undefined) return 'no'
    const isOwn = first === 'meta' || (first === 'META-INF/MANIFEST.MF' && second === 'meta')
    return isOwn || /\.omv$/i.test(name) ? 'certain' : 'no'
  },
  open: openProject,
  found: () => ({}),
}

export default jamovi

/** Bytes that the description of the columns, and their values, may have. */
const largestDescription = 1 << 26
const largestData = 1 << 29

async function openProject(file: DataFile): Promise<OpenTable> {
  const archive = await openZip(file)
  const damaged = (part: string): InputError => new InputError('ingest:jamovi-damaged', { part }, { file: file.name })
  const json = async (part: string) => {
    const document = parseObject(await archive.text(part, largestDescription))
    if (document === null) throw damaged(part)
    return document
  }
  const dataSet = objectOf((await json('metadata.json'))['dataSet'])
  const labels = await json('xdata.json')
  const rowCount = dataSet?.['rowCount']
  const fields = listOf(dataSet?.['fields']).map((given) => fieldOf(given, labels))
  if (typeof rowCount !== 'number' || !Number.isInteger(rowCount) || rowCount < 0 || fields.includes(null))
    throw damaged('metadata.json')
  const known = fields.filter((field) => field !== null)
  const isRead = ({ origin }: Field): boolean => origin !== 'Filter'
  if (rowCount === 0 || !known.some(isRead)) throw new InputError('ingest:jamovi-no-data', {}, { file: file.name })
  const bytes = await archive.bytes('data.bin', largestData)
  const values = columnsOfFile(
    bytes,
    known.map(({ stored }) => stored),
    rowCount,
  )
  if (values === null) throw damaged('data.bin')
  const textAt = known.some(({ isText }) => isText) ? await textsOf(archive) : () => null
  const pairs = known.map((field, index) => ({ field, own: values[index] as Float64Array }))
  const columns = pairs
    .filter(({ field }) => isRead(field))
    .map(({ field, own }, index) => columnOf(field, index, own, textAt))
  const filters = pairs.filter(({ field }) => !isRead(field) && field.isActive)
  const keeps = (row: number): boolean => filters.every(({ own }) => own[row] === 1)
  let left = 0
  for (let row = 0; row < rowCount; row += 1) if (!keeps(row)) left += 1
  return createValueTable({
    file,
    format: 'jamovi',
    dialect: { rows: rowCount - left },
    columns: columns.map(({ header }) => header),
    reasons: reasonsOf(known.filter(isRead), left),
    problems: left === rowCount ? [new InputError('ingest:all-filtered', {}, { file: file.name })] : [],
    blocks: (options) => readStored(file, columns, rowCount, keeps, options),
  })
}

/** Texts by their places in the file that holds them, each of which ends with a zero. */
async function textsOf(archive: ZipArchive): Promise<(place: number) => string | null> {
  const bytes = await archive.bytes('strings.bin', largestData)
  const decoder = new TextDecoder()
  return (place) => {
    if (!(place >= 0 && place < bytes.length)) return null
    const end = bytes.indexOf(0, place)
    return decoder.decode(bytes.subarray(place, end < 0 ? bytes.length : end))
  }
}

function columnOf(
  field: Field,
  index: number,
  values: Float64Array,
  textAt: (place: number) => string | null,
): StoredColumn {
  const { missing, isText, hasKeys, labels } = field
  const isWords = isText || hasKeys
  const isMissing = (text: string): boolean => missing.texts.includes(text)
  const levels = labels
    .filter(({ label }) => !hasKeys || !isMissing(label))
    .map(({ key, label }) => ({ value: hasKeys ? label : key, label }))
  const { missing: codes = [], missingRanges: ranges = [] } = missing
  const header: HeaderColumn = {
    ...storedHeader({ ...field, isText: isWords, levels }, index),
    ...(isWords || codes.length === 0 ? {} : { missing: codes }),
    ...(isWords || ranges.length === 0 ? {} : { missingRanges: ranges }),
  }
  if (!isWords) return { header, values }
  const names = new Map(labels.map(({ key, label: own }) => [key, own]))
  const find = hasKeys ? (key: number) => names.get(key) ?? String(key) : textAt
  return {
    header,
    values,
    textOf(value) {
      const text = Number.isNaN(value) ? null : find(value)
      return text !== null && isMissing(text) ? null : text
    },
  }
}

function reasonsOf(fields: readonly Field[], left: number): readonly Phrase[] {
  const named = (message: Phrase['message'], chosen: readonly Field[]): readonly Phrase[] =>
    chosen.length === 0 ? [] : [{ message, values: { columns: { list: chosen.map(({ name }) => name) } } }]
  return [
    ...(left === 0 ? [] : [{ message: 'ingest:filtered-out', values: { rows: left } } as const]),
    ...named(
      'ingest:computed-columns',
      fields.filter(({ origin }) => ['Computed', 'Recoded', 'Output'].includes(origin)),
    ),
    ...named(
      'ingest:jamovi-missing-unread',
      fields.filter(({ missing }) => missing.unread.length > 0),
    ),
  ]
}
