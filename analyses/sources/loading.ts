import { rowsPerBatch, type Batch, type Database } from '../core/database'
import { InputError, stopIfAborted } from '../core/errors'
import type { Note } from '../core/words'
import type { Instrument } from '../instrument/model'
import type { DataFile } from '../readers/data-file'
import { startDigest, type FileDigest } from '../readers/digest'
import {
  openTable,
  tidy,
  type CellBlock,
  type OpenTable,
  type Reader,
  type SampleRecord,
  type WantedCells,
} from '../readers/reader'
import { correctedTable, correctionNotes, correctionProblems } from './corrections'
import { toolPhrases } from '../survey-tools/registry'
import { reasonsThatOccurred, throwProblems, type ImportReport, type LoadOptions } from './report'
import { sharedHeaders } from './shared-headers'
import type { AnySource, AnySourceDefinition, ColumnMatch, LoadTask } from './source'
import {
  expectRows,
  registerSource,
  refuseSameFile,
  registryEntries,
  withStaging,
  type RegistryEntry,
  type Staging,
} from './staging'

/** Tables about organisations and projects have a row each; more rows than this are another kind of file. */
const mostWrittenRows = 200_000

/**
 * Reads a file as a source of its kind into the engine. A file of which only the whole shows how it is written is read again as that.
 * @throws InputError when the file or the source's description cannot be used; Aborted; QueryError when rows were lost on the way
 */
export async function loadSource(
  definition: AnySourceDefinition,
  readers: Iterable<Reader>,
  given: {
    readonly database: Database
    readonly file: DataFile
    readonly source: AnySource
    readonly instrument: Instrument | null
    readonly options?: LoadOptions
  },
): Promise<ImportReport> {
  const { file, source, instrument } = given
  if (definition.needsInstrument === true && instrument === null)
    throw new InputError('recipe:instrument-missing', {}, { file: file.name })
  const { table, reader } = await openTable(readers, file, source.dialect)
  const load = (asWritten: OpenTable, read: AnySource, earlierNotes: readonly Note[]): Promise<ImportReport> => {
    const opened = correctedTable(asWritten, read.corrections)
    const match = definition.match(opened.head, read as never, instrument)
    throwProblems([...opened.head.problems, ...match.problems, ...sharedHeaders(opened.head, read, match.uses)])
    const { database, options = {} } = given
    return definition.load({
      database,
      table: opened,
      source: read as never,
      match,
      instrument,
      options,
      earlierNotes: [...earlierNotes, ...(opened.head.notes ?? []), ...correctionNotes(read.corrections)],
    })
  }
  try {
    return counted(await load(table, source, []), source)
  } catch (error) {
    // What is wrong with a file of which half was written anew is not what is wrong with the file.
    if (error instanceof InputError && (await file.hasChanged?.())) throw changedMeanwhile(file)
    const again = error instanceof InputError ? (reader.again?.(error) ?? null) : null
    if (again === null || Object.keys(again).some((part) => source.dialect?.[part] !== undefined)) throw error
    const dialect = { ...source.dialect, ...again }
    const { place, about } = error as InputError
    const late = { line: String(place.line ?? ''), encoding: about['encoding'] ?? '' }
    const reopened = await reader.open(file, dialect)
    const notes: readonly Note[] = [{ code: 'ingest:encoding-late', level: 'warning', about: late }]
    return counted(await load(reopened, { ...source, dialect }, notes), source)
  }
}

const counted = (report: ImportReport, { corrections = [] }: AnySource): ImportReport =>
  corrections.length === 0 ? report : { ...report, corrected: corrections.length }

const changedMeanwhile = (file: DataFile): InputError =>
  new InputError('ingest:file-changed-meanwhile', {}, { file: file.name })

