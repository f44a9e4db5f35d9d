import { beforeEach, describe, expect, test } from 'vitest'
import { HostError } from '../../analyses/core/errors'
import { formats } from '../../analyses/index'
import type { FigureJob, Host, SaveFileRequest, SaveFilesRequest } from '../../preload/contract'
import { createExports, type Exports } from '../../renderer/state/exporting'
import {
  bundleOf,
  clipboardOf,
  figureIn,
  folderName,
  projectSpeaker,
  tableIn,
} from '../../renderer/state/exporting-steps'
import { addAnalysis, emptyProject, type Project } from '../../renderer/state/project'
import { readProject } from '../../renderer/state/project-file'
import { emptyResult } from '../../renderer/state/session'
import { isUnsaved, type Workbench } from '../../renderer/state/workbench'
import { outcomeNamed } from '../publish/sample-outcome'
import { entryOf, reportOf } from './loading-data'
import { startWorkbench } from './start-workbench'

const sha256 = 'a'.repeat(64)
const source = { id: 'heads', kind: 'headcount', file: 'heads.csv' } as const
const project: Project = addAnalysis(
  { ...emptyProject('nb'), title: 'Modenhet: 2022', sources: [entryOf(source, sha256)] },
  { as: 'scores', id: 'dimension-scores', version: 1, where: [], options: {} },
)
const report = { ...reportOf('heads', 'headcount', sha256), file: 'heads.csv', notes: [] }

