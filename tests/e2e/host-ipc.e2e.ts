import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findElectron } from '../../main/chromium/browsers'
import {
  channelOf,
  connectHost,
  hostMethods,
  menuCommands,
  type Bridge,
  type Host,
  type HostFailure,
} from '../../preload/contract'
import { launchWorkbench, type LaunchOptions, type Workbench } from './launch'

class Refused extends Error {
  constructor(readonly failure: HostFailure) {
    super(failure.message)
  }
}

/** The host as the window has it, from here: every call is made by the page. */
function hostOf({ page }: Workbench): Host {
  const bridge = Object.fromEntries(
    Object.keys(hostMethods).map((method) => [
      method,
      (...given: unknown[]) =>
        page.evaluate(
          ([name, values]) =>
            (globalThis.valtelHost as unknown as Record<string, (...each: unknown[]) => unknown>)[name]?.(...values),
          [method, given] as const,
        ),
    ]),
  )
  return connectHost(bridge as unknown as Bridge<Host>, (failure) => new Refused(failure))
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.failure.code : String(error)),
  )

let folder: string
let workbench: Workbench
let host: Host
let electron: Parameters<NonNullable<LaunchOptions['prepare']>>[0] | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-host-'))
  workbench = await launchWorkbench({ prepare: (made) => (electron = made), locale: 'sv-SE' })
  host = hostOf(workbench)
})
afterAll(async () => {
  await workbench.close()
  await rm(folder, { recursive: true, force: true })
})

describe('arguments', () => {
  const wrong: readonly (readonly [string, readonly unknown[]])[] = [
    ['describeHost', ['more']],
    ['writeSettings', []],
    ['writeSettings', [{ theme: 'pink' }]],
    ['writeSettings', [{ unknown: 1 }]],
    ['writeSettings', [{ panels: { options: Number.NaN } }]],
    ['forgetProject', ['../../etc/passwd']],
    ['openRecentProject', ['/etc/passwd']],
    ['openProject', ['/etc/passwd']],
    ['saveProject', [{ id: '/etc/cron.d/x', suggestedName: 'x', bytes: new Uint8Array(1) }]],
    ['saveProject', [{ path: '/etc/cron.d/x', suggestedName: 'x', bytes: new Uint8Array(1) }]],
    ['saveProject', [{ id: null, suggestedName: 'x', bytes: 'text' }]],
    ['saveFile', [{ suggestedName: 'x', kind: 'exe', bytes: new Uint8Array(1) }]],
    ['saveFile', [{ suggestedName: '', kind: 'csv', bytes: new Uint8Array(1) }]],
    ['saveFile', [{ suggestedName: 'x', kind: 'csv', bytes: 'text' }]],
    ['saveFile', [{ suggestedName: 'x', kind: 'csv', bytes: [1, 2] }]],
    ['saveFiles', [{ suggestedFolder: 'x', files: [] }]],
    ['writeClipboard', [{ text: 1 }]],
    ['writeClipboard', [null]],
    ['drawFigure', [{ job: '{}', widthMm: 0, heightMm: 10, outputs: ['pdf'] }]],
    ['drawFigure', [{ job: '{}', widthMm: 10, heightMm: 1e9, outputs: ['pdf'] }]],
    ['drawFigure', [{ job: '{}', widthMm: 100, heightMm: 100, outputs: ['exe'] }]],
    ['writeDraft', [{ name: 'x', bytes: new Uint8Array(1) }]],
    ['writeDraft', [{ name: 'x', projectId: null, bytes: 'text' }]],
    ['writeDraft', ['x']],
  ]
  test.each(wrong)('%s refuses %j', async (method, given) => {
    const call = (host as unknown as Record<string, (...values: readonly unknown[]) => Promise<unknown>>)[method]
    expect(await codeOf(call?.(...given) ?? Promise.resolve())).toBe('arguments-refused')
  })
})

describe('callers', () => {
  test('the workbench window cannot speak for the figure page', async () => {
    const reply = await workbench.page.evaluate(() => globalThis.valtelFigureHost.nextTask())
    expect(reply).toMatchObject({ ok: false, failure: { code: 'sender-refused' } })
  })

  test.skipIf(findElectron(join(import.meta.dirname, '../..')) !== null)(
    'other pages, frames and windows are refused',
    async () => {
      if (electron === undefined) throw new Error('The stand-in was not given.')
      const contents = electron.BrowserWindow.getAllWindows()[0]?.webContents
      if (contents === undefined) throw new Error('There is no window.')
      const channel = channelOf('host', 'describeHost')
      const own = { url: 'app://workbench/index.html', parent: null }
      const refused = { ok: false, failure: { code: 'sender-refused' } }
      expect(await electron.ipcMain.call(contents, own, channel, [])).toMatchObject({ ok: true })
      expect(await electron.ipcMain.call(contents, { ...own, url: 'https://example.org/' }, channel, [])).toMatchObject(
        refused,
      )
      expect(
        await electron.ipcMain.call(contents, { ...own, url: 'app://workbench.example.org/' }, channel, []),
      ).toMatchObject(refused)
      expect(await electron.ipcMain.call(contents, { ...own, parent: {} }, channel, [])).toMatchObject(refused)
      expect(await electron.ipcMain.call(contents, null, channel, [])).toMatchObject(refused)
      const other = Object.assign(Object.create(contents) as typeof contents, { id: contents.id + 1000 })
      expect(await electron.ipcMain.call(other, own, channel, [])).toMatchObject(refused)
    },
  )
})

