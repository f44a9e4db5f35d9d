import { afterAll, beforeEach } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { openDatabase } from '../../main/database'

/** The one engine of a file of tests, closed after the last of them. A start takes longer than most tests. */
export async function engineOfTests(): ReturnType<typeof openDatabase> {
  const database = await openDatabase()
  afterAll(() => database.close())
  return database
}

/** The same, without a table when a test begins. */
export async function emptiedEngine(): Promise<Database> {
  const database = await engineOfTests()
  beforeEach(async () => {
    for (const name of await tableNames(database)) await database.execute(`DROP TABLE "${name}"`)
  })
  return database
}

export async function tableNames(database: Database): Promise<readonly string[]> {
  const frame = await database.frame('SELECT table_name::VARCHAR AS name FROM duckdb_tables() ORDER BY name')
  const column = frame.columns['name']
  return column?.kind === 'factor' ? Array.from(column.codes, (code) => column.levels[code] ?? '') : []
}
