import { quantity } from '../core/words'
import type { DraftChoices, DraftedColumn, DraftQuestion } from './draft'
import type { DraftingItem } from './dimensions'
import { shortText } from './short-text'
import { say } from './words'

/** Names of columns that may hold the same person again in another round. */
const personNames = /respond|deltak|deltag|particip|person|ansatt|anställ|token|panel|subject|^id$/iu

/** What is asked of single columns: items that run against their dimension, and ids that may link rounds. */
export function itemQuestions(
  contrary: readonly { readonly item: DraftingItem; readonly correlation: number; readonly n: number }[],
  columns: readonly DraftedColumn[],
  choices: DraftChoices,
): readonly DraftQuestion[] {
  return [
    ...contrary.map(({ item, correlation, n }): DraftQuestion => {
      const id = `reversed:${item.id}`
      const chosen = choices.reversed?.[item.header]
      return {
        id,
        about: 'reversed',
        columns: [item.header],
        text: say('question.reversed', {
          item: shortText(item.parts.text),
          r: quantity(correlation, 'correlation'),
          n,
        }),
        choices: [
          {
            id: 'reversed',
            label: say('choice.reversed'),
            gives: { reversed: { [item.header]: true }, answered: [id] },
          },
          { id: 'as-is', label: say('choice.as-is'), gives: { reversed: { [item.header]: false }, answered: [id] } },
        ],
        suggested: 'reversed',
        chosen: chosen === undefined ? null : chosen ? 'reversed' : 'as-is',
        isAnswered: chosen !== undefined,
      }
    }),
    ...respondentQuestions(columns, choices),
  ]
}

function respondentQuestions(columns: readonly DraftedColumn[], choices: DraftChoices): readonly DraftQuestion[] {
  const candidates = columns.filter(
    ({ header, role, n, distinct }) =>
      (role === 'technical' || role === 'respondent') &&
      n > 0 &&
      distinct > Math.min(n * 0.3, 20) &&
      personNames.test(header),
  )
  const [column] = candidates
  if (column === undefined) return []
  const id = `respondent:${column.position}`
  const isAnswered = choices.roles?.[column.header] !== undefined || choices.answered?.includes(id) === true
  return [
    {
      id,
      about: 'respondent',
      columns: [column.header],
      text: say('question.respondent', { column: shortText(column.header) }),
      choices: [
        { id: 'link', label: say('choice.link'), gives: { roles: { [column.header]: 'respondent' }, answered: [id] } },
        {
          id: 'no-link',
          label: say('choice.no-link'),
          gives: { roles: { [column.header]: 'technical' }, answered: [id] },
        },
      ],
      suggested: column.role === 'respondent' && !isAnswered ? 'link' : 'no-link',
      chosen: column.role === 'respondent' ? 'link' : 'no-link',
      isAnswered,
    },
  ]
}
