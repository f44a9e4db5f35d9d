import type { FactorColumn, Frame, NumericColumn, SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type ResultTable, type TableRow } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import type { Label, Language, Note } from '../../analyses/core/words'
import { decideBases } from '../../analyses/disclosure/usable'
import groupComparison from '../../analyses/group-comparison/analysis'
import { compareGroups, type GroupComparison } from '../../analyses/group-comparison/compute'
import type { GroupComparisonOptions } from '../../analyses/group-comparison/options'
import { basesOfSamples, readSamples } from '../../analyses/group-comparison/samples'
import type { selectGroupComparison } from '../../analyses/group-comparison/statements'
import { messagesOf } from '../../analyses/index'
import type { Instrument } from '../../analyses/instrument/model'
import type { FramesOf, ReadContext, ReportContext } from '../../analyses/core/contract'

export function factor(id: string, values: readonly string[]): FactorColumn {
  const levels = [...new Set(values)]
  return { kind: 'factor', id, levels, codes: Int32Array.from(values, (value) => levels.indexOf(value)) }
}

export function numeric(id: string, values: readonly number[]): NumericColumn {
  return { kind: 'numeric', id, values: Float64Array.from(values) }
}

export function frameOf(columns: readonly (FactorColumn | NumericColumn)[]): Frame {
  const [first] = columns
  return {
    rowCount: first === undefined ? 0 : first.kind === 'factor' ? first.codes.length : first.values.length,
    columns: Object.fromEntries(columns.map((column) => [column.id, column])),
  }
}

/** One person's value, with the levels of the person's columns. */
export interface Answer {
  readonly keys: Readonly<Record<string, string>>
  readonly outcome: string
  readonly value: number
  readonly weight?: number
}

/** One answer a value, of the people of each organisation. */
export const answersOf = (
  values: Readonly<Record<string, readonly number[]>>,
  outcome = 'culture',
): readonly Answer[] =>
  Object.entries(values).flatMap(([organisation, own]) =>
    own.map((value) => ({ keys: { organisation }, outcome, value })),
  )

/** What the engine gives for `valueCountsStatement`, made from single answers. */
export function valueCounts(answers: readonly Answer[], columns: readonly string[], weighted = false): Frame {
  const rows = new Map<string, { answer: Answer; n: number; everybody: number; weight: number; square: number }>()
  for (const answer of answers) {
    const name = JSON.stringify([columns.map((id) => answer.keys[id]), answer.outcome, answer.value])
    const row = rows.get(name) ?? { answer, n: 0, everybody: 0, weight: 0, square: 0 }
    const weight = answer.weight ?? 1
    rows.set(name, {
      answer,
      n: row.n + (weighted && weight === 0 ? 0 : 1),
      everybody: row.everybody + 1,
      weight: row.weight + weight,
      square: row.square + weight * weight,
    })
  }
  const all = [...rows.values()]
  return frameOf([
    ...columns.map((id) =>
      factor(
        id,
        all.map(({ answer }) => answer.keys[id] ?? ''),
      ),
    ),
    factor(
      'outcome',
      all.map(({ answer }) => answer.outcome),
    ),
    numeric(
      'value',
      all.map(({ answer }) => answer.value),
    ),
    numeric(
      'n',
      all.map(({ n }) => n),
    ),
    ...(weighted
      ? [
          numeric(
            'weight',
            all.map(({ weight }) => weight),
          ),
          numeric(
            'weight_sq',
            all.map(({ square }) => square),
          ),
          numeric(
            'everybody',
            all.map(({ everybody }) => everybody),
          ),
        ]
      : []),
  ])
}

export const people = (without = 0): Frame => frameOf([numeric('total', [100]), numeric('without', [without])])

/** Two dimensions of two items, one reversed, on a five-point scale, and an item that stands alone. */
export const instrument: Instrument = {
  id: 'test',
  version: '1',
  illustrative: true,
  label: { en: 'Test' },
  scales: [{ id: 'five', kind: 'ordinal', min: 1, max: 5, labels: {}, nonResponses: [] }],
  dimensions: [
    { id: 'culture', label: { en: 'Culture', nb: 'Kultur', sv: 'Kultur' }, score: 'mean', minAnswered: 'half' },
    {
      id: 'relations',
      label: { en: 'Relations', nb: 'Relasjoner', sv: 'Relationer' },
      score: 'mean',
      minAnswered: 'half',
    },
  ],
  items: (
    [
      ['culture_1', 'culture', false],
      ['culture_2', 'culture', true],
      ['relations_1', 'relations', false],
      ['relations_2', 'relations', false],
      ['alone', null, false],
    ] as const
  ).map(([id, dimension, reversed]) => ({
    id,
    dimension,
    scale: 'five',
    text: { en: `Statement ${id}` },
    reversed,
    aliases: [],
    askedOf: [],
    changed: [],
  })),
  measures: [],
  references: [],
}

