import { analyses } from '../../analyses/index'
import type { Section } from '../../analyses/instrument/parts'
import { withColumnNames } from '../../analyses/variables/edits'
import type { Project, ProjectAnalysis, ProjectSource } from './project'

interface Renamed {
  readonly section: Section
  readonly from: string
  readonly to: string
}

/** A project in which a dimension, item or scale goes by another id: whatever of the project names it follows. */
export function renamedInProject(project: Project, { section, from, to }: Renamed): Project {
  const ids = new Map([[from, to]])
  // Only the codes of sources name scales, and an item may have the id of a scale.
  if (section === 'scales') return { ...project, sources: project.sources.map((entry) => withCodeOwners(entry, ids)) }
  return renamedTogether(project, ids)
}

/** A project in which several dimensions or items go by other ids at once, so that two can change places. @param ids present id → id from now on */
export function renamedTogether(project: Project, ids: ReadonlyMap<string, string>): Project {
  if (ids.size === 0) return project
  const named = <C extends { readonly column: string }>(where: readonly C[]): C[] =>
    where.map((condition) => ({ ...condition, column: renamedId(condition.column, ids) }))
  const { orders, labels, variables, exclusions } = project
  return {
    ...project,
    ...(labels === undefined ? {} : { labels: withKeys(labels, ids) }),
    ...(variables === undefined
      ? {}
      : { variables: variables.map((variable) => withColumnNames(variable, (id) => renamedId(id, ids))) }),
    ...(exclusions === undefined
      ? {}
      : {
          exclusions: exclusions.map((line) =>
            line.where === undefined ? line : { ...line, where: named(line.where) },
          ),
        }),
    sources: project.sources.map((entry) => withCodeOwners(withTargets(entry, ids), ids)),
    where: named(project.where),
    analyses: project.analyses.map((analysis) => renamedInAnalysis(analysis, ids)),
    ...(orders === undefined
      ? {}
      : {
          orders: {
            ...orders,
            ...(orders.levels === undefined ? {} : { levels: withKeys(orders.levels, ids) }),
            ...(orders.reference === undefined ? {} : { reference: withKeys(orders.reference, ids) }),
          },
        }),
  }
}

type Ids = ReadonlyMap<string, string>

const renamedId = (id: string, ids: Ids): string => ids.get(id) ?? id

const withKeys = <V>(record: Readonly<Record<string, V>>, ids: Ids): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [renamedId(key, ids), value]))

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined

/** Headers that are mapped to an item go on being mapped to it. */
function withTargets(entry: ProjectSource, ids: Ids): ProjectSource {
  const columns = 'columns' in entry.source ? recordOf(entry.source.columns) : undefined
  if (columns === undefined || !Object.values(columns).some((id) => typeof id === 'string' && ids.has(id))) return entry
  const renamed = Object.entries(columns).map(([header, id]) => [
    header,
    typeof id === 'string' ? renamedId(id, ids) : id,
  ])
  return { ...entry, source: { ...entry.source, columns: Object.fromEntries(renamed) } as ProjectSource['source'] }
}

/** Codes belong to an item or a scale by its id. */
function withCodeOwners(entry: ProjectSource, ids: Ids): ProjectSource {
  const codes = 'codes' in entry.source ? recordOf(entry.source.codes) : undefined
  if (codes === undefined || !Object.keys(codes).some((id) => ids.has(id))) return entry
  return { ...entry, source: { ...entry.source, codes: withKeys(codes, ids) } as ProjectSource['source'] }
}

/** Only options that take columns name parts of an instrument. */
function renamedInAnalysis(analysis: ProjectAnalysis, ids: Ids): ProjectAnalysis {
  const declared = analyses.get(analysis.id)?.options ?? {}
  const renamedValue = (option: string, value: unknown): unknown => {
    const kind = Object.hasOwn(declared, option) ? declared[option]?.kind : undefined
    if (kind !== 'column' && kind !== 'columns') return value
    if (typeof value === 'string') return renamedId(value, ids)
    return Array.isArray(value)
      ? value.map((each: unknown) => (typeof each === 'string' ? renamedId(each, ids) : each))
      : value
  }
  return {
    ...analysis,
    where: analysis.where.map((condition) => ({ ...condition, column: renamedId(condition.column, ids) })),
    options: Object.fromEntries(
      Object.entries(analysis.options).map(([option, value]) => [option, renamedValue(option, value)]),
    ),
  }
}
