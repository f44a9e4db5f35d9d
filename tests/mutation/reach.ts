import { posix } from 'node:path'
import { childrenOf, destinationOf, filesBelow, importsOf, isNode, parseSource, readProjectFile } from '../source-files'
import type { Selection } from './judge'
import type { FileRun } from './test-process'

/** Which files the running of a file reads, and so which tests can see a change in one. */

const sourceEndings = ['.ts', '.tsx', '.mjs']

/** The patterns of `import.meta.glob` in a file, from its folder. */
function globsOf(path: string): readonly string[] {
  const source = readProjectFile(path)
  if (!source.includes('import.meta.glob')) return []
  const found: string[] = []
  const visit = (node: ReturnType<typeof parseSource>): void => {
    const callee = node['callee']
    if (
      node.type === 'CallExpression' &&
      isNode(callee) &&
      source.slice(callee.start, callee.end).startsWith('import.meta.glob')
    ) {
      const [patterns] = node['arguments'] as readonly unknown[]
      if (isNode(patterns))
        for (const literal of patterns.type === 'ArrayExpression'
          ? childrenOf(patterns).map(([, each]) => each)
          : [patterns])
          if (typeof literal['value'] === 'string') found.push(literal['value'])
    }
    for (const [, child] of childrenOf(node)) visit(child)
  }
  visit(parseSource(path, source))
  return found
}

function asExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\*\*\//g, '(?:.+/)?').replace(/(?<!\?:\.)\*(?!\+)/g, '[^/]*')}$`)
}

/** The files that each file loads when it runs, types left out. */
export function importGraph(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = folders.flatMap((folder) => filesBelow(folder, sourceEndings))
  const known = new Set(files)
  const resolved = (name: string): string | undefined =>
    [name, ...sourceEndings.flatMap((ending) => [name + ending, `${name}/index${ending}`])].find((path) =>
      known.has(path),
    )
  return new Map(
    files.map((file) => {
      const imported = importsOf(file)
        .filter(({ isTypeOnly }) => !isTypeOnly)
        .map((each) => destinationOf(each))
        .flatMap(({ kind, name }) => (kind === 'own' ? (resolved(name.replace(/\?.*$/, '')) ?? []) : []))
      const globbed = globsOf(file).flatMap((pattern) => {
        const expression = asExpression(posix.join(posix.dirname(file), pattern))
        return files.filter((path) => expression.test(path))
      })
      return [file, [...imported, ...globbed]]
    }),
  )
}

/** How many imports lie between a file and each file that it loads; 0 for itself. */
export function distancesFrom(
  file: string,
  graph: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const distances = new Map([[file, 0]])
  const queue = [file]
  for (const at of queue)
    for (const next of graph.get(at) ?? [])
      if (!distances.has(next)) {
        distances.set(next, (distances.get(at) ?? 0) + 1)
        queue.push(next)
      }
  return distances
}

/** Suites that run every analysis, with the id of the analysis in the name of each test; the quickest first. */
const suitesByAnalysis = [
  'tests/option-limits.test.ts',
  'tests/conformance.test.ts',
  'tests/called-off.test.ts',
  'tests/references.test.ts',
  'tests/options.test.ts',
  'tests/disclosure/withholding.test.ts',
]

/** Further test files that take long, and are asked after all others. */
const longTests = new Set([...suitesByAnalysis, 'tests/database/node.test.ts', 'tests/survey/large-data.test.ts'])

/**
 * Tests that say nothing of right and wrong: `kept-results` compares with what the program computed before, and the
 * tests of this folder read the sources themselves.
 */
const isNoJudge = (file: string): boolean => file === 'tests/kept-results.test.ts' || file.startsWith('tests/mutation/')

/** Of a test file that takes longer than this, only the tests that reach a mutation are run. */
const longForAll = 5_000

/** What was seen when unit tests ran with probes: a probe's number is the place of its mutation in a list. */
export interface Recording {
  readonly files: readonly FileRun[]
}

/** Tests to run, with how long they take. */
export interface TimedSelections {
  readonly asked: readonly Selection[]
  readonly milliseconds: number
}