describe('files', () => {
  test('a file is written where the dialog says, with the extension of its kind', async () => {
    await workbench.answerDialog({ save: join(folder, 'tabell') })
    const bytes = new TextEncoder().encode('mål;verdi\n')
    expect(await host.saveFile({ suggestedName: 'tabell', kind: 'csv', bytes })).toEqual({
      name: 'tabell.csv',
      path: join(folder, 'tabell.csv'),
    })
    expect(await readFile(join(folder, 'tabell.csv'), 'utf8')).toBe('mål;verdi\n')
    expect(
      await codeOf(host.saveFile({ suggestedName: 'tabell', kind: 'csv', bytes })),
      'the dialog never asked about this name',
    ).toBe('file-exists')
    await workbench.answerDialog({ save: null })
    expect(await host.saveFile({ suggestedName: 'tabell', kind: 'csv', bytes })).toBeNull()
    await workbench.answerDialog({ save: join(folder, 'not-there', 'x.csv') })
    expect(await codeOf(host.saveFile({ suggestedName: 'x', kind: 'csv', bytes }))).toBe('file-missing')
  })

  test('a megabyte of bytes comes through unharmed', async () => {
    await workbench.answerDialog({ save: join(folder, 'bytes.png') })
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, index) => (index * 7 + (index >> 8)) % 256)
    await host.saveFile({ suggestedName: 'bytes', kind: 'png', bytes })
    expect(Buffer.from(bytes).equals(await readFile(join(folder, 'bytes.png')))).toBe(true)
  })

  test('a folder is whole, and leads nowhere else', async () => {
    await workbench.answerDialog({ open: folder })
    const bytes = new Uint8Array([1])
    expect(
      await host.saveFiles({ suggestedFolder: '../rapport', files: [{ name: 'tables/a.csv', bytes }] }),
    ).toMatchObject({ fileCount: 1 })
    expect(await readdir(join(folder, '-rapport', 'tables'))).toEqual(['a.csv'])
    for (const name of ['../a.csv', '/a.csv', 'a/../../b.csv', 'a\\b.csv', 'con.csv', 'a//b.csv', '.'])
      expect(await codeOf(host.saveFiles({ suggestedFolder: 'andre', files: [{ name, bytes }] })), name).toBe(
        'name-refused',
      )
    expect((await readdir(folder)).filter((name) => name.includes('andre'))).toEqual([])
  })
})

describe('projects', () => {
  test('a project is saved, listed, opened by its id and its last generation kept', async () => {
    const path = join(folder, 'prosjekt.json')
    await workbench.answerDialog({ save: path })
    const saved = await host.saveProject({ id: null, suggestedName: 'prosjekt', bytes: encode('{"recipe":1}') })
    if (saved === null) throw new Error('The project was not saved.')
    expect(saved).toMatchObject({ name: 'prosjekt.json', path })
    await host.saveProject({ id: saved.id, suggestedName: 'prosjekt', bytes: encode('{"recipe":2}') })
    expect(await readFile(path, 'utf8')).toBe('{"recipe":2}')
    expect(await readFile(join(folder, 'prosjekt.previous.json'), 'utf8')).toBe('{"recipe":1}')
    expect(await host.recentProjects()).toMatchObject([{ id: saved.id, path, isMissing: false }])
    expect((await host.openRecentProject(saved.id)).bytes).toEqual(encode('{"recipe":2}'))
    await rm(path)
    expect(await host.recentProjects()).toMatchObject([{ id: saved.id, isMissing: true }])
    expect(await codeOf(host.openRecentProject(saved.id))).toBe('file-missing')
    expect(await host.forgetProject(saved.id)).toEqual([])
    expect(await codeOf(host.openRecentProject(saved.id))).toBe('not-a-known-project')
  })

  test('a project is bytes, whatever they are', async () => {
    const path = join(folder, 'binary.json')
    const bytes = new Uint8Array([0xff, 0xfe, 0x00])
    await writeFile(path, bytes)
    await workbench.answerDialog({ open: path })
    expect((await host.openProject())?.bytes).toEqual(bytes)
    await workbench.answerDialog({ open: null })
    expect(await host.openProject()).toBeNull()
  })
})

