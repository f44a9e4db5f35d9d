import { z } from 'zod'
import { idSchema } from '../core/ids'
import type { ProblemReport } from '../core/documents'

const place = z
  .record(idSchema, z.string().min(1))
  .describe('Level → name: a node is named by its narrowest level, and the wider ones say where it lies.')

/** The organisation tree as a recipe declares it. */
export const treeSchema = z
  .strictObject({
    levels: z
      .array(idSchema)
      .min(1)
      .describe('Attributes from the widest place to the narrowest, e.g. country, region, organisation, unit.'),
    places: z
      .array(place)
      .default([])
      .describe('One entry a node whose place the data lack, have otherwise, or that nobody answered from.'),
    moves: z
      .array(z.strictObject({ from: place, to: place }))
      .optional()
      .describe(
        'Nodes below an organisation that the data have elsewhere: where they stand there, and where they belong.',
      ),
  })
  .describe('Where organisations and their units belong: it gives attributes that the files lack.')

/** How many people a place had in a round, typed in. */
export const headcountsSchema = z
  .array(z.strictObject({ round: z.string().min(1), place, headcount: z.int().min(0).max(2_147_483_647) }))
  .describe('People invited in a round at a node of the organisation tree, beside or in place of a headcount file.')

export type OrganisationTree = z.output<typeof treeSchema>
export type TypedHeadcount = z.output<typeof headcountsSchema>[number]
/** Level → name of the node and of the places around it. */
export type Place = Readonly<Record<string, string>>
/** Names by level, the widest first; null where a name is not known. */
export type Path = readonly (string | null)[]

/** Levels that attributes of a survey usually are, the widest first. */
export const usualLevels: readonly string[] = ['country', 'region', 'organisation', 'unit']

/** The levels of a tree: those declared, else the usual ones among the attributes. */
export function levelsOf(tree: OrganisationTree | undefined, attributes: readonly string[]): readonly string[] {
  return tree?.levels ?? usualLevels.filter((level) => attributes.includes(level))
}

/**
 * The level down to which a name is one place wherever it stands; below it, a name is told apart by the places around it from this level on. It is the organisation;
 * a tree without one has the level above its narrowest.
 */
export function anchorOf(levels: readonly string[]): number {
  const organisation = levels.indexOf('organisation')
  return organisation >= 0 ? organisation : Math.max(0, levels.length - 2)
}

/** Index of the narrowest level that has a name; −1 without any. */
export const depthOf = (path: Path): number => path.findLastIndex((name) => name !== null)

export const pathOf = (levels: readonly string[], place: Place): Path =>
  levels.map((level) => (Object.hasOwn(place, level) ? (place[level] ?? null) : null))

/** What tells a node from all others: its level and name, and below the organisation the names from there on. */
export function nodeKey(levels: readonly string[], path: Path): string {
  const depth = depthOf(path)
  const from = Math.min(depth, anchorOf(levels))
  return JSON.stringify([depth, ...path.slice(Math.max(0, from), depth + 1)])
}

/** What contradicts itself in a declared tree, told at its place in the document. */
export function complainOfTree({ levels, places, moves = [] }: OrganisationTree, complain: ProblemReport): void {
  const known = levels.join(', ')
  levels.forEach((level, index) => {
    if (levels.indexOf(level) !== index) complain('recipe:tree-level-twice', { level }, ['tree', 'levels', index])
  })
  const checkLevels = (given: Place, path: readonly (string | number)[]): boolean => {
    const unknown = Object.keys(given).filter((level) => !levels.includes(level))
    for (const level of unknown) complain('recipe:tree-level-unknown', { level, known }, [...path, level])
    if (Object.keys(given).length === 0) complain('recipe:tree-place-empty', { known }, path)
    return unknown.length === 0 && Object.keys(given).length > 0
  }
  const seen = new Map<string, { readonly path: Path; readonly index: number }>()
  places.forEach((given, index) => {
    if (!checkLevels(given, ['tree', 'places', index])) return
    const path = pathOf(levels, given)
    const key = nodeKey(levels, path)
    const before = seen.get(key)
    if (before === undefined) seen.set(key, { path, index })
    else
      complain('recipe:tree-place-twice', { name: path[depthOf(path)] ?? '', first: `tree.places[${before.index}]` }, [
        'tree',
        'places',
        index,
      ])
  })
  moves.forEach(({ from, to }, index) => {
    const isFine = [
      checkLevels(from, ['tree', 'moves', index, 'from']),
      checkLevels(to, ['tree', 'moves', index, 'to']),
    ].every(Boolean)
    if (!isFine) return
    if (depthOf(pathOf(levels, to)) >= depthOf(pathOf(levels, from)))
      complain('recipe:tree-move-down', {}, ['tree', 'moves', index, 'to'])
  })
}

/** Headcounts that are typed in twice, or for no place of the tree. */
export function complainOfHeadcounts(
  headcounts: readonly TypedHeadcount[],
  tree: OrganisationTree | undefined,
  complain: ProblemReport,
): void {
  const levels = tree?.levels ?? usualLevels
  const seen = new Map<string, number>()
  headcounts.forEach(({ round, place: given }, index) => {
    const unknown = Object.keys(given).filter((level) => !levels.includes(level))
    const path = ['headcounts', index, 'place'] as const
    for (const level of unknown)
      complain('recipe:tree-level-unknown', { level, known: levels.join(', ') }, [...path, level])
    if (unknown.length > 0) return
    const key = JSON.stringify([round, nodeKey(levels, pathOf(levels, given))])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, index)
    else complain('recipe:headcount-twice', { round, first: `headcounts[${first}]` }, ['headcounts', index])
  })
}
