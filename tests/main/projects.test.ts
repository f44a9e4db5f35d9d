import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { previousGeneration } from '../../main/services/files'
import { createProjects, type ProjectService } from '../../main/services/projects'
import { createSettings } from '../../main/services/settings'

const folders: string[] = []
let folder: string
let answers: { open: string | null; save: string | null }
let suggested: string[]
let projects: ProjectService

const make = () =>
  createProjects(join(folder, 'user'), {
    open: async () => answers.open,
    save: async (name) => {
      suggested.push(name)
      return answers.save
    },
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-projects-'))
  folders.push(folder)
  answers = { open: null, save: null }
  suggested = []
  projects = make()
})
afterAll(async () => {
  for (const path of folders) await rm(path, { recursive: true, force: true })
})

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

async function saveAs(name: string, bytes = encode('{}')) {
  answers.save = join(folder, name)
  const saved = await projects.save({ id: null, suggestedName: name, bytes })
  if (saved === null) throw new Error('not saved')
  return saved
}

describe('projects', () => {
  test('a suggested name is made safe before the dialog sees it', async () => {
    await projects.save({ id: null, suggestedName: '../../x\u0000', bytes: encode('{}') })
    expect(suggested).toEqual(['-..-x.json'])
  })

  test('a name without extension gets one, and an unconfirmed file under it is kept', async () => {
    expect((await saveAs('mitt prosjekt')).name).toBe('mitt prosjekt.json')
    await expect(saveAs('mitt prosjekt')).rejects.toMatchObject({ code: 'file-exists' })
  })

  test('a path that no dialog gave is out of reach', async () => {
    await writeFile(join(folder, 'private.json'), '{}')
    await expect(projects.openRecent('0'.repeat(24))).rejects.toMatchObject({ code: 'not-a-known-project' })
    await expect(projects.save({ id: '0'.repeat(24), suggestedName: 'x', bytes: encode('{}') })).rejects.toMatchObject({
      code: 'not-a-known-project',
    })
  })

  test('the list outlives the run, newest first, at most twelve, each once', async () => {
    for (let index = 0; index < 14; index += 1) await saveAs(`p${index}.json`)
    const again = await saveAs('p5.json')
    projects = make()
    const recent = await projects.recent()
    expect(recent).toHaveLength(12)
    expect(recent[0]?.id).toBe(again.id)
    expect(recent.filter(({ id }) => id === again.id)).toHaveLength(1)
    expect((await projects.openRecent(again.id)).path).toBe(again.path)
  })

  test('a damaged list is an empty list', async () => {
    await mkdir(join(folder, 'user'))
    for (const damage of ['{', '[]', 'null', '{"projects":[{"path":1}]}', '{"projects":"x"}']) {
      await writeFile(join(folder, 'user', 'recent-projects.json'), damage)
      expect(await projects.recent(), damage).toEqual([])
    }
  })

  test('whatever bytes were saved are read again, and a project that is gone is said to be', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const saved = await saveAs('a.json', bytes)
    expect((await projects.openRecent(saved.id)).bytes).toEqual(bytes)
    answers.open = saved.path
    expect((await projects.open())?.bytes).toEqual(bytes)
    await rm(saved.path)
    await expect(projects.openRecent(saved.id)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('a file too large for a project is not read', async () => {
    answers.open = join(folder, 'large.json')
    await writeFile(answers.open, '')
    await truncate(answers.open, 64 * 1024 * 1024 + 1)
    await expect(projects.open()).rejects.toMatchObject({ code: 'file-too-large' })
    expect(await projects.recent()).toEqual([])
  })

  test('saves that overlap leave the last one given, whole, and the one before it', async () => {
    const saved = await saveAs('order.json')
    await Promise.all(
      ['one', 'two', 'three'].map((text) =>
        projects.save({ id: saved.id, suggestedName: 'order', bytes: encode(text.repeat(1000)) }),
      ),
    )
    expect(await readFile(saved.path, 'utf8')).toBe('three'.repeat(1000))
    expect(await readFile(previousGeneration(saved.path), 'utf8')).toBe('two'.repeat(1000))
    expect((await readdir(folder)).filter((name) => name.includes('.tmp'))).toEqual([])
  })
})

describe('settings', () => {
  test('defaults, patches, and what another version left', async () => {
    const path = join(folder, 'user', 'settings.json')
    expect(await createSettings(join(folder, 'user')).read()).toEqual({
      language: null,
      theme: 'system',
      figureProfile: 'report-a4',
      panels: {},
    })
    const settings = createSettings(join(folder, 'user'))
    await Promise.all([
      settings.write({ language: 'sv' }),
      settings.write({ theme: 'dark' }),
      settings.write({ language: undefined }),
    ])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ language: 'sv', theme: 'dark' })
    await writeFile(path, JSON.stringify({ language: 'tlh', theme: 'light', panels: { a: -1 }, later: true }))
    expect(await createSettings(join(folder, 'user')).read()).toEqual({
      language: null,
      theme: 'light',
      figureProfile: 'report-a4',
      panels: {},
    })
    await writeFile(path, 'not json')
    expect((await createSettings(join(folder, 'user')).read()).theme).toBe('system')
  })
})
