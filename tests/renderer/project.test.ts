import { readFileSync } from 'node:fs'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { attributeId } from '../../analyses/core/ids'
import { parseRecipe, type RecipeSource } from '../../analyses/recipe/recipe'
import type { ColumnUse } from '../../analyses/sources/columns'
import { asKind } from '../../analyses/sources/recognition'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { sourceOf, sources } from '../../analyses/sources/registry'
import {
  addAnalysis,
  changeCondition,
  changeOption,
  conditionsOf,
  emptyProject,
  moveAnalysis,
  removeAnalysis,
  type Project,
  type ProjectAnalysis,
} from '../../renderer/state/project'
import { readProject, recipeOf, writeProject } from '../../renderer/state/project-file'
import { recognise } from '../sources/reading'
import { instrumentOf, item, textFile } from '../sources/sample-data'
import {
  rangeOf,
  rangeText,
  targetOf,
  withColumn,
  withDialect,
  type ColumnTarget,
} from '../../renderer/state/source-change'

const analysis = (as: string, where: ProjectAnalysis['where'] = []): ProjectAnalysis => ({
  as,
  id: 'group-comparison',
  version: 1,
  where,
  options: {},
})
const sha256 = 'a'.repeat(64)
const source: SurveySource = { id: 'r2022', kind: 'survey', file: '2022.csv', round: '2022', attributes: ['role'] }

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

function project(): Project {
  return {
    ...emptyProject('sv'),
    title: 'Ledare <b>2022</b>',
    instrument: { name: 'i.json', text: '{"instrument":1}' },
    sources: [{ source, identity: { name: '2022.csv', sha256, size: 12 } }],
    where: [{ column: 'role', in: ['leader'] }],
    analyses: [
      { ...analysis('by-organisation', [{ column: 'round', in: ['2022'] }]), options: { test: 'welch' } },
      { ...analysis('xmr'), id: 'control-chart' },
    ],
  }
}

describe('a project', () => {
  test('changes without touching what it was', () => {
    const before = Object.freeze({ ...emptyProject('nb'), analyses: Object.freeze([analysis('a'), analysis('b')]) })
    expect(addAnalysis(before, analysis('c'), 'a').analyses.map(({ as }) => as)).toEqual(['a', 'c', 'b'])
    expect(moveAnalysis(before, 'b', -1).analyses.map(({ as }) => as)).toEqual(['b', 'a'])
    expect(moveAnalysis(before, 'a', -1)).toBe(before)
    expect(removeAnalysis(before, 'a').analyses.map(({ as }) => as)).toEqual(['b'])
    expect(changeOption(before, 'b', 'confidence', 0.9).analyses[1]?.options).toEqual({ confidence: 0.9 })
    expect(before.analyses.map(({ as }) => as)).toEqual(['a', 'b'])
  })

  test('an emptied condition is lifted, a column has one', () => {
    const one = changeCondition([], 'role', ['leader'])
    expect(changeCondition(one, 'role', ['employee'])).toEqual([{ column: 'role', in: ['employee'] }])
    expect(changeCondition(one, 'role', [])).toEqual([])
  })

  test('the filter above holds for surveys, never for series', () => {
    const whole = project()
    expect(conditionsOf(whole, whole.analyses[0] as ProjectAnalysis, true)).toEqual([
      { column: 'role', in: ['leader'] },
      { column: 'round', in: ['2022'] },
    ])
    expect(conditionsOf(whole, whole.analyses[1] as ProjectAnalysis, false)).toEqual([])
  })
})

