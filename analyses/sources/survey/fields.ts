import type { Fields } from '../../core/fields'
import type { SourceOf } from '../source'

/** How an export of a survey is read. */
export const surveyFields = {
  round: {
    kind: 'text',
    min: 1,
    meaning: 'The round of all rows; without it a column `round` says it, else the source’s id is the round.',
  },
  round_column: {
    kind: 'header',
    role: 'round',
    meaning: 'Header of the column that says the round row by row, whatever it is called.',
  },
  columns: {
    kind: 'mapping',
    roles: [{ role: 'round' }],
    takesIds: true,
    attributes: 'attributes',
    items: true,
    meaning: 'Header in the file → id of an item or attribute, or round.',
    isUnseen: true,
  },
  attributes: { kind: 'ids', isUnseen: true },
  respondent: {
    kind: 'header',
    role: 'respondent',
    meaning: 'Header of a respondent id; present in two rounds it links them.',
  },
  respondent_is: {
    kind: 'choice',
    choices: ['person', 'row'],
    meaning:
      'Whose id it is: that of a person in every round, which links the rounds, or that of the row alone, which links nothing. A person unless said otherwise.',
  },
  respondent_within: {
    kind: 'ids',
    isUnseen: true,
    meaning:
      'Attributes within which the ids hold: with country, id 1 of one country is another person than id 1 of the other.',
  },
  weight: { kind: 'header', role: 'weight', meaning: 'Header of a case weight.' },
  codes: {
    kind: 'codes',
    meaning:
      'Scale or item → code in the file → code of the scale, where the file has other codes. A code that is not named keeps its meaning, unless it is given to another.',
  },
  values: {
    kind: 'values',
    isUnseen: true,
    meaning:
      'Attribute, or round → spelling in the file → the level that it is; null treats it as blank. A spelling that is not named is a level of its own.',
  },
  unfinished: {
    kind: 'choice',
    choices: ['set-aside', 'use'],
    meaning: 'Rows that the survey tool marks as not finished; set aside unless said otherwise.',
  },
  background: {
    kind: 'choice',
    choices: ['record', 'row'],
    meaning:
      'Where several rows belong to one record, as in REDCap: `record` takes an attribute that a row leaves blank from an earlier row of the record, as it does unless said otherwise; `row` leaves it blank.',
  },
  instrument_version: {
    kind: 'text',
    min: 1,
    meaning:
      'The version of the instrument that the file was made with, where the project reads files of several. It is kept for the record; the rounds in which items changed decide what is compared.',
  },
  reverse_already: { kind: 'flag', meaning: 'True when the export already reversed the reversed items.' },
} as const satisfies Fields

/**
 * An export of a survey. Without `round` a column `round` says it row by row, and without one the source's id is the round. Where the export already reversed
 * the reversed items they are turned back, so that storage is always as answered.
 */
export type SurveySource = SourceOf<'survey', typeof surveyFields>
