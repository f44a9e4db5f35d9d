import { InputError, type Place } from './errors'
import type { Dataset, SurveyDataset } from './datasets'

/**
 * What a column option may name. `outcome` is a dimension or an item that has numbers; `event` a kind of event in a log;
 * `source` one of several files of indicators; `area` an area in which organisations are rated;
 * `nesting` is an attribute or the round, or a way down from one attribute to those within it, `organisation/unit`;
 * `moment` is no column but a date the user sets with a reason, `2022-10-15 New routine`, so it is checked by its form.
 */
export type ColumnRole =
  | 'outcome'
  | 'dimension'
  | 'item'
  | 'attribute'
  | 'group'
  | 'nesting'
  | 'round'
  | 'series'
  | 'event'
  | 'moment'
  | 'source'
  | 'area'

/** A moment: a date, perhaps a time, and a reason. */
export const momentPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?\s+(\S.*)$/u

export interface NumberOption {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  /** Limits that the value must not equal. */
  readonly open?: 'min' | 'max' | 'both'
  readonly integer?: boolean
  /** Message key of the unit, e.g. `core:unit.scale-points`; absent for pure numbers. */
  readonly unit?: string
  readonly step?: number
}

export interface ChoiceOption<C extends string = string> {
  readonly kind: 'choice'
  readonly default: C
  readonly choices: readonly C[]
}

export interface FlagOption {
  readonly kind: 'flag'
  readonly default: boolean
}

/** One column. A null default means: the first that fits, decided by `fillOptions`; `optional` means null is a value. */
export interface ColumnOption {
  readonly kind: 'column'
  readonly of: ColumnRole
  readonly default: string | null
  readonly optional?: boolean
  /** Which of the fitting columns a null default takes: the first, or the last (for a round to compare with). `first` if left out. */
  readonly prefer?: 'first' | 'last'
  /** The id that a null default takes if the data have it; otherwise `prefer` decides. */
  readonly favourite?: string
}

/** Several columns. The default `all` means all that fit, and is filled in before the run so that a recipe says what was done. */
export interface ColumnsOption {
  readonly kind: 'columns'
  readonly of: ColumnRole
  readonly default: readonly string[] | 'all' | 'first'
  /** How many columns the default `first` takes, where the columns can be crossed; 1 if left out. */
  readonly take?: number
  readonly min?: number
  readonly max?: number
}

export type Option = NumberOption | ChoiceOption | FlagOption | ColumnOption | ColumnsOption
export type Options = Readonly<Record<string, Option>>

type OptionValue<D extends Option> =
  D extends ChoiceOption<infer C>
    ? C
    : D extends NumberOption
      ? number
      : D extends FlagOption
        ? boolean
        : D extends ColumnOption
          ? D extends { readonly optional: true }
            ? string | null
            : string
          : D extends ColumnsOption
            ? readonly string[]
            : never

/** The values that an analysis is run with: every option present and within its limits. Derived from the declaration, which is written `as const satisfies Options`. */
export type OptionsOf<O extends Options> = { readonly [K in keyof O]: OptionValue<O[K]> }

/** Ids in the data that a column option may take, in the order of the instrument or of the data. */
export function columnsFor(role: ColumnRole, dataset: Dataset): readonly string[] {
  if (dataset.kind === 'series') {
    if (role === 'event') return dataset.eventTypes
    return role === 'series' ? dataset.series.map(({ id }) => id) : []
  }
  if (dataset.kind === 'indicators') return role === 'source' ? dataset.sources : []
  if (dataset.kind === 'inventory') {
    if (role === 'area') return dataset.areas
    return role === 'attribute' || role === 'group' ? dataset.attributes.map(({ id }) => id) : []
  }
  const dimensions = dataset.instrument.dimensions.map(({ id }) => id)
  const items = dataset.instrument.items.map(({ id }) => id)
  const attributes = dataset.attributes.map(({ id }) => id)
  switch (role) {
    case 'dimension':
      return dimensions
    case 'item':
      return items
    case 'outcome':
      return [...dimensions, ...items]
    case 'attribute':
      return attributes
    case 'group':
      return ['round', ...attributes]
    case 'nesting':
      return ['round', ...attributes, ...nestings(dataset)]
    case 'round':
      return dataset.rounds.map(({ id }) => id)
    case 'series':
    case 'event':
    case 'moment':
    case 'source':
    case 'area':
      return []
  }
}

