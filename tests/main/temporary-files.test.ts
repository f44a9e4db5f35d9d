import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FolderExists, pendingFolder } from '../../main/cli/write-folder'
import { createDrafts } from '../../main/services/drafts'
import { writeAtomically } from '../../main/services/files'
import { isRunning, sweepTemporaryFiles, temporaryPath, type TemporaryKind } from '../../main/temporary-files'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valtel-temporary-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process that has ended. */
const ended = spawnSync(process.execPath, ['-e', '']).pid
const elsewhere = '00000000'
const hour = 60 * 60 * 1000

/** Leaves a temporary file behind as another run would have named it, and gives its name. */
async function leave(
  target: string,
  kind: TemporaryKind,
  { processId = ended, computer, into = folder }: { processId?: number; computer?: string; into?: string } = {},
): Promise<string> {
  const name = basename(temporaryPath(target, kind))
    .replace(`-${process.pid}-`, `-${processId}-`)
    .replace(/[0-9a-f]{8}(?=-\d+-)/, (owner) => computer ?? owner)
  await writeFile(join(into, name), 'left behind')
  return name
}

describe('sweeping', () => {
  test('takes what a run of this computer left that has ended', async () => {
    await leave('project.json', 'tmp')
    await leave('report', 'partial')
    const inside = await leave('folder', 'tmp')
    await rm(join(folder, inside))
    await mkdir(join(folder, inside, 'tables'), { recursive: true })
    await writeFile(join(folder, inside, 'tables', 'a.csv'), '')
    await sweepTemporaryFiles(folder)
    expect(await readdir(folder)).toEqual([])
  })

  test('leaves what a run is writing, this one or another', async () => {
    const names = [
      await leave('a.json', 'tmp', { processId: process.pid }),
      await leave('b.json', 'tmp', { processId: process.ppid }),
    ]
    await sweepTemporaryFiles(folder, Date.now() + 1000 * hour)
    expect(await readdir(folder)).toEqual(expect.arrayContaining(names))
  })

  test('leaves what another computer writes into a shared folder, for a day', async () => {
    const name = await leave('a.json', 'tmp', { computer: elsewhere })
    await sweepTemporaryFiles(folder, Date.now() + 23 * hour)
    expect(await readdir(folder)).toEqual([name])
    await utimes(join(folder, name), new Date(), new Date(Date.now() - 25 * hour))
    await sweepTemporaryFiles(folder)
    expect(await readdir(folder)).toEqual([])
  })

  test('leaves what is not ours', async () => {
    const names = [
      '.a.json.tmp',
      'a.json.tmp',
      `a.json.${elsewhere}-${ended}-0123456789ab.tmp`,
      `.a.json.${elsewhere}-${ended}-0123456789ab.tmp.bak`,
      `.a.json.${elsewhere}-${ended}-0123456789.tmp`,
      '.~lock.a.json#',
    ]
    for (const name of names) await writeFile(join(folder, name), '')
    await sweepTemporaryFiles(folder, Date.now() + 1000 * hour)
    expect((await readdir(folder)).toSorted()).toEqual(names.toSorted())
  })

  test('gives a folder its name back when the one that should replace it never came', async () => {
    await leave('report', 'old')
    await sweepTemporaryFiles(folder)
    expect(await readdir(folder)).toEqual(['report'])
    expect(await readFile(join(folder, 'report'), 'utf8')).toBe('left behind')
    await leave('report', 'old')
    await sweepTemporaryFiles(folder)
    expect(await readdir(folder), 'it came').toEqual(['report'])
  })

  test('of a folder that is not there does nothing', async () => {
    await expect(sweepTemporaryFiles(join(folder, 'absent'))).resolves.toBeUndefined()
  })
})

describe('who writes', () => {
  test('sweeps the folder that it writes into', async () => {
    await leave('settings.json', 'tmp')
    await writeAtomically(join(folder, 'settings.json'), '{}')
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  test('of drafts sweeps them when the program starts and asks for the last one', async () => {
    await mkdir(join(folder, 'drafts'))
    await leave('1-a.json', 'tmp', { into: join(folder, 'drafts') })
    expect(await createDrafts(folder).read()).toBeNull()
    expect(await readdir(join(folder, 'drafts'))).toEqual([])
  })

  test('of a report sweeps beside it, and finds the folder that a killed run was replacing', async () => {
    await leave('report', 'partial')
    await leave('report', 'old')
    await expect(pendingFolder(join(folder, 'report'), false)).rejects.toBeInstanceOf(FolderExists)
    expect(await readdir(folder)).toEqual(['report'])
  })

  test('of a report leaves nothing beside it', async () => {
    for (const replace of [false, true]) {
      const pending = await pendingFolder(join(folder, 'report'), replace)
      await pending.write('tables/a.csv', 'a')
      await pending.finish()
      expect(await readdir(folder)).toEqual(['report'])
    }
    const pending = await pendingFolder(join(folder, 'other'), false)
    await pending.write('a.csv', 'a')
    pending.discard()
    expect(await readdir(folder)).toEqual(['report'])
  })
})

test('a temporary name fits where its target fits, and stands beside it', () => {
  const path = temporaryPath(join(folder, `${'å😀'.repeat(40)}.json`), 'tmp')
  expect(Buffer.byteLength(basename(path))).toBeLessThan(180)
  expect(Buffer.from(path).toString('utf8'), 'no pair of surrogates is cut').toBe(path)
  expect(join(path, '..')).toBe(folder)
  expect(temporaryPath('a', 'tmp')).not.toBe(temporaryPath('a', 'tmp'))
})

test('a process that runs is told from one that has ended', () => {
  expect([isRunning(process.pid), isRunning(process.ppid), isRunning(ended)]).toEqual([true, true, false])
})