export interface Reach {
  /**
   * The tests that are likeliest to notice a change of a source file: those of its room or that import it themselves,
   * and of an analysis what the suites over every analysis hold of it.
   */
  near(source: string): readonly Selection[]
  /** Every unit test file that loads one of the source files when it runs. */
  loading(sources: readonly string[]): readonly string[]
  /**
   * The other tests that can notice a mutation, the quickest first: those that were seen to reach its place, and those that read the sources as
   * text. Tests that failed while it was recorded are left out.
   *
   * @param number the number of the mutation's probe
   */
  far(recording: Recording, source: string, number: number): TimedSelections
}

interface TestFile {
  readonly file: string
  readonly room: string
  readonly distances: ReadonlyMap<string, number>
  /** It reads the sources as text, so that no import leads from it to what it judges. */
  readonly readsSources: boolean
}

export function createReach(): Reach {
  const graph = importGraph(['main', 'preload', 'renderer', 'analyses', 'tests'])
  const isAnalysis = (room: string): boolean => graph.has(`analyses/${room}/analysis.ts`)
  const analysisOf = (source: string): string | null => {
    const [top = '', room = ''] = source.split('/')
    return top === 'analyses' && isAnalysis(room) ? room : null
  }
  const tests = [...graph.keys()]
    .filter((file) => /^tests\/.*\.test\.tsx?$/.test(file) && !isNoJudge(file))
    .map((file): TestFile => ({
      file,
      room: file.split('/')[1] ?? '',
      distances: distancesFrom(file, graph),
      readsSources: /\b(?:filesBelow|readProjectFile|importsOf|exportsOf)\(/.test(readProjectFile(file)),
    }))
  const testsByFile = new Map(tests.map((test) => [test.file, test]))

  function near(source: string): readonly Selection[] {
    const analysis = analysisOf(source)
    const room = analysis ?? source.split('/')[1] ?? ''
    const own = tests
      .filter(({ file }) => !longTests.has(file))
      .map((test) => ({ ...test, distance: test.distances.get(source) ?? Infinity }))
      .filter((test) => test.distance <= 1 || (test.room === room && test.distance < Infinity))
      .toSorted((a, b) => a.distance - b.distance)
      .map(({ file }): Selection => ({ file, ids: null }))
    return analysis === null
      ? own
      : [...own, ...suitesByAnalysis.map((file): Selection => ({ file, ids: null, named: analysis }))]
  }

  return {
    near,
    loading: (sources) =>
      tests
        .filter(({ distances, readsSources }) => !readsSources && sources.some((source) => distances.has(source)))
        .map(({ file }) => file),
    far(recording, source, number) {
      const analysis = analysisOf(source)
      const asked = new Set(near(source).map(({ file }) => file))
      const readers = tests.filter(({ file, readsSources }) => readsSources && !asked.has(file))
      const found = recording.files
        .filter(({ file, isFailed }) => !asked.has(file) && isFailed !== true && testsByFile.has(file))
        .flatMap((run) => {
          const room = testsByFile.get(run.file)?.room ?? ''
          // Analyses do not share a folder: what one loads is no matter for the tests of another.
          const isOfAnother = analysis !== null && isAnalysis(room) && room !== analysis
          return testsReaching(run, number, !isOfAnother && (run.reached ?? []).includes(number)) ?? []
        })
        .toSorted((a, b) => a.milliseconds - b.milliseconds)
      return {
        asked: [...readers.map(({ file }) => ({ file, ids: null })), ...found.map(({ file, ids }) => ({ file, ids }))],
        milliseconds: found.reduce((sum, each) => sum + each.milliseconds, 0),
      }
    },
  }
}

/**
 * The tests of a file that can notice a mutation with how long they take, or null when none can.
 *
 * @param concernsAll the file reaches the mutation when it is loaded or prepared
 */
function testsReaching(
  { file, milliseconds, tests }: FileRun,
  number: number,
  concernsAll: boolean,
): (Selection & { readonly milliseconds: number }) | null {
  const sound = tests.filter(({ isFailed }) => !isFailed)
  const reaching = sound.filter(({ reached }) => concernsAll || reached.includes(number))
  if (reaching.length === 0) return null
  const chosen = milliseconds > longForAll ? reaching : sound
  const ofOthers = tests.filter((test) => !chosen.includes(test)).reduce((sum, test) => sum + test.milliseconds, 0)
  return {
    file,
    ids: chosen.length === tests.length ? null : chosen.map(({ id }) => id),
    milliseconds: Math.max(0, milliseconds - ofOthers),
  }
}
