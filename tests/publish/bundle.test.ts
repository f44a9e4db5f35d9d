import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { bundleFiles, bytesOfFigure, figureFiles, figureTasks, type Bundle } from '../../analyses/publish/bundle'
import type { FigurePageJob } from '../../analyses/publish/figure-job'
import { passportLine, passportOf } from '../../analyses/publish/passport'
import { recipeSchema } from '../../analyses/recipe/recipe'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { outcomeNamed } from './sample-outcome'

const recipe = recipeSchema.parse({
  recipe: 1,
  language: 'en',
  seed: 7,
  sources: [{ id: 'one', kind: 'headcount', file: 'one.csv' }],
  analyses: [
    { id: 'dimension-scores', as: 'a' },
    { id: 'dimension-scores', as: 'b' },
  ],
  output: { figures: ['svg', 'pdf'], profile: 'slide-16x9' },
})
const bundle: Bundle = {
  recipe,
  outcomes: [outcomeNamed('a'), outcomeNamed('b')],
  speaker: createSpeaker('en', messagesOf('en'), null),
  provenance: {
    workbench: '1.2.3',
    data: { one: 'f'.repeat(64) },
    seed: 7,
    minGroup: 5,
    date: '2026-01-02T03:04:05.000Z',
  },
  engine: 'engine 1',
  sources: [],
  figureFormats: ['svg', 'pdf'],
  documents: [{ name: 'recipe.json', text: '{"recipe":1}' }],
}
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

describe('the files of an output', () => {
  const files = new Map(bundleFiles(bundle).map(({ name, bytes }) => [name, textOf(bytes)]))

  test('are the tables and the data of the figures as CSV, the results and the documents', () => {
    expect([...files.keys()].sort()).toEqual([
      'figures/a.profile.csv',
      'figures/b.profile.csv',
      'recipe.json',
      'results.json',
      'tables/a.scores.csv',
      'tables/b.scores.csv',
    ])
    expect(files.get('tables/a.scores.csv')).toBe('organisation,mean\r\nBlåvik,3.25\r\nØyer,\r\n')
    expect(files.get('figures/a.profile.csv')).toBe('organisation,mean\r\nBlåvik,2.5\r\nØyer,\r\n')
    expect(files.get('recipe.json')).toBe('{"recipe":1}')
  })

  test('the results name every file that there is', () => {
    const results = resultsSchema.parse(JSON.parse(files.get('results.json') ?? ''))
    expect(results).toMatchObject({ workbench: '1.2.3', engine: 'engine 1', ran_at: '2026-01-02T03:04:05.000Z' })
    const drawn = figureTasks(bundle).flatMap((task) =>
      figureFiles(task, { svg: '<svg/>', pdf: new Uint8Array(), png: null }).map(({ name }) => name),
    )
    expect(results.analyses.flatMap(({ figures }) => figures.flatMap((figure) => figure.files))).toEqual(drawn)
    for (const { figures } of results.analyses) for (const { data } of figures) expect(files.has(data)).toBe(true)
  })

  test('there are no results while an analysis has no outcome, and a recipe without tables has its tables', () => {
    const partial = bundleFiles({ ...bundle, outcomes: [outcomeNamed('b')] }).map(({ name }) => name)
    expect(partial).not.toContain('results.json')
    expect(partial).toContain('tables/b.scores.csv')
    const none = { ...recipe, output: { ...recipe.output, tables: [] } }
    expect(bundleFiles({ ...bundle, recipe: none }).map(({ name }) => name)).toEqual([...files.keys()])
  })
})

describe('the figures of an output', () => {
  test('are drawn in the profile of the recipe, each with its passport in the picture and in the file', () => {
    const [task, other, ...more] = figureTasks(bundle)
    expect([task?.as, task?.figure, other?.as, more.length]).toEqual(['a', 'profile', 'b', 0])
    expect(task?.drawing).toMatchObject({ widthMm: 320, heightMm: 180, outputs: ['svg', 'pdf'] })
    const passport = passportOf(outcomeNamed('a'), bundle.provenance)
    expect(passport).toEqual({
      workbench: '1.2.3',
      data: { one: 'f'.repeat(64) },
      analysis: { id: 'dimension-scores', version: 1 },
      options: { by: ['organisation'] },
      seed: 7,
      filter: [{ column: 'round', in: ['2022'] }],
      n: 12,
      rule: { min_group: 5 },
      date: '2026-01-02T03:04:05.000Z',
    })
    expect(task?.drawing.metadata).toEqual({
      title: 'Figure profile',
      subject: 'What profile shows.',
      keywords: [passportLine(passport)],
      creator: 'VälTel Workbench 1.2.3',
      language: 'en',
    })
    const job = JSON.parse(task?.drawing.job ?? '') as FigurePageJob
    expect(job).toMatchObject({
      language: 'en',
      theme: 'print',
      passport: JSON.parse(JSON.stringify(passport)) as object,
    })
    expect(job.spec.title).toBe('Figure profile')
  })

  test('are none when no format is asked for', () => {
    expect(figureTasks({ ...bundle, figureFormats: [] })).toEqual([])
  })

  test('become files under the names of analysis and figure, for the formats that were drawn', () => {
    const drawn = { svg: '<svg/>', pdf: null, png: Uint8Array.of(1, 2) }
    const files = figureFiles({ as: 'a', figure: 'profile' }, drawn)
    expect(files.map(({ name }) => name)).toEqual(['figures/a.profile.svg', 'figures/a.profile.png'])
    expect(textOf(files[0]?.bytes)).toBe('<svg/>')
    expect(bytesOfFigure(drawn, 'png')).toEqual(Uint8Array.of(1, 2))
    expect(bytesOfFigure(drawn, 'pdf')).toBeNull()
  })
})
