import type { AttributeValues } from '../../analyses/core/fields'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { sourceOf } from '../../analyses/sources/registry'
import type { ImportReport } from '../../analyses/sources/report'
import {
  restoredValues,
  withMerges,
  type SourceSpelling,
  type ValuesOfAttribute,
} from '../../analyses/sources/spellings/attribute-values'
import { withLevelsRenamed } from './level-names'
import type { Project } from './project'
import type { Session } from './session'
import { fieldValue, withField } from './source-change'

/** A level of an attribute, and the one that it becomes; null treats it as blank. */
export interface LevelMerge {
  readonly from: string
  readonly into: string | null
}

/** The field in which sources of a kind say what spellings are read as; null for kinds without attributes of people. */
export const valuesField = (kind: string): string | null =>
  Object.entries(sourceOf(kind).fields).find(([, field]) => field.kind === 'values')?.[0] ?? null

/** The reports of all sources whose spellings can be read as others; null while one of them is being read. */
export function reportsOfValues(project: Project, session: Session): readonly ImportReport[] | null {
  const states = project.sources.flatMap(({ source }) =>
    valuesField(source.kind) === null ? [] : [session.sources[source.id]],
  )
  if (states.some((state) => state?.status === 'reading')) return null
  return states.flatMap((state) => state?.reading?.report ?? [])
}

/** Reads levels of an attribute as others, in every source that has them; what was said of them follows. */
export function mergeLevels(project: Project, values: ValuesOfAttribute, merges: readonly LevelMerge[]): Project {
  const changed = changeValues(project, (declared, source) => withMerges(declared, values, source, merges))
  return withLevelsRenamed(changed, values.attribute, new Map(merges.map(({ from, into }) => [from, into])))
}

/** Makes spellings levels of their own again. */
export const restoreSpellings = (project: Project, attribute: string, spellings: readonly SourceSpelling[]): Project =>
  changeValues(project, (declared, source) =>
    restoredValues(
      declared,
      attribute,
      spellings.flatMap((spelling) => (spelling.source === source ? [spelling.text] : [])),
    ),
  )

function changeValues(
  project: Project,
  change: (declared: AttributeValues | undefined, source: string) => AttributeValues | undefined,
): Project {
  const changed = (source: RecipeSource): RecipeSource => {
    const field = valuesField(source.kind)
    if (field === null) return source
    const before = fieldValue(source, field) as AttributeValues | undefined
    const next = change(before, source.id)
    return next === before ? source : withField(source, field, next)
  }
  return {
    ...project,
    sources: project.sources.map((entry) => {
      const source = changed(entry.source)
      return source === entry.source ? entry : { ...entry, source }
    }),
  }
}
