import type { SurveyDataset } from '../core/datasets'
import { largest } from '../numeric/summary/extremes'
import { groupColumns } from '../survey/groups'
import type { VarianceComponentsOptions } from './options'

/** A random component whose levels are the combinations of some columns. */
export interface RandomComponent {
  /** As the tables name it: the innermost column; the whole way down where it does not follow the organisation tree. */
  readonly id: string
  /** The columns that identify a level. */
  readonly columns: readonly string[]
}

/** The component of persons who answered in several rounds, and what is left. */
export const personComponent = 'person'
export const residualComponent = 'residual'

/**
 * The components that `random` names: `organisation/unit` is organisation, and unit within organisation. A column whose level names stand in several places is
 * identified together with the place above it. Each component once, in the order of the organisation tree, others after it as asked for.
 */
export function randomComponents(dataset: SurveyDataset, random: readonly string[]): readonly RandomComponent[] {
  const found: RandomComponent[] = []
  for (const way of random) {
    const steps = way.split('/')
    steps.forEach((inner, step) => {
      const isOfTree = step === 0 || ancestorsOf(dataset, inner).includes(steps[step - 1] ?? '')
      const id = isOfTree ? inner : steps.slice(0, step + 1).join('/')
      if (!found.some((component) => component.id === id))
        found.push({ id, columns: groupColumns(dataset, steps.slice(0, step + 1)) })
    })
  }
  const depth = ({ columns }: RandomComponent): number =>
    columns.includes('round')
      ? Number.MAX_SAFE_INTEGER
      : largest(columns.map((id) => dataset.attributes.findIndex((attribute) => attribute.id === id)))
  return found
    .map((component, position) => ({ component, position }))
    .toSorted((a, b) => depth(a.component) - depth(b.component) || a.position - b.position)
    .map(({ component }) => component)
}

function ancestorsOf(dataset: SurveyDataset, id: string): readonly string[] {
  const found: string[] = []
  let at = dataset.attributes.find((attribute) => attribute.id === id)
  while (at !== undefined && at.parent !== null && !found.includes(at.parent)) {
    found.push(at.parent)
    const { parent } = at
    at = dataset.attributes.find((attribute) => attribute.id === parent)
  }
  return found
}

/** All columns that rows are told apart by. */
export function keyColumnsOf(dataset: SurveyDataset, options: VarianceComponentsOptions): readonly string[] {
  return groupColumns(dataset, [
    ...randomComponents(dataset, options.random).flatMap(({ columns }) => columns),
    ...options.fixed,
  ])
}
