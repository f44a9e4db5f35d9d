import type { AbortSource, Database } from '../core/database'
import { numericColumn, type Frame } from '../core/datasets'
import type { PreparedRun } from './run'

/** The frames an analysis asked for, and how many rows the filter leaves. @throws QueryError, Aborted */
export async function runStatements(
  database: Database,
  prepared: PreparedRun,
  abort?: AbortSource,
): Promise<{ readonly frames: Readonly<Record<string, Frame>>; readonly nUsed: number }> {
  const frames: Record<string, Frame> = {}
  for (const [name, statement] of Object.entries(prepared.statements))
    frames[name] = await database.frame(statement, abort)
  const counted = await database.frame(prepared.countStatement, abort)
  return { frames, nUsed: numericColumn(counted, 'n')[0] ?? 0 }
}
