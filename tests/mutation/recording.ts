import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { filesBelow, projectFolder, readProjectFile } from '../source-files'
import type { Mutation } from './operators'
import { withProbes } from './probes'
import type { Reach, Recording } from './reach'
import { nameOf } from './sample'
import type { TestsRun } from './test-process'

/** A recording as it is kept for a run that goes on: of which mutations, and of which state of sources and tests. */
interface KeptRecording extends Recording {
  readonly names: readonly string[]
  readonly state: string
}

const path = join(projectFolder, 'tests', '.results', 'mutation-reach.json')

function stateOfProject(): string {
  const hash = createHash('sha256')
  for (const folder of ['main', 'preload', 'renderer', 'analyses', 'tests', 'fixtures'])
    for (const file of filesBelow(folder, ['.ts', '.tsx', '.mjs', '.json', '.md', '.csv']))
      if (!file.includes('/.results/')) hash.update(file).update('\0').update(readProjectFile(file)).update('\0')
  return hash.digest('hex')
}

function readKept(state: string, names: readonly string[]): KeptRecording | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as KeptRecording
    const known = new Set(kept.names)
    return kept.state === state && names.every((name) => known.has(name)) ? kept : null
  } catch {
    return null
  }
}

/** The recording with its probes numbered by another list of mutations. */
function renumbered({ names, files }: KeptRecording, wanted: readonly string[]): Recording {
  const numbers = new Map(wanted.map((name, number) => [name, number]))
  const inWanted = (reached: readonly number[] = []): readonly number[] =>
    reached.flatMap((number) => numbers.get(names[number] ?? '') ?? [])
  return {
    files: files.map((file) => ({
      ...file,
      reached: inWanted(file.reached),
      tests: file.tests.map((test) => ({ ...test, reached: inWanted(test.reached) })),
    })),
  }
}

interface ProbedPlace {
  read(file: string): string
  write(file: string, source: string): void
  record(files: readonly string[]): Promise<TestsRun>
}

/**
 * Runs the unit tests once with a probe at every mutation, and gives which tests reached which. As long as neither
 * sources nor tests change, what an earlier run recorded of these mutations is taken.
 *
 * @param say prints a line
 */
export async function recordReach(
  place: ProbedPlace,
  reach: Reach,
  mutations: readonly Mutation[],
  say: (line: string) => void,
): Promise<Recording> {
  if (mutations.length === 0) return { files: [] }
  const names = mutations.map(nameOf)
  const state = stateOfProject()
  const kept = readKept(state, names)
  if (kept !== null) return renumbered(kept, names)
  const sources = [...new Set(mutations.map(({ file }) => file))]
  const tests = reach.loading(sources)
  say(`Recording which of ${tests.length} test files reach them…`)
  const begun = Date.now()
  const asTheyAre = new Map(sources.map((file) => [file, place.read(file)]))
  for (const [file, source] of asTheyAre) {
    const places = mutations.flatMap((mutation, number) => (mutation.file === file ? [{ number, mutation }] : []))
    place.write(file, withProbes(file, source, places))
  }
  const { files } = await place.record(tests).finally(() => {
    for (const [file, source] of asTheyAre) place.write(file, source)
  })
  const recording: KeptRecording = { state, names, files }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(recording)}\n`)
  for (const { file, isFailed, tests: own } of files)
    if (isFailed === true || own.some((test) => test.isFailed)) say(`  fails as it is: ${file}`)
  say(`  took ${((Date.now() - begun) / 60_000).toFixed(1)} minutes.`)
  return recording
}
