import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { setVersion } from '../../analyses/instrument/edits/instrument'
import { setReversed } from '../../analyses/instrument/edits/items'
import { startBridging } from '../../renderer/state/bridging-steps'
import { changesSince, markInstrumentSaved } from '../../renderer/state/instrument-changes'
import { editInstrument, writeInstrumentText } from '../../renderer/state/instrument-editing'
import { emptyProject } from '../../renderer/state/project'
import { startWorkbench } from './start-workbench'

const text = readFileSync('fixtures/odm-valtel/instrument.json', 'utf8').replace('"illustrative": true,', '')
const loaded = { name: 'i.json', text }

function open() {
  const workbench = startWorkbench()
  workbench.openProject({ ...emptyProject('nb'), instrument: loaded }, { id: null, name: null, isSaved: true })
  const since = () => changesSince(workbench.project().instrument ?? loaded, 'nb')
  return { workbench, since }
}

test('changes are told against the instrument as it was loaded, and a version is proposed and never taken by itself', () => {
  const { workbench, since } = open()
  expect(since()).toBeNull()
  editInstrument(workbench, setReversed(['culture_1'], true))
  editInstrument(workbench, setReversed(['culture_2'], true))
  expect(since()).toMatchObject({ earlier: loaded, nextVersion: '1.1', changes: { length: 2 } })
  expect(workbench.project().instrument?.text).toContain('"version": "1.0"')
  editInstrument(workbench, setVersion('1.1'))
  expect(since()).toMatchObject({ nextVersion: null, changes: { length: 3 } })
  workbench.undo()
  expect(since()?.nextVersion).toBe('1.1')
  workbench.undo()
  workbench.undo()
  expect(since()).toBeNull()
  workbench.redo()
  expect(since()?.changes).toHaveLength(1)
})

test('what was saved as a file is what later changes are told against', () => {
  const { workbench, since } = open()
  editInstrument(workbench, setReversed(['culture_1'], true))
  const saved = workbench.project().instrument
  if (saved === null) throw new Error('the project has an instrument')
  markInstrumentSaved(saved)
  editInstrument(workbench, setReversed(['culture_2'], true))
  expect(since()?.earlier).toBe(saved)
  expect(since()?.changes).toHaveLength(1)
})

test('a text that cannot be read has no changes to tell until it can', () => {
  const { workbench, since } = open()
  writeInstrumentText(workbench, text.replace('"version"', 'version'), null)
  expect(since()).toBeNull()
  writeInstrumentText(workbench, text.replace('"version": "1.0"', '"version": "3"'), null)
  expect(since()?.changes).toHaveLength(1)
  expect(since()?.earlier).toBe(loaded)
})

test('the bridge holds the instrument as it was against the instrument as it is', () => {
  const { workbench, since } = open()
  editInstrument(workbench, setReversed(['culture_1'], true))
  const earlier = since()?.earlier
  if (earlier === undefined) throw new Error('something was changed')
  const bridging = startBridging(workbench.project(), earlier, { isArriving: false, rounds: ['2021', '2022'] })
  expect(bridging?.other).toBe(loaded)
  expect(bridging?.present).toBe(workbench.project().instrument)
})