export function dataset(changes: Partial<SurveyDataset> = {}): SurveyDataset {
  return {
    kind: 'survey',
    instrument,
    rounds: [
      { id: '2021', order: 0, rowCount: 100 },
      { id: '2022', order: 1, rowCount: 100 },
    ],
    attributes: [{ id: 'organisation', levels: ['Ås', 'Bø', 'Alta'], parent: null, parentLevels: [-1, -1, -1] }],
    linkage: 'unlinked',
    weighted: false,
    itemsMissingByRound: { '2021': [], '2022': [] },
    headcountBy: [],
    tables: { responses: 'responses', scores: 'scores', headcount: null },
    ...changes,
  }
}

export function computeContext(
  data: SurveyDataset,
  aborted = false,
): { readonly context: ReadContext<SurveyDataset>; readonly notes: Note[] } {
  const notes: Note[] = []
  return {
    notes,
    context: {
      dataset: data,
      seed: 7,
      abort: { aborted },
      note: (note) => notes.push(note),
      progress: () => undefined,
    },
  }
}

/** Compares as the runner does without protection. */
export function compareFrames(
  frames: FramesOf<typeof selectGroupComparison>,
  options: GroupComparisonOptions,
  context: ReadContext<SurveyDataset>,
): GroupComparison {
  const read = readSamples(frames, options, context)
  const decided = decideBases(() => basesOfSamples(read, options), 1, context.dataset)
  return compareGroups(read, options, { ...context, ...decided, minGroup: 1 })
}

/** Levels by the alphabet of bokmål unless said otherwise. */
export function reportContext(data: SurveyDataset, language = 'nb', minGroup = 1): ReportContext<SurveyDataset> {
  const collator = new Intl.Collator(language, { numeric: true })
  return {
    dataset: data,
    minGroup,
    levelsInOrder: (attribute) =>
      attribute === 'round'
        ? data.rounds.map(({ id }) => id)
        : (data.attributes.find(({ id }) => id === attribute)?.levels ?? []).toSorted((a, b) => collator.compare(a, b)),
  }
}

/** Welch's comparison of organisations' culture, with few draws. */
export const defaults: GroupComparisonOptions = {
  outcomes: ['culture'],
  by: ['organisation'],
  test: 'welch',
  pairwise: 'matching',
  interval: 't',
  draws: 999,
  contrasts: 'deviation',
  confidence: 0.95,
  adjust: 'holm',
  smallest_effect: 0.3,
  weights: false,
  finite_population: false,
}

export interface Comparison {
  readonly result: GroupComparison
  readonly codes: readonly string[]
  readonly tables: Readonly<Record<string, ResultTable>>
  readonly filled: GroupComparisonOptions
}

/** A comparison of answers without protection, told in its tables. */
export function comparisonOf(
  answers: readonly Answer[],
  options: Partial<GroupComparisonOptions> = {},
  given: { readonly data?: SurveyDataset; readonly headcount?: Readonly<Record<string, number>> } = {},
): Comparison {
  const { headcount } = given
  const own = given.data ?? dataset()
  const data = headcount === undefined ? own : { ...own, headcountBy: ['organisation'] }
  const filled = { ...defaults, ...options }
  const { context, notes } = computeContext(data)
  const invited =
    headcount === undefined
      ? {}
      : {
          headcount: frameOf([
            factor('organisation', Object.keys(headcount)),
            ...['#level', '#people', '#kept', '#counted'].map((id) =>
              numeric(
                id,
                Object.keys(headcount).map(() => 0),
              ),
            ),
            numeric('headcount', Object.values(headcount)),
          ]),
        }
  const result = compareFrames(
    { values: valueCounts(answers, filled.by, filled.weights), people: people(), ...invited },
    filled,
    context,
  )
  const tables = groupComparison.tabulate(result, filled, reportContext(data))
  return {
    result,
    codes: notes.map(({ code }) => code),
    tables: Object.fromEntries(tables.map((table) => [table.id, table])),
    filled,
  }
}

export const rowsOf = (table: ResultTable | undefined): readonly TableRow[] =>
  table === undefined ? [] : rowsOfTable(table).map(({ cells }) => cells)

/** Labels about the instrument above, as one text with plain spaces. */
export const spoken = (language: Language, labels: readonly Label[]): string =>
  createSpeaker(language, messagesOf(language), instrument).sentences(labels).replaceAll('\u00a0', ' ')

/** What the finding says of a comparison. */
export const findingOf = ({ tables, filled }: Comparison, language: Language): string =>
  spoken(language, groupComparison.say(tables, filled, reportContext(dataset())).finding)
