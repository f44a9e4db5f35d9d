import { Button } from '@mantine/core'
import { IconArrowsUpDown } from '@tabler/icons-react'
import type { Draft, DraftedScaleView } from '../../../analyses/drafting/draft'
import { withEnds, withScaleTurned } from '../../state/drafting-steps'
import { Notice } from '../../ui/notice'
import { NumberField } from '../../ui/number-field'
import { useSpeaker, useSurroundings, useWords } from '../workbench-context'
import styles from './drafting.module.css'

/** The scales that the items are answered on, from the lowest answer to the highest, and what is no answer. */
export function DraftScales({ draft }: { readonly draft: Draft }) {
  const words = useWords()
  if (draft.scales.length === 0) return null
  return (
    <section className={styles['card']} aria-label={words('drafting.scales', { count: draft.scales.length })}>
      <h3>{words('drafting.scales', { count: draft.scales.length })}</h3>
      <ul className={styles['list']}>
        {draft.scales.map((scale) => (
          <Scale key={scale.id} draft={draft} scale={scale} />
        ))}
      </ul>
    </section>
  )
}

function Scale({ draft, scale }: { readonly draft: Draft; readonly scale: DraftedScaleView }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { drafting: desk } = useSurroundings().context
  const { id, steps, nonAnswers, misspelt, unread, columns } = scale
  const name = speaker.label(scale.label)
  const most = steps.reduce((highest, { count }) => Math.max(highest, count), 1)
  const isNumbered = steps.every(({ label }) => label === '')
  return (
    <li className={styles['column']}>
      <div className={styles['columnHead']}>
        <div className={styles['columnName']}>
          <strong>{name}</strong>
          <small>{words('drafting.count', { count: columns.length })}</small>
        </div>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={words('drafting.turn-name', { scale: name })}
          leftSection={<IconArrowsUpDown size={13} stroke={1.75} aria-hidden />}
          onClick={() => desk.choose((choices) => withScaleTurned(choices, id))}
        >
          {words('drafting.turn')}
        </Button>
      </div>
      <ol className={styles['steps']} lang={draft.language}>
        {steps.map(({ code, label, answers, count }) => (
          <li key={code}>
            <b>{words.format.number(code, 0)}</b>
            <bdi title={answers.join(' · ')}>{label}</bdi>
            <span className={styles['bar']} aria-hidden>
              <i style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span>{words.format.count(count)}</span>
          </li>
        ))}
      </ol>
      {isNumbered ? <Ends scale={scale} name={name} /> : null}
      {nonAnswers.length === 0 ? null : (
        <p className={styles['muted']}>
          {words('drafting.non-answers')}{' '}
          {nonAnswers
            .map(({ answer, label, count }) =>
              words('drafting.answer', { answer: label === '' ? answer : label, count: words.format.count(count) }),
            )
            .join(', ')}
        </p>
      )}
      {misspelt.length === 0 ? null : (
        <p className={styles['muted']}>
          {words('drafting.misspelt')}{' '}
          {misspelt
            .map(({ answer, meant, count }) =>
              words('drafting.misspelt-one', { answer, meant, count: words.format.count(count) }),
            )
            .join(', ')}
        </p>
      )}
      {unread.length === 0 ? null : (
        <Notice level="warning">
          {words('drafting.unread')}{' '}
          {unread
            .map(({ answer, count }) => words('drafting.answer', { answer, count: words.format.count(count) }))
            .join(', ')}
        </Notice>
      )}
      <small>{speaker.label(scale.reason)}</small>
    </li>
  )
}

/** The declared ends of a scale of numbers, which the answers alone cannot tell. */
function Ends({ scale, name }: { readonly scale: DraftedScaleView; readonly name: string }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { drafting: desk } = useSurroundings().context
  const { id, min, max } = scale
  const field = (end: 'min' | 'max', value: number, isRight: (given: number) => boolean) => {
    const label = words(`drafting.end-${end}`)
    return (
      <NumberField
        key={end}
        label={
          <span>
            {label} <span className={styles['hidden']}>{name}</span>
          </span>
        }
        value={value}
        decimalMark=","
        step={1}
        problemOf={(given) => (Number.isInteger(given) && isRight(given) ? null : words('drafting.end-problem'))}
        notANumber={speaker.text('core:option-not-a-number', { option: label })}
        onChange={(given) =>
          desk.choose((choices) => withEnds(choices, id, end === 'min' ? [given, max] : [min, given]), `ends:${id}`)
        }
      />
    )
  }
  return (
    <div className={styles['ends']} onBlur={() => desk.settle()}>
      {field('min', min, (given) => given < max && given >= -100)}
      {field('max', max, (given) => given > min && given <= 100)}
    </div>
  )
}
