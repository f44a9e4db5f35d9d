import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Variable, VariableTest } from '../../../../analyses/variables/model'
import { emptyTest, stepsOf, withLimit, type Readable } from '../../../state/variables'
import { IconButton } from '../../../ui/icon-button'
import { parseNumber, writeNumber } from '../../../ui/typed-number'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import { CheckList } from './check-list'
import { useAnswerName } from './number-fields'
import { useColumnName } from './step-sentence'
import styles from './variables.module.css'

type ConditionVariable = Extract<Variable, { kind: 'condition' }>
type Case = ConditionVariable['cases'][number]

interface Props {
  readonly draft: ConditionVariable
  readonly readable: Readable
  readonly onChange: (draft: ConditionVariable) => void
}

/** Cases one after the other, each a value and what must hold for it; the first that holds decides. */
export function ConditionFields({ draft, readable, onChange }: Props) {
  const words = useWords()
  const { cases } = draft
  const change = (next: Case[]): void => onChange({ ...draft, cases: next })
  const { else: _, ...others } = draft
  const first = emptyTest(readable)
  return (
    <div className={styles['fields']}>
      <p className={styles['how']}>{words('computed.condition-help')}</p>
      {cases.map((one, index) => (
        <fieldset key={index} className={styles['case']}>
          <legend>{words('computed.case', { number: index + 1 })}</legend>
          <div className={styles['row']}>
            <TextInput
              size="xs"
              label={words('computed.gives')}
              value={one.level}
              onChange={({ currentTarget: { value } }) => change(cases.with(index, { ...one, level: value }))}
            />
            {cases.length < 2 ? null : (
              <IconButton
                label={words('computed.remove-case', { number: index + 1 })}
                variant="subtle"
                onClick={() => change(cases.toSpliced(index, 1))}
              >
                <IconX size={14} stroke={1.75} />
              </IconButton>
            )}
          </div>
          <Tests one={one} readable={readable} onChange={(next) => change(cases.with(index, next))} />
        </fieldset>
      ))}
      {first === null ? null : (
        <Button
          variant="default"
          size="compact-xs"
          className={styles['add']}
          disabled={cases.length >= 100}
          onClick={() => change([...cases, { if: [first], level: '' }])}
        >
          {words('computed.add-case')}
        </Button>
      )}
      <TextInput
        size="xs"
        label={words('computed.otherwise')}
        placeholder={words('computed.blank')}
        value={draft.else ?? ''}
        onChange={({ currentTarget: { value } }) => onChange(value === '' ? others : { ...draft, else: value })}
      />
    </div>
  )
}

/** What must hold, all of it. */
function Tests({
  one,
  readable,
  onChange,
}: {
  readonly one: Case
  readonly readable: Readable
  readonly onChange: (one: Case) => void
}) {
  const words = useWords()
  const nameOf = useColumnName()
  const tests = one.if
  const change = (next: VariableTest[]): void => onChange({ ...one, if: next })
  const columns = [
    ...new Set([...readable.attributes, ...readable.numbers.map(({ id }) => id), ...tests.map(({ of }) => of)]),
  ]
  const first = emptyTest(readable)
  return (
    <>
      {tests.map((test, index) => (
        <div key={index} className={styles['test']}>
          <div className={styles['row']}>
            <NativeSelect
              size="xs"
              label={words(index === 0 ? 'computed.if' : 'computed.and')}
              value={test.of}
              data={columns.map((value) => ({ value, label: nameOf(value) }))}
              onChange={({ currentTarget: { value } }) =>
                change(tests.with(index, emptyTest(readable, value) ?? { of: value, in: [] }))
              }
            />
            {tests.length < 2 ? null : (
              <IconButton
                label={words('computed.remove-test', { number: index + 1 })}
                variant="subtle"
                onClick={() => change(tests.toSpliced(index, 1))}
              >
                <IconX size={14} stroke={1.75} />
              </IconButton>
            )}
          </div>
          <TestValues test={test} readable={readable} onChange={(next) => change(tests.with(index, next))} />
        </div>
      ))}
      {first === null ? null : (
        <Button
          variant="default"
          size="compact-xs"
          className={styles['add']}
          disabled={tests.length >= 50}
          onClick={() => change([...tests, first])}
        >
          {words('computed.add-test')}
        </Button>
      )}
    </>
  )
}

/** The levels or answers of a test, or its limits where the column is a number. */
function TestValues({
  test,
  readable,
  onChange,
}: {
  readonly test: VariableTest
  readonly readable: Readable
  readonly onChange: (test: VariableTest) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const answerName = useAnswerName()
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  if (test.in === undefined)
    return (
      <div className={styles['row']}>
        <LimitField
          label={words('computed.from')}
          value={test.from}
          onChange={(from) => onChange(withLimit(test, 'from', from))}
        />
        <LimitField
          label={words('computed.below')}
          value={test.below}
          onChange={(below) => onChange(withLimit(test, 'below', below))}
        />
      </div>
    )
  const steps = stepsOf(readable, [test.of])
  const attribute = attributes?.find(({ id }) => id === test.of)
  const known = steps?.map(String) ?? attribute?.order ?? attribute?.levels ?? []
  return (
    <CheckList
      label={words('computed.is-one-of')}
      entries={[...new Set([...known, ...test.in])].map((value) => ({
        value,
        name: steps === null ? speaker.level(test.of, value) : answerName(test.of, Number(value)),
      }))}
      chosen={test.in}
      onChange={(values) => onChange({ ...test, in: [...values] })}
    />
  )
}

/** A limit that may be left open. */
function LimitField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
}) {
  const words = useWords()
  const [text, setText] = useState(() =>
    value === undefined ? '' : writeNumber(value, words.language === 'en' ? '.' : ','),
  )
  const isNumber = text.trim() === '' || parseNumber(text) !== null
  return (
    <TextInput
      size="xs"
      label={label}
      inputMode="decimal"
      placeholder={words('computed.no-limit')}
      value={text}
      error={isNumber ? null : words('computed.not-a-number')}
      onChange={({ currentTarget: { value: next } }) => {
        setText(next)
        const number = parseNumber(next)
        if (next.trim() === '' || number !== null) onChange(number ?? undefined)
      }}
    />
  )
}
