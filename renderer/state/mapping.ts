import type { AttributeValues } from '../../analyses/core/fields'
import type { ColumnUse } from '../../analyses/sources/columns'
import { comparable } from '../../analyses/sources/comparable'
import type { ColumnProposal } from '../../analyses/sources/proposal'
import { sourceOf } from '../../analyses/sources/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { Project } from './project'
import { columnFields, fieldValue, withColumn, withField, type ColumnTarget } from './source-change'

/**
 * Makes columns what was proposed for them, as a person has confirmed it. An attribute that another source of the project has too comes with what its spellings are read as there.
 * @param others the other sources, the earliest first
 */
export function withProposals(
  source: RecipeSource,
  columns: readonly ColumnUse[],
  proposals: readonly ColumnProposal[],
  others: readonly RecipeSource[],
): RecipeSource {
  const definition = sourceOf(source.kind)
  const attributes = columns.flatMap(({ role, id }) => (role === 'attribute' && id !== null ? [id] : []))
  return proposals.reduce((present, proposal) => {
    const column = columns[proposal.position - 1]
    if (column === undefined) return present
    const next = withColumn(definition, present, column, targetOf(present, proposal), attributes)
    return proposal.role === 'attribute' ? withValues(next, proposal.id, others) : next
  }, source)
}

/** What the spellings of an attribute are read as, from the last of the other sources that says it; what the source itself says goes before. */
function withValues(source: RecipeSource, attribute: string, others: readonly RecipeSource[]): RecipeSource {
  const { fields } = sourceOf(source.kind)
  return Object.entries(fields).reduce((present, [name, { kind }]) => {
    if (kind !== 'values') return present
    const own = valuesIn(present, name)
    const other = others.findLast((each) => each.kind === source.kind && valuesIn(each, name)[attribute] !== undefined)
    return other === undefined || own[attribute] !== undefined
      ? present
      : withField(present, name, { ...own, [attribute]: valuesIn(other, name)[attribute] })
  }, source)
}

const valuesIn = (source: RecipeSource, field: string): AttributeValues =>
  (fieldValue(source, field) ?? {}) as AttributeValues

function targetOf(source: RecipeSource, { role, id }: ColumnProposal): ColumnTarget {
  if (role === 'item' || role === 'attribute') return { is: 'id', id, isAttribute: role === 'attribute' }
  const { headers } = columnFields(sourceOf(source.kind))
  const field = headers.find(([, declared]) => declared.role === role)?.[0]
  return field === undefined ? { is: 'role', role } : { is: 'field', field }
}

/** How the columns of a file differ from those of the file of an earlier round. */
export interface RoundDifferences {
  /** Columns that mean the same in both. */
  readonly same: number
  /** Headers that the earlier file does not have and that nothing proposes a meaning for. */
  readonly added: readonly string[]
  /** Items and attributes that have a column in the earlier file, and neither a column nor a proposal here. */
  readonly missing: readonly { readonly role: string; readonly id: string }[]
}

const meaningOf = ({ role, id }: ColumnUse): string | null =>
  role === 'item' || role === 'attribute' ? `${role} ${id ?? ''}` : null

/** @param earlier columns of the earlier file, and @param now those of this one, as they are read */
export function roundDifferences(
  earlier: readonly ColumnUse[],
  now: readonly ColumnUse[],
  proposals: readonly ColumnProposal[],
): RoundDifferences {
  const before = new Set(earlier.flatMap((column) => meaningOf(column) ?? []))
  const present = new Set(now.flatMap((column) => meaningOf(column) ?? []))
  const proposed = new Set(proposals.map(({ role, id }) => `${role} ${id}`))
  const headers = new Set(earlier.map(({ header }) => comparable(header)))
  const positions = new Set(proposals.map(({ position }) => position))
  const isAdded = ({ role, header, position }: ColumnUse): boolean =>
    role === 'ignored' && !headers.has(comparable(header)) && !positions.has(position)
  return {
    same: [...present].filter((meaning) => before.has(meaning)).length,
    added: now.filter(isAdded).map(({ header }) => header),
    missing: earlier.flatMap((column) => {
      const meaning = meaningOf(column)
      const isMissing = meaning !== null && !present.has(meaning) && !proposed.has(meaning)
      return isMissing && column.id !== null ? [{ role: column.role, id: column.id }] : []
    }),
  }
}

/** The sources of a project but for one. */
export const othersOf = ({ sources }: Project, id: string): readonly RecipeSource[] =>
  sources.flatMap(({ source }) => (source.id === id ? [] : [source]))
