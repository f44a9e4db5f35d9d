import { expect, test, vi } from 'vitest'
import { Aborted, InputError } from '../../analyses/core/errors'
import { behindLooks, lookAtArchive, type ArchiveLook } from '../../renderer/worker/archive-look'
import type { GivenFile } from '../../renderer/worker/data-file'
import type { Ingest } from '../../renderer/worker/ingest'
import type { IngestCall } from '../../renderer/worker/ingest-protocol'

const fileOf = (name: string, text: string): GivenFile => ({ file: new File([text], name), name })
const archive = (name: string): GivenFile => fileOf(name, 'PK\u0003\u0004 and what follows')

/** A worker that does as it is told when something is posted to it. */
function workerThat(answer: (worker: Worker) => void): { readonly start: () => Worker; readonly ended: () => number } {
  let ended = 0
  const start = (): Worker => {
    const worker = {
      onmessage: null,
      onerror: null,
      postMessage: () => answer(worker as unknown as Worker),
      terminate: () => void (ended += 1),
    }
    return worker as unknown as Worker
  }
  return { start, ended: () => ended }
}
const says = (failure: string | null) => (worker: Worker) =>
  worker.onmessage?.({ data: { failure } } as MessageEvent<unknown>)

test('a packed file is opened in a worker that is ended with it; another file needs none', async () => {
  const opened = workerThat(says(null))
  await lookAtArchive(archive('a.xlsx'), undefined, opened.start)
  expect(opened.ended()).toBe(1)
  await lookAtArchive(fileOf('a.csv', 'PK,a\n1,2\n'), undefined, opened.start)
  await lookAtArchive(fileOf('empty.csv', ''), undefined, opened.start)
  expect(opened.ended()).toBe(1)
})

test('one that does not come back, or takes its worker with it, is refused by name, and the worker is ended', async () => {
  const prevented = vi.fn<() => void>()
  for (const answer of [
    () => undefined,
    (worker: Worker) => worker.onerror?.({ preventDefault: prevented } as unknown as ErrorEvent),
  ]) {
    const hanging = workerThat(answer)
    const error = await lookAtArchive(archive('a.ods'), undefined, hanging.start, 0.01).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ code: 'ingest:zip-not-opened', about: { seconds: 0.01 }, place: { file: 'a.ods' } })
    expect(hanging.ended()).toBe(1)
  }
  expect(prevented).toHaveBeenCalledTimes(1)
})

test('a fault of the program stays one, and what is called off ends at once', async () => {
  await expect(lookAtArchive(archive('a.omv'), undefined, workerThat(says('oh')).start)).rejects.toThrow('oh')
  const controller = new AbortController()
  const hanging = workerThat(() => controller.abort())
  await expect(lookAtArchive(archive('a.omv'), controller.signal, hanging.start)).rejects.toBeInstanceOf(Aborted)
  expect(hanging.ended()).toBe(1)
  await expect(lookAtArchive(archive('a.omv'), controller.signal, hanging.start)).rejects.toBeInstanceOf(Aborted)
  expect(hanging.ended()).toBe(1)
})

/** The reading of files as far as these tests need it: it notes what it is asked for, and takes the last file it is given for a codebook. */
function notingIngest(): { readonly ingest: Ingest; readonly asked: string[] } {
  const asked: string[] = []
  const call = (given: IngestCall): Promise<unknown> => {
    const files = 'given' in given ? [given.given].flat() : []
    asked.push(`${given.call} ${files.map(({ name }) => name).join(' ')}`)
    return Promise.resolve({ codebook: files.length === 0 ? [] : [files.length - 1], drafted: null, problem: null })
  }
  return { ingest: { call: call as Ingest['call'] }, asked }
}

test('every file is looked at once; one that does not open is read by nobody, and the others keep their places', async () => {
  const looked: string[] = []
  const look: ArchiveLook = ({ name }) => {
    looked.push(name)
    return name === 'bad.xlsx'
      ? Promise.reject(new InputError('ingest:zip-not-opened', {}, { file: name }))
      : Promise.resolve()
  }
  const { ingest, asked } = notingIngest()
  const guarded = behindLooks(ingest, look)
  const [bad, good, book] = [archive('bad.xlsx'), archive('good.xlsx'), archive('book.xlsx')]
  const sorted = await guarded.call({ call: 'sort', given: [bad, good, book], isDraftWanted: true })
  expect(sorted.codebook).toEqual([2])
  const guess = (given: GivenFile) => guarded.call({ call: 'guess', given, instrument: null, others: [] })
  await guess(good)
  await expect(guess(bad)).rejects.toMatchObject({ code: 'ingest:zip-not-opened' })
  await guarded.call({ call: 'remove', id: 'x' })
  expect(asked).toEqual(['sort good.xlsx book.xlsx', 'guess good.xlsx', 'remove '])
  expect(looked).toEqual(['bad.xlsx', 'good.xlsx', 'book.xlsx'])
})

test('a look that was called off is taken again', async () => {
  let looks = 0
  const look: ArchiveLook = () => {
    looks += 1
    return looks === 1 ? Promise.reject(new Aborted()) : Promise.resolve()
  }
  const guarded = behindLooks(notingIngest().ingest, look)
  const given = archive('a.xlsx')
  const guess = () => guarded.call({ call: 'guess', given, instrument: null, others: [] })
  await expect(guess()).rejects.toBeInstanceOf(Aborted)
  await guess()
  expect(looks).toBe(2)
})
