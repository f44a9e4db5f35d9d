import type { Base, DecidedBases } from '../core/base'
import type { Dataset } from '../core/datasets'
import { answersAPerson } from './margins'
import type { WithheldGroup } from './releases'
import { isPartOfRespondents, withheldAmong, type Counted } from './rule'

/**
 * Decides which bases an analysis may use, by the same rule as tables. A number computed from all groups, seen beside the numbers of the groups that are shown, would
 * disclose the groups that are not.
 *
 * Where people belong to several bases (an organisation and a role), those of a withheld one leave the others too, which makes these smaller: it is asked again until
 * nothing more is withheld. A base that was withheld keeps the counts for which it was withheld.
 * @param basesWithout the bases, the people of the withheld ones no longer counted in the others
 * @param minGroup smallest number of people that may be shown; 1 turns protection off
 * @param groups people whose rows are withheld because of what is told elsewhere
 */
export function decideBases(
  basesWithout: (withheld: ReadonlySet<string>) => readonly Base[],
  minGroup: number,
  dataset: Dataset,
  groups: readonly WithheldGroup[] = [],
): DecidedBases {
  const withheld = new Map<string, Base>()
  let before: readonly Base[] = []
  const attributes = dataset.kind === 'survey' ? dataset.attributes : []
  for (;;) {
    const bases = basesWithout(new Set(withheld.keys())).map((base) => withheld.get(base.id) ?? base)
    // Nobody left another base with those that were withheld: the rule would decide the same once more.
    const isDecided = withheld.size > 0 && areCountedAlike(bases, before)
    before = bases
    const found =
      minGroup <= 1 || isDecided
        ? []
        : [
            ...withheldAmong(
              bases.map((base) => countedIn(base, dataset)),
              minGroup,
              attributes,
            ),
          ].flatMap((position) => bases[position] ?? [])
    const elsewhere = bases.filter((base) => groups.some((group) => isOf(base, group)))
    const fresh = [...new Set([...found, ...elsewhere])].filter(({ id }) => !withheld.has(id))
    if (fresh.length === 0)
      return { usable: new Set(bases.flatMap(({ id }) => (withheld.has(id) ? [] : [id]))), withheld }
    for (const base of fresh) withheld.set(base.id, base)
  }
}

/** Whether a base is what the people of a group answered. Families name their outcome as one of their words. */
function isOf({ group, family }: Base, { outcome, levels }: WithheldGroup): boolean {
  const columns = Object.entries(group)
  return (
    columns.length > 0 &&
    family.split(' ').includes(outcome) &&
    columns.every(([column, level]) => levels[column] === level)
  )
}

function areCountedAlike(bases: readonly Base[], before: readonly Base[]): boolean {
  return (
    bases.length === before.length &&
    bases.every((base, position) => {
      const other = before[position]
      return (
        other !== undefined &&
        base.id === other.id &&
        base.isUniform === other.isUniform &&
        base.counts.length === other.counts.length &&
        base.counts.every((count, way) => count === other.counts[way])
      )
    })
  )
}

function countedIn(base: Base, dataset: Dataset): Counted {
  return {
    group: base.group,
    family: base.family,
    counts: base.counts,
    isExposed: base.isUniform === true && isPartOfRespondents(base, dataset),
    answersAPerson: answersAPerson(base.isOfOneRound === true || Object.hasOwn(base.group, 'round'), dataset),
    together: base.together,
  }
}
