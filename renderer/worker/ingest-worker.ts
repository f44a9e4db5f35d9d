import type { Database } from '../../analyses/core/database'
import type { Dataset } from '../../analyses/core/datasets'
import { Aborted, type AbortState } from '../../analyses/core/errors'
import { sourceId } from '../../analyses/core/ids'
import { readers } from '../../analyses/readers/registry'
import { sourceOf } from '../../analyses/sources/registry'
import type { Instrument } from '../../analyses/instrument/model'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable, type TableHead } from '../../analyses/readers/reader'
import { shownCell } from '../../analyses/readers/shown-cell'
import { openData } from '../../analyses/recipe/open'
import type { SurveyDeclarations } from '../../analyses/recipe/declared'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { draftFromFiles, readCodebook, sortFiles } from '../../analyses/sources/drafting'
import { inspectSource, loadSource } from '../../analyses/sources/loading'
import type { ImportReport, LoadOptions } from '../../analyses/sources/report'
import { putInOrder, removeSource } from '../../analyses/sources/staging'
import { toolPhrases } from '../../analyses/survey-tools/registry'
import { amendedSource, holdSource, letGo } from './amended-source'
import { abortOf, type FlaggedAbort } from './abort-flag'
import { dataFile } from './data-file'
import { databaseOver } from './database-bridge'
import { draftFiles } from './file-draft'
import { fileRows, orderRows, rowAtLine } from './file-rows'
import { guessFile } from './file-guess'
import { proposeColumns, understandColumn } from './column-looks'
import type { FromIngestWorker, IngestCall, SortedGiven, SourceReading, ToIngestWorker } from './ingest-protocol'
import { problemOf } from './problem'

/* Reads the files the user gave, off the window's thread. Their bytes go from the disk to here and, as typed columns, to the engine. */

const post = (message: FromIngestWorker): void => globalThis.postMessage(message)
let connect: (database: Database) => void = () => undefined
const connected = new Promise<Database>((resolve) => (connect = resolve))
const running = new Map<number, FlaggedAbort>()

/** Milliseconds between two steps of a progress. */
const progressRest = 150

/** Rows of a file that the window shows before and after it is read. */
const sampleRows = 200

/** Tells codebooks from data, and makes an instrument of a codebook that came without answers where one is wanted. */
async function sort(
  { given, isDraftWanted }: Extract<IngestCall, { call: 'sort' }>,
  abort: AbortState,
): Promise<SortedGiven> {
  const files = given.map(dataFile)
  const sorted = await sortFiles(files, readers)
  const codebook = sorted.codebook.flatMap(({ file, sheet }) => (sheet === undefined ? [files.indexOf(file)] : []))
  const name = sourceId((sorted.data[0] ?? files[0])?.name ?? '')
  try {
    // What a data file alone says is shown to the person before it is used; a codebook says what its answers mean.
    if (sorted.data.length > 0 && isDraftWanted) await readCodebook(sorted.codebook, readers, abort)
    const isAlone = sorted.data.length === 0 && sorted.codebook.length > 0
    const drafted = isDraftWanted && isAlone ? await draftFromFiles(sorted, readers, name, abort) : null
    return { codebook, drafted, problem: null }
  } catch (error) {
    return { codebook, drafted: null, problem: problemOf(error) }
  }
}

async function inspect(file: DataFile, source: RecipeSource, instrument: Instrument | null): Promise<SourceReading> {
  const { table } = await openTable(readers, file, source.dialect)
  const { uses, problems } = inspectSource(sourceOf(source.kind), table, source, instrument)
  return {
    ...headOf(table.head),
    columns: uses,
    problems: problems.map(problemOf).filter((problem) => problem !== null),
    report: null,
  }
}

function headOf(head: TableHead): Pick<SourceReading, 'format' | 'dialect' | 'confidence' | 'reasons' | 'sample'> {
  return {
    format: head.format,
    dialect: head.dialect,
    confidence: head.confidence,
    reasons: [...head.reasons, ...toolPhrases(head)],
    sample: head.sample
      .slice(0, sampleRows)
      .map(({ line, cells }) => ({
        line,
        cells: head.columns.map((column, index) => shownCell(column, cells[index] ?? '')),
      })),
  }
}