describe('a project as a file', () => {
  test('is read back as it was', () => {
    const read = readProject(writeProject(project()), 'p.json', () => 1)
    if (!read.ok) throw new Error(String(read.problems))
    expect(read.isRecipe).toBe(false)
    expect(read.project).toEqual(project())
  })

  test('holds no data', () => {
    expect(Object.keys(JSON.parse(textOf(writeProject(project()))) as object).sort()).toEqual([
      'files',
      'instrument',
      'project',
      'recipe',
      'where',
    ])
  })

  test('as a recipe it is valid, and carries the filter into every survey analysis', () => {
    const text = recipeOf(project(), (id) => id !== 'control-chart')
    const parsed = parseRecipe(text, 'recipe.json')
    if (!parsed.ok) throw new Error(String(parsed.problems))
    expect(parsed.value.instrument).toBe('instrument.json')
    expect(parsed.value.analyses.map(({ where }) => where)).toEqual([
      [
        { column: 'role', in: ['leader'] },
        { column: 'round', in: ['2022'] },
      ],
      undefined,
    ])
  })

  test('the sample recipe opens, and knows no hashes', () => {
    const read = readProject(readFileSync('fixtures/sample/recipe.json'), 'recipe.json', () => 1)
    if (!read.ok) throw new Error(String(read.problems))
    expect(read.isRecipe).toBe(true)
    expect(read.instrumentPath).toBe('instrument.json')
    expect(read.project.sources.every(({ identity }) => identity.sha256 === '')).toBe(true)
    const again = readProject(writeProject(read.project), 'p.json', () => 1)
    expect(again.ok).toBe(true)
  })

  test('every fault is named with its line', () => {
    const broken = textOf(writeProject(project()))
      .replace('"seed": 20221122', '"seed": "x"')
      .replace('"where": [', '"wheer": [')
    const read = readProject(bytesOf(broken), 'p.json', () => 1)
    if (read.ok) throw new Error('it was read')
    expect(read.problems.length).toBeGreaterThan(1)
    for (const problem of read.problems)
      expect(problem.place).toMatchObject({ file: 'p.json', line: expect.any(Number) as number })
  })

  test('no JSON at all says where it stops', () => {
    const read = readProject(bytesOf('{"recipe": 1,\n"title": }'), 'r.json', () => 1)
    if (read.ok) throw new Error('it was read')
    expect(read.problems[0]?.code).toBe('recipe:not-json')
    expect(read.problems[0]?.place.line).toBe(2)
  })

  test('bytes that are not UTF-8 are refused, and a byte order mark is none of them', () => {
    const latin1 = Uint8Array.from([0x7b, 0x22, 0xe5, 0x22, 0x7d])
    const read = readProject(latin1, 'p.json', () => 1)
    expect(read.ok ? [] : read.problems.map(({ code, place }) => [code, place.file])).toEqual([
      ['recipe:not-text', 'p.json'],
    ])
    const marked = bytesOf(`\ufeff${textOf(writeProject(project()))}`)
    expect(readProject(marked, 'p.json', () => 1)).toMatchObject({ ok: true, isRecipe: false })
  })
})

describe('a survey whose attribute goes by its header', () => {
  const instrument = instrumentOf([item('culture_1')])
  const guessed = async (header: string): Promise<Project> => {
    const cell = `"${header.replaceAll('"', '""')}"`
    const file = textFile('2022.csv', `culture_1;${cell};n\n1;ja;4\n2;nei;7\n3;ja;8\n4;ja;6\n`, 'utf-8', 4096)
    const { source: guess } = await recognise(file, { instrument })
    return {
      ...emptyProject('nb'),
      instrument: { name: 'i.json', text: '{}' },
      sources: [{ source: guess, identity: { name: '2022.csv', sha256, size: 12 } }],
    }
  }
  const header = fc
    .tuple(fc.constantFrom('- ', '.', '', '_'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }))
    .map((parts) => parts.join(''))

  property.prop([header], { numRuns: 60 })(
    'is saved, put by and written as a recipe, and opens again as it was',
    async (name) => {
      fc.pre(!/^\s*$/.test(name) && !name.includes('\0'))
      const saved = await guessed(name)
      const read = readProject(writeProject(saved), 'p.json', () => 1)
      expect(read.ok && read.project).toEqual(saved)
      expect(
        parseRecipe(
          recipeOf(saved, () => true),
          'r.json',
        ).ok,
      ).toBe(true)
    },
  )

  test.each(['- Kommune?', '.gruppe', 'Hvilken av disse gruppene hører du nærmest til'])(
    '%s has the same id by guess and by hand',
    async (name) => {
      const { sources } = await guessed(name)
      expect(sources.map(({ source: guess }) => (guess as SurveySource).attributes)).toEqual([[attributeId(name)]])
    },
  )

  test('what could not be opened again is not written, and the reason is told', () => {
    const broken = {
      ...project(),
      sources: [{ source: { ...source, attributes: ['- Kommune'] }, identity: { name: '2022.csv', sha256, size: 12 } }],
    }
    for (const write of [writeProject, (whole: Project) => recipeOf(whole, () => true)])
      expect(() => write(broken)).toThrow(
        expect.objectContaining({
          code: 'recipe:not-readable-again',
          about: expect.objectContaining({
            path: expect.stringContaining('sources[0].attributes[0]') as string,
          }) as object,
        }) as Error,
      )
    expect(() => recipeOf(emptyProject('nb'), () => true)).toThrow('recipe:not-readable-again')
  })
})

