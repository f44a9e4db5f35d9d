import type { Phrase } from '../core/words'
import type { ColumnRole, Draft } from './draft'
import type { DraftEvidence } from './evidence'
import { shortText } from './short-text'
import { say } from './words'

const mostNamed = 4

/** What was decided, in sentences for the person to judge. */
export function decisionsOf(draft: Omit<Draft, 'decisions'>, evidence: DraftEvidence): readonly Phrase[] {
  const { columns, scales, dimensions, questions, groupingNotes } = draft
  const headers = (role: ColumnRole): readonly string[] =>
    columns.filter((column) => column.role === role).map(({ header }) => header)
  const named = (
    list: readonly string[],
  ): { readonly count: number; readonly columns: { readonly list: readonly string[] } } => ({
    count: list.length,
    columns: { list: list.slice(0, mostNamed).map((header) => shortText(header).slice(0, 45)) },
  })
  const told = (
    key: 'decided.free-text' | 'decided.contact' | 'decided.technical' | 'decided.unused' | 'decided.attributes',
    list: readonly string[],
  ): readonly Phrase[] => (list.length === 0 ? [] : [say(key, named(list))])
  const items = headers('item').length
  const none = scales.flatMap(({ nonAnswers }) =>
    nonAnswers.map(({ answer, label }) => (label === '' ? answer : label)),
  )
  const misspelt = scales.flatMap((scale) => scale.misspelt)
  const misread = scales.flatMap(({ unread }) => unread)
  const open = questions.filter(({ isAnswered }) => !isAnswered).length
  return [
    items === 0
      ? say('decided.nothing')
      : say('drafted', { items, scales: scales.length, dimensions: dimensions.length }),
    ...groupingNotes,
    ...(evidence.stride > 1 ? [say('decided.sampled', { seen: evidence.rowsSeen, rows: evidence.rowsRead })] : []),
    ...scales
      .filter(({ steps }) => steps.length > 0)
      .slice(0, mostNamed)
      .map(({ label, steps, columns: own }) =>
        say('decided.scale', {
          scale: label,
          columns: own.length,
          steps: steps.length,
          low: shortText(steps[0]?.label || String(steps[0]?.code ?? '')).slice(0, 50),
          high: shortText(steps.at(-1)?.label || String(steps.at(-1)?.code ?? '')).slice(0, 50),
        }),
      ),
    ...(none.length === 0
      ? []
      : [
          say('decided.non-answers', {
            count: none.length,
            answers: { list: [...new Set(none)].slice(0, mostNamed + 2).map((text) => text.slice(0, 35)) },
          }),
        ]),
    ...(misspelt.length === 0
      ? []
      : [
          say('decided.misspelt', {
            count: misspelt.length,
            answers: {
              list: misspelt
                .slice(0, mostNamed)
                .map(({ answer, meant }) =>
                  say('misspelt', { answer: answer.slice(0, 35), meant: shortText(meant).slice(0, 35) }),
                ),
            },
          }),
        ]),
    ...(misread.length === 0
      ? []
      : [
          say('decided.unread', {
            count: misread.length,
            answers: { list: misread.slice(0, mostNamed).map(({ answer }) => answer.slice(0, 35)) },
          }),
        ]),
    ...told('decided.attributes', headers('attribute')),
    ...told('decided.free-text', headers('free-text')),
    ...told('decided.contact', headers('contact')),
    ...told('decided.technical', [...headers('technical'), ...headers('time')]),
    ...told('decided.unused', headers('unused')),
    ...(open === 0 ? [] : [say('decided.open', { count: open })]),
  ]
}