describe('settings and drafts', () => {
  test('settings and unsaved work outlive the run that wrote them', async () => {
    const userData = join(folder, 'user')
    await mkdir(userData)
    const first = await launchWorkbench({ userData })
    await hostOf(first).writeSettings({ language: 'nb', theme: 'dark' })
    expect(await first.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await hostOf(first).writeDraft({ name: 'Uten navn', projectId: null, bytes: encode('{"recipe":1}') })
    await first.close()
    const second = await launchWorkbench({ userData })
    try {
      expect(await hostOf(second).readSettings()).toMatchObject({ language: 'nb', theme: 'dark' })
      expect(await hostOf(second).readDraft()).toMatchObject({ name: 'Uten navn', bytes: encode('{"recipe":1}') })
      expect(await hostOf(second).describeHost()).toMatchObject({ isDark: true })
      await hostOf(second).writeDraft(null)
      expect(await hostOf(second).readDraft()).toBeNull()
    } finally {
      await second.close()
    }
  })
})

describe('menu and clipboard', () => {
  test('a table goes to the clipboard', async () => {
    const { page } = workbench
    await host.writeClipboard({ text: 'a\tb\n1\t2', html: '<table><tr><td>a</td></tr></table>' })
    await page.evaluate(() => {
      const field = Object.assign(document.createElement('textarea'), { id: 'pasted' })
      document.body.append(field)
      field.focus()
    })
    await page.keyboard.press('ControlOrMeta+V')
    expect(await page.inputValue('#pasted')).toBe('a\tb\n1\t2')
    await page.evaluate(() => document.getElementById('pasted')?.remove())
  })

  // After the clipboard: panels that these commands open take the focus.
  test.each(menuCommands)('%s of the menu reaches the window', async (id) => {
    await workbench.page.evaluate(() => {
      const kept = globalThis as unknown as { commandsHeard: string[] }
      kept.commandsHeard = []
      globalThis.listenToValtelHost('command', (command) => kept.commandsHeard.push(command))
    })
    await workbench.chooseMenu(id)
    await expect
      .poll(() => workbench.page.evaluate(() => (globalThis as unknown as { commandsHeard: string[] }).commandsHeard))
      .toContain(id)
  })
})

describe.skipIf(findElectron(join(import.meta.dirname, '../..')) !== null)(
  'asking for a path inside the window, where the desktop has no dialog',
  () => {
    test('a path is typed, an existing file must be confirmed, and Escape cancels', async () => {
      const own = await launchWorkbench({ locale: 'nb-NO' })
      try {
        const { page } = own
        const bytes = new TextEncoder().encode('x')
        const path = join(folder, 'skrevet.csv')
        const call = () => hostOf(own).saveFile({ suggestedName: 'skrevet', kind: 'csv', bytes })
        const field = page.getByLabel('Full filbane')
        let saving = call()
        await field.fill(path)
        await field.press('Enter')
        expect(await saving).toMatchObject({ path })
        saving = call()
        await field.fill(path)
        await field.press('Enter')
        await page.getByRole('button', { name: 'Erstatt' }).click()
        expect(await saving).toMatchObject({ path })
        saving = call()
        await field.fill(join(folder, 'no-such-folder', 'x.csv'))
        await field.press('Enter')
        await page.getByText('Det finnes ingenting på denne filbanen.').waitFor()
        await page.keyboard.press('Escape')
        expect(await saving).toBeNull()
      } finally {
        await own.close()
      }
    })
  },
)

describe('the window', () => {
  test('closing it ends the program', async () => {
    const own = await launchWorkbench()
    await own.page.close()
    await own.close()
    expect(own.page.isClosed()).toBe(true)
  })

  test.skipIf(findElectron(join(import.meta.dirname, '../..')) !== null)(
    'a page that crashed is loaded again',
    async () => {
      let made: typeof electron
      const own = await launchWorkbench({ prepare: (given) => (made = given) })
      try {
        const session = await own.page.context().newCDPSession(own.page)
        void session.send('Page.crash').catch(() => undefined)
        const shown = () => made?.BrowserWindow.getAllWindows()[0]?.webContents.page
        await expect.poll(() => shown() !== own.page && shown()?.url().endsWith('/index.html')).toBe(true)
        await expect
          .poll(() => shown()?.evaluate(() => globalThis.valtelHost.readDraft().then(({ ok }) => ok)))
          .toBe(true)
      } finally {
        await own.close()
      }
    },
  )

  test('it has no shortcut of a browser', async () => {
    const { page } = workbench
    const prevented = await page.evaluate(() =>
      [
        { key: 'F12' },
        { key: 'r', ctrlKey: true },
        { key: 'P', ctrlKey: true },
        { key: 'ArrowLeft', altKey: true },
        { key: 'I', ctrlKey: true, shiftKey: true },
      ].map(
        (held) =>
          !document.body.dispatchEvent(new KeyboardEvent('keydown', { ...held, bubbles: true, cancelable: true })),
      ),
    )
    const typed = await page.evaluate(
      () => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true })),
    )
    expect(typed).toBe(false)
    if (workbench.hostName === 'chromium') expect(prevented).toEqual([true, true, true, true, true])
  })
})
