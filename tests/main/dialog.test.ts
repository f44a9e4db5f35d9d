import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDialog } from '../../main/chromium/dialog'
import type { PathQuestion } from '../../main/chromium/page-runtime'

/** Dialogs of the desktop, played by programs of their names that note how they were called and answer as told. */
describe.runIf(process.platform === 'linux')('a file dialog of the desktop', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'valtel-dialog-'))
    mkdirSync(join(folder, 'bin'))
    vi.stubEnv('PATH', `${join(folder, 'bin')}:/usr/bin:/bin`)
    vi.stubEnv('XDG_CURRENT_DESKTOP', 'GNOME')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  function install(program: string, output: string, code = 0): void {
    const path = join(folder, 'bin', program)
    const note = join(folder, program)
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${note}'\nprintf '${output}'\nexit ${code}\n`)
    chmodSync(path, 0o755)
  }
  const calledWith = (program: string): readonly string[] =>
    readFileSync(join(folder, program), 'utf8').trimEnd().split('\n')
  const questions: PathQuestion[] = []
  const dialog = (answers: readonly (string | null)[] = []) => {
    questions.length = 0
    return createDialog(
      false,
      (question) => {
        questions.push(question)
        return Promise.resolve(answers[questions.length - 1] ?? null)
      },
      () => 'nb-NO',
    )
  }
  const filters = [
    { name: 'Recipes', extensions: ['json', 'txt'] },
    { name: 'All', extensions: ['*'] },
  ]

  test('zenity opens a file, and its path is given without the end of the line', async () => {
    install('zenity', '/home/a b.json\\n')
    expect(await dialog().showOpenDialog(null, { title: 'Open', defaultPath: '/home', filters })).toEqual({
      canceled: false,
      filePaths: ['/home/a b.json'],
    })
    expect(calledWith('zenity')).toEqual([
      '--file-selection',
      '--title=Open',
      '--filename=/home/',
      '--file-filter=Recipes | *.json *.txt',
      '--file-filter=All | *',
    ])
  })

  test('zenity chooses a folder and saves', async () => {
    install('zenity', '/home/x\\n')
    await dialog().showOpenDialog(null, { title: 'Folder', defaultPath: '/home', properties: ['openDirectory'] })
    expect(calledWith('zenity')).toEqual(['--file-selection', '--title=Folder', '--filename=/home/', '--directory'])
    expect(await dialog().showSaveDialog(null, { title: 'Save', defaultPath: '/home/a.json' })).toEqual({
      canceled: false,
      filePath: '/home/x',
    })
    expect(calledWith('zenity')).toEqual([
      '--file-selection',
      '--title=Save',
      '--filename=/home/a.json',
      '--save',
      '--confirm-overwrite',
    ])
  })

  test('KDE is asked by kdialog first', async () => {
    vi.stubEnv('XDG_CURRENT_DESKTOP', 'KDE')
    install('kdialog', '/home/k.json\\n')
    install('zenity', '/home/z.json\\n')
    expect(await dialog().showOpenDialog(null, { title: 'Open', defaultPath: '/home', filters })).toMatchObject({
      filePaths: ['/home/k.json'],
    })
    expect(calledWith('kdialog')).toEqual([
      '--title',
      'Open',
      '--getopenfilename',
      '/home',
      '*.json *.txt|Recipes',
      '*|All',
    ])
    await dialog().showSaveDialog(null, { title: 'Save', defaultPath: '/home/a.json' })
    expect(calledWith('kdialog')).toEqual(['--title', 'Save', '--getsavefilename', '/home/a.json'])
    await dialog().showOpenDialog(null, { title: 'F', defaultPath: '/home', properties: ['openDirectory'], filters })
    expect(calledWith('kdialog')).toEqual(['--title', 'F', '--getexistingdirectory', '/home'])
  })

  test('a cancellation is one, and the next program is not asked', async () => {
    install('zenity', '', 1)
    install('kdialog', '/home/k.json\\n')
    expect(await dialog().showOpenDialog(null, { defaultPath: '/home' })).toEqual({ canceled: true, filePaths: [] })
    expect(await dialog().showSaveDialog(null, { defaultPath: '/home' })).toEqual({ canceled: true, filePath: '' })
    expect(questions).toEqual([])
  })

  test('a program that cannot show a dialog is followed by the next, and that by the window', async () => {
    install('zenity', '', 5)
    install('kdialog', '/home/k.json\\n')
    expect(await dialog().showOpenDialog(null, { defaultPath: '/home' })).toMatchObject({ filePaths: ['/home/k.json'] })
    install('kdialog', '', 127)
    const file = join(folder, 'a.json')
    writeFileSync(file, '')
    expect(await dialog([file]).showOpenDialog(null, { title: 'Open', defaultPath: '/home' })).toEqual({
      canceled: false,
      filePaths: [file],
    })
    expect(questions).toMatchObject([{ title: 'Open', initial: '/home', problem: '' }])
  })

  test('the window asks again until the path can be used, and again before a file is replaced', async () => {
    install('zenity', '', 5)
    const file = join(folder, 'a.json')
    writeFileSync(file, '')
    const missing = join(folder, 'b.json')
    await dialog([missing, folder, file]).showOpenDialog(null, { defaultPath: '/home' })
    expect(questions.map(({ initial }) => initial)).toEqual(['/home', missing, folder])
    expect(new Set(questions.slice(1).map(({ problem }) => problem)).size).toBe(1)
    expect(questions[1]?.problem).not.toBe('')

    expect(await dialog([file, file]).showSaveDialog(null, { defaultPath: missing })).toEqual({
      canceled: false,
      filePath: file,
    })
    const [first, again] = questions
    expect(again?.initial).toBe(file)
    expect(again?.confirm).not.toBe(first?.confirm)
    expect(again?.problem).not.toBe('')
    expect(await dialog([missing]).showSaveDialog(null, { defaultPath: '/' })).toMatchObject({ filePath: missing })
    await dialog([join(folder, 'no', 'b.json')]).showSaveDialog(null, { defaultPath: '/' })
    expect(questions, 'a folder that is not there').toHaveLength(2)
  })
})