describe('how a source is read', () => {
  test('a part of the dialect is declared and given back', () => {
    const declared = withDialect(source, 'encoding', 'windows-1252')
    expect(declared.dialect).toEqual({ encoding: 'windows-1252' })
    expect(withDialect(declared, 'encoding', undefined)).toEqual(source)
  })

  const survey = sourceOf('survey')
  const column = (header: string, role = 'ignored', id: string | null = null): ColumnUse => ({
    position: 1,
    header,
    role,
    id,
    matchedBy: id === null ? null : 'mapping',
  })
  const change = (given: RecipeSource, of: ColumnUse, target: ColumnTarget): RecipeSource =>
    withColumn(sourceOf(given.kind), given, of, target, [])

  test('a column becomes an item, and takes it from the column that had it', () => {
    const target: ColumnTarget = { is: 'id', id: 'culture_1', isAttribute: false }
    const second = change(change(source, column('Q1'), target), column('Q2'), target)
    expect(second['columns']).toEqual({ Q2: 'culture_1' })
    expect(second['attributes']).toEqual(['role'])
  })

  test('a column becomes an attribute and stops being one', () => {
    const attribute = change(source, column('Avd.'), { is: 'id', id: 'unit', isAttribute: true })
    expect(attribute).toMatchObject({ columns: { 'Avd.': 'unit' }, attributes: ['role', 'unit'] })
    expect(change(attribute, column('Avd.', 'attribute', 'unit'), { is: 'unused' })).toEqual(source)
  })

  test('attributes that were found without a list are kept in it', () => {
    const map: RecipeSource = { id: 'm', kind: 'inventory', file: 'm.csv' }
    const target: ColumnTarget = { is: 'id', id: 'region', isAttribute: true }
    expect(withColumn(sourceOf('inventory'), map, column('Del'), target, ['country', 'type'])).toEqual({
      ...map,
      columns: { Del: 'region' },
      attributes: ['country', 'type', 'region'],
    })
  })

  test('respondent and weight are named by header, one column each', () => {
    const respondent = change(source, column('id'), { is: 'field', field: 'respondent' })
    expect(respondent['respondent']).toBe('id')
    const weight = change(respondent, column('id', 'respondent'), { is: 'field', field: 'weight' })
    expect(weight).toMatchObject({ weight: 'id' })
    expect('respondent' in weight).toBe(false)
    expect(targetOf(survey, column('id', 'weight'))).toEqual({ is: 'field', field: 'weight' })
  })

  test('columns that a kind cannot do without change places', () => {
    const uptime: RecipeSource = { id: 'u', kind: 'coverage', file: 'u.csv', start: 'a', end: 'b', time_zone: 'UTC' }
    expect(change(uptime, column('b', 'end'), { is: 'field', field: 'start' })).toEqual({
      ...uptime,
      start: 'b',
      end: 'a',
    })
    for (const target of [{ is: 'field', field: 'subject' }, { is: 'unused' }] as const)
      expect(change(uptime, column('a', 'start'), target)).toBe(uptime)
  })

  test('a range on one line is read back as it was', () => {
    expect(rangeText([-1.5, 50], ',')).toBe('\u22121,5 \u2013 50')
    for (const range of [
      [0, 50],
      [-1.5, 50],
      [-20, -3],
    ] as const)
      for (const mark of ['.', ',']) expect(rangeOf(rangeText(range, mark))).toEqual(range)
    expect(rangeOf('0 til 50')).toEqual([0, 50])
    expect(rangeOf(' ')).toBeUndefined()
    for (const text of ['50', '50 – 0', '0 – x', '3 – 3']) expect(rangeOf(text), text).toBeNull()
  })

  test('every kind of source can be made of every other, and stays a valid recipe', () => {
    const to = (kind: string, given: RecipeSource): RecipeSource =>
      asKind(sourceOf(kind), given, ['t', 'v'], { timeZone: 'Europe/Oslo', others: [], before: sourceOf(given.kind) })
    for (const first of sources.keys())
      for (const second of sources.keys()) {
        const changed = to(second, to(first, source))
        expect(changed.kind).toBe(second)
        const recipe = { recipe: 1, instrument: 'i.json', sources: [changed] }
        expect(parseRecipe(JSON.stringify(recipe), 'r.json').ok, `${first} → ${second}`).toBe(true)
      }
    // What was the time is where a span starts, and the zone stays.
    const log = { id: 'x', kind: 'observations', file: 'x.csv', time: 'when', value: 'v', time_zone: 'UTC' }
    expect(to('coverage', log)).toEqual({
      id: 'x',
      kind: 'coverage',
      file: 'x.csv',
      start: 'when',
      end: 't',
      time_zone: 'UTC',
    })
  })
})
