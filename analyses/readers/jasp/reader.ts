import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import type { DataFile } from '../data-file'
import { parseObject, textOf } from '../json-document'
import type { OpenTable, Reader } from '../reader'
import { readStored } from '../stored-columns'
import { createValueTable } from '../value-table'
import { openZip, type ZipArchive } from '../zip-archive'
import { firstNamesOf } from '../zip-head'
import { readBinary } from './binary-data'
import { storedColumn, type DataSet } from './data-set'
import { readDatabase } from './sqlite-data'
import { DamagedDatabase } from './sqlite-database'

/**
 * Projects of JASP (`.jasp`): their data with labels and measures, without the analyses. Until 0.16 the data are a file of columns, from 0.17 on a database of SQLite.
 *
 * The format is not described; it is read as files of the releases 0.16.4, 0.18.1 and 0.95 to 0.96 have it.
 */
const jasp: Reader = {
  id: 'jasp',
  settings: {},
  recognise(head, name) {
    const names = firstNamesOf(head)
    const [first, second] = names
    if (first === undefined) return 'no'
    const isOwn =
      (first === 'META-INF/MANIFEST.MF' && second === 'metadata.json') ||
      (first === 'manifest.json' && names.includes('analyses.json'))
    return isOwn || /\.jasp$/i.test(name) ? 'certain' : 'no'
  },
  open: openProject,
  found: () => ({}),
}

export default jasp

/** Bytes that the description of the columns, and their values, may have. */
const largestDescription = 1 << 26
const largestData = 1 << 29

async function openProject(file: DataFile): Promise<OpenTable> {
  const archive = await openZip(file)
  const data = await readData(archive, file)
  const { rowCount } = data
  if (rowCount === 0 || data.columns.length === 0) throw new InputError('ingest:jasp-no-data', {}, { file: file.name })
  let left = 0
  for (let row = 0; row < rowCount; row += 1) if (!data.keeps(row)) left += 1
  const columns = data.columns.map(storedColumn)
  return createValueTable({
    file,
    format: 'jasp',
    dialect: { rows: rowCount - left },
    columns: columns.map(({ header }) => header),
    reasons: reasonsOf(data, left),
    problems: left === rowCount ? [new InputError('ingest:all-filtered', {}, { file: file.name })] : [],
    blocks: (options) => readStored(file, columns, rowCount, (row) => data.keeps(row), options),
  })
}

async function readData(archive: ZipArchive, file: DataFile): Promise<DataSet> {
  const damaged = (part: string): InputError => new InputError('ingest:jasp-damaged', { part }, { file: file.name })
  const json = async (part: string) => parseObject(await archive.text(part, largestDescription))
  const database = 'internal.sqlite'
  if (archive.has(database)) {
    const archiveVersion = Number(textOf((await json('manifest.json'))?.['jaspArchiveVersion']))
    if (!(archiveVersion >= 4)) throw damaged('manifest.json')
    try {
      return readDatabase(await archive.bytes(database, largestData), archiveVersion)
    } catch (error) {
      throw error instanceof DamagedDatabase ? damaged(database) : error
    }
  }
  if (!archive.has('metadata.json')) throw new InputError('ingest:jasp-no-data', {}, { file: file.name })
  const bytes = await archive.bytes('data.bin', largestData)
  const found = readBinary(await json('metadata.json'), await json('xdata.json'), bytes)
  if (typeof found === 'string') throw damaged(found)
  return found
}

function reasonsOf({ columns }: DataSet, left: number): readonly Phrase[] {
  const computed = columns.filter(({ isComputed }) => isComputed).map(({ name }) => name)
  return [
    ...(left === 0 ? [] : [{ message: 'ingest:filtered-out', values: { rows: left } } as const]),
    ...(computed.length === 0
      ? []
      : [{ message: 'ingest:computed-columns', values: { columns: { list: computed } } } as const]),
  ]
}
