import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import type {
  Draft,
  DraftContent,
  OpenedProject,
  RecentProject,
  SavedProject,
  SaveProjectRequest,
} from '../../preload/contract'
import { refusal } from '../failure'
import { confirmedPath, exists, nameOfKind, writeAtomically } from './files'
import { readJson } from './settings'

/** A project holds no data, only what was asked of it. */
const largestProject = 64 * 1024 * 1024
const longestList = 12

const recentSchema = z
  .object({ projects: z.array(z.object({ path: z.string().min(1), openedAt: z.string() })).catch([]) })
  .catch({ projects: [] })

const draftSchema = z.object({
  process: z.number().int(),
  savedAt: z.string(),
  name: z.string(),
  projectId: z.string().nullable(),
  text: z.string(),
})

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
  readDraft(): Promise<Draft | null>
  writeDraft(draft: DraftContent | null): Promise<void>
}

/** Opaque to the window: it cannot be made from a path that no dialog has given, without the list knowing it. */
const idOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 24)

/**
 * Projects on disk. The window names them by id only; an id stands for a path that a dialog gave, in this run or an
 * earlier one.
 *
 * @param folder the user's folder for the program
 */
export function createProjects(
  folder: string,
  dialogs: ProjectDialogs,
  clock: () => Date = () => new Date(),
): ProjectService {
  const listPath = join(folder, 'recent-projects.json')
  const draftFolder = join(folder, 'drafts')
  const draftPath = join(draftFolder, `${process.pid}-${randomUUID()}.json`)
  let listTurn: Promise<unknown> = Promise.resolve()
  let draftTurn: Promise<unknown> = Promise.resolve()
  let saveTurn: Promise<unknown> = Promise.resolve()

  const readList = async () => recentSchema.parse(await readJson(listPath)).projects

  function changeList(
    change: (list: { path: string; openedAt: string }[]) => { path: string; openedAt: string }[],
  ): Promise<void> {
    const turn = listTurn.then(async () => {
      const projects = change(await readList()).slice(0, longestList)
      await mkdir(folder, { recursive: true })
      await writeAtomically(listPath, `${JSON.stringify({ projects }, null, 2)}\n`)
    })
    listTurn = turn.catch(() => undefined)
    return turn
  }

  const remember = (path: string) =>
    changeList((list) => [{ path, openedAt: clock().toISOString() }, ...list.filter((entry) => entry.path !== path)])

  async function recent(): Promise<readonly RecentProject[]> {
    await listTurn
    const list = await readList()
    return Promise.all(
      list.map(async ({ path, openedAt }) => ({
        id: idOf(path),
        name: basename(path),
        path,
        openedAt,
        isMissing: !(await exists(path).catch(() => false)),
      })),
    )
  }

  async function pathOf(id: string): Promise<string> {
    await listTurn
    const entry = (await readList()).find(({ path }) => idOf(path) === id)
    if (entry === undefined) throw refusal('not-a-known-project', `No project has the id ${id}.`)
    return entry.path
  }

  async function read(path: string): Promise<OpenedProject> {
    const { size } = await stat(path)
    if (size > largestProject)
      throw refusal('file-too-large', `${path} is too large for a project.`, { path, size, limit: largestProject })
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
    } catch (error) {
      if (error instanceof TypeError)
        throw refusal('file-not-text', `${path} is not a project: it holds bytes that are not text.`, { path })
      throw error
    }
    await remember(path)
    return { id: idOf(path), name: basename(path), path, text }
  }

  async function open(): Promise<OpenedProject | null> {
    const chosen = await dialogs.open()
    return chosen === null ? null : read(resolve(chosen))
  }

  async function save({ id, suggestedName, text }: SaveProjectRequest): Promise<SavedProject | null> {
    let chosen: string | null = null
    if (id === null) {
      chosen = await dialogs.save(nameOfKind(suggestedName, 'json'))
      if (chosen === null) return null
    }
    // The turn is taken before the path is looked up: look-ups may end in another order than the saves were asked for.
    const turn = saveTurn.then(async () => {
      const path = id === null ? await confirmedPath(resolve(chosen ?? ''), 'json') : await pathOf(id)
      await writeAtomically(path, text, 'previous')
      return path
    })
    saveTurn = turn.catch(() => undefined)
    const path = await turn
    await remember(path)
    return { id: idOf(path), name: basename(path), path }
  }

  function writeDraft(draft: DraftContent | null): Promise<void> {
    const turn = draftTurn.then(async () => {
      if (draft === null) {
        await rm(draftPath, { force: true })
        for (const left of await abandonedDrafts()) await rm(left.path, { force: true })
        return
      }
      await mkdir(draftFolder, { recursive: true, mode: 0o700 })
      await writeAtomically(
        draftPath,
        JSON.stringify({ process: process.pid, savedAt: clock().toISOString(), ...draft }),
      )
    })
    draftTurn = turn.catch(() => undefined)
    return turn
  }

  async function abandonedDrafts(): Promise<{ path: string; draft: Draft }[]> {
    const names = await readdir(draftFolder).catch(() => [])
    const found: { path: string; draft: Draft }[] = []
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const path = join(draftFolder, name)
      if (path === draftPath) continue
      const parsed = draftSchema.safeParse(await readJson(path))
      if (!parsed.success || (parsed.data.process !== process.pid && isRunning(parsed.data.process))) continue
      const { process: _process, ...draft } = parsed.data
      found.push({ path, draft })
    }
    return found.sort((left, right) => right.draft.savedAt.localeCompare(left.draft.savedAt))
  }

  async function readDraft(): Promise<Draft | null> {
    await draftTurn
    return (await abandonedDrafts())[0]?.draft ?? null
  }

  return {
    recent,
    forget: async (id) => {
      await changeList((list) => list.filter(({ path }) => idOf(path) !== id))
      return recent()
    },
    open,
    openRecent: async (id) => read(await pathOf(id)),
    save,
    readDraft,
    writeDraft,
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
