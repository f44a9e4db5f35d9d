import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readSample } from '../../renderer/state/sample'

const bytesAt = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(readFileSync(`fixtures/sample/${path}`))
const hash = async (file: File): Promise<string> =>
  createHash('sha256')
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest('hex')

test('the sample is whole: instrument and data are there, each source with the hash and size of its file', async () => {
  const sample = await readSample(bytesAt, () => 1, hash)
  if (!sample.ok) throw new Error(String(sample.problems))
  const { project, files } = sample
  expect(project.instrument?.text).toContain('"instrument"')
  expect(project.sources.length).toBeGreaterThan(2)
  for (const { source, identity } of project.sources) {
    expect(files.get(identity.sha256)?.name).toBe(source.file)
    expect(identity).toMatchObject({ name: source.file, size: readFileSync(`fixtures/sample/${source.file}`).length })
  }
})

test('a recipe that cannot be read says why, and a file that is missing fails', async () => {
  const broken = await readSample(
    async () => new Uint8Array([0x7b]),
    () => 1,
    hash,
  )
  expect(broken.ok ? [] : broken.problems.map(({ code }) => code)).toEqual(['recipe:not-json'])
  const without = (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    path.endsWith('.csv') ? Promise.reject(new Error(path)) : bytesAt(path)
  await expect(readSample(without, () => 1, hash)).rejects.toThrow('.csv')
})