/** Roles of columns that make groups of people, to which items that stand alone can be put as well. */
const groupingRoles: ReadonlySet<ColumnRole> = new Set(['group', 'attribute'])

/** What a column option may be chosen to be: the columns that fit by themselves, and items by which people can be grouped. */
export function choicesFor(role: ColumnRole, dataset: Dataset): readonly string[] {
  const columns = columnsFor(role, dataset)
  if (dataset.kind !== 'survey' || !groupingRoles.has(role)) return columns
  const items = (dataset.groupingItems ?? []).filter(({ codes }) => codes.length > 1).map(({ id }) => id)
  return [...columns, ...items.filter((id) => !columns.includes(id))]
}

/** The columns that options name as groups. */
export function groupsAsked(options: Options, values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(options).flatMap(([id, option]) => {
    if ((option.kind !== 'column' && option.kind !== 'columns') || !groupingRoles.has(option.of)) return []
    const value = values[id]
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((each) => typeof each === 'string')
  })
}

/** Every attribute within every one declared before it, and the ways of several steps down the organisation tree, which may leave steps out. */
function nestings({ attributes }: SurveyDataset): readonly string[] {
  const pairs = attributes.flatMap(({ id }, position) =>
    attributes.slice(position + 1).map((inner) => `${id}/${inner.id}`),
  )
  const ways = attributes.flatMap(({ id }) => {
    const above: string[] = []
    for (
      let parent = parentOf(attributes, id);
      parent !== null && !above.includes(parent);
      parent = parentOf(attributes, parent)
    )
      above.unshift(parent)
    let found: readonly (readonly string[])[] = [[]]
    for (const step of above) found = [...found, ...found.map((way) => [...way, step])]
    return found.filter((way) => way.length > 1).map((way) => [...way, id].join('/'))
  })
  return [...pairs, ...ways]
}

function parentOf(attributes: SurveyDataset['attributes'], id: string): string | null {
  return attributes.find((attribute) => attribute.id === id)?.parent ?? null
}

/**
 * Fills defaults and checks every given value against its declaration.
 * @param given option values as a recipe or a control gave them, unknown in shape
 * @param declared the analysis's options
 * @param dataset what columns there are
 * @param place where the options stand, for the error
 * @throws InputError naming the first option that cannot be used, with what it may be
 */
export function fillOptions<O extends Options>(
  declared: O,
  given: Readonly<Record<string, unknown>>,
  dataset: Dataset,
  place: Place = {},
): OptionsOf<O> {
  const problems = optionProblems(declared, given, dataset, place)
  if (problems[0] !== undefined) throw problems[0]
  const filled: Record<string, unknown> = {}
  for (const [id, option] of Object.entries(declared)) {
    filled[id] = Object.hasOwn(given, id) ? normalise(option, given[id]) : defaultOf(option, dataset)
  }
  return filled as OptionsOf<O>
}

/** Every way in which the given values break their declarations, in the order of the declaration. */
export function optionProblems(
  declared: Options,
  given: Readonly<Record<string, unknown>>,
  dataset: Dataset,
  place: Place = {},
): readonly InputError[] {
  const problems: InputError[] = []
  const at = (id: string): Place => ({ ...place, path: place.path === undefined ? id : `${place.path}.${id}` })
  for (const id of Object.keys(given)) {
    if (!Object.hasOwn(declared, id)) {
      problems.push(
        new InputError('core:option-unknown', { option: id, known: Object.keys(declared).join(', ') }, at(id)),
      )
    }
  }
  for (const [id, option] of Object.entries(declared)) {
    if (Object.hasOwn(given, id)) {
      const problem = problemOf(id, option, given[id], dataset, at(id))
      if (problem !== null) problems.push(problem)
    } else {
      const value = defaultOf(option, dataset)
      const problem = problemOf(id, option, value, dataset, at(id))
      if (problem !== null) problems.push(problem)
    }
  }
  return problems
}

/** The value an option has when nobody says otherwise. Column defaults depend on the data. */
export function defaultOf(option: Option, dataset: Dataset): unknown {
  if (option.kind === 'column') {
    if (option.default !== null || option.optional === true) return option.default
    if (option.favourite !== undefined && columnsFor(option.of, dataset).includes(option.favourite))
      return option.favourite
    return option.prefer === 'last'
      ? (columnsFor(option.of, dataset).at(-1) ?? null)
      : preferredGroup(option.of, dataset)
  }
  if (option.kind === 'columns') {
    const available = columnsFor(option.of, dataset)
    if (option.default === 'all') return option.of === 'outcome' ? columnsFor('dimension', dataset) : available
    if (option.default === 'first') {
      if (option.take !== undefined && option.take > 1) return crossedGroups(option.of, dataset).slice(0, option.take)
      const first = preferredGroup(option.of, dataset)
      return first === null ? [] : [first]
    }
    return option.default
  }
  return option.default
}

