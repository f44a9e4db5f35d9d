import { attributeId, freeId } from '../core/ids'
import { largest, smallest } from '../numeric/summary/extremes'
import { usualAttribute } from '../sources/columns'
import { isToolColumn } from '../survey-tools/registry'
import { languageOf, textOf } from '../survey-tools/text-language'
import type { ColumnRole, Draft, DraftChoices, DraftedColumn, DraftSetting } from './draft'
import type { ColumnEvidence, DraftEvidence } from './evidence'
import { say } from './words'

/**
 * An instrument from what a file shows and what a person decided. Pure and quick: it is made anew at every choice.
 */
export function draftFromEvidence(evidence: DraftEvidence, choices: DraftChoices, setting: DraftSetting): Draft {
  const language = languageOf(evidence.head.columns.map(({ name }) => name))
  const roles = evidence.columns.map((column) => choices.roles?.[column.header.name] ?? roleOf(column))
  const items = evidence.columns.filter((_, index) => roles[index] === 'item')
  const ids = new Map<string, string>()
  const columns = evidence.columns.map((column, index): DraftedColumn => {
    const role = roles[index] as ColumnRole
    const { name } = column.header
    const id =
      role === 'attribute'
        ? freeId(usualAttribute(column.header) ?? attributeId(name), ids.values())
        : role === 'item'
          ? freeId(`q${index + 1}`, ids.values())
          : null
    if (id !== null) ids.set(name, id)
    return {
      header: name,
      position: column.header.position,
      role,
      id,
      text: name,
      block: null,
      scale: role === 'item' ? 'points' : null,
      dimension: null,
      isReversed: false,
      reason:
        role === 'attribute'
          ? say('reason.attribute')
          : role === 'technical'
            ? say('reason.tool')
            : role === 'item'
              ? say('reason.steps', { min: column.numbers?.min ?? 0, max: column.numbers?.max ?? 0 })
              : say('reason.unused'),
      isSure: role !== 'unused',
      n: column.n,
      blanks: column.blanks,
      distinct: column.distinct,
      examples: column.values.slice(0, 3).map(({ text }) => text),
      levels:
        role === 'attribute'
          ? column.values.map(({ text, count }) => ({ text, count })).sort((a, b) => b.count - a.count)
          : [],
    }
  })
  const min = smallest(items.map(({ numbers }) => numbers?.min ?? 0))
  const max = largest(items.map(({ numbers }) => numbers?.max ?? 0))
  const scales =
    items.length === 0 ? [] : [{ id: 'points', kind: 'ordinal' as const, min, max, labels: {}, non_responses: [] }]
  return {
    document:
      items.length === 0
        ? null
        : {
            instrument: 1,
            id: setting.name,
            version: '1',
            label: textOf(language, setting.name),
            scales,
            dimensions: [],
            items: items.map(({ header }) => ({
              id: ids.get(header.name) ?? '',
              scale: 'points',
              text: textOf(language, header.name),
              aliases: [header.name],
            })),
          },
    source: {
      attributes: columns.flatMap(({ role, id }) => (role === 'attribute' && id !== null ? [id] : [])),
      columns: Object.fromEntries(
        columns.flatMap(({ role, header, id }) => (role === 'attribute' && id !== null ? [[header, id]] : [])),
      ),
    },
    language,
    columns,
    scales: scales.map(({ id, kind }) => ({
      id,
      label: say('scale.points', { min, max }),
      kind,
      min,
      max,
      steps: Array.from({ length: max - min + 1 }, (_, step) => ({
        code: min + step,
        label: '',
        answers: [String(min + step)],
        count: 0,
      })),
      nonAnswers: [],
      unread: [],
      columns: items.map(({ header }) => header.name),
      reason: say('reason.steps', { min, max }),
      isSure: true,
    })),
    dimensions: [],
    grouping: 'none',
    questions: [],
    decisions: [say('drafted', { items: items.length, scales: scales.length, dimensions: 0 })],
    rowsRead: evidence.rowsRead,
  }
}

function roleOf(column: ColumnEvidence): ColumnRole {
  if (column.header.isRowNumber || isToolColumn(column.header)) return 'technical'
  if (usualAttribute(column.header) !== null) return 'attribute'
  const { numbers } = column
  const isItem =
    numbers !== null &&
    numbers.areWhole &&
    numbers.count === column.n &&
    numbers.min >= 0 &&
    numbers.max > numbers.min &&
    numbers.max - numbers.min <= 10
  return isItem ? 'item' : 'unused'
}
