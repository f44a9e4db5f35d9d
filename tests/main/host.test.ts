import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkArguments } from '../../main/arguments'
import { findBrowser, findElectron } from '../../main/chromium/browsers'
import { failureOf, refusal } from '../../main/failure'
import { listWalls } from '../../main/lockdown'
import { menuTemplate } from '../../main/menu'
import { messages, spokenLanguage } from '../../main/messages'
import { add, closingLine, count, countReport, failuresOf, inWords } from '../../main/setup/count.mjs'
import en from '../../renderer/i18n/en.json'
import nb from '../../renderer/i18n/nb.json'
import sv from '../../renderer/i18n/sv.json'
import {
  channelOf,
  connectHost,
  figureHostMethods,
  hostMethods,
  menuCommands,
  type Bridge,
  type Host,
} from '../../preload/contract'

const windowWords = { nb, sv, en }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-main-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('arguments', () => {
  test('every method of the contract is checked, and no other is known', () => {
    for (const method of Object.keys(hostMethods))
      expect(() => checkArguments('host', method, [{ never: true }]), method).toThrow(method)
    for (const method of Object.keys(figureHostMethods))
      expect(() => checkArguments('figure', method, [{ never: true }]), method).toThrow(method)
    for (const method of ['constructor', '__proto__', 'toString', 'nextTask'])
      expect(() => checkArguments('host', method, []), method).toThrow(/There is no method/)
  })

  test('what was agreed passes unchanged', () => {
    const bytes = new Uint8Array([1])
    expect(checkArguments('host', 'saveFile', [{ suggestedName: 'a', kind: 'csv', bytes }])).toEqual([
      { suggestedName: 'a', kind: 'csv', bytes },
    ])
    expect(checkArguments('host', 'writeDraft', [null])).toEqual([null])
    expect(checkArguments('host', 'describeHost', [])).toEqual([])
    expect(checkArguments('host', 'describeHost', [undefined])).toEqual([])
  })

  test('a refusal names method and place', () => {
    expect(() =>
      checkArguments('host', 'saveFile', [{ suggestedName: 'a', kind: 'exe', bytes: new Uint8Array(1) }]),
    ).toThrow(expect.objectContaining({ code: 'arguments-refused', about: { method: 'saveFile', place: '0.kind' } }))
  })
})

describe('failures', () => {
  test('a refusal keeps its code and values, a system error gets one, anything else is a bug', () => {
    expect(failureOf(refusal('name-refused', 'no', { name: 'x' }))).toEqual({
      code: 'name-refused',
      message: 'no',
      about: { name: 'x' },
    })
    const system = (code: string) => Object.assign(new Error(code), { code, syscall: 'open', path: '/x' })
    expect(failureOf(system('ENOSPC'))).toMatchObject({ code: 'disk-full', about: { path: '/x' } })
    expect(failureOf(system('EACCES'))).toMatchObject({ code: 'permission-denied' })
    expect(failureOf(system('EWEIRD'))).toMatchObject({ code: 'file-failed', about: { reason: 'EWEIRD' } })
    expect(failureOf(new TypeError('x'))).toMatchObject({ code: 'bug' })
    expect(failureOf('x')).toMatchObject({ code: 'bug', message: 'x' })
  })

  test('a reply is unwrapped, and a failure becomes the error the caller makes of it', async () => {
    const bridge = {
      readDraft: async () => ({ ok: true, value: null }),
      openProject: async () => ({ ok: false, failure: { code: 'file-missing', about: {}, message: 'gone' } }),
    } as unknown as Bridge<Host>
    const host = connectHost(bridge, ({ code, message }) => Object.assign(new Error(message), { code }))
    expect(await host.readDraft()).toBeNull()
    await expect(host.openProject()).rejects.toMatchObject({ code: 'file-missing', message: 'gone' })
  })

  test('channels do not collide', () => {
    const channels = [
      ...Object.keys(hostMethods).map((method) => channelOf('host', method)),
      ...Object.keys(figureHostMethods).map((method) => channelOf('figure', method)),
    ]
    expect(new Set(channels).size).toBe(channels.length)
  })
})

describe('words', () => {
  test('every language has every word', () => {
    for (const [language, words] of Object.entries(messages)) {
      expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(messages.en).toSorted())
      for (const [key, word] of Object.entries(words)) expect(word.trim(), `${language} ${key}`).not.toBe('')
    }
  })

  test.each([
    [null, 'nb-NO', 'nb'],
    [null, 'nn', 'nb'],
    [null, 'no', 'nb'],
    [null, 'sv-SE', 'sv'],
    [null, 'de-DE', 'en'],
    [null, 'C', 'en'],
    ['da', 'en-US', 'nb'],
    ['sv', 'nb-NO', 'sv'],
  ] as const)('%s on %s speaks %s', (setting, locale, expected) => {
    expect(spokenLanguage(setting, locale)).toBe(expected)
  })

  test.each(['linux', 'win32', 'darwin'] as const)(
    'the menu on %s has each command once, and catches no shortcut',
    (platform) => {
      for (const language of ['nb', 'sv', 'en'] as const) {
        const chosen: string[] = []
        const items = menuTemplate(language, platform, (command) => chosen.push(command)).flatMap(({ submenu }) =>
          Array.isArray(submenu) ? submenu : [],
        )
        const commands = items.filter(({ id }) => id !== undefined)
        expect(commands.map(({ id }) => id).toSorted()).toEqual([...menuCommands].toSorted())
        for (const item of commands) {
          expect(item.registerAccelerator).toBe(false)
          item.click?.(undefined as never, undefined, undefined as never)
        }
        expect(chosen.toSorted()).toEqual([...menuCommands].toSorted())
        expect(commands.find(({ id }) => id === 'help.analysis')).toMatchObject({
          label: messages[language]['help.analysis'],
          accelerator: 'F1',
        })
        expect(messages[language]['help.analysis']).toBe(windowWords[language]['command.help-analysis'])
      }
    },
  )

  test('each wall says what it is made of', () => {
    const ids = listWalls().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(11)
  })
})

