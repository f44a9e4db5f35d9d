import type { Correction } from '../../analyses/sources/corrections'
import { changeSource, type Project } from './project'
import { withField } from './source-change'

const isSameCell = (one: Pick<Correction, 'row' | 'column'>, other: Pick<Correction, 'row' | 'column'>): boolean =>
  one.row === other.row && one.column === other.column

/** A cell that is read as another than the file holds. What the file itself holds is no correction, and takes back the one before. */
export function correctCell(project: Project, source: string, correction: Correction): Project {
  return changeCorrections(project, source, (present) => {
    const before = present.findIndex((each) => isSameCell(each, correction))
    if (correction.from === correction.to) return before < 0 ? present : present.toSpliced(before, 1)
    const reason = correction.reason ?? present[before]?.reason
    const next = { ...correction, ...(reason === undefined ? {} : { reason }) }
    return before < 0 ? [...present, next] : present.with(before, next)
  })
}

/** Reads the cells as the file holds them again. */
export function takeBackCorrections(
  project: Project,
  source: string,
  cells: readonly Pick<Correction, 'row' | 'column'>[],
): Project {
  return changeCorrections(project, source, (present) =>
    present.filter((each) => !cells.some((cell) => isSameCell(each, cell))),
  )
}

/** Says why a cell is corrected; an empty text takes the reason away. */
export function giveReason(
  project: Project,
  source: string,
  cell: Pick<Correction, 'row' | 'column'>,
  reason: string,
): Project {
  return changeCorrections(project, source, (present) =>
    present.map((each) => {
      if (!isSameCell(each, cell)) return each
      const { reason: _before, ...others } = each
      return reason.trim() === '' ? others : { ...others, reason: reason.trim() }
    }),
  )
}

function changeCorrections(
  project: Project,
  id: string,
  change: (present: readonly Correction[]) => readonly Correction[],
): Project {
  return changeSource(project, id, (source) => {
    const present = source.corrections ?? []
    const next = change(present)
    return next === present ? source : withField(source, 'corrections', next.length === 0 ? undefined : next)
  })
}
