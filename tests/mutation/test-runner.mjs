// Runs tests of the folder that it is started in, as often as its parent asks, and keeps what it has transformed.
// Parameters: the project of tests/vitest.config.ts, the number of workers, and perhaps a file that every test file loads first.
import { resolve } from 'node:path'
import { createVitest } from 'vitest/node'

const [project, workers, setupFile] = process.argv.slice(2)

/** Test files run in the order in which they are asked for. */
class AsAsked {
  shard = (specifications) => specifications
  sort = (specifications) => specifications
}

let files = new Map()
const place = ({ moduleId }) => {
  const found = files.get(moduleId) ?? { file: moduleId.slice(process.cwd().length + 1), milliseconds: 0, tests: [] }
  files.set(moduleId, found)
  return found
}
const failureOf = (errors) => (errors?.[0] === undefined ? null : (errors[0].message ?? String(errors[0])))

/** Keeps what happened in this run alone: the modules that Vitest gives at the end remember earlier runs. */
const reporter = {
  onTestCaseResult(testCase) {
    const { state, errors } = testCase.result()
    place(testCase.module).tests.push({
      id: testCase.id,
      name: testCase.fullName,
      isFailed: state === 'failed',
      complaint: state === 'failed' ? failureOf(errors) : null,
      milliseconds: testCase.diagnostic()?.duration ?? 0,
      reached: testCase.meta().reachedMutations ?? [],
    })
  },
  onTestModuleEnd(module) {
    // Preparations of a group of tests that failed are its own errors, and its tests are passed over.
    const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())]
    const { duration, collectDuration, setupDuration, prepareDuration } = module.diagnostic()
    Object.assign(place(module), {
      milliseconds: duration + collectDuration + setupDuration + prepareDuration,
      reached: module.meta().reachedMutations ?? [],
      complaint: failureOf(errors),
      isFailed: errors.length > 0,
    })
  },
}

const vitest = await createVitest(
  'test',
  {
    config: 'tests/vitest.config.ts',
    project: [project],
    watch: false,
    bail: setupFile === undefined ? 1 : 0,
    maxWorkers: Number(workers),
    reporters: [reporter],
    sequence: { sequencer: AsAsked },
  },
  { server: { watch: null } },
)
await vitest.standalone()
const [tests] = vitest.projects
// What is asked for above holds for the whole of Vitest, and a project of its configuration has its own.
tests.config.maxWorkers = Number(workers)
if (setupFile !== undefined) tests.config.setupFiles = [...tests.config.setupFiles, resolve(setupFile)]

async function answer({ changed, asked }) {
  for (const file of changed) vitest.invalidateFile(resolve(file))
  files = new Map()
  const specifications = asked.map(({ file, ids, named }) =>
    tests.createSpecification(resolve(file), {
      ...(ids === null ? {} : { testIds: ids }),
      ...(named === undefined ? {} : { testNamePattern: new RegExp(named) }),
    }),
  )
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications)
  process.send({ files: [...files.values()], complaint: failureOf(unhandledErrors) })
}
process.on('message', (message) => void answer(message))
process.on('disconnect', () => process.exit(0))
process.send({ isReady: true })
