import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Settings, SettingsPatch } from '../../preload/contract'
import { writeAtomically } from './files'

export const languageSchema = z.enum(['nb', 'sv', 'da', 'en'])

/** Fields that a damaged or older file lacks take their defaults, one by one. */
const settingsSchema = z.object({
  language: languageSchema.nullable().catch(null),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  figureProfile: z.string().max(60).catch('report-a4'),
  panels: z.record(z.string().max(40), z.number().min(0).max(10_000)).catch({}),
})

export interface SettingsService {
  read(): Promise<Settings>
  write(patch: SettingsPatch): Promise<Settings>
}

/** @param folder the user's folder for the program; made when the first setting is written */
export function createSettings(folder: string): SettingsService {
  const path = join(folder, 'settings.json')
  let current: Settings | undefined
  let writing: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Settings> {
    current ??= settingsSchema.parse(await readJson(path))
    return current
  }

  function write(patch: SettingsPatch): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    // One change after the other, so that none is lost and the last one given is the one that stays.
    const turn = writing.then(async () => {
      const next: Settings = { ...(await read()), ...given }
      await mkdir(dirname(path), { recursive: true })
      await writeAtomically(path, `${JSON.stringify(next, null, 2)}\n`)
      current = next
      return next
    })
    writing = turn.catch(() => undefined)
    return turn
  }

  return { read, write }
}

/** An object from a JSON file of our own; an absent or damaged file counts as empty, since nothing but preferences is lost. */
export async function readJson(path: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
