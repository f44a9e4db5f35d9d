import type { ReportContext } from '../core/contract'
import type { Dataset } from '../core/datasets'
import type { Labels } from '../core/level-names'
import type { Language } from '../core/words'
import type { CompareLevels } from './group-order'
import { namesInData } from './named-levels'

/** How results are shown: what must be withheld, and in which language. */
export interface Publication {
  /** Smallest group that may be shown; 1 turns protection off. */
  readonly minGroup: number
  readonly language: Language
  /** What the project calls attributes and their levels. Tables keep the levels as the data have them; figures and sentences name them. */
  readonly labels?: Labels
}

interface LevelsInOrder {
  readonly id: string
  readonly levels: readonly string[]
  readonly order?: readonly string[]
}

/** Groups come in the order of their levels, else in that of the report language's alphabet; rounds come in time. @param ordered levels of attributes that stand in another order */
export function reportContext(
  dataset: Dataset,
  publication: Publication,
  ordered: ReadonlyMap<string, readonly string[]> = new Map(),
): ReportContext {
  const { minGroup } = publication
  const compare = alphabetOf(dataset, publication)
  return {
    dataset,
    minGroup,
    levelsInOrder: (attribute) => {
      if (dataset.kind === 'series' || dataset.kind === 'indicators') return []
      if (dataset.kind === 'survey' && attribute === 'round') return dataset.rounds.map(({ id }) => id)
      const own = ordered.get(attribute)
      if (own !== undefined) return own
      const isOrganisations = dataset.kind === 'inventory' && attribute === 'organisation'
      const attributes = dataset.attributes as readonly LevelsInOrder[]
      const known = attributes.find(({ id }) => id === attribute)?.order
      if (known !== undefined) return known
      const levels = isOrganisations
        ? dataset.organisations
        : (attributes.find(({ id }) => id === attribute)?.levels ?? [])
      return levels.toSorted((a, b) => compare(attribute, a, b))
    },
  }
}

/** How the alphabet of a report's language sorts the names of an attribute's levels; numbers in them by their size. */
export function alphabetOf(dataset: Dataset, { labels, language }: Publication): CompareLevels {
  const names = namesInData([dataset], labels, language)
  const collator = new Intl.Collator(collations[language], { numeric: true })
  return (attribute, a, b) => collator.compare(names.level(attribute, a), names.level(attribute, b))
}

const collations: Readonly<Record<Language, string>> = { nb: 'nb-NO', sv: 'sv-SE', da: 'da-DK', en: 'en' }
