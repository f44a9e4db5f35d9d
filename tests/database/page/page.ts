import type { Database } from '../../../analyses/core/database'
import { HostError } from '../../../analyses/core/errors'
import { engineName, openDatabase } from '../../../renderer/database/open'
import { conformanceCases, trappingStatement } from '../conformance'

/** What the test in Node asks of the page. */
export interface ConformancePage {
  readonly engineName: string
  run(name: string): Promise<void>
  /** Loses an engine on purpose; says what came of it. */
  lose(): Promise<{
    readonly under: string
    readonly behind: string
    readonly timesLost: number
    readonly after: number
    readonly tables: number
  }>
  close(): Promise<void>
}

let shared: Promise<Database> | null = null

async function withOwn<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openDatabase()
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const codeOf = (error: unknown): string => (error instanceof HostError ? error.code : String(error))

const page: ConformancePage = {
  engineName,
  async run(name) {
    const found = conformanceCases.find((each) => each.name === name)
    if (found === undefined) throw new Error(`no case ${name}`)
    shared ??= openDatabase()
    await (found.alone === true ? withOwn((database) => found.run(database)) : found.run(await shared))
  },
  async lose() {
    let timesLost = 0
    const database = await openDatabase(() => {
      timesLost += 1
    })
    await database.execute('CREATE TABLE t AS SELECT 1 AS a')
    const [under, behind] = await Promise.all(
      [database.frame(trappingStatement), database.frame('SELECT a FROM t')].map((work) =>
        work.then(() => 'went through', codeOf),
      ),
    )
    const answer = (await database.frame('SELECT 42 AS a')).columns['a']
    const tables = (await database.frame('SELECT table_name FROM duckdb_tables()')).rowCount
    await database.close()
    return {
      under: under ?? '',
      behind: behind ?? '',
      timesLost,
      after: answer?.kind === 'numeric' ? (answer.values[0] ?? 0) : 0,
      tables,
    }
  },
  async close() {
    await (await shared)?.close()
  },
}

Object.assign(globalThis, { conformancePage: page })
