import { describe, expect, test } from 'vitest'
import {
  arrivalOf,
  documentKindOf,
  inTurn,
  largestDocument,
  looksLikeDocument,
  mayBeKnown,
  placeOfOpened,
  windowAfterData,
  withArriving,
  withIdentity,
  withRejection,
} from '../../renderer/state/opening-steps'
import { emptyProject, type Project } from '../../renderer/state/project'
import { startSession, type Session } from '../../renderer/state/session'
import { entryOf, surveySource } from './loading-data'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const hash = (letter: string): string => letter.repeat(64)
const project: Project = {
  ...emptyProject('nb'),
  sources: [entryOf(surveySource('2021'), hash('a')), entryOf(surveySource('2022'), '')],
}

describe('a file is a document', () => {
  test('by its name, or by how it begins', () => {
    const data = encode('a;b\n1;2\n')
    expect(looksLikeDocument('Skjema.JSON', 10, data)).toBe(true)
    expect(looksLikeDocument('skjema.txt', 10, encode('\ufeff \n{ "instrument": 1'))).toBe(true)
    expect(looksLikeDocument('2021.csv', 10, data)).toBe(false)
    expect(looksLikeDocument('x.json', 0, encode(''))).toBe(false)
    expect(looksLikeDocument('x.json', largestDocument, data)).toBe(true)
    expect(looksLikeDocument('x.json', largestDocument + 1, data)).toBe(false)
    expect(looksLikeDocument('svar.jsonl', 10, encode('{"a":1}\n'))).toBe(false)
    expect(looksLikeDocument('answers.NDJSON', 10, encode('{"a":1}\n'))).toBe(false)
  })

  test('of the kind that it says, even when it is broken further down', () => {
    for (const [text, kind] of [
      ['{"recipe":1}', 'project'],
      ['\ufeff{"project":1,"instrument":null}', 'project'],
      ['{"instrument":1}', 'instrument'],
      ['{"recipe": 1,\n"title": }', 'project'],
      ['{"title":1}', 'unknown'],
      ['[1]', 'unknown'],
      ['null', 'unknown'],
      ['{', 'unknown'],
      ['[]', 'unknown'],
      ['[{"a":1},{"a":2}]', 'data'],
      ['{"a":1}\n{"a":2}\n', 'data'],
      ['\ufeff{"a":1}\r\n{"a":2}', 'data'],
      ['{"recipe":1}\n{"recipe":2}', 'project'],
      ['{\n{"a":1}', 'unknown'],
    ] as const)
      expect(documentKindOf(encode(text)), text).toBe(kind)
  })

  test('projects are opened before instruments, and those before what is unknown, each in the order given', () => {
    const documents = (['unknown', 'instrument', 'project', 'instrument'] as const).map((kind, at) => ({ kind, at }))
    expect(inTurn(documents).map(({ at }) => at)).toEqual([2, 1, 3, 0])
  })
})

describe('a data file is', () => {
  const given =
    (...hashes: readonly string[]) =>
    (sha256: string) =>
      hashes.includes(sha256)

  test('there already when its content is, under whatever name', () => {
    expect(arrivalOf(project, { name: 'copy.csv', sha256: hash('a') }, given(hash('a')))).toEqual({
      is: 'there-already',
      first: '2021.csv',
    })
  })

  test('the content that a source waits for, under whatever name', () => {
    expect(arrivalOf(project, { name: 'moved.csv', sha256: hash('a') }, given())).toEqual({ is: 'missing-content' })
  })

  test('the file that a source waits for by name; its content is other only where the content was known', () => {
    const named = (name: string) => arrivalOf(project, { name, sha256: hash('c') }, given())
    expect(named('2021.CSV')).toEqual({ is: 'missing-file', source: '2021', isOtherContent: true })
    expect(named('2022.csv')).toEqual({ is: 'missing-file', source: '2022', isOtherContent: false })
  })

  test('new, also when it has the name of a source that has its file', () => {
    expect(arrivalOf(project, { name: '2021.csv', sha256: hash('c') }, given(hash('a')))).toEqual({ is: 'new' })
    expect(arrivalOf(project, { name: '2023.csv', sha256: hash('c') }, given())).toEqual({ is: 'new' })
  })

  test('possibly known when a source has its size', () => {
    expect([mayBeKnown(project, 8), mayBeKnown(project, 9)]).toEqual([true, false])
  })
})

test('a source takes the identity of the file that was given for it, and keeps how it is read', () => {
  const identity = { name: '2022.csv', sha256: hash('c'), size: 3 }
  const next = withIdentity(project, '2022', identity)
  expect(next.sources[1]).toEqual({ source: project.sources[1]?.source, identity })
  expect(next.sources[0]).toBe(project.sources[0])
})

describe('the window', () => {
  test('shows the first of the new sources, or leaves the start for the data that are there', () => {
    const { sources } = project
    expect(windowAfterData(sources, 1, 'analyses')).toEqual({ screen: 'data', source: '2022', panel: null })
    expect(windowAfterData(sources, 2, 'start')).toEqual({ screen: 'data', source: '2021', panel: null })
    expect(windowAfterData(sources, 2, 'analyses')).toEqual({})
    expect(windowAfterData([], 0, 'start')).toEqual({})
  })

  test('a recipe becomes a new project, a project keeps its place', () => {
    const place = { id: '1', name: 'a.json' }
    expect(placeOfOpened({ isRecipe: false, leftOut: [] }, place)).toEqual({ ...place, isSaved: true })
    expect(placeOfOpened({ isRecipe: false, leftOut: ['xlsx'] }, place)).toEqual({ ...place, isSaved: false })
    expect(placeOfOpened({ isRecipe: true, leftOut: [] }, place)).toEqual({ id: null, name: null, isSaved: false })
  })
})

describe('the session', () => {
  const problem = { kind: 'bug', detail: 'x' } as const
  const after = (session: Session, ...patches: readonly ((present: Session) => Partial<Session>)[]): Session =>
    patches.reduce((present, patch) => ({ ...present, ...patch(present) }), session)

  test('tells of files that could not be used, newest first, at most twenty, each with a number of its own', () => {
    const names = Array.from({ length: 25 }, (_, index) => `f${index}`)
    const { rejected } = after(startSession(), ...names.map((name) => withRejection(name, [problem, null])))
    expect(rejected.map(({ name }) => name)).toEqual(names.toReversed().slice(0, 20))
    expect(new Set(rejected.map(({ id }) => id)).size).toBe(20)
    expect(rejected[0]?.problems).toEqual([problem])
  })

  test('does not tell of what was called off', () => {
    expect(after(startSession(), withRejection('a', [null])).rejected).toEqual([])
  })

  test('shows a file once while it is looked at', () => {
    const looking = after(startSession(), withArriving('a', 0), withArriving('b', 0), withArriving('a', 0.5))
    expect(looking.arriving).toEqual([
      { name: 'b', share: 0 },
      { name: 'a', share: 0.5 },
    ])
    expect(after(looking, withArriving('b', null)).arriving.map(({ name }) => name)).toEqual(['a'])
  })
})
