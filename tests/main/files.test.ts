import { fc, test as property } from '@fast-check/vitest'
import { fork } from 'node:child_process'
import { chmod, mkdir, mkdtemp, open, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { charactersOf } from '../../analyses/core/shortened'
import {
  confirmedPath,
  nameOfKind,
  previousGeneration,
  safeFileName,
  writeAtomically,
  writeFolder,
} from '../../main/services/files'
import { sweepTemporaryFiles } from '../../main/temporary-files'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function emptyFolder(name: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  return path
}

describe('writeAtomically', () => {
  test('replaces the content and leaves nothing else behind', async () => {
    const own = await emptyFolder('replace')
    const path = join(own, 'æøå 2022.json')
    await writeAtomically(path, 'first')
    await writeAtomically(path, new TextEncoder().encode('second'))
    expect(await readFile(path, 'utf8')).toBe('second')
    expect(await readdir(own)).toEqual(['æøå 2022.json'])
  })

  test.skipIf(process.platform === 'win32')('puts the file on the disk before its name, and the name too', async () => {
    const own = await emptyFolder('synced')
    const probe = await open(own, 'r')
    const handles = Object.getPrototypeOf(probe) as typeof probe
    await probe.close()
    const synced: string[] = []
    const sync = vi.spyOn(handles, 'sync').mockImplementation(async function (this: typeof probe) {
      const isFolder = (await this.stat()).isDirectory()
      synced.push(isFolder ? `folder with ${(await readdir(own)).join()}` : 'file')
      return this.datasync()
    })
    await writeAtomically(join(own, 'project.json'), 'content')
    sync.mockRestore()
    expect(synced).toEqual(['file', 'folder with project.json'])
  })

  test('keeps exactly the last generation when asked to', async () => {
    const own = await emptyFolder('generations')
    const path = join(own, 'project.json')
    for (const content of ['one', 'two', 'three']) await writeAtomically(path, content, 'previous')
    expect(await readFile(path, 'utf8')).toBe('three')
    expect(await readFile(previousGeneration(path), 'utf8')).toBe('two')
    expect((await readdir(own)).toSorted()).toEqual(['project.json', 'project.previous.json'])
  })

  test('writes where the folder only links to', async () => {
    const own = await emptyFolder('linked')
    await symlink(own, join(folder, 'link'), 'dir')
    await writeAtomically(join(folder, 'link', 'a.txt'), 'a')
    expect(await readFile(join(own, 'a.txt'), 'utf8')).toBe('a')
  })

  test('a refusal of the system leaves the old content and no temporary file', async () => {
    const own = await emptyFolder('refused')
    // A folder stands where the file should go: the rename fails after everything was written.
    await mkdir(join(own, 'taken'))
    await writeFile(join(own, 'taken', 'inside'), 'x')
    await expect(writeAtomically(join(own, 'taken'), 'new')).rejects.toMatchObject({ syscall: 'rename' })
    expect(await readdir(own)).toEqual(['taken'])
    await expect(writeAtomically(join(own, 'absent', 'file'), 'new')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that may not be written is named',
    async () => {
      const own = await emptyFolder('closed')
      await chmod(own, 0o500)
      await expect(writeAtomically(join(own, 'a.txt'), 'a')).rejects.toMatchObject({ code: 'EACCES' })
      await chmod(own, 0o700)
    },
  )

  test('a killed writer leaves the whole old content or the whole new one', async () => {
    const own = await emptyFolder('killed')
    const program = await buildWriter(own)
    const path = join(own, 'project.json')
    const size = 4_000_000
    const found = new Set<string>()
    for (let round = 0; round < 12; round += 1) {
      const child = fork(program, [path, String(size)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      // It tells after the first whole write, then writes again and again until it is killed somewhere on the way.
      await new Promise((resolve, reject) => {
        child.once('message', resolve)
        child.once('exit', (code) => reject(new Error(`The writer ended with ${code}.`)))
      })
      // Any moment is as good as another; the wait only makes them differ.
      await new Promise((resolve) => setTimeout(resolve, 3 + round * 5))
      child.removeAllListeners('exit')
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      const content = await readFile(path, 'utf8')
      expect(content).toHaveLength(size)
      expect(content).toBe(content.charAt(0).repeat(size))
      const previous = await readFile(previousGeneration(path), 'utf8').catch(() => null)
      if (previous !== null) expect(previous).toBe(previous.charAt(0).repeat(size))
      found.add(content.charAt(0))
    }
    expect(found.size, 'the writer must have been caught at different moments').toBeGreaterThan(1)
    await sweepTemporaryFiles(own)
    expect((await readdir(own)).toSorted()).toEqual(['built', 'project.json', 'project.previous.json', 'writer.ts'])
  })
})

/** A program that saves a file over and over, each time filled with the next letter. */
async function buildWriter(into: string): Promise<string> {
  const source = join(into, 'writer.ts')
  const service = fileURLToPath(new URL('../../main/services/files.ts', import.meta.url))
  await writeFile(
    source,
    `import { writeAtomically } from ${JSON.stringify(service.replace(/\.ts$/, ''))}
const [path = '', size = ''] = process.argv.slice(2)
for (let turn = 0; ; turn += 1) {
  await writeAtomically(path, String.fromCharCode(97 + (turn % 26)).repeat(Number(size)), 'previous')
  if (turn === 0) process.send?.('written')
}`,
  )
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    build: {
      ssr: source,
      outDir: join(into, 'built'),
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'writer.mjs' } },
    },
  })
  return join(into, 'built', 'writer.mjs')
}

describe('writeFolder', () => {
  const bytes = new Uint8Array([1, 2, 3])

  test('is whole', async () => {
    const own = await emptyFolder('report')
    await writeFolder(join(own, 'out'), [
      { name: 'results.json', bytes },
      { name: 'figures/a.svg', bytes },
      { name: 'figures/b.svg', bytes },
    ])
    expect(await readdir(own)).toEqual(['out'])
    expect((await readdir(join(own, 'out', 'figures'))).toSorted()).toEqual(['a.svg', 'b.svg'])
  })

  test('or absent', async () => {
    const own = await emptyFolder('absent-report')
    for (const name of [
      '../a',
      'a/../b',
      '/a',
      'a\\b',
      '',
      'a/',
      'nul',
      'COM1.csv',
      'a\u0000',
      '\u202eexe.csv',
      'a.',
      ' a',
    ])
      await expect(
        writeFolder(join(own, 'out'), [
          { name: 'good.csv', bytes },
          { name, bytes },
        ]),
        JSON.stringify(name),
      ).rejects.toMatchObject({ code: 'name-refused' })
    await expect(
      writeFolder(join(own, 'out'), [
        { name: 'A.csv', bytes },
        { name: 'a.csv', bytes },
      ]),
      'one file on Windows and macOS',
    ).rejects.toMatchObject({ code: 'name-refused' })
    expect(await readdir(own)).toEqual([])
  })

  test('and does not touch what is there', async () => {
    const own = await emptyFolder('there')
    await mkdir(join(own, 'out'))
    await writeFile(join(own, 'out', 'kept'), 'x')
    await expect(writeFolder(join(own, 'out'), [{ name: 'a', bytes }])).rejects.toMatchObject({ code: 'file-exists' })
    expect(await readdir(join(own, 'out'))).toEqual(['kept'])
  })
})

describe('names', () => {
  test.each([
    ['Målinger 2022.csv', 'Målinger 2022.csv'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['C:\\Windows\\system32', 'C--Windows-system32'],
    ['a/b', 'a-b'],
    ['con', '_con'],
    ['LPT1.csv', '_LPT1.csv'],
    ['console.csv', 'console.csv'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['line\nbreak\u0000', 'linebreak'],
    ['...', 'untitled'],
    ['   ', 'untitled'],
    ['name. . ', 'name'],
    ['.hidden', 'hidden'],
    ['<b>=1+1</b>', '-b-=1+1--b-'],
    ['e\u0301', '\u00e9'],
    // What is left out must not leave a pair behind that composes only the next time.
    ['e\u200b\u0301', '\u00e9'],
    ['a\ud83d', 'a'],
    // The end of a sentence is no extension.
    [`Analyse v2.1 Nordre Land ${'x'.repeat(200)}`, `Analyse v2.1 Nordre Land ${'x'.repeat(95)}`],
    [`${'x'.repeat(200)}.csv`, `${'x'.repeat(116)}.csv`],
    [`${'x'.repeat(118)}  y`, 'x'.repeat(118)],
    // A pair of surrogates stays whole or goes, in the stem and behind a point; four bytes each, 180 at most.
    ['😀'.repeat(100), '😀'.repeat(45)],
    [`${'x'.repeat(109)}.${'😀'.repeat(30)}`, `${'x'.repeat(109)}.${'😀'.repeat(10)}`],
    [`nul${' '.repeat(200)}x`, '_nul'],
    [`con.${'x'.repeat(200)}`, `_con.${'x'.repeat(115)}`],
  ])('%j becomes %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected)
  })

  /** Strings of any characters, and of those that names stumble over. */
  const anyName = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom('a', '.', ' ', '-', '😀', '\u0301', '\u200b', '\ud83d', '\u0600', '<', '/', 'con', '.csv'),
      maxLength: 250,
    }),
  )

  property.prop([anyName])('any string becomes one plain file name that a file system takes', (given) => {
    const name = safeFileName(given)
    expect(name).not.toBe('')
    expect(charactersOf(name).length).toBeLessThanOrEqual(121)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
    expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
    expect(name).not.toMatch(/^[.\s]|[.\s]$/)
    expect(safeFileName(name)).toBe(name)
  })

  test('the longest name is taken by this file system, with all that is put beside it', async () => {
    const own = await emptyFolder('longest')
    const path = join(own, nameOfKind('å'.repeat(400), 'json'))
    await writeAtomically(path, 'one', 'previous')
    await writeAtomically(path, 'two', 'previous')
    expect(await readFile(previousGeneration(path), 'utf8')).toBe('one')
    expect(await readdir(own)).toHaveLength(2)
  })

  test('a kind brings its extension', () => {
    expect(nameOfKind('figur', 'svg')).toBe('figur.svg')
    expect(nameOfKind('figur.SVG', 'svg')).toBe('figur.SVG')
    expect(nameOfKind('figur.exe', 'svg')).toBe('figur.exe.svg')
    expect(nameOfKind('v1.2', 'pdf')).toBe('v1.2.pdf')
  })

  test('a path the dialog did not confirm is not overwritten', async () => {
    const own = await emptyFolder('confirm')
    expect(await confirmedPath(join(own, 'a.csv'), 'csv')).toBe(join(own, 'a.csv'))
    expect(await confirmedPath(join(own, 'a'), 'csv')).toBe(join(own, 'a.csv'))
    await writeFile(join(own, 'a.csv'), '')
    expect(await confirmedPath(join(own, 'a.csv'), 'csv'), 'confirmed by the dialog itself').toBe(join(own, 'a.csv'))
    await expect(confirmedPath(join(own, 'a'), 'csv')).rejects.toMatchObject({ code: 'file-exists' })
    expect((await stat(join(own, 'a.csv'))).size).toBe(0)
  })
})
