// npm test: installs what is missing, builds, and runs every check. The last line counts them from the runners' reports.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { build, command, inProject, installBrowser, installPackages, run, runTool, say, SetupError } from './steps.mjs'

const minute = 60_000

/** What one check counted. */
const count = (passed, failed, skipped = 0) => ({ passed, failed, skipped })
const asOne = (code) => (code === 0 ? count(1, 0) : count(0, 1))

/** Totals of a vitest run from its own JSON report; a file that could not be loaded is a failure that has no test. */
function countReport(path, code) {
  if (!existsSync(path)) return count(0, 1)
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length
  const failed = report.numFailedTests + broken
  const hasRun = report.numPassedTests + failed > 0
  // A runner that failed although no test did (an error outside of tests, nothing found) has failed all the same.
  return count(report.numPassedTests, failed === 0 && (code !== 0 || !hasRun) ? 1 : failed, report.numPendingTests + report.numTodoTests)
}

async function vitest(project, milliseconds) {
  const report = inProject('tests', '.results', `${project}.json`)
  rmSync(report, { force: true })
  const { code, hasTimedOut } = await runTool(
    'vitest',
    'vitest',
    ['run', '--config', 'tests/vitest.config.ts', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { milliseconds, env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' } },
  )
  if (hasTimedOut) say(`The ${project} tests were ended after ${milliseconds / minute} minutes.`)
  return countReport(report, code)
}

const checks = [
  ['types', async () => asOne((await run(process.execPath, [inProject('main', 'setup', 'check-types.mjs')], { milliseconds: 5 * minute })).code)],
  [
    'lint',
    async () =>
      asOne(
        (
          await runTool('oxlint', 'oxlint', ['--type-aware', 'main', 'preload', 'renderer', 'analyses', 'tests', 'electron.vite.config.ts'], {
            milliseconds: 5 * minute,
          })
        ).code,
      ),
  ],
  ['unit', () => vitest('unit', 10 * minute)],
  ['e2e', () => vitest('e2e', 12 * minute)],
]

await command(async () => {
  const total = count(0, 0)
  const add = ({ passed, failed, skipped }) => {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  try {
    await installPackages()
    await build()
    await installBrowser()
    mkdirSync(inProject('tests', '.results'), { recursive: true })
    for (const [name, check] of checks) {
      say(`\n— ${name}`)
      const found = await check()
      say(`— ${name}: ${found.passed} passed, ${found.failed} failed${found.skipped > 0 ? `, ${found.skipped} skipped` : ''}`)
      add(found)
    }
  } catch (error) {
    say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)))
    add(count(0, 1))
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})
