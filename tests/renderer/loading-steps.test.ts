import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataKinds } from '../../analyses/recipe/open'
import {
  dataFailed,
  dataOpened,
  descriptionOf,
  endOfReading,
  engineEmptied,
  fileGiven,
  forgetSources,
  isOutdated,
  markEverythingLoading,
  markLoading,
  nextStep,
  noHoldings,
  patchSource,
  readInstrument,
  sourceGivenUp,
  sourceLeft,
  sourceRead,
  sourceWanted,
  withKnownHashes,
  type Holdings,
} from '../../renderer/state/loading-steps'
import { addSource, changeSource, emptyProject, removeSource, type Project } from '../../renderer/state/project'
import { startSession, type Session } from '../../renderer/state/session'
import { entryOf, reportOf, surveySource } from './loading-data'

const file = new File(['a;b\n1;2\n'], 'r2022.csv')
const known = 'a'.repeat(64)
const survey = entryOf(surveySource('r2022'), known)
const log = entryOf({ id: 'log', kind: 'events', file: 'log.csv', time: 't', time_zone: 'UTC' }, 'b'.repeat(64))
const instrument = { name: 'i.json', text: '{}' }
const project: Project = { ...emptyProject('nb'), instrument, sources: [survey] }
const session = startSession()

/** Holdings and session as they are when everything has been read and opened. */
function settled(wanted: Project): { readonly holdings: Holdings; readonly session: Session } {
  let holdings = noHoldings
  let present = session
  for (const entry of wanted.sources) holdings = fileGiven(holdings, wanted, entry.identity.sha256, file)
  for (let turn = 0; turn < 50; turn += 1) {
    const step = nextStep(holdings, wanted, present)
    if (step === null) return { holdings, session: present }
    if (step.step === 'read') {
      const { id, kind } = step.entry.source
      const report = reportOf(id, kind, step.entry.identity.sha256)
      holdings = sourceRead(holdings, step, wanted.instrument, report)
      present = { ...present, ...patchSource(id, { status: 'ready' })(present) }
    } else if (step.step === 'open')
      present = { ...present, ...dataOpened(step.data, step.hash, { kind: step.data } as never)(present) }
    else throw new Error(step.step)
  }
  throw new Error('it never came to rest')
}

