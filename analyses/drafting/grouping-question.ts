import type { DraftChoices, DraftQuestion, Grouping } from './draft'
import type { Grouped } from './dimensions'
import { say } from './words'

const groupings: readonly Grouping[] = ['structure', 'block', 'prefix', 'none']

/** The question about the grouping, first while it is open, since what runs against a dimension depends on it. */
export function withGroupingQuestion(
  questions: readonly DraftQuestion[],
  grouped: Grouped,
  choices: DraftChoices,
): readonly DraftQuestion[] {
  const own = groupingQuestion(grouped, choices)
  return own.isAnswered ? [...questions, own] : [own, ...questions]
}

/**
 * By what the items are put together in dimensions. It is open where the answers fall into several groups under one heading, or under none; else it is decided already, and can be
 * decided anew.
 */
function groupingQuestion({ grouping, split }: Grouped, choices: DraftChoices): DraftQuestion {
  const id = 'grouping'
  const isDecided = choices.grouping !== undefined && choices.grouping !== null
  return {
    id,
    about: 'grouping',
    columns: [],
    text:
      split === null
        ? say('question.grouping')
        : say(split.isHeaded ? 'question.grouping-headed' : 'question.grouping-bare', {
            items: split.items,
            factors: split.factors,
          }),
    choices: groupings.map((each) => ({
      id: each,
      label: say(`choice.grouping-${each}`),
      gives: { grouping: each, answered: [id] },
    })),
    suggested: grouping,
    chosen: grouping,
    isAnswered: split === null || isDecided || choices.answered?.includes(id) === true,
  }
}