describe('hosts on this machine', () => {
  const program = async (path: string) => {
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, '#!/bin/sh\n')
    await chmod(path, 0o755)
    return path
  }

  test('the PATH is searched, Chromium before Chrome before Edge', async () => {
    const bin = join(folder, 'bin')
    const edge = await program(join(bin, 'microsoft-edge'))
    expect(
      findBrowser({ PATH: bin }, 'linux')?.path === edge ||
        findBrowser({ PATH: bin }, 'linux')?.name !== 'Microsoft Edge',
    ).toBe(true)
    const chromium = await program(join(bin, 'chromium'))
    expect(findBrowser({ PATH: bin }, 'linux')).toEqual({ name: 'Chromium', path: chromium })
  })

  test.skipIf(process.platform === 'win32')('Windows looks where programs are installed', async () => {
    const chrome = await program(`${join(folder, 'programs')}/Google\\Chrome\\Application\\chrome.exe`)
    expect(findBrowser({ PROGRAMFILES: join(folder, 'programs') }, 'win32')).toEqual({
      name: 'Google Chrome',
      path: chrome,
    })
    expect(findBrowser({}, 'win32')).toBeNull()
  })

  test('the browser that is named is taken, or none', async () => {
    const named = await program(join(folder, 'my browser'))
    expect(findBrowser({ VALTEL_BROWSER: named, PATH: '/usr/bin' })?.path).toBe(named)
    expect(findBrowser({ VALTEL_BROWSER: join(folder, 'nothing'), PATH: '/usr/bin' })).toBeNull()
    expect(findBrowser({ VALTEL_BROWSER: folder, PATH: '/usr/bin' }), 'a folder is no program').toBeNull()
  })

  test('Electron counts when its program is there', async () => {
    const project = join(folder, 'project')
    expect(findElectron(project, {})).toBeNull()
    await mkdir(join(project, 'node_modules/electron'), { recursive: true })
    await writeFile(join(project, 'node_modules/electron/path.txt'), 'electron')
    expect(findElectron(project, {})).toBeNull()
    const electron = await program(join(project, 'node_modules/electron/dist/electron'))
    expect(findElectron(project, {})).toBe(electron)
    expect(findElectron(project, { VALTEL_HOST: 'chromium' })).toBeNull()
  })
})

describe('the closing line of npm test', () => {
  const report = (
    passed: number,
    failed: number,
    files: readonly { status: string; assertionResults: { status: string }[] }[] = [],
    pending = 0,
  ) => ({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults: files,
  })

  test('counts what the report says', () => {
    expect(countReport(report(10, 2, [{ status: 'failed', assertionResults: [{ status: 'failed' }] }], 3), 1)).toEqual(
      count(10, 2, 3),
    )
    expect(countReport(report(10, 0), 0)).toEqual(count(10, 0))
  })

  test('a file that did not load, a missing report, an empty run and a failed runner are failures', () => {
    expect(countReport(report(10, 0, [{ status: 'failed', assertionResults: [] }]), 1)).toEqual(count(10, 1))
    expect(countReport(null, 1)).toEqual(count(0, 1))
    expect(countReport(report(0, 0), 0)).toEqual(count(0, 1))
    expect(countReport(report(10, 0), 1)).toEqual(count(10, 1))
  })

  test('is alone on its line', () => {
    expect(inWords(add(count(1, 0), count(2, 3)))).toBe('3 passed, 3 failed')
    expect(inWords(count(1, 0, 2))).toBe('1 passed, 0 failed, 2 skipped')
    expect(closingLine(count(1, 0, 2))).toBe('1 passed, 0 failed')
  })

  test('what failed is named, a file that could not be loaded included', () => {
    const file = (name: string, status: string, assertionResults: readonly { status: string; fullName: string }[]) => ({
      name,
      status,
      assertionResults,
    })
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        file('a.test.ts', 'failed', [
          { status: 'failed', fullName: 'saves whole' },
          { status: 'passed', fullName: 'opens' },
        ]),
        file('b.test.ts', 'failed', []),
        file('c.test.ts', 'passed', []),
      ],
    }
    expect(failuresOf(report)).toEqual(['a.test.ts > saves whole', 'b.test.ts (not loaded)'])
    expect(failuresOf(null)).toEqual([])
  })
})
