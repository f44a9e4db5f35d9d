import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { RecentProject } from '../../preload/contract'
import { refusal } from '../failure'
import { exists, writeAtomically } from './files'
import { readJson } from './settings'
import { createTurns } from './turns'

const longestList = 12

const entrySchema = z.object({ path: z.string().min(1), openedAt: z.string() })
type Entry = z.output<typeof entrySchema>
const listSchema = z.object({ projects: z.array(entrySchema).catch([]) }).catch({ projects: [] })

/** The list of projects that were opened or saved, newest first. */
export interface RecentProjects {
  list(): Promise<readonly RecentProject[]>
  remember(path: string): Promise<void>
  forget(id: string): Promise<void>
  /** @throws Refusal `not-a-known-project` */
  pathOf(id: string): Promise<string>
}

/** Opaque to the window: it cannot be made from a path that no dialog has given, without the list knowing it. */
export const projectIdOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 24)

/** @param folder the user's folder for the program; made when the first project is remembered */
export function createRecentProjects(folder: string, clock: () => Date): RecentProjects {
  const listPath = join(folder, 'recent-projects.json')
  const turns = createTurns()

  const read = async (): Promise<readonly Entry[]> => listSchema.parse(await readJson(listPath)).projects

  const change = (step: (list: readonly Entry[]) => readonly Entry[]): Promise<void> =>
    turns.take(async () => {
      const projects = step(await read()).slice(0, longestList)
      await mkdir(folder, { recursive: true })
      await writeAtomically(listPath, `${JSON.stringify({ projects }, null, 2)}\n`)
    })

  return {
    list: async () => {
      await turns.ended()
      return Promise.all(
        (await read()).map(async ({ path, openedAt }) => ({
          id: projectIdOf(path),
          name: basename(path),
          path,
          openedAt,
          isMissing: !(await exists(path).catch(() => false)),
        })),
      )
    },
    remember: (path) =>
      change((list) => [{ path, openedAt: clock().toISOString() }, ...list.filter((entry) => entry.path !== path)]),
    forget: (id) => change((list) => list.filter(({ path }) => projectIdOf(path) !== id)),
    pathOf: async (id) => {
      await turns.ended()
      const entry = (await read()).find(({ path }) => projectIdOf(path) === id)
      if (entry === undefined) throw refusal('not-a-known-project', `No project has the id ${id}.`)
      return entry.path
    },
  }
}
