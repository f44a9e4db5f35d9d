import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Draft, DraftContent } from '../../preload/contract'
import { isRunning, sweepOnce } from '../temporary-files'
import { writeAtomically } from './files'
import { readJson } from './settings'
import { createTurns } from './turns'

const aboutSchema = z.object({
  process: z.number().int(),
  savedAt: z.string(),
  name: z.string(),
  projectId: z.string().nullable(),
})

/** A draft as it lies on disk: the project's bytes in base64; versions before held its text. */
const draftSchema = z.union([
  aboutSchema
    .extend({ content: z.base64() })
    .transform(({ content, ...about }) => ({ ...about, bytes: new Uint8Array(Buffer.from(content, 'base64')) })),
  aboutSchema
    .extend({ text: z.string() })
    .transform(({ text, ...about }) => ({ ...about, bytes: new TextEncoder().encode(text) })),
])

/** Unsaved work, kept where a crash does not reach it. */
export interface DraftService {
  /** The newest that another run, now ended, left behind. */
  read(): Promise<Draft | null>
  /** Keeps the work of this run; null says there is none, and clears what earlier runs left. */
  write(draft: DraftContent | null): Promise<void>
}

/** @param userFolder the user's folder for the program */
export function createDrafts(userFolder: string, clock: () => Date = () => new Date()): DraftService {
  const folder = join(userFolder, 'drafts')
  const ownPath = join(folder, `${process.pid}-${randomUUID()}.json`)
  const turns = createTurns()

  async function abandoned(): Promise<readonly { readonly path: string; readonly draft: Draft }[]> {
    const names = await readdir(folder).catch(() => [])
    const found: { path: string; draft: Draft }[] = []
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const path = join(folder, name)
      if (path === ownPath) continue
      const parsed = draftSchema.safeParse(await readJson(path))
      if (!parsed.success || (parsed.data.process !== process.pid && isRunning(parsed.data.process))) continue
      const { process: _process, ...draft } = parsed.data
      found.push({ path, draft })
    }
    return found.sort((left, right) => right.draft.savedAt.localeCompare(left.draft.savedAt))
  }

  async function clear(): Promise<void> {
    await rm(ownPath, { force: true })
    for (const { path } of await abandoned()) await rm(path, { force: true })
  }

  async function keep({ bytes, ...about }: DraftContent): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const savedAt = clock().toISOString()
    const content = Buffer.from(bytes).toString('base64')
    await writeAtomically(ownPath, JSON.stringify({ process: process.pid, savedAt, ...about, content }))
  }

  return {
    read: async () => {
      await turns.ended()
      await sweepOnce(folder)
      return (await abandoned())[0]?.draft ?? null
    },
    write: (draft) => turns.take(() => (draft === null ? clear() : keep(draft))),
  }
}
