import { expect, test } from 'vitest'
import { QueryError } from '../../analyses/core/errors'
import type { Database } from '../../analyses/core/database'
import { createQualityLooks } from '../../renderer/state/quality'
import { dataset } from '../group-comparison/frames'
import { startWorkbench } from './start-workbench'

const failing = (before: () => void = () => undefined): Promise<Database> => {
  const fail = (): Promise<never> => {
    before()
    return Promise.reject(new QueryError('Out of memory', 'SELECT 1'))
  }
  return Promise.resolve({ insert: fail, execute: fail, frame: fail, memory: fail, close: () => Promise.resolve() })
}
const opened = (): ReturnType<typeof startWorkbench> => {
  const workbench = startWorkbench()
  workbench.patchSession(({ survey }) => ({ survey: { ...survey, dataset: dataset() } }))
  return workbench
}
const { signal } = new AbortController()

test('what the engine says against a look with another limit is not swallowed', async () => {
  const looks = createQualityLooks(opened(), failing())
  await expect(looks.lookAgain('blanks', 0.2, signal)).rejects.toThrow(QueryError)
  expect((await looks.look(signal, () => undefined)).problem).not.toBeNull()
})

test('a look that is called off, or under which the survey is opened anew, says nothing', async () => {
  expect(await createQualityLooks(opened(), failing()).lookAgain('blanks', 0.2, AbortSignal.abort())).toBeNull()
  const workbench = opened()
  const anew = failing(() => workbench.patchSession(({ survey }) => ({ survey: { ...survey, dataset: dataset() } })))
  expect(await createQualityLooks(workbench, anew).lookAgain('blanks', 0.2, signal)).toBeNull()
})
