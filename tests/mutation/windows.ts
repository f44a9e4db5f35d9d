import { filesBelow } from '../source-files'

/**
 * The end-to-end tests that can see a change in a room, by the beginning of their names. They drive the built program, so
 * no import leads from them to its sources.
 */
const endToEnd: readonly (readonly [room: string, beginnings: readonly string[]])[] = [
  ['main/cli', ['cli']],
  ['main/database', ['database', 'cli']],
  ['main', ['host', 'cli', 'window-projects']],
  ['preload', ['host', 'window-projects']],
  ['renderer/figure', ['figure', 'host-figure', 'window-main-job']],
  ['renderer/export', ['window-main-job', 'window-statistics']],
  ['renderer/database', ['database', 'window']],
  ['renderer', ['window']],
]

/** The end-to-end tests that can see a change in a source file, the likeliest first; none for `analyses`. */
export function endToEndTestsOf(file: string): readonly string[] {
  const beginnings = endToEnd.find(([room]) => file.startsWith(`${room}/`) || file.startsWith(`${room}.`))?.[1] ?? []
  const all = filesBelow('tests/e2e', ['.e2e.ts'])
  return beginnings.flatMap((beginning) => all.filter((path) => path.startsWith(`tests/e2e/${beginning}`)))
}
