import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { unpackLz4Frame } from '../../analyses/readers/arrow/lz4-frame'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { refusal } from '../sources/sample-data'
import { cellsOf, expectFuzzed, formatBytes, formatFile, openAny, readWhole } from './cells'

const names = ['uncompressed.feather', 'lz4.feather', 'lz4.arrows', 'zstd.arrows']
const expected: Readonly<Record<string, readonly (string | number | null)[]>> = JSON.parse(
  new TextDecoder().decode(formatBytes('arrow/expected.json')),
)

const open = (name: string): Promise<OpenTable> => openAny(formatFile(`arrow/${name}`))

test.each(names)('%s has the cells that pyarrow reads in it', async (name) => {
  const table = await open(name)
  expect(table.head.format).toBe('arrow')
  expect(table.head.dialect).toEqual({
    form: name.endsWith('.feather') ? 'file' : 'stream',
    compression: name.startsWith('uncompressed') ? 'none' : name.split('.')[0],
    extent: 'beginning',
  })
  expect(table.head.columns.map((column) => column.name)).toEqual(Object.keys(expected))
  const cells = await cellsOf(table)
  for (const [index, [column, values]] of Object.entries(expected).entries())
    expect(cells[index], column).toEqual(values)
})

const nested = ['enten_eller', 'ene_eller', 'kart', 'listesyn', 'par', 'gjentatt']
const unread = ['liste', 'sammensatt', 'bytes', ...nested, 'faste_bytes', 'bytesyn', 'mellomrom', 'spenn']

test('what is not read, and what is read as text, is said', async () => {
  const { head } = await open('lz4.feather')
  expect(head.reasons).toEqual([
    { message: 'ingest:arrow-not-read', values: { columns: { list: unread } } },
    { message: 'ingest:arrow-long-numbers', values: { columns: { list: ['for_stort', 'uten_fortegn'] } } },
  ])
  const types = Object.fromEntries(head.columns.map(({ name, type }) => [name, type]))
  expect(types).toMatchObject({
    q1: 'number',
    stort: 'number',
    for_stort: 'text',
    dag: 'time',
    klokke: 'text',
    kode: 'number',
  })
})

test('a dictionary is levels in its order, and an ordered one an ordinal measure', async () => {
  const { head } = await open('lz4.feather')
  const said = (name: string) => head.columns.find((column) => column.name === name)
  expect(said('omfang')).toMatchObject({ measure: 'ordinal', type: 'text' })
  expect(said('omfang')?.levels?.map(({ label }) => label)).toEqual(['aldri', 'av og til', 'ofte', 'alltid'])
  expect(said('kommune')).toMatchObject({ measure: 'nominal' })
  expect(said('kommune')?.levels?.map(({ value }) => value)).toEqual(['Øyer', 'Ängelholm', 'Åre'])
  expect(said('respondent')).not.toHaveProperty('levels')
})

test('a time with a zone is absolute, one without is that on the wall', async () => {
  const table = await open('zstd.arrows')
  const block = (await table.blocks({}).next()).value
  const isAbsolute = (name: string): unknown => {
    const index = table.head.columns.findIndex((column) => column.name === name)
    const column = block !== undefined && 'kind' in block && block.kind === 'values' ? block.columns[index] : undefined
    return column?.kind === 'times' ? column.isAbsolute : undefined
  }
  expect(['tid_ms', 'tid_ns_sone', 'dag', 'dag_64'].map(isAbsolute)).toEqual([false, true, false, false])
})

test('what pandas writes is read: an ordered category, blanks among numbers', async () => {
  const table = await open('pandas.feather')
  expect(table.head.dialect['compression']).toBe('lz4')
  const [id, q1, q2, extent, day] = await cellsOf(table)
  expect(id?.slice(0, 2)).toEqual(['r0', 'r1'])
  expect(q1?.slice(0, 6)).toEqual([null, 1, 2, 3, 4, null])
  expect(q2?.slice(5, 9)).toEqual([5, 6, 0, 1])
  expect(extent?.slice(0, 5)).toEqual(['aldri', 'av og til', 'ofte', 'alltid', 'aldri'])
  expect(day?.[1]).toBe(Date.UTC(2022, 2, 27, 2, 30, 0, 125) / 1000)
})

test.each(['polars.arrow', 'polars-zstd.arrow'])('%s: texts as views', async (name) => {
  const [place] = await cellsOf(await open(name))
  expect(place?.slice(0, 4)).toEqual([null, 'Øvre Årdal kommune, avdeling 1', 'Åre', 'Øvre Årdal kommune, avdeling 0'])
})