describe('what comes next', () => {
  test('nothing for an empty project', () => {
    expect(nextStep(noHoldings, emptyProject('nb'), session)).toBeNull()
  })

  test('a source without its file waits, and says so once', () => {
    expect(nextStep(noHoldings, project, session)).toEqual({ step: 'wait', id: 'r2022' })
    const waiting = { ...session, ...patchSource('r2022', { status: 'waiting' })(session) }
    expect(nextStep(noHoldings, project, waiting)).toBeNull()
  })

  test('a source whose file is at hand is read, and then its data are opened with its report', () => {
    const given = fileGiven(noHoldings, project, known, file)
    const read = nextStep(given, project, session)
    expect(read).toMatchObject({ step: 'read', entry: survey, file })
    const report = reportOf('r2022', 'survey', known)
    const holdings = sourceRead(given, { entry: survey, file }, instrument, report)
    expect(nextStep(holdings, project, session)).toMatchObject({ step: 'open', data: 'survey', reports: [report] })
  })

  test('each kind of data is opened from its own sources, and nothing is left to do then', () => {
    const both = addSource(project, log)
    const { holdings, session: present } = settled(both)
    expect([...holdings.loaded.keys()]).toEqual(['r2022', 'log'])
    expect(dataKinds.filter((data) => present[data].status === 'ready')).toEqual(['survey', 'series'])
    expect(present.survey.hash).not.toBe(present.series.hash)
    expect(nextStep(holdings, both, present)).toBeNull()
  })

  test('another instrument reads surveys anew and leaves logs as they are', () => {
    const both = addSource(project, log)
    const { holdings, session: present } = settled(both)
    const other = { ...both, instrument: { name: 'i.json', text: '{"instrument":1}' } }
    expect(nextStep(holdings, other, present)).toMatchObject({ step: 'read', entry: survey })
    expect(isOutdated(holdings, other, 'log', descriptionOf(holdings, log, instrument))).toBe(false)
    expect(isOutdated(holdings, other, 'r2022', descriptionOf(holdings, survey, instrument))).toBe(true)
  })

  test('a source that was taken away leaves the engine first, then the session, and its data are opened anew', () => {
    const both = addSource(project, log)
    const { holdings, session: present } = settled(both)
    const fewer = removeSource(both, 'log')
    expect(nextStep(holdings, fewer, present)).toEqual({ step: 'take-out', id: 'log', data: 'series' })
    const left = sourceLeft(holdings, 'log')
    expect(nextStep(left, fewer, present)).toEqual({ step: 'forget', ids: ['log'] })
    const forgotten = { ...present, ...forgetSources(['log'])(present) }
    expect(Object.keys(forgotten.sources)).toEqual(['r2022'])
    expect(nextStep(left, fewer, forgotten)).toEqual({
      step: 'open',
      data: 'series',
      hash: '',
      reports: [],
      declared: {},
    })
  })

  test('a source that moved before another changes the order of the reports, and so the data', () => {
    const two = addSource(project, entryOf(surveySource('r2023'), 'c'.repeat(64)))
    const { holdings, session: present } = settled(two)
    const turned = { ...two, sources: two.sources.toReversed() }
    const step = nextStep(holdings, turned, present)
    expect(step?.step === 'open' ? step.reports.map(({ source }) => source) : step).toEqual(['r2023', 'r2022'])
  })

  test('what was given up is not tried again until its reading, its file or the user asks for it', () => {
    const given = fileGiven(noHoldings, project, known, file)
    const description = descriptionOf(given, survey, instrument)
    const tired = sourceGivenUp(given, 'r2022', description)
    expect(nextStep(tired, project, session)).toBeNull()
    const corrected = changeSource(project, 'r2022', (source) => ({ ...source, dialect: { delimiter: ';' } }))
    for (const [holdings, wanted] of [
      [tired, corrected],
      [fileGiven(tired, project, known, file), project],
      [sourceWanted(tired, 'r2022'), project],
      [engineEmptied(tired), project],
    ] as const)
      expect(nextStep(holdings, wanted, session)?.step).toBe('read')
  })

  test('data that are said to be loading are opened again although nothing else has changed', () => {
    const { holdings, session: present } = settled(project)
    const marked = { ...present, ...markLoading(['survey'])(present) }
    expect(marked.survey.dataset).toBe(present.survey.dataset)
    expect(nextStep(holdings, project, marked)).toMatchObject({
      step: 'open',
      data: 'survey',
      hash: marked.survey.hash,
    })
  })

  test('after the engine was lost everything is read again', () => {
    const { holdings, session: present } = settled(project)
    const marked = { ...present, ...markEverythingLoading(present) }
    expect(nextStep(engineEmptied(holdings), project, marked)?.step).toBe('read')
    expect(dataKinds.map((data) => marked[data].status)).toEqual(dataKinds.map(() => 'loading'))
  })
})

describe('a hash that becomes known beside the reading', () => {
  const marked = entryOf(surveySource('r2022'), 'not-yet-1')
  const unnamed: Project = { ...project, sources: [marked] }
  const given = fileGiven(noHoldings, unnamed, 'not-yet-1', file)
  const read = sourceRead(given, { entry: marked, file }, instrument, reportOf('r2022', 'survey', known))

  test('takes the place of its mark in the project, and nothing is read again', () => {
    const named = withKnownHashes(unnamed, read)
    expect(named.sources[0]?.identity.sha256).toBe(known)
    expect(nextStep(read, named, session)).toMatchObject({ step: 'open', data: 'survey' })
    expect(read.files.get(known)).toBe(file)
  })

  test('undo may bring the mark back: it is still the same file', () => {
    expect(nextStep(read, unnamed, session)?.step).toBe('open')
    expect(isOutdated(read, unnamed, 'r2022', read.loaded.get('r2022')?.description ?? '')).toBe(false)
  })

  test('a project in which every hash is known stays the same object', () => {
    expect(withKnownHashes(project, read)).toBe(project)
  })
})

