import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createDrafts, type DraftService } from '../../main/services/drafts'

const folders: string[] = []
let folder: string
let drafts: DraftService

const make = (now = new Date()): DraftService => createDrafts(join(folder, 'user'), () => now)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-drafts-'))
  folders.push(folder)
  drafts = make()
})
afterAll(async () => {
  for (const path of folders) await rm(path, { recursive: true, force: true })
})

describe('drafts', () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const draft = { name: 'Utkast', projectId: null, bytes: encode('{"recipe":1}') }

  test('a run does not find its own draft, the next one does', async () => {
    await drafts.write(draft)
    expect(await drafts.read()).toBeNull()
    expect(await make().read()).toMatchObject(draft)
  })

  test('the newest of several wins, and none is left when work was put away', async () => {
    await make(new Date('2026-01-02T03:04:05.001Z')).write({ ...draft, bytes: encode('new') })
    await make(new Date('2026-01-02T03:04:05.000Z')).write({ ...draft, bytes: encode('old') })
    const third = make()
    expect((await third.read())?.bytes).toEqual(encode('new'))
    await third.write(null)
    expect(await readdir(join(folder, 'user', 'drafts'))).toEqual([])
  })

  test('the draft of a run that still goes on is not offered', async () => {
    await drafts.write(draft)
    const [name = ''] = await readdir(join(folder, 'user', 'drafts'))
    const path = join(folder, 'user', 'drafts', name)
    const content = JSON.parse(await readFile(path, 'utf8')) as object
    // The process that started this one is alive.
    await writeFile(path, JSON.stringify({ ...content, process: process.ppid }))
    expect(await make().read()).toBeNull()
  })

  test('a draft of a version that kept text is still found', async () => {
    await mkdir(join(folder, 'user', 'drafts'), { recursive: true })
    const old = {
      process: process.pid,
      savedAt: '2026-01-02T03:04:05.000Z',
      name: 'Eldre',
      projectId: null,
      text: 'Målinger',
    }
    await writeFile(join(folder, 'user', 'drafts', 'x.json'), JSON.stringify(old))
    expect(await drafts.read()).toEqual({
      savedAt: old.savedAt,
      name: 'Eldre',
      projectId: null,
      bytes: encode('Målinger'),
    })
  })

  test.skipIf(process.platform === 'win32')('nobody else on this computer may look at unsaved work', async () => {
    await drafts.write(draft)
    expect((await stat(join(folder, 'user', 'drafts'))).mode & 0o777).toBe(0o700)
  })

  test('damaged drafts are passed over', async () => {
    await mkdir(join(folder, 'user', 'drafts'), { recursive: true })
    await writeFile(join(folder, 'user', 'drafts', 'x.json'), '{"text":')
    expect(await drafts.read()).toBeNull()
  })
})