async function load(
  file: DataFile,
  source: RecipeSource,
  instrument: Instrument | null,
  abort: AbortState,
  onProgress: (share: number, rows: number) => void,
): Promise<SourceReading> {
  const database = await connected
  let last = 0
  let shownAt = 0
  const options: LoadOptions = {
    abort,
    onProgress: ({ bytesRead, bytesTotal, rowsRead }) => {
      const share = bytesTotal === 0 ? 1 : bytesRead / bytesTotal
      // A hundred steps, and not more than some a second, are as smooth as anybody sees; each draws a part of the window anew.
      const now = performance.now()
      if (share < 1 && (share - last < 0.01 || now - shownAt < progressRest)) return
      last = share
      shownAt = now
      onProgress(share, rowsRead)
    },
  }
  const definition = sourceOf(source.kind)
  const report = await loadSource(definition, readers, { database, file, source, instrument, options })
  forget(source.id)
  arrivals.set(definition.stored.table, [...arrivedIn(definition.stored.table), source.id])
  // Only the whole file may have shown how it is written: the first rows are shown as they were read.
  const { table } = await openTable(readers, file, { ...source.dialect, ...foundIn(report) })
  const reading: SourceReading = {
    ...headOf(table.head),
    dialect: report.dialect,
    confidence: report.confidence,
    reasons: report.reasons,
    columns: report.columns,
    problems: [],
    report,
  }
  holdSource(source, instrument, reading)
  return reading
}

function foundIn({ format, dialect }: ImportReport): ReturnType<(typeof readers)[number]['found']> {
  return readers.find(({ id }) => id === format)?.found(dialect) ?? {}
}

async function perform(
  call: IngestCall,
  digest: Promise<string>,
  abort: AbortState,
  onProgress: (share: number, rows: number) => void,
): Promise<unknown> {
  switch (call.call) {
    case 'sort':
      return sort(call, abort)
    case 'draft':
      return draftFiles(call, abort, (share) => onProgress(share, 0))
    case 'guess':
      return guessFile(dataFile(call.given), call)
    case 'inspect':
      return inspect(dataFile(call.given), call.source, call.instrument)
    case 'propose':
      return proposeColumns(dataFile(call.given), call)
    case 'understand':
      return understandColumn(dataFile(call.given), call, abort, (share) => onProgress(share, 0))
    case 'file-rows':
      return fileRows(call, abort)
    case 'row-at-line':
      return rowAtLine(call, abort)
    case 'order-rows':
      return orderRows(await connected, call, abort)
    case 'load':
      return (
        (await amendedSource(await connected, call, abort)) ??
        load({ ...dataFile(call.given), sha256: () => digest }, call.source, call.instrument, abort, onProgress)
      )
    case 'remove':
      await removeSource(await connected, call.id)
      forget(call.id)
      return null
    case 'open':
      return open(call.data, call.instrument, call.reports, call.declared)
  }
}

async function open(
  data: Dataset['kind'],
  instrument: Instrument | null,
  reports: readonly ImportReport[],
  declared: SurveyDeclarations,
): Promise<Dataset | null> {
  const database = await connected
  const stored = reports.map((report) => ({ id: report.source, ...sourceOf(report.kind).stored }))
  const ordered = new Set(stored.filter(({ isOrdered }) => isOrdered === true).map(({ table }) => table))
  for (const table of ordered) {
    const wanted = stored.filter((each) => each.table === table)
    const ids = wanted.map(({ id }) => id)
    if (ids.length < 2 || ids.every((id, index) => id === arrivedIn(table)[index])) continue
    await putInOrder(
      database,
      table,
      wanted.map(({ id, rows }) => rows(id)),
    )
    arrivals.set(table, ids)
  }
  return openData(database, data, instrument, reports, declared)
}

/** Ids of the sources in the engine by table, in the order in which their rows came. */
const arrivals = new Map<string, readonly string[]>()
const arrivedIn = (table: string): readonly string[] => arrivals.get(table) ?? []

function forget(id: string): void {
  letGo(id)
  for (const [table, ids] of arrivals)
    arrivals.set(
      table,
      ids.filter((present) => present !== id),
    )
}

/** Digests that are still being taken beside the reading, by call. None comes once the call was called off: who waits for it must not wait on. */
const digests = new Map<
  number,
  { readonly resolve: (sha256: string) => void; readonly reject: (error: Error) => void }
>()

let turn: Promise<unknown> = Promise.resolve()

globalThis.onmessage = ({ data }: MessageEvent<ToIngestWorker>) => {
  if (data.kind === 'connect') {
    connect(databaseOver(data.port))
    return
  }
  if (data.kind === 'abort') {
    running.get(data.id)?.abort()
    digests.get(data.id)?.reject(new Aborted())
    return
  }
  if (data.kind === 'sha256') {
    digests.get(data.id)?.resolve(data.sha256)
    return
  }
  const { id, call, flag } = data
  const abort = abortOf(flag)
  running.set(id, abort)
  const digest = new Promise<string>((resolve, reject) => digests.set(id, { resolve, reject }))
  digest.catch(() => undefined)
  turn = turn
    .then(() => perform(call, digest, abort, (share, rows) => post({ kind: 'progress', id, share, rows })))
    .then(
      (value) => post({ kind: 'done', id, value }),
      (error: unknown) => post({ kind: 'failed', id, problem: problemOf(error) }),
    )
    .finally(() => {
      running.delete(id)
      digests.delete(id)
    })
}
