import type { Database } from '../../analyses/core/database'
import { quoteName } from '../../analyses/core/datasets'
import { InputError, type AbortState } from '../../analyses/core/errors'
import type { Instrument } from '../../analyses/instrument/model'
import { matchSurveyColumns, type ColumnUse } from '../../analyses/sources/columns'
import type { DataFile } from '../../analyses/readers/data-file'
import { readTableHead, type TableHead } from '../../analyses/readers/delimited/dialect'
import { headcountProblems, loadHeadcount } from '../../analyses/sources/headcount/load'
import { indicatorsProblems, loadIndicators, matchIndicatorColumns } from '../../analyses/sources/indicators/load'
import { inspectFile } from '../../analyses/sources/inspect'
import { inventoryProblems, loadInventory } from '../../analyses/sources/inventory/load'
import { matchInventoryColumns } from '../../analyses/sources/inventory/columns'
import type { LoadOptions, SeriesReport, SurveyReport, HeadcountReport } from '../../analyses/sources/report'
import { loadSeries, seriesProblems } from '../../analyses/sources/log'
import { removeSource, whereSource } from '../../analyses/sources/staging'
import { loadSurvey, summarizeSurvey } from '../../analyses/sources/survey/load'
import { openSeries } from '../../analyses/series/open'
import { openSurvey } from '../../analyses/survey/open'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { abortOf, type FlaggedAbort } from './abort-flag'
import { dataFile } from './data-file'
import { databaseOver } from './database-bridge'
import { guessSource } from './guess-source'
import type { FromIngestWorker, IngestCall, SourceReading, SourceReport, ToIngestWorker } from './ingest-protocol'
import { problemOf } from './problem'

/* Reads the files the user gave, off the window's thread. Their bytes go from the disk to here and, as typed columns, to the engine. */

const post = (message: FromIngestWorker): void => globalThis.postMessage(message)
let connect: (database: Database) => void = () => undefined
const connected = new Promise<Database>((resolve) => (connect = resolve))
const running = new Map<number, FlaggedAbort>()

/** Rows of a file that the window shows before and after it is read. */
const sampleRows = 200

async function inspect(file: DataFile, source: RecipeSource, instrument: Instrument | null): Promise<SourceReading> {
  const head = await readTableHead(file, source.dialect)
  const { columns, problems } = await matched(file, head, source, instrument)
  return {
    ...headOf(head),
    columns,
    problems: problems.map(problemOf).filter((problem) => problem !== null),
    report: null,
  }
}

async function matched(
  file: DataFile,
  head: TableHead,
  source: RecipeSource,
  instrument: Instrument | null,
): Promise<{ readonly columns: readonly ColumnUse[]; readonly problems: readonly InputError[] }> {
  if (source.kind === 'survey' && instrument !== null) {
    const { uses, problems } = matchSurveyColumns(head, instrument, source)
    return { columns: uses, problems: [...head.problems, ...problems] }
  }
  // What was recognised is shown even where something is missing.
  if (source.kind === 'indicators')
    return { columns: matchIndicatorColumns(head, source).uses, problems: await indicatorsProblems(file, source) }
  if (source.kind === 'inventory')
    return { columns: matchInventoryColumns(head, source).uses, problems: await inventoryProblems(file, source) }
  const unmatched = head.columns.map((column): ColumnUse => ({
    position: column.position,
    header: column.name,
    role: column.isRowNumber ? 'row-number' : 'ignored',
    id: null,
    matchedBy: null,
  }))
  if (source.kind === 'survey') return { columns: unmatched, problems: head.problems }
  return {
    columns: unmatched,
    problems: source.kind === 'headcount' ? await headcountProblems(file, source) : await seriesProblems(file, source),
  }
}

