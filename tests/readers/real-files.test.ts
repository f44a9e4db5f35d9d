import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { summariseFile } from '../../analyses/sources/file-summary'
import { fileAt, referenceFolder } from '../sources/sample-data'
import { projectFolder } from '../source-files'
import { openAny } from './cells'

/**
 * Every export file that is not part of the project, opened as it is: rows, columns, filled cells and means as another program reads them. Where the files are absent,
 * the tests are skipped and counted as such.
 */
const root = join(referenceFolder, '..')
const folders = [join(root, 'own', 'formats'), join(root, 'reference-only', 'formats')]
const areThere = folders.every((folder) => existsSync(folder))

interface ExpectedFile {
  readonly rows: number
  /** Filled cells of each column, and the mean where all of them are numbers. */
  readonly columns: readonly (readonly [filled: number, mean: number | null])[]
}
const expected: Readonly<Record<string, ExpectedFile>> = JSON.parse(
  readFileSync(join(projectFolder, 'fixtures/formats/real-files/expected.json'), 'utf8'),
)

for (const [path, { rows, columns }] of Object.entries(expected))
  test.skipIf(!areThere)(`${path}, as another program reads it`, async () => {
    const table = await openAny(fileAt(join(root, path)))
    expect(table.head.problems).toEqual([])
    const summary = await summariseFile(table)
    expect(summary.rows).toBe(rows)
    expect(summary.columns).toHaveLength(columns.length)
    const differing = summary.columns.flatMap(({ name, filled, missing, numbers, mean }, index) => {
      const [wanted, wantedMean] = columns[index] ?? [0, null]
      const isMean =
        wantedMean === null ||
        (mean !== null && Math.abs(mean - wantedMean) <= 1e-12 * Math.max(1, Math.abs(wantedMean)))
      const isSame = filled + missing === wanted && isMean && (wantedMean === null || numbers === wanted)
      return isSame ? [] : [{ name, filled, missing, numbers, mean, wanted, wantedMean }]
    })
    expect(differing).toEqual([])
  })

/** Files that hold no table of answers, and those of SPSS, of which haven says what is in them. */
const others = /(?:LICENSE\.md|SOURCE\.md|\.sps|\.lss|elements-codebook-\d+\.json|\.ndjson|\.z?sav|\.por)$/

test.skipIf(!areThere)('every file of the folders is among those', () => {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name))),
  )
  expect(files.filter((path) => !others.test(path)).sort()).toEqual(Object.keys(expected).sort())
})
