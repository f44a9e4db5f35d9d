// npm test: installs what is missing, builds, and runs every check. The last line counts them from the runners' reports.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { add, closingLine, count, countExit, countReport, failuresOf, inWords } from './count.mjs'
import {
  build,
  command,
  inProject,
  installBrowser,
  installPackages,
  installTestTools,
  run,
  runTool,
  say,
  SetupError,
} from './steps.mjs'

const minute = 60_000
/** Failures are printed again at the end, since the end of a long log is what people read. */
const failures = []

async function vitest(project, milliseconds) {
  const report = inProject('tests', '.results', `${project}.json`)
  rmSync(report, { force: true })
  const { code, hasTimedOut } = await runTool(
    'vitest',
    'vitest',
    [
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { milliseconds, env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' } },
  )
  if (hasTimedOut) say(`The ${project} tests were ended after ${milliseconds / minute} minutes.`)
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null
  failures.push(...failuresOf(found))
  return countReport(found, code)
}

const linted = ['main', 'preload', 'renderer', 'analyses', 'tests', 'electron.vite.config.ts']
const checkTypes = () =>
  run(process.execPath, [inProject('main', 'setup', 'check-types.mjs')], { milliseconds: 5 * minute })
const checkLint = () => runTool('oxlint', 'oxlint', ['--type-aware', ...linted], { milliseconds: 5 * minute })

const checkFormat = () =>
  runTool('prettier', 'prettier', ['--check', '--log-level', 'warn', '.'], { milliseconds: 5 * minute })

const checks = [
  ['format', async () => countExit((await checkFormat()).code)],
  ['types', async () => countExit((await checkTypes()).code)],
  ['lint', async () => countExit((await checkLint()).code)],
  ['unit', () => vitest('unit', 30 * minute)],
  ['e2e', () => vitest('e2e', 45 * minute)],
]

await command(async () => {
  let total = count(0, 0)
  try {
    await installPackages()
    await build()
    await installBrowser()
    await installTestTools()
    mkdirSync(inProject('tests', '.results'), { recursive: true })
    for (const [name, check] of checks) {
      say(`\n— ${name}`)
      const found = await check()
      if (found.failed > 0 && (name === 'format' || name === 'types' || name === 'lint')) failures.push(name)
      say(`— ${name}: ${inWords(found)}`)
      total = add(total, found)
    }
  } catch (error) {
    say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)))
    total = add(total, count(0, 1))
  }
  for (const failure of failures) say(`FAILED ${failure}`)
  if (total.skipped > 0) say(`${total.skipped} skipped`)
  process.stdout.write(`${closingLine(total)}\n`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})
