import { InputError } from '../core/errors'
import { withChoice } from './choices'
import type { Draft, DraftChoices, DraftSetting } from './draft'
import { draftFromEvidence } from './drafting'
import type { DraftEvidence } from './evidence'

/**
 * A draft whose questions are answered one after the other: an answer may take away questions, and bring others.
 * @throws InputError for a question that is not asked, or a choice that it does not have
 */
export function answeredDraft(
  evidence: DraftEvidence,
  answers: readonly { readonly question: string; readonly choice: string }[],
  setting: DraftSetting,
): Draft {
  let choices: DraftChoices = {}
  let draft = draftFromEvidence(evidence, choices, setting)
  for (const { question: id, choice: wanted } of answers) {
    const question = draft.questions.find((each) => each.id === id)
    const choice = question?.choices.find((each) => each.id === wanted)
    if (question === undefined || choice === undefined) {
      const known = question === undefined ? draft.questions : question.choices
      const about = { question: id, choice: wanted, known: { list: known.map((each) => each.id).slice(0, 12) } }
      throw new InputError(question === undefined ? 'drafting:no-question' : 'drafting:no-choice', about, {
        file: evidence.head.file,
      })
    }
    choices = withChoice(choices, choice.gives)
    draft = draftFromEvidence(evidence, choices, setting)
  }
  return draft
}
