import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { itemsOf } from '../../../../analyses/instrument/model'
import type { NumberVariable } from '../../../../analyses/variables/model'
import { stepsOf, type Readable } from '../../../state/variables'
import { typedNumbers, writeNumber } from '../../../ui/typed-number'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import { CheckList } from './check-list'
import { useColumnName } from './step-sentence'
import styles from './variables.module.css'

interface Props {
  readonly draft: NumberVariable
  readonly readable: Readable
  readonly onChange: (draft: NumberVariable) => void
}

/** The columns that are added up, averaged or counted, how many of them must have a value, and for a count the answers that count. */
export function NumberFields({ draft, readable, onChange }: Props) {
  const words = useWords()
  const nameOf = useColumnName()
  const columns = [...new Set([...readable.numbers.map(({ id }) => id), ...draft.of])]
  const { needed } = draft
  return (
    <fieldset className={styles['fields']}>
      <DimensionButtons draft={draft} readable={readable} onChange={onChange} />
      <CheckList
        label={words('computed.columns')}
        entries={columns.map((value) => ({ value, name: nameOf(value) }))}
        chosen={draft.of}
        onChange={(of) => onChange({ ...draft, of: [...of] })}
      />
      <p className={styles['how']}>{words('computed.as-given')}</p>
      <div className={styles['row']}>
        <NativeSelect
          size="xs"
          label={words('computed.needed')}
          value={typeof needed === 'number' ? 'number' : needed}
          data={[
            { value: 'all', label: words('computed.needed-of-all') },
            { value: 'half', label: words('computed.needed-of-half') },
            { value: 'number', label: words('computed.needed-of-number') },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...draft, needed: value === 'all' || value === 'half' ? value : 1 })
          }
        />
        {typeof needed === 'number' ? (
          <NativeSelect
            size="xs"
            label={words('computed.needed-count')}
            value={String(needed)}
            data={Array.from({ length: Math.max(needed, draft.of.length) }, (_, index) => String(index + 1))}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, needed: Number(value) })}
          />
        ) : null}
      </div>
      {draft.kind === 'count' ? <CountedAnswers draft={draft} readable={readable} onChange={onChange} /> : null}
    </fieldset>
  )
}

/** A dimension chooses all of its items by one press. */
function DimensionButtons({ draft, readable: { numbers }, onChange }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.survey.dataset?.instrument)
  if (instrument === undefined || instrument.dimensions.length === 0) return null
  return (
    <div className={styles['choices']} role="group" aria-label={words('computed.of-dimension')}>
      {instrument.dimensions.map(({ id }) => {
        const items = itemsOf(instrument, id).flatMap((item) =>
          numbers.some((each) => each.id === item.id) ? [item.id] : [],
        )
        return (
          <Button
            key={id}
            size="compact-xs"
            variant="default"
            disabled={items.length === 0}
            onClick={() => onChange({ ...draft, of: items })}
          >
            {speaker.label({ dimension: id })}
          </Button>
        )
      })}
    </div>
  )
}

/** Which answers count: by their labels where all columns have the same few steps, else as numbers. */
function CountedAnswers({ draft, readable, onChange }: Props) {
  const words = useWords()
  const mark = words.language === 'en' ? '.' : ','
  const [text, setText] = useState(() => (draft.in ?? []).map((value) => writeNumber(value, mark)).join('; '))
  const answerName = useAnswerName()
  const steps = stepsOf(readable, draft.of)
  const { in: _, ...others } = draft
  const take = (values: readonly number[]): void =>
    onChange(values.length === 0 ? others : { ...draft, in: [...values] })
  if (steps !== null)
    return (
      <CheckList
        label={words('computed.counted')}
        entries={steps.map((step) => ({ value: String(step), name: answerName(draft.of[0] ?? '', step) }))}
        chosen={(draft.in ?? []).map(String)}
        onChange={(values) => take(values.map(Number))}
      />
    )
  return (
    <TextInput
      size="xs"
      label={words('computed.counted-numbers')}
      description={words('computed.counted-help')}
      value={text}
      error={typedNumbers(text) === null ? words('computed.not-numbers') : null}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        const numbers = typedNumbers(value)
        if (numbers !== null) take(numbers)
      }}
    />
  )
}

/** An answer to an item as a person reads it: the code and what it stands for. */
export function useAnswerName(): (item: string, code: number) => string {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.survey.dataset?.instrument)
  return (id, code) => {
    const written = writeNumber(code, words.language === 'en' ? '.' : ',')
    const scale = instrument?.items.find((item) => item.id === id)?.scale
    const label = scale === undefined ? written : speaker.label({ response: { scale, value: code } })
    return label === written ? written : words('computed.item', { id: written, text: label })
  }
}
