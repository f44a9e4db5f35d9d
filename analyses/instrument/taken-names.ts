import { attributeId, freeId } from '../core/ids'
import type { Instrument } from './model'

/**
 * Items, dimensions and attributes become columns of the engine, whose names do not distinguish upper and lower case, so that two of them that differ in case alone
 * are one. Here is what else they may not be called: the columns that every table of answers has, and those with which the statements of the survey's analyses stand
 * beside attributes. A statement's own column of another name begins with `#`, which no id can. In lower case.
 */
const namesOfTheWorkbench: ReadonlySet<string> = new Set([
  'round',
  'headcount',
  'rowid',
  'outcome',
  'dimension',
  'item',
  'value',
  'n',
  'answered',
  'asked',
  'people',
  'responded',
  'usable',
  'weight',
  'weight_sq',
  'everybody',
])

/** Names of columns that stand beside items and dimensions in the engine; these never stand beside what statements count. */
const namesOfAnswers: ReadonlySet<string> = new Set(['round', 'headcount', 'rowid', 'outcome', 'dimension', 'item'])

/** Whether an item or a dimension may not be called so. */
export const isTakenForItems = (id: string): boolean => id.startsWith('_') || namesOfAnswers.has(id.toLowerCase())

/** What no attribute of a survey with this instrument may be called, in lower case. */
export const takenForAttributes = (instrument: Pick<Instrument, 'items' | 'dimensions'>): ReadonlySet<string> =>
  new Set([
    ...namesOfTheWorkbench,
    ...[...instrument.items, ...instrument.dimensions].map(({ id }) => id.toLowerCase()),
  ])

/** The id that an attribute goes by, made of its header: another one where the name is taken. */
export const attributeIdOf = (header: string, instrument: Pick<Instrument, 'items' | 'dimensions'> | null): string =>
  freeId(attributeId(header), instrument === null ? namesOfTheWorkbench : takenForAttributes(instrument))
