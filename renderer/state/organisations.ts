import type { SurveyDataset } from '../../analyses/core/datasets'
import type { Sheet } from '../../analyses/instrument-sheets/tables'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { withFile, type Declared } from '../../analyses/organisations/edits'
import type { OrganisationNode } from '../../analyses/organisations/nodes'
import { readTreeTable, renamedPlaces, type TreeFile } from '../../analyses/organisations/tree-file'
import delimited from '../../analyses/readers/delimited/reader'
import ods from '../../analyses/readers/ods/reader'
import xlsx from '../../analyses/readers/xlsx/reader'
import { dataFile } from '../worker/data-file'
import { problemOf, type Problem } from '../worker/problem'
import type { Project } from './project'

/** What a project declares of organisations, changed; nothing declared leaves no keys. */
export function changeOrganisations(project: Project, change: (declared: Declared) => Declared): Project {
  const { tree, headcounts, ...others } = project
  const next = change({ tree, headcounts })
  const isTree = next.tree !== undefined
  const isCounted = next.headcounts !== undefined && next.headcounts.length > 0
  return { ...others, ...(isTree ? { tree: next.tree } : {}), ...(isCounted ? { headcounts: next.headcounts } : {}) }
}

/** What reading a spreadsheet came to: a tree, or what is wrong with the file. */
export interface TreeReading {
  readonly read: TreeFile | null
  readonly problems: readonly Problem[]
}

/** Reads the first table of a spreadsheet as a tree. */
export async function treeOfFile(file: File, survey: SurveyDataset): Promise<TreeReading> {
  const refused = (errors: readonly unknown[]): TreeReading => ({
    read: null,
    problems: errors.map(problemOf).filter((problem) => problem !== null),
  })
  try {
    const [table] = await openSheets(dataFile({ file, name: file.name }), [xlsx, ods, delimited])
    if (table === undefined) return refused([])
    const rounds = survey.rounds.map(({ id }) => id)
    const result = readTreeTable(table, survey.organisations?.levels ?? [], rounds)
    return result.ok ? { read: result.read, problems: [] } : refused(result.problems)
  } catch (error) {
    return refused([error])
  }
}

/** A project with the tree of a file, its names put as the data have them where that was confirmed. */
export const withTreeFile = (
  project: Project,
  levels: readonly string[],
  file: TreeFile,
  renames: readonly { readonly level: string; readonly from: string; readonly into: string }[],
): Project => changeOrganisations(project, (declared) => withFile(declared, levels, renamedPlaces(file, renames)))

/** The tree as a table: a column a level, and one a round with the headcount of each place. */
export function treeSheet(
  nodes: readonly OrganisationNode[],
  levels: readonly { readonly id: string; readonly name: string }[],
  rounds: readonly { readonly id: string; readonly name: string }[],
): Sheet {
  return {
    name: 'organisations',
    columns: [...levels.map(({ name }) => name), ...rounds.map(({ name }) => name)],
    rows: nodes.map(({ path, rounds: cells }) => [
      ...levels.map((_, index) => path[index] ?? ''),
      ...cells.map(({ headcount }) => (headcount === null ? '' : String(headcount))),
    ]),
  }
}

/** Headcounts as they are pasted: rows of cells that may have thousands set apart. Null for a cell that is empty, undefined for one that is no headcount. */
export function pastedCounts(text: string): readonly (readonly (number | null | undefined)[])[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map(countIn))
}

/** A whole number of people, with or without marks between thousands. */
export function countIn(cell: string): number | null | undefined {
  const plain = cell.trim()
  if (plain === '') return null
  if (!/^\d{1,9}$|^\d{1,3}(?:[\s\u00a0\u202f.,']\d{3})+$/u.test(plain)) return undefined
  const count = Number(plain.replaceAll(/\D/gu, ''))
  return count <= 2_147_483_647 ? count : undefined
}
