// Totals for the last line of npm test, from what the runners report of themselves.

/** What one check counted. */
export const count = (passed, failed, skipped = 0) => ({ passed, failed, skipped })

/** A check that says only whether it succeeded. */
export const countExit = (code) => (code === 0 ? count(1, 0) : count(0, 1))

/**
 * Totals of vitest's JSON report; null stands for a report that was never written. A file that could not be loaded is a
 * failure that has no test, and a runner that failed although no test did (nothing found, an error outside of tests) has
 * failed all the same.
 *
 * @param code the runner's exit code
 */
export function countReport(report, code) {
  if (report === null) return count(0, 1)
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  const hasRun = report.numPassedTests + failed > 0
  return count(
    report.numPassedTests,
    failed === 0 && (code !== 0 || !hasRun) ? 1 : failed,
    report.numPendingTests + report.numTodoTests,
  )
}

export const add = (left, right) =>
  count(left.passed + right.passed, left.failed + right.failed, left.skipped + right.skipped)

/** Each test that failed, with its file, and each file that could not be loaded. */
export function failuresOf(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file.name} > ${test.fullName}`)
    return failed.length === 0 && file.status === 'failed' ? [`${file.name} (not loaded)`] : failed
  })
}

export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** The last line: two numbers, whatever was skipped; `npm test` says that on a line of its own before it. */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`
