import { expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { readSource } from '../../renderer/state/reading'
import type { Ingest } from '../../renderer/worker/ingest'
import { entryOf, surveySource } from './loading-data'

const source = surveySource('r1')
const instrument = { id: 'i' } as never
const problem = (message: string) => new InputError('ingest:columns-missing', { columns: message }, { file: 'a.csv' })

/** What is asked of the worker that reads files, which finds these problems in what it looks at. */
async function asked(problems: readonly InputError[]): Promise<{ calls: readonly string[]; reading: object }> {
  const calls: string[] = []
  const ingest = {
    call: ({ call }: { readonly call: string }) => {
      calls.push(call)
      return Promise.resolve(call === 'inspect' ? { problems } : { problems: [], report: { rowsUsed: 4 } })
    },
  } as unknown as Ingest
  const shown: unknown[] = []
  const reading = await readSource(
    ingest,
    { entry: entryOf(source, 'x'), file: new File(['a'], 'a.csv') },
    instrument,
    new AbortController().signal,
    (patch) => shown.push(patch),
  )
  expect(shown[0]).toEqual({ reading: { problems } })
  return { calls, reading }
}

test('a file without problems is looked at and read', async () => {
  expect(await asked([])).toEqual({ calls: ['inspect', 'load'], reading: { problems: [], report: { rowsUsed: 4 } } })
})

test.each([[1], [2]])(
  'with %i problems a file is not read, and what was read of it before is taken away',
  async (count) => {
    const problems = Array.from({ length: count }, (_, index) => problem(String(index)))
    expect(await asked(problems)).toEqual({ calls: ['inspect', 'remove'], reading: { problems, report: null } })
  },
)