/** `organisation` where there is one, since that is what most questions are about; otherwise the first that fits. */
function preferredGroup(role: ColumnRole, dataset: Dataset): string | null {
  const available = columnsFor(role, dataset)
  if ((role === 'group' || role === 'attribute' || role === 'nesting') && available.includes('organisation'))
    return 'organisation'
  return available.find((id) => id !== 'round') ?? available[0] ?? null
}

/** Columns to cross, the likeliest first: an attribute, the round where there are several, then others; places within places last. */
function crossedGroups(role: ColumnRole, dataset: Dataset): readonly string[] {
  const available = columnsFor(role, dataset)
  if (dataset.kind !== 'survey') return available
  const isPart = (id: string): boolean =>
    dataset.attributes.some((attribute) => attribute.id === id && attribute.parent !== null)
  const [first, ...others] = available.filter((id) => id !== 'round' && !isPart(id))
  const rounds = available.includes('round') && dataset.rounds.length > 1 ? ['round'] : []
  return [...(first === undefined ? [] : [first]), ...rounds, ...others, ...available.filter(isPart)]
}

function normalise(option: Option, value: unknown): unknown {
  if (option.kind === 'columns' && typeof value === 'string') return [value]
  return value
}

function problemOf(id: string, option: Option, value: unknown, dataset: Dataset, place: Place): InputError | null {
  switch (option.kind) {
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value))
        return new InputError('core:option-not-a-number', { option: id }, place)
      if (option.integer === true && !Number.isInteger(value))
        return new InputError('core:option-not-whole', { option: id, value }, place)
      const tooLow = value < option.min || (value === option.min && (option.open === 'min' || option.open === 'both'))
      const tooHigh = value > option.max || (value === option.max && (option.open === 'max' || option.open === 'both'))
      if (!tooLow && !tooHigh) return null
      return new InputError(
        'core:option-out-of-limits',
        { option: id, value: String(value), min: String(option.min), max: String(option.max) },
        place,
      )
    }
    case 'choice':
      if (typeof value === 'string' && option.choices.includes(value)) return null
      return new InputError(
        'core:option-no-such-choice',
        { option: id, value: printable(value), choices: option.choices.join(', ') },
        place,
      )
    case 'flag':
      return typeof value === 'boolean'
        ? null
        : new InputError('core:option-not-a-flag', { option: id, value: printable(value) }, place)
    case 'column': {
      if (value === null && option.optional === true) return null
      const available = choicesFor(option.of, dataset)
      if (typeof value === 'string' && available.includes(value)) return null
      if (value === null) return new InputError('core:option-no-column-fits', { option: id }, place)
      return new InputError(
        'core:option-no-such-column',
        { option: id, value: printable(value), columns: listed(available) },
        place,
      )
    }
    case 'columns': {
      const values = normalise(option, value)
      if (!Array.isArray(values))
        return new InputError('core:option-not-a-list', { option: id, value: printable(value) }, place)
      const available = choicesFor(option.of, dataset)
      for (const entry of values as readonly unknown[]) {
        if (option.of === 'moment') {
          if (typeof entry !== 'string' || !momentPattern.test(entry))
            return new InputError('core:option-not-a-moment', { option: id, value: printable(entry) }, place)
        } else if (typeof entry !== 'string' || !available.includes(entry)) {
          return new InputError(
            'core:option-no-such-column',
            { option: id, value: printable(entry), columns: listed(available) },
            place,
          )
        }
      }
      if (new Set(values).size !== values.length)
        return new InputError('core:option-column-twice', { option: id }, place)
      const min = option.min ?? 0
      const max = option.max ?? Number.POSITIVE_INFINITY
      if (values.length < min) return new InputError('core:option-too-few-columns', { option: id, min }, place)
      if (values.length > max) return new InputError('core:option-too-many-columns', { option: id, max }, place)
      return null
    }
  }
}

function printable(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
}

function listed(ids: readonly string[]): string {
  return ids.length <= 12 ? ids.join(', ') : `${ids.slice(0, 12).join(', ')} …`
}
