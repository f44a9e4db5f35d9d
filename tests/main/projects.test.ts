import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
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

async function saveAs(name: string, text = '{}') {
  answers.save = join(folder, name)
  const saved = await projects.save({ id: null, suggestedName: name, text })
  if (saved === null) throw new Error('not saved')
  return saved
}

describe('projects', () => {
  test('a suggested name is made safe before the dialog sees it', async () => {
    await projects.save({ id: null, suggestedName: '../../x\u0000', text: '{}' })
    expect(suggested).toEqual(['-..-x.json'])
  })

  test('a name without extension gets one, and an unconfirmed file under it is kept', async () => {
    expect((await saveAs('mitt prosjekt')).name).toBe('mitt prosjekt.json')
    await expect(saveAs('mitt prosjekt')).rejects.toMatchObject({ code: 'file-exists' })
  })

  test('a path that no dialog gave is out of reach', async () => {
    await writeFile(join(folder, 'private.json'), '{}')
    await expect(projects.openRecent('0'.repeat(24))).rejects.toMatchObject({ code: 'not-a-known-project' })
    await expect(projects.save({ id: '0'.repeat(24), suggestedName: 'x', text: '{}' })).rejects.toMatchObject({
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

  test('text is read strictly and a failed save keeps what was there', async () => {
    const saved = await saveAs('a.json', 'Målinger')
    expect((await projects.openRecent(saved.id)).text).toBe('Målinger')
    await writeFile(saved.path, new Uint8Array([0x4d, 0xe5, 0x6c]))
    await expect(projects.openRecent(saved.id)).rejects.toMatchObject({ code: 'file-not-text' })
    await rm(saved.path)
    await expect(projects.openRecent(saved.id)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('saves that overlap leave the last one given, whole, and the one before it', async () => {
    const saved = await saveAs('order.json')
    await Promise.all(
      ['one', 'two', 'three'].map((text) =>
        projects.save({ id: saved.id, suggestedName: 'order', text: text.repeat(1000) }),
      ),
    )
    expect(await readFile(saved.path, 'utf8')).toBe('three'.repeat(1000))
    expect(await readFile(previousGeneration(saved.path), 'utf8')).toBe('two'.repeat(1000))
    expect((await readdir(folder)).filter((name) => name.includes('.tmp'))).toEqual([])
  })
})

describe('drafts', () => {
  const draft = { name: 'Utkast', projectId: null, text: '{"recipe":1}' }

  test('a run does not find its own draft, the next one does', async () => {
    await projects.writeDraft(draft)
    expect(await projects.readDraft()).toBeNull()
    expect(await make().readDraft()).toMatchObject(draft)
  })

  test('the newest of several wins, and none is left when work was put away', async () => {
    await projects.writeDraft({ ...draft, text: 'old' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    await make().writeDraft({ ...draft, text: 'new' })
    const third = make()
    expect((await third.readDraft())?.text).toBe('new')
    await third.writeDraft(null)
    expect(await readdir(join(folder, 'user', 'drafts'))).toEqual([])
  })

  test('the draft of a run that still goes on is not offered', async () => {
    await projects.writeDraft(draft)
    const [name = ''] = await readdir(join(folder, 'user', 'drafts'))
    const path = join(folder, 'user', 'drafts', name)
    const content = JSON.parse(await readFile(path, 'utf8')) as object
    // The process that started this one is alive.
    await writeFile(path, JSON.stringify({ ...content, process: process.ppid }))
    expect(await make().readDraft()).toBeNull()
  })

  test('damaged drafts are passed over', async () => {
    await mkdir(join(folder, 'user', 'drafts'), { recursive: true })
    await writeFile(join(folder, 'user', 'drafts', 'x.json'), '{"text":')
    expect(await projects.readDraft()).toBeNull()
  })
})

describe('settings', () => {
  test('defaults, patches, and what another version left', async () => {
    const path = join(folder, 'user', 'settings.json')
    expect(await createSettings(join(folder, 'user')).read()).toEqual({
      language: null,
      figureLanguage: null,
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
      figureLanguage: null,
      theme: 'light',
      figureProfile: 'report-a4',
      panels: {},
    })
    await writeFile(path, 'not json')
    expect((await createSettings(join(folder, 'user')).read()).theme).toBe('system')
  })
})
