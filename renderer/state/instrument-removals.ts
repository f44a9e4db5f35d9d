import { analyses } from '../../analyses/index'
import type { InstrumentParts } from '../../analyses/instrument/parts'
import type { Condition } from '../../analyses/recipe/recipe'
import { withoutColumns } from '../../analyses/variables/edits'
import type { Project, ProjectAnalysis, ProjectSource } from './project'

/** Ids that an instrument no longer has. */
export interface Gone {
  /** Of dimensions and items. */
  readonly parts: ReadonlySet<string>
  readonly scales: ReadonlySet<string>
}

/** What of a project named something that is gone, and was taken along. */
export interface TakenAlong {
  readonly files: number
  readonly analyses: number
  /** Conditions of the project's own filter. */
  readonly filters: number
  /** Computed variables that are gone, or are computed of fewer columns. */
  readonly variables: number
  /** Lines by which people were left out. */
  readonly exclusions: number
}

export const nothingTaken: TakenAlong = { files: 0, analyses: 0, filters: 0, variables: 0, exclusions: 0 }

/** What an edit took out of an instrument. @param renamed an id that has become another one, and is not gone */
export function goneBetween(before: InstrumentParts, after: InstrumentParts, renamed: string | undefined): Gone {
  const idsOf = ({ dimensions, items }: InstrumentParts): readonly string[] =>
    [...dimensions, ...items].map(({ id }) => id)
  const [left, scalesLeft] = [new Set(idsOf(after)), new Set(after.scales.map(({ id }) => id))]
  return {
    parts: new Set(idsOf(before).filter((id) => id !== '' && id !== renamed && !left.has(id))),
    scales: new Set(before.scales.flatMap(({ id }) => (id === renamed || scalesLeft.has(id) ? [] : [id]))),
  }
}

/**
 * A project without what names parts of its instrument that are gone: columns of files that were mapped to them, codes, orders, labels, conditions, lines of exclusion, computed
 * variables and options of analyses. An option that named nothing else takes its default. What rests on a computed variable that is gone goes with it.
 */
export function withoutGone(
  project: Project,
  removed: Gone,
): { readonly project: Project; readonly taken: TakenAlong } {
  if (removed.parts.size === 0 && removed.scales.size === 0) return { project, taken: nothingTaken }
  const computed = withoutColumns(project.variables ?? [], removed.parts)
  const gone = { ...removed, parts: new Set([...removed.parts, ...computed.gone]) }
  const exclusions = (project.exclusions ?? []).filter(
    ({ where = [] }) => !where.some(({ column }) => gone.parts.has(column)),
  )
  const sources = project.sources.map((entry) => withoutInSource(entry, gone))
  const where = withoutConditions(project.where, gone)
  const asked = project.analyses.map((analysis) => withoutInAnalysis(analysis, gone))
  const changed = <T>(one: readonly T[], other: readonly T[]): number =>
    one.filter((entry, index) => entry !== other[index]).length
  const { orders, labels, variables, exclusions: lines, ...others } = project
  const kept =
    orders === undefined
      ? {}
      : {
          ...orders,
          ...(orders.levels === undefined ? {} : { levels: withoutKeys(orders.levels, gone.parts) }),
          ...(orders.reference === undefined ? {} : { reference: withoutKeys(orders.reference, gone.parts) }),
        }
  const left = Object.fromEntries(
    Object.entries(kept).filter(([, value]) => Array.isArray(value) || Object.keys(value ?? {}).length > 0),
  )
  return {
    project: {
      ...others,
      ...(Object.keys(left).length === 0 ? {} : { orders: left }),
      ...someOf('labels', labels === undefined ? undefined : withoutKeys(labels, gone.parts)),
      ...someOf('variables', variables === undefined ? undefined : computed.left),
      ...someOf('exclusions', lines === undefined ? undefined : exclusions),
      sources,
      where,
      analyses: asked,
    },
    taken: {
      files: changed(project.sources, sources),
      analyses: changed(project.analyses, asked),
      filters: project.where.length - where.length,
      variables:
        computed.gone.length + computed.left.filter((variable) => variables?.includes(variable) !== true).length,
      exclusions: (lines?.length ?? 0) - exclusions.length,
    },
  }
}

/** What is left under its key; nothing where nothing is: an absent key and an empty one must not differ in a file. */
const someOf = <Key extends string, Value extends object>(
  key: Key,
  value: Value | undefined,
): { readonly [name in Key]?: Value } =>
  value === undefined || Object.keys(value).length === 0 ? {} : ({ [key]: value } as { readonly [name in Key]?: Value })

const withoutKeys = <V>(record: Readonly<Record<string, V>>, ids: ReadonlySet<string>): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !ids.has(key)))

const withoutConditions = (where: readonly Condition[], { parts }: Gone): readonly Condition[] =>
  where.some(({ column }) => parts.has(column)) ? where.filter(({ column }) => !parts.has(column)) : where

function withoutInSource(entry: ProjectSource, { parts, scales }: Gone): ProjectSource {
  const source: Record<string, unknown> = { ...entry.source }
  const isOf = (ids: ReadonlySet<string>, id: unknown): boolean => typeof id === 'string' && ids.has(id)
  let isChanged = false
  const keep = (field: string, isKept: (key: string, value: unknown) => boolean): void => {
    const record = source[field]
    if (typeof record !== 'object' || record === null) return
    const entries = Object.entries(record)
    const kept = entries.filter(([key, value]) => isKept(key, value))
    if (kept.length === entries.length) return
    isChanged = true
    if (kept.length === 0) delete source[field]
    else source[field] = Object.fromEntries(kept)
  }
  keep('columns', (_, id) => !isOf(parts, id))
  keep('codes', (owner) => !parts.has(owner) && !scales.has(owner))
  return isChanged ? { ...entry, source: source as unknown as ProjectSource['source'] } : entry
}

/** Only options that take columns name parts of an instrument. */
function withoutInAnalysis(analysis: ProjectAnalysis, gone: Gone): ProjectAnalysis {
  const declared = analyses.get(analysis.id)?.options ?? {}
  const options = Object.entries(analysis.options).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
    const kind = Object.hasOwn(declared, name) ? declared[name]?.kind : undefined
    if (kind !== 'column' && kind !== 'columns') return [[name, value]]
    if (typeof value === 'string') return gone.parts.has(value) ? [] : [[name, value]]
    if (!Array.isArray(value) || !value.some((id) => gone.parts.has(String(id)))) return [[name, value]]
    const kept = value.filter((id) => !gone.parts.has(String(id)))
    return kept.length === 0 ? [] : [[name, kept]]
  })
  const where = withoutConditions(analysis.where, gone)
  const isAsBefore =
    where === analysis.where &&
    options.length === Object.keys(analysis.options).length &&
    options.every(([name, value]) => analysis.options[name] === value)
  return isAsBefore ? analysis : { ...analysis, where, options: Object.fromEntries(options) }
}