describe('what a source and its data show', () => {
  const problem = { kind: 'bug', detail: 'x' } as const

  test('the end of a reading', () => {
    const reading = { problems: [] } as never
    expect(endOfReading({ reading })).toEqual({ status: 'ready', progress: null, reading, problem: null })
    expect(endOfReading({ problem })).toEqual({ status: 'failed', progress: null, problem })
    expect(endOfReading({ problem: null })).toEqual({ status: 'cancelled', progress: null, problem: null })
  })

  test('data that could not be opened, and data that are not there', () => {
    expect(dataFailed('series', 'h', problem)(session).series).toEqual({
      status: 'failed',
      dataset: null,
      hash: 'h',
      problem,
    })
    expect(dataOpened('series', '', null)(session).series).toEqual({
      status: 'absent',
      dataset: null,
      hash: '',
      problem: null,
    })
  })

  test('an instrument that cannot be read leaves none, and says why', () => {
    expect(readInstrument(null)).toEqual({ instrument: null, problems: [] })
    const broken = readInstrument({ name: 'i.json', text: '{' })
    expect(broken.instrument).toBeNull()
    expect(broken.problems.map(({ place }) => place.file)).toEqual(['i.json'])
  })
})

describe('an instrument that was edited', () => {
  const text = readFileSync('fixtures/bad/instrument.json', 'utf8')
  const instrument = { name: 'i.json', text }
  const edited = (edit: (value: Record<string, unknown>) => void) => {
    const value = JSON.parse(text) as Record<string, unknown>
    edit(value)
    return { name: 'i.json', text: JSON.stringify(value) }
  }
  const entry = entryOf(surveySource('a'), 'a'.repeat(64))
  const described = (document: { name: string; text: string }): string => descriptionOf(noHoldings, entry, document)

  test('makes files be read again where the answers may be understood otherwise, and only there', () => {
    type Parts = Record<'items' | 'dimensions', Record<string, unknown>[]>
    const first = described(instrument)
    expect(described(edited((value) => Object.assign(value, { references: ['x'] })))).toBe(first)
    expect(described(edited((value) => Object.assign((value as Parts).items[0] ?? {}, { reversed: true })))).toBe(first)
    expect(described(edited((value) => Object.assign((value as Parts).dimensions[0] ?? {}, { score: 'sum' })))).toBe(
      first,
    )
    expect(described(edited((value) => Object.assign((value as Parts).items[0] ?? {}, { aliases: ['x'] })))).not.toBe(
      first,
    )
    expect(described(edited((value) => Object.assign(value, { version: '7' })))).not.toBe(first)
  })

  test('takes the rows of all sources out before one of them is read by it', () => {
    const other = entryOf(surveySource('b'), 'b'.repeat(64))
    const file = new File(['x'], 'x.csv')
    const before: Project = { ...emptyProject('en'), instrument, sources: [entry, other] }
    let holdings = fileGiven(fileGiven(noHoldings, before, 'a'.repeat(64), file), before, 'b'.repeat(64), file)
    for (const each of [entry, other])
      holdings = sourceRead(
        holdings,
        { entry: each, file },
        instrument,
        reportOf(each.source.id, 'survey', each.identity.sha256),
      )
    const after = { ...before, instrument: edited((value) => Object.assign(value, { version: '7' })) }
    expect(nextStep(holdings, after, startSession())).toMatchObject({ step: 'take-out', id: 'b' })
    expect(nextStep(sourceLeft(holdings, 'b'), after, startSession())).toMatchObject({
      step: 'read',
      entry: { source: { id: 'a' } },
    })
  })
})
