import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { OpenedProject, RecentProject, SavedProject, SaveProjectRequest } from '../../preload/contract'
import { refusal } from '../failure'
import { confirmedPath, nameOfKind, writeAtomically } from './files'
import { createRecentProjects, projectIdOf } from './recent-projects'
import { createTurns } from './turns'

/** Bytes; a project holds no data, only what was asked of it. */
export const largestProject = 64 * 1024 * 1024

export interface ProjectDialogs {
  /** The path the user picked, or null. */
  open(): Promise<string | null>
  save(suggestedName: string): Promise<string | null>
}

export interface ProjectService {
  recent(): Promise<readonly RecentProject[]>
  forget(id: string): Promise<readonly RecentProject[]>
  open(): Promise<OpenedProject | null>
  openRecent(id: string): Promise<OpenedProject>
  save(request: SaveProjectRequest): Promise<SavedProject | null>
}

/**
 * Projects on disk, as bytes: what they mean is for the window to say. The window names them by id only; an id stands for
 * a path that a dialog gave, in this run or an earlier one.
 *
 * @param folder the user's folder for the program
 */
export function createProjects(
  folder: string,
  dialogs: ProjectDialogs,
  clock: () => Date = () => new Date(),
): ProjectService {
  const list = createRecentProjects(folder, clock)
  const saves = createTurns()

  async function read(path: string): Promise<OpenedProject> {
    const { size } = await stat(path)
    if (size > largestProject)
      throw refusal('file-too-large', `${path} is too large for a project.`, { path, size, limit: largestProject })
    const bytes = new Uint8Array(await readFile(path))
    await list.remember(path)
    return { id: projectIdOf(path), name: basename(path), path, bytes }
  }

  return {
    recent: list.list,
    forget: async (id) => {
      await list.forget(id)
      return list.list()
    },
    open: async () => {
      const chosen = await dialogs.open()
      return chosen === null ? null : read(resolve(chosen))
    },
    openRecent: async (id) => read(await list.pathOf(id)),
    save: async ({ id, suggestedName, bytes }) => {
      const chosen = id === null ? await dialogs.save(nameOfKind(suggestedName, 'json')) : null
      if (id === null && chosen === null) return null
      // The turn is taken before the path is looked up: look-ups may end in another order than the saves were asked for.
      const path = await saves.take(async () => {
        const place = id === null ? await confirmedPath(resolve(chosen ?? ''), 'json') : await list.pathOf(id)
        await writeAtomically(place, bytes, 'previous')
        return place
      })
      await list.remember(path)
      return { id: projectIdOf(path), name: basename(path), path }
    },
  }
}
