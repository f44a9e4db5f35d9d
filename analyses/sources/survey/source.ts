import { InputError } from '../../core/errors'
import type { NonResponseKind } from '../../instrument/model'
import { registryEntryOf, storeStreamed } from '../loading'
import type { Spelling } from '../recoding'
import type { ImportReport } from '../report'
import { defineSource, type LoadTask } from '../source'
import { rowsNaming, registryEntries } from '../staging'
import { amendSurvey } from './amend'
import { askedOfNotes, overlapNotes, repeatedRespondents } from './checks'
import { matchSurveyColumns, unmatchedSurvey, type SurveyColumns } from './columns'
import { surveyFields, type SurveySource } from './fields'
import { joinResponses } from './join'
import { proposeSurveyColumns } from './proposals'
import { recogniseSurvey, roundOf } from './recognise'
import { idsInCommonNotes, qualifyRespondents } from './respondent-ids'
import { createPacking } from './packing'
import { storedLevels } from './stored-levels'
import { createSurveyTable } from './table'
import { understandSurveyColumn } from './understood-values'

/** The outcome of importing an export of a survey. */
export interface SurveyReport extends ImportReport {
  readonly rounds: readonly string[]
  /** Ids of the items the file has, in the order of the instrument. */
  readonly items: readonly string[]
  readonly missingItems: readonly string[]
  readonly attributes: readonly string[]
  /** Levels of attributes in the order in which the file stores them; attributes of which it tells no order are left out. */
  readonly levels: Readonly<Record<string, readonly string[]>>
  /** How the file writes the levels of each attribute, and of the round where a column says it. */
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
  readonly weighted: boolean
  readonly hasRespondents: boolean
  /** Typed non-answers, item by item; those that no one gave are left out. */
  readonly nonAnswers: readonly { readonly item: string; readonly kind: NonResponseKind; readonly count: number }[]
}

const stored = { table: 'responses', rows: rowsNaming('_source'), isOrdered: true, keepsRowNumbers: true }

/** Answers to an instrument, a row a respondent. Respondents who answered no item are left out. */
export default defineSource({
  kind: 'survey',
  order: 1,
  sign: 'document',
  opens: 'survey',
  needsInstrument: true,
  fields: surveyFields,
  stored,
  recognise: recogniseSurvey,
  blank: (file, others) => ({ round: roundOf(file, others), attributes: [] }),
  match: (head, source, instrument) =>
    instrument === null ? unmatchedSurvey(head) : matchSurveyColumns(head, instrument, source),
  propose: proposeSurveyColumns,
  understand: understandSurveyColumn,
  amend: amendSurvey,
  load: loadSurvey,
  part: ({ rounds, items, attributes, weighted, levels, spellings }: SurveyReport) => ({
    data: 'survey',
    answers: { rounds, items, attributes, weighted, levels },
    headcountBy: null,
    spellings,
  }),
  facts: ({ items, missingItems }) => [
    {
      term: 'facts.items',
      value: items.length,
      more: { message: 'ingest:facts.of', values: { count: items.length + missingItems.length } },
    },
  ],
  subtitle: ({ round }) => (round === undefined ? null : { message: 'ingest:kind.survey.round', values: { round } }),
})

async function loadSurvey(task: LoadTask<SurveySource, SurveyColumns>): Promise<SurveyReport> {
  const { database, table, source, match, instrument } = task
  if (instrument === null) throw new Error('a survey is read by its instrument')
  const { file } = table
  const identity = `${instrument.id} ${instrument.version}`
  const allowed = refuseOtherInstrument(task, identity)
  allowed.catch(() => undefined)
  const survey = createSurveyTable(table, match, source, createPacking(instrument))
  const detail = [identity, ...match.items.map(({ item }) => item.id)].join('\n')
  const entry = registryEntryOf({ stored }, task, '', detail)
  const earlierNotes = [...task.earlierNotes, ...match.notes]
  const report = await storeStreamed({ ...task, earlierNotes }, survey, {
    entry,
    allowed,
    check: async (staged, others) => {
      await qualifyRespondents(database, staged, source, match, survey)
      const repeated = await repeatedRespondents(database, staged, source, match, file.name, survey.respondentsDiffer())
      return [
        ...repeated,
        ...(await idsInCommonNotes(database, staged, source, match, survey)),
        ...(await askedOfNotes(database, staged, match, survey)),
        ...overlapNotes(others, match, source),
      ]
    },
    join: (staged) => joinResponses(database, staged, source, entry, instrument, survey),
    nothingUsed: (rows) =>
      survey.leftOut()['unfinished'] === rows && match.unfinished !== null
        ? new InputError('ingest:all-unfinished', { rows, tool: match.unfinished.tool }, { file: file.name })
        : new InputError('ingest:no-answers', { rows }, { file: file.name }),
  })
  return {
    ...report,
    rounds: survey.rounds(),
    items: match.items.map(({ item }) => item.id),
    missingItems: match.missingItems,
    attributes: match.attributes.map(({ id }) => id),
    levels: storedLevels(table.head, match, source.values),
    spellings: survey.spellings(),
    weighted: match.weight !== null,
    hasRespondents: match.respondent !== null,
    nonAnswers: survey.nonAnswers(),
  }
}

/** Rounds of different instruments cannot share a project. */
async function refuseOtherInstrument({ database, table, source }: LoadTask<SurveySource, SurveyColumns>, ours: string) {
  const others = (await registryEntries(database)).filter(({ kind, id }) => kind === source.kind && id !== source.id)
  const identityOf = (detail: string): string => detail.split('\n')[0] ?? ''
  const stranger = others.find(({ detail }) => identityOf(detail) !== ours)
  if (stranger !== undefined)
    throw new InputError(
      'ingest:other-instrument',
      { other: stranger.id, theirs: identityOf(stranger.detail), ours },
      { file: table.file.name },
    )
}