/** Everything that the beginning of a file shows to be wrong with it as a source, and which column is which. */
export function inspectSource(
  definition: AnySourceDefinition,
  table: OpenTable,
  source: AnySource,
  instrument: Instrument | null,
): ColumnMatch {
  const lost = correctionProblems(table.head, source.corrections)
  const { head } = lost.length > 0 ? table : correctedTable(table, source.corrections)
  const { uses, problems } = definition.match(head, source as never, instrument)
  return { uses, problems: [...head.problems, ...lost, ...problems, ...sharedHeaders(head, source, uses)] }
}

/** The rows of one file while they are gathered, to be handed on in batches. */
export interface Intake {
  /** Which cells it looks at; without it, all of them. */
  readonly wanted?: WantedCells
  read(block: CellBlock): void
  rowsRead(): number
  pendingRows(): number
  /** Hands the gathered rows on; its arrays then belong to whoever stores them. */
  takeBatch(): Batch
  /** Rows that were read and are not handed on, by why. */
  leftOut(): Readonly<Record<string, number>>
  notes(): readonly Note[]
}

/** How the rows of one file are joined to those of other files. */
export interface Plan {
  readonly entry: Omit<RegistryEntry, 'sha256'>
  /** What is found out while the file is read and must hold for its rows to be used. */
  readonly allowed?: Promise<void>
  /** Looks at the staged rows as a whole. @throws InputError when they cannot be used */
  check?(staged: string, others: readonly RegistryEntry[]): Promise<readonly Note[]>
  /** Joins the staged rows to those of other sources. */
  join(staged: string): Promise<void>
  /** Why there is nothing to use, when no row is. */
  nothingUsed(rowsRead: number): InputError
}

/** The registry's entry of a source by what its kind says of where its rows stand. */
export function registryEntryOf(
  definition: { readonly stored: AnySourceDefinition['stored'] },
  { table, source }: { readonly table: OpenTable; readonly source: AnySource },
  reading = '',
  detail = '',
): Omit<RegistryEntry, 'sha256'> {
  const { stored } = definition
  const { id, kind } = source
  return { id, kind, file: table.file.name, table: stored.table, rows: stored.rows(id), reading, detail }
}

type AnyTask = LoadTask<AnySource, ColumnMatch>

/** Reads a file block by block into the engine: memory does not grow with it. */
export async function storeStreamed(
  { database, table, source, match, options, earlierNotes }: AnyTask,
  intake: Intake,
  plan: Plan,
): Promise<ImportReport> {
  const { file, head } = table
  const digest = await startDigest(file, options.hash)
  return withStaging(
    database,
    source.id,
    async (staging) => {
      let bytesRead = 0
      const progress = (phase: 'reading' | 'storing'): void =>
        options.onProgress?.({ phase, bytesRead, bytesTotal: file.size, rowsRead: intake.rowsRead() })
      const blocks = table.blocks({
        abort: options.abort,
        observer: digest.observer,
        onBytes: (bytes) => void (bytesRead = bytes),
        wanted: intake.wanted,
      })
      let rowsUsed = 0
      const hand = async (): Promise<void> => {
        const batch = intake.takeBatch()
        rowsUsed += batch.rowCount
        await staging.insert(batch)
      }
      let next = await blocks.next()
      for (; next.done !== true; next = await blocks.next()) {
        intake.read(next.value)
        progress('reading')
        if (intake.pendingRows() >= rowsPerBatch) await hand()
      }
      const rowsRead = intake.rowsRead()
      if (rowsRead === 0) throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
      if (intake.pendingRows() > 0) await hand()
      const counts = { rowsRead, rowsUsed, leftOut: intake.leftOut(), blankLines: next.value.blankLines }
      progress('storing')
      return conclude(database, staging, table, plan, digest, options, counts, (found) => ({
        uses: match.uses,
        notes: [...earlierNotes, ...intake.notes(), ...found],
      }))
    },
    plan.allowed,
  )
}

/** A table that people write by hand, as texts: white space tidied, in the composed form of Unicode. */
export interface WrittenTable {
  readonly rows: readonly SampleRecord[]
  readonly blankLines: number
  readonly digest: FileDigest
}

