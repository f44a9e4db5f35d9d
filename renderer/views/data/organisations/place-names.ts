import type { OrganisationNode } from '../../../../analyses/organisations/nodes'
import { useSpeaker } from '../../workbench-context'

/** What places are called by the person, each level by its own names. */
export interface PlaceNames {
  of(node: Pick<OrganisationNode, 'level' | 'name'>): string
  /** The place and those around it, the widest first. */
  full(node: Pick<OrganisationNode, 'path'>): string
  /** Places of the level around a node's. */
  around(node: Pick<OrganisationNode, 'level'>, places: readonly string[]): readonly string[]
}

/** @param levels of the tree, the widest first */
export function usePlaceNames(levels: readonly string[]): PlaceNames {
  const speaker = useSpeaker()
  return {
    of: ({ level, name }) => speaker.level(level, name),
    full: ({ path }) =>
      path.flatMap((name, depth) => (name === null ? [] : [speaker.level(levels[depth] ?? '', name)])).join(' › '),
    around: ({ level }, places) => {
      const above = levels[levels.indexOf(level) - 1] ?? ''
      return places.map((place) => speaker.level(above, place))
    },
  }
}
