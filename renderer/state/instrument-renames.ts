import { analyses } from '../../analyses/index'
import type { Section } from '../../analyses/instrument/parts'
import type { Project, ProjectAnalysis, ProjectSource } from './project'

interface Renamed {
  readonly section: Section
  readonly from: string
  readonly to: string
}

/** A project in which a dimension, item or scale goes by another id: what the mapping of sources, codes, orders, filters and options of analyses name follows it. */
export function renamedInProject(project: Project, renamed: Renamed): Project {
  const { orders } = project
  // Only the codes of sources name scales, and an item may have the id of a scale.
  if (renamed.section === 'scales')
    return { ...project, sources: project.sources.map((entry) => renamedInSource(entry, renamed)) }
  return {
    ...project,
    sources: project.sources.map((entry) => renamedInSource(entry, renamed)),
    where: project.where.map((condition) => ({ ...condition, column: renamedId(condition.column, renamed) })),
    analyses: project.analyses.map((analysis) => renamedInAnalysis(analysis, renamed)),
    ...(orders === undefined
      ? {}
      : {
          orders: {
            ...orders,
            ...(orders.levels === undefined ? {} : { levels: withKeys(orders.levels, renamed) }),
            ...(orders.reference === undefined ? {} : { reference: withKeys(orders.reference, renamed) }),
          },
        }),
  }
}

const renamedId = (id: string, { from, to }: Renamed): string => (id === from ? to : id)

const withKeys = <V>(record: Readonly<Record<string, V>>, renamed: Renamed): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [renamedId(key, renamed), value]))

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined

/** Headers keep what they are mapped to, and codes belong to an item or a scale by its id. */
function renamedInSource(entry: ProjectSource, renamed: Renamed): ProjectSource {
  const { source } = entry
  const columns = 'columns' in source ? recordOf(source.columns) : undefined
  const codes = 'codes' in source ? recordOf(source.codes) : undefined
  const isMapped =
    renamed.section !== 'scales' && columns !== undefined && Object.values(columns).includes(renamed.from)
  const isCoded = codes !== undefined && Object.hasOwn(codes, renamed.from)
  if (!isMapped && !isCoded) return entry
  return {
    ...entry,
    source: {
      ...source,
      ...(isMapped
        ? {
            columns: Object.fromEntries(
              Object.entries(columns).map(([header, id]) => [header, id === renamed.from ? renamed.to : id]),
            ),
          }
        : {}),
      ...(isCoded ? { codes: withKeys(codes, renamed) } : {}),
    } as ProjectSource['source'],
  }
}

/** Only options that take columns name parts of an instrument. */
function renamedInAnalysis(analysis: ProjectAnalysis, renamed: Renamed): ProjectAnalysis {
  const declared = analyses.get(analysis.id)?.options ?? {}
  const renamedValue = (option: string, value: unknown): unknown => {
    const kind = Object.hasOwn(declared, option) ? declared[option]?.kind : undefined
    if (kind !== 'column' && kind !== 'columns') return value
    if (typeof value === 'string') return renamedId(value, renamed)
    return Array.isArray(value) ? value.map((each: unknown) => (each === renamed.from ? renamed.to : each)) : value
  }
  return {
    ...analysis,
    where: analysis.where.map((condition) => ({ ...condition, column: renamedId(condition.column, renamed) })),
    options: Object.fromEntries(
      Object.entries(analysis.options).map(([option, value]) => [option, renamedValue(option, value)]),
    ),
  }
}
