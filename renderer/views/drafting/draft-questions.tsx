import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useId } from 'react'
import type { Draft, DraftQuestion } from '../../../analyses/drafting/draft'
import { openQuestions, withAnswer, withSuggestions } from '../../state/drafting-steps'
import { useSpeaker, useSurroundings, useWords } from '../workbench-context'
import styles from './drafting.module.css'

/** What only a person can know: each with what is suggested, one press an answer, or all suggestions at once. */
export function DraftQuestions({ draft }: { readonly draft: Draft }) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  const open = openQuestions(draft)
  // By what the questions are grouped is chosen where they stand.
  const decided = draft.questions.filter(({ isAnswered, about }) => isAnswered && about !== 'grouping')
  const suggested = open.filter((question) => question.suggested !== null).length
  if (open.length + decided.length === 0) return null
  return (
    <section className={styles['questions']} data-open={open.length > 0} aria-label={words('drafting.questions')}>
      {open.length === 0 ? null : (
        <header className={styles['questionsHead']}>
          <div>
            <h3>{words('drafting.questions')}</h3>
            <p>{words('drafting.questions-text')}</p>
          </div>
          {suggested === 0 ? null : (
            <Button onClick={() => desk.choose((choices) => withSuggestions(choices, draft))}>
              {words('drafting.accept', { count: suggested })}
            </Button>
          )}
        </header>
      )}
      {open.length === 0 ? null : (
        <ol>
          {open.map((question) => (
            <Question key={question.id} question={question} />
          ))}
        </ol>
      )}
      {decided.length === 0 ? null : (
        <details className={styles['decided']}>
          <summary>{words('drafting.decided', { count: decided.length })}</summary>
          <ol>
            {decided.map((question) => (
              <Question key={question.id} question={question} />
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}

function Question({ question }: { readonly question: DraftQuestion }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { drafting: desk } = useSurroundings().context
  const id = useId()
  const { choices, suggested, chosen, isAnswered } = question
  return (
    <li className={styles['question']}>
      <p id={id}>{speaker.label(question.text)}</p>
      <div className={styles['answers']} role="group" aria-labelledby={id}>
        {choices.map((choice) => {
          const isChosen = isAnswered && choice.id === chosen
          return (
            <button
              key={choice.id}
              type="button"
              className={styles['answer']}
              aria-pressed={isChosen}
              data-suggested={!isAnswered && choice.id === suggested}
              onClick={() => desk.choose((taken) => withAnswer(taken, question, choice.id))}
            >
              {isChosen ? <IconCheck size={14} stroke={2} aria-hidden /> : null}
              <bdi>{speaker.label(choice.label)}</bdi>
              {choice.id === suggested ? <small>{words('drafting.suggested')}</small> : null}
            </button>
          )
        })}
      </div>
    </li>
  )
}