test('a dictionary grows, or is another, from batch to batch', async () => {
  const growing = await open('growing.arrows')
  expect(growing.head.columns[0]?.levels?.map(({ label }) => label)).toEqual(['Åre', 'Øyer', 'Ås'])
  expect(await cellsOf(growing)).toEqual([['Åre', 'Øyer', null, 'Ås', 'Åre', 'Øyer']])
  const replaced = await open('replaced.arrows')
  expect(replaced.head.columns[0]?.levels?.map(({ label }) => label)).toEqual(['Åre', 'Øyer', 'Ås'])
  expect(await cellsOf(replaced)).toEqual([['Åre', 'Øyer', null, 'Ås', 'Åre', 'Åre']])
})

test('blocks of LZ4 that repeat the block before them', async () => {
  const [texts] = await cellsOf(await open('long-texts.feather'))
  expect(texts).toEqual(Array.from({ length: 300 }, (_, row) => `${'Åre og Øyer '.repeat(40)}${row % 7}`))
})

test('a large first batch comes in two parts, of which the first has the rows that are shown', async () => {
  const table = await open('many-rows.feather')
  expect(table.head.sample).toHaveLength(500)
  const [numbers, flags] = await cellsOf(table)
  expect(numbers).toEqual(Array.from({ length: 5000 }, (_, row) => (row * 7919) % 100_003))
  expect(flags).toEqual(Array.from({ length: 5000 }, (_, row) => (row % 3 === 0 ? 1 : 0)))
  const blocks = table.blocks({})
  const sizes: number[] = []
  for (let next = await blocks.next(); next.done !== true; next = await blocks.next())
    sizes.push(next.value.firstRow, next.value.rowCount)
  expect(sizes).toEqual([1, 4096, 4097, 904])
})

describe('LZ4', () => {
  /** A frame of Arrow's writer in several blocks, and how long it is unpacked. */
  const bytes = formatBytes('arrow/long-texts.feather')
  const mark = [0x04, 0x22, 0x4d, 0x18]
  const starts = [...bytes.keys()].filter((at) => mark.every((byte, index) => bytes[at + index] === byte))
  const at = starts.at(-1) ?? 0
  const length = Number(new DataView(bytes.buffer).getBigInt64(at - 8, true))
  const frame = bytes.subarray(at)

  test('as much of a frame is unpacked as is needed', () => {
    const whole = unpackLz4Frame(frame, length)
    expect(whole).toHaveLength(length)
    expect(length).toBeGreaterThan(2 << 16)
    const part = unpackLz4Frame(frame, length, 100)
    expect(part).toHaveLength(1 << 16)
    expect(part).toEqual(whole?.subarray(0, 1 << 16))
  })

  test('a block that is not packed, sizes and checksums in between', () => {
    const plain = [1, 2, 3, 4, 5]
    const block = [5, 0, 0, 0x80, ...plain]
    const frames = [
      [...mark, 0x60, 0x40, 0, ...block, 0, 0, 0, 0],
      [...mark, 0x68, 0x40, 5, 0, 0, 0, 0, 0, 0, 0, 0, ...block, 0, 0, 0, 0],
      [...mark, 0x74, 0x40, 0, ...block, 9, 9, 9, 9, 0, 0, 0, 0, 8, 8, 8, 8],
    ]
    for (const each of frames) expect(unpackLz4Frame(Uint8Array.from(each), 5)).toEqual(Uint8Array.from(plain))
  })

  test('a frame that is cut, longer or shorter than it says, or refers to what is not there is none', () => {
    for (let end = 0; end < 200; end += 1) expect(unpackLz4Frame(frame.subarray(0, end), length)).toBeNull()
    expect([unpackLz4Frame(frame, length - 1), unpackLz4Frame(frame, length + 1)]).toEqual([null, null])
    const back = [...mark, 0x60, 0x40, 0, 4, 0, 0, 0, 0x10, 65, 2, 0, 0, 0, 0, 0]
    expect(unpackLz4Frame(Uint8Array.from(back), 5)).toBeNull()
  })
})

test('columns of one name are told apart', async () => {
  const { head } = await open('same-names.arrow')
  expect(head.columns.map(({ name, shared, type }) => [name, shared, type])).toEqual([
    ['q1 #1', 'q1', 'number'],
    ['q1 #2', 'q1', 'number'],
  ])
})