/** @throws InputError for a file that has no row, or more than such a table has; Aborted */
export async function readWritten({ table, options }: Pick<AnyTask, 'table' | 'options'>): Promise<WrittenTable> {
  const { file, head } = table
  const digest = await startDigest(file, options.hash)
  const { rows, blankLines } = await table.rows(mostWrittenRows, {
    abort: options.abort,
    observer: digest.observer,
    onBytes: (bytesRead) => options.onProgress?.({ phase: 'reading', bytesRead, bytesTotal: file.size, rowsRead: 0 }),
  })
  if (rows.length === 0) throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
  const tidied = rows.map(({ line, cells }) => ({ line, cells: cells.map((cell) => tidy(cell.normalize('NFC'))) }))
  return { rows: tidied, blankLines, digest }
}

/** The rows that result from a table that was read as a whole. */
export interface UnderstoodTable {
  readonly batch: Batch
  /** Rows of the file that went into the batch. */
  readonly rowsUsed: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly notes: readonly Note[]
}

/** Puts a table that was read as a whole into the engine. */
export async function storeWritten(
  { database, table, source, match, options, earlierNotes }: AnyTask,
  written: WrittenTable,
  understood: UnderstoodTable,
  plan: Plan,
): Promise<ImportReport> {
  return withStaging(database, source.id, async (staging) => {
    if (understood.batch.rowCount > 0) await staging.insert(understood.batch)
    const counts = { ...understood, rowsRead: written.rows.length, blankLines: written.blankLines }
    return conclude(
      database,
      staging,
      table,
      plan,
      written.digest,
      options,
      counts,
      (found) => ({ uses: match.uses, notes: [...earlierNotes, ...understood.notes, ...found] }),
      understood.batch.rowCount,
    )
  })
}

interface Counts {
  readonly rowsRead: number
  readonly rowsUsed: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly blankLines: number
}

/**
 * From staged rows to rows in the table of the kind: the same bytes twice are refused, every row is accounted for, and the engine's own count is compared before
 * and after the rows join the rest.
 */
async function conclude(
  database: Database,
  staging: Staging,
  table: OpenTable,
  plan: Plan,
  digest: FileDigest,
  { abort }: LoadOptions,
  counts: Counts,
  tell: (found: readonly Note[]) => { readonly uses: ColumnMatch['uses']; readonly notes: readonly Note[] },
  rowsStored = counts.rowsUsed,
): Promise<ImportReport> {
  const { file, head } = table
  const { rowsRead, rowsUsed, blankLines } = counts
  if (rowsUsed === 0) throw plan.nothingUsed(rowsRead)
  const leftOut = reasonsThatOccurred(counts.leftOut)
  const lost = rowsRead - rowsUsed - Object.values(leftOut).reduce((sum, count) => sum + count, 0)
  if (lost !== 0) throw new Error(`${lost} rows of ${file.name} are neither used nor left out`)
  stopIfAborted(abort)
  const entry: RegistryEntry = { ...plan.entry, sha256: await digest.finish() }
  if (await file.hasChanged?.()) throw changedMeanwhile(file)
  const entries = await registryEntries(database)
  refuseSameFile(entries, entry)
  await staging.settle(rowsStored)
  const others = entries.filter(({ id, kind }) => id !== entry.id && kind === entry.kind)
  const found = (await plan.check?.(staging.table, others)) ?? []
  stopIfAborted(abort)
  await plan.join(staging.table)
  await expectRows(database, entry.table, rowsStored, entry.rows)
  await registerSource(database, entry)
  const { uses, notes } = tell(found)
  return {
    source: entry.id,
    kind: entry.kind,
    file: file.name,
    size: file.size,
    sha256: entry.sha256,
    rowsRead,
    rowsUsed,
    leftOut,
    blankLines,
    format: head.format,
    dialect: head.dialect,
    confidence: head.confidence,
    reasons: [...head.reasons, ...toolPhrases(head)],
    columns: uses,
    notes,
  }
}