function headOf(head: TableHead): Pick<SourceReading, 'dialect' | 'confidence' | 'reasons' | 'sample'> {
  return {
    dialect: head.dialect,
    confidence: head.confidence,
    reasons: head.reasons,
    sample: head.sample
      .slice(0, sampleRows)
      .map(({ line, cells }) => ({ line, cells: head.columns.map((_, index) => cells[index] ?? '') })),
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
  const options: LoadOptions = {
    abort,
    onProgress: ({ bytesRead, bytesTotal, rowsRead }) => {
      const share = bytesTotal === 0 ? 1 : bytesRead / bytesTotal
      // A hundred steps are as smooth as anybody sees.
      if (share < 1 && share - last < 0.01) return
      last = share
      onProgress(share, rowsRead)
    },
  }
  const report = await loadKind(database, file, source, instrument, options)
  forget(source.id)
  arrivals.get(source.kind)?.push(source.id)
  const head = await readTableHead(file, { ...source.dialect, encoding: report.dialect.encoding })
  return {
    ...headOf(head),
    dialect: report.dialect,
    confidence: report.confidence,
    reasons: report.reasons,
    columns: report.columns,
    problems: [],
    report,
  }
}

function loadKind(
  database: Database,
  file: DataFile,
  source: RecipeSource,
  instrument: Instrument | null,
  options: LoadOptions,
): Promise<SourceReport> {
  switch (source.kind) {
    case 'survey':
      if (instrument === null) throw new InputError('recipe:instrument-missing', {}, { file: file.name })
      return loadSurvey(database, file, source, instrument, options)
    case 'headcount':
      return loadHeadcount(database, file, source, options)
    case 'events':
    case 'coverage':
    case 'observations':
      return loadSeries(database, file, source, options)
    case 'indicators':
      return loadIndicators(database, file, source, options)
    case 'inventory':
      return loadInventory(database, file, source, options)
  }
}

async function perform(
  call: IngestCall,
  digest: Promise<string>,
  abort: AbortState,
  onProgress: (share: number, rows: number) => void,
): Promise<unknown> {
  switch (call.call) {
    case 'guess':
      return {
        source: guessSource(
          await inspectFile(dataFile(call.given), {
            instrument: call.instrument,
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          }),
          call,
        ),
      }
    case 'inspect':
      return inspect(dataFile(call.given), call.source, call.instrument)
    case 'load':
      return load({ ...dataFile(call.given), sha256: () => digest }, call.source, call.instrument, abort, onProgress)
    case 'remove':
      await removeSource(await connected, call.id)
      forget(call.id)
      return null
    case 'open-survey': {
      const surveys = call.reports.filter((report): report is SurveyReport => report.kind === 'survey')
      await putInOrder('responses', surveys)
      const headcounts = call.reports.filter((report): report is HeadcountReport => report.kind === 'headcount')
      return openSurvey(await connected, summarizeSurvey(call.instrument, surveys, headcounts))
    }
    case 'open-series': {
      const logs = call.reports.filter(
        (report): report is SeriesReport =>
          report.kind === 'observations' || report.kind === 'events' || report.kind === 'coverage',
      )
      await putInOrder('observations', logs)
      await putInOrder('events', logs)
      return openSeries(
        await connected,
        logs.map(({ source, kind, unit, timeZone, range }) => ({ id: source, kind, unit, timeZone, range })),
      )
    }
  }
}

/** Ids of the sources in the engine by kind, in the order in which their rows came. */
const arrivals = new Map<string, string[]>(['survey', 'observations', 'events'].map((kind) => [kind, []]))

function forget(id: string): void {
  for (const [kind, ids] of arrivals)
    arrivals.set(
      kind,
      ids.filter((present) => present !== id),
    )
}

/**
 * Rows stand in the order of the project, whichever file was read last: sums depend on it in their last digit, and random numbers more,
 * and the command line reads the same sources in the same order.
 */
async function putInOrder(
  table: 'responses' | 'observations' | 'events',
  reports: readonly SourceReport[],
): Promise<void> {
  const kind = table === 'responses' ? 'survey' : table
  const wanted = reports.filter((report) => report.kind === kind).map(({ source }) => source)
  const present = arrivals.get(kind) ?? []
  if (wanted.length < 2 || wanted.every((id, index) => id === present[index])) return
  const place = wanted.map((id, index) => `WHEN ${whereSource(kind, id)} THEN ${index}`).join(' ')
  await (
    await connected
  ).execute(
    `CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${quoteName(table)} ORDER BY CASE ${place} END, "_row"`,
  )
  arrivals.set(kind, [...wanted])
}

/** Digests that are still being taken beside the reading, by call. */
const digests = new Map<number, (sha256: string) => void>()

let turn: Promise<unknown> = Promise.resolve()

globalThis.onmessage = ({ data }: MessageEvent<ToIngestWorker>) => {
  if (data.kind === 'connect') {
    connect(databaseOver(data.port))
    return
  }
  if (data.kind === 'abort') {
    running.get(data.id)?.abort()
    return
  }
  if (data.kind === 'sha256') {
    digests.get(data.id)?.(data.sha256)
    return
  }
  const { id, call, flag } = data
  const abort = abortOf(flag)
  running.set(id, abort)
  const digest = new Promise<string>((resolve) => digests.set(id, resolve))
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