describe('what leaves the window', () => {
  let workbench: Workbench
  let exports: Exports
  let saved: SaveFileRequest[]
  let folders: SaveFilesRequest[]
  let drawn: FigureJob[]
  let clipboard: unknown[]
  let told: string[]
  let failed: string[]
  let answer: Error | { name: string; path: string } | null

  beforeEach(() => {
    saved = []
    folders = []
    drawn = []
    clipboard = []
    told = []
    failed = []
    answer = { name: 'x', path: '/x' }
    const reply = <Value>(value: Value): Promise<Value> =>
      answer instanceof Error ? Promise.reject(answer) : Promise.resolve(value)
    const host: Partial<Host> = {
      saveFile: (request) => reply((saved.push(request), answer as { name: string; path: string } | null)),
      saveFiles: (request) => reply((folders.push(request), { path: '/f', fileCount: request.files.length })),
      saveProject: ({ suggestedName }) => reply({ id: 'b'.repeat(24), name: suggestedName, path: '/p' }),
      writeClipboard: (content) => reply(void clipboard.push(content)),
      writeDraft: () => Promise.resolve(),
      drawFigure: (job) =>
        reply((drawn.push(job), { svg: '<svg/>', pdf: Uint8Array.of(1), png: null, report: '{"findings":[]}' })),
    }
    workbench = startWorkbench(host)
    workbench.change(() => project)
    workbench.patchSession(() => ({
      sources: { heads: { status: 'ready', progress: null, problem: null, reading: { report } as never } },
      results: { scores: { ...emptyResult, outcome: outcomeNamed('scores') } },
    }))
    exports = createExports(workbench, {
      tell: (key) => void told.push(key),
      fail: (problem) => void failed.push(problem.kind === 'bug' ? problem.detail : problem.code),
    })
  })

  const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
  const busy = () => workbench.store.getState().window.busy

  test('a table, in every format that writes one', async () => {
    for (const { id, table } of formats.values())
      if (table !== undefined) await exports.saveTable('scores', 'scores', id)
    expect(saved.map(({ suggestedName, kind }) => [suggestedName, kind])).toEqual([
      ['scores.scores.csv', 'csv'],
      ['scores.scores.excel.csv', 'csv'],
    ])
    expect(textOf(saved[0]?.bytes).split('\r\n')[1]).toBe('Blåvik,3.25')
    expect(textOf(saved[1]?.bytes).split('\r\n')[1]).toBe('Blåvik;3,25')
    expect(told).toEqual(['told.saved', 'told.saved'])
    await exports.saveTable('scores', 'scores', 'docx')
    expect(failed).toEqual(['no format docx writes tables'])
  })

  test('a table on the clipboard, as text and for Word', async () => {
    await exports.copyTable('scores', 'scores')
    expect(clipboard).toEqual([
      { text: expect.stringContaining('Blåvik\t3,25') as string, html: expect.stringContaining('<table') as string },
    ])
    expect(told).toEqual(['told.copied'])
  })

  test('a figure in one format, and its data', async () => {
    await exports.saveFigure('scores', 'profile', 'pdf')
    await exports.saveFigureData('scores', 'profile')
    expect(drawn.map(({ outputs, widthMm }) => [outputs, widthMm])).toEqual([[['pdf'], 160]])
    expect(saved.map(({ suggestedName }) => suggestedName)).toEqual(['scores.profile.pdf', 'scores.profile.csv'])
    expect(saved[0]?.bytes).toEqual(Uint8Array.of(1))
    expect(textOf(saved[1]?.bytes)).toContain('Blåvik,2.5')
  })

  test('nothing where there is no such table or figure, and nothing is told when a dialog is called off', async () => {
    await exports.saveTable('scores', 'gone', 'csv')
    await exports.saveFigure('gone', 'profile', 'svg')
    await exports.copyTable('scores', 'gone')
    answer = null
    await exports.saveTable('scores', 'scores', 'csv')
    expect([told, failed, clipboard]).toEqual([[], [], []])
  })

  test('a refusal of the machine is told, and the window is free again', async () => {
    answer = new HostError('host:disk-full', {})
    const save = exports.saveTable('scores', 'scores', 'csv')
    expect(busy()).toBe('saving')
    await save
    await exports.copyTable('scores', 'scores')
    expect([failed, busy()]).toEqual([['disk-full', 'disk-full'], null])
  })

  test('everything, in one folder named for the project', async () => {
    await exports.saveEverything()
    expect(folders[0]?.suggestedFolder).toBe('Modenhet 2022')
    expect(folders[0]?.files.map(({ name }) => name).sort()).toEqual([
      'figures/scores.profile.csv',
      'figures/scores.profile.pdf',
      'figures/scores.profile.svg',
      'recipe.json',
      'results.json',
      'tables/scores.scores.csv',
    ])
    expect(drawn.map(({ outputs }) => outputs)).toEqual([['svg', 'pdf', 'png']])
  })

  test('the recipe and its instrument; without sources it is none, and the reason is told', async () => {
    workbench.change((present) => ({ ...present, instrument: { name: 'mine.json', text: '{}' } }))
    await exports.saveRecipe()
    expect(folders[0]?.files.map(({ name }) => name)).toEqual(['recipe.json', 'instrument.json'])
    workbench.change((present) => ({ ...present, sources: [] }))
    await exports.saveRecipe()
    expect(failed).toEqual(['recipe:not-readable-again'])
    expect(folders).toHaveLength(1)
  })

  test('the project, which is saved from then on', async () => {
    expect(isUnsaved(workbench.store.getState())).toBe(true)
    await exports.saveProject('elsewhere')
    expect(workbench.store.getState().place).toMatchObject({ id: 'b'.repeat(24), name: 'Modenhet 2022' })
    expect(isUnsaved(workbench.store.getState())).toBe(false)
  })

  test('is dated, carries the hashes of what was read, and speaks the language of the project', () => {
    const now = new Date('2026-01-02T03:04:05Z')
    const bundle = bundleOf(workbench.store.getState(), now)
    expect(bundle.provenance).toEqual({
      workbench: '0',
      data: { heads: sha256 },
      corrected: 0,
      seed: project.seed,
      minGroup: 5,
      date: now.toISOString(),
    })
    expect(bundle.speaker.language).toBe('nb')
    expect(bundle.sources.map(({ id }) => id)).toEqual(['heads'])
  })

  test('a part is found by the name of its analysis', () => {
    const { session } = workbench.store.getState()
    expect(tableIn(session, 'scores', 'scores')?.part.id).toBe('scores')
    expect(figureIn(session, 'scores', 'profile')?.outcome.as).toBe('scores')
    expect([tableIn(session, 'other', 'scores'), figureIn(session, 'scores', 'gone')]).toEqual([null, null])
    const found = tableIn(session, 'scores', 'scores')
    if (found !== null) expect(clipboardOf(found, projectSpeaker(workbench.store.getState())).text).toContain('Blåvik')
  })
})

test('the name of a folder is plain, and never empty', () => {
  expect(folderName('  Ålesund/Øyer: 2022?  ', 'x')).toBe('Ålesund Øyer 2022')
  expect(folderName('///', 'report')).toBe('report')
  expect(folderName('a'.repeat(200), 'x')).toHaveLength(80)
})

test('a recipe that asks for what is not written opens without it, and says so', () => {
  const recipe = { recipe: 1, sources: [source], output: { tables: ['csv', 'xlsx'], report: ['docx'] } }
  const read = readProject(new TextEncoder().encode(JSON.stringify(recipe)), 'r.json', () => 1)
  if (!read.ok) throw new Error(String(read.problems))
  expect(read.leftOut).toEqual(['xlsx', 'docx'])
  expect(read.project.output).toMatchObject({ tables: ['csv'], report: [] })
})