test('columns that are not wanted are left unread', async () => {
  const table = await open('lz4.feather')
  const q1 = table.head.columns.findIndex(({ name }) => name === 'q1')
  const rows: number[] = []
  const blocks = table.blocks({ wanted: { columns: [q1], short: [] } })
  for (let next = await blocks.next(); next.done !== true; next = await blocks.next()) {
    const columns = next.value.kind === 'values' ? next.value.columns : []
    expect(columns[0]).toMatchObject({ kind: 'numbers' })
    const values = columns[q1]
    for (let row = 0; row < next.value.rowCount; row += 1)
      rows.push(values?.kind === 'numbers' ? (values.values[row] ?? 0) : 0)
  }
  expect(rows.map((value) => (Number.isNaN(value) ? null : value))).toEqual(expected['q1'])
})

test('a long number that only appears in a later batch is found in the whole file', async () => {
  const bytes = formatBytes('arrow/uncompressed.feather')
  // A number of the last batch, which the first does not have.
  const wanted = new Uint8Array(new BigInt64Array([15n * 10n ** 12n]).buffer)
  const at = bytes.findIndex((_, start) => wanted.every((byte, index) => bytes[start + index] === byte))
  expect(at).toBeGreaterThan(0)
  const changed = bytes.slice()
  changed.set(new Uint8Array(new BigInt64Array([2n ** 53n + 1n]).buffer), at)
  const file = memoryFile('x.feather', changed)
  const error = await refusal(readWhole(file))
  expect([error.code, error.place.line, error.place.column]).toEqual(['ingest:arrow-long-number', 36, 'stort'])
  const { reader } = await openTable(readers, file)
  expect(reader.again?.(error)).toEqual({ extent: 'whole' })
  const { table } = await openTable(readers, file, { extent: 'whole' })
  const index = table.head.columns.findIndex(({ name }) => name === 'stort')
  const stort = (await cellsOf(table))[index]
  expect([stort?.[1], stort?.[35]]).toEqual(['-19000000000000', '9007199254740993'])
})

const codeOf = async (file: DataFile): Promise<string> => (await refusal(readWhole(file))).code

test('Feather of the first version is called so', async () => {
  expect(await codeOf(formatFile('arrow/version-1.feather'))).toBe('ingest:arrow-feather-1')
})

test('streams one after the other are refused, since the rows of the second would be missing', async () => {
  const bytes = formatBytes('arrow/growing.arrows')
  const twice = new Uint8Array(bytes.length * 2)
  twice.set(bytes)
  twice.set(bytes, bytes.length)
  expect(await codeOf(memoryFile('x.arrows', twice))).toBe('ingest:arrow-joined')
})

test('a stream without its end mark is whole', async () => {
  const bytes = formatBytes('arrow/growing.arrows')
  expect(await readWhole(memoryFile('x.arrows', bytes.subarray(0, bytes.length - 8)))).toEqual([
    ['Åre', 'Øyer', null, 'Ås', 'Åre', 'Øyer'],
  ])
})

test.each(['lz4.feather', 'zstd.arrows', 'polars.arrow'])('%s cut anywhere is refused in a sentence', async (name) => {
  const bytes = formatBytes(`arrow/${name}`)
  const endMark = name.endsWith('.arrows') ? 8 : 0
  for (let length = 17; length < bytes.length - endMark; length += 43) {
    const error = await refusal(readWhole(memoryFile('x.arrow', bytes.subarray(0, length))))
    expect(error).toBeInstanceOf(InputError)
  }
})

test('a buffer that says it unpacks to much more than its rows need is refused at once', async () => {
  const bytes = formatBytes('arrow/lz4.arrows').slice()
  const view = new DataView(bytes.buffer)
  const mark = [0x04, 0x22, 0x4d, 0x18]
  for (let at = 8; at < bytes.length - 4; at += 1)
    if (mark.every((byte, index) => bytes[at + index] === byte)) view.setBigInt64(at - 8, 2n ** 40n, true)
  expect(await codeOf(memoryFile('x.arrows', bytes))).toBe('ingest:arrow-damaged')
})

test('a file with some bytes changed is read or refused, and never worse', async () => {
  const files = [
    ...names,
    'pandas.feather',
    'many-rows.feather',
    'polars.arrow',
    'polars-zstd.arrow',
    'growing.arrows',
    'replaced.arrows',
  ]
  await expectFuzzed(files.map((name) => formatBytes(`arrow/${name}`)))
}, 60_000)
