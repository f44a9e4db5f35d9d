import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { SurveyDataset } from '../../../../analyses/core/datasets'
import type { VariableTest } from '../../../../analyses/variables/model'
import { emptyTest, stepsOf, withLimit, type Readable } from '../../../state/variables'
import { IconButton } from '../../../ui/icon-button'
import { parseNumber, writeNumber } from '../../../ui/typed-number'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import { CheckList } from './check-list'
import { useAnswerName } from './number-fields'
import { useColumnName } from './step-sentence'
import styles from './variables.module.css'

interface Props {
  readonly tests: readonly VariableTest[]
  readonly readable: Readable
  readonly onChange: (tests: readonly VariableTest[]) => void
}

/** What must hold of a row, all of it: levels or answers of a column, or limits of a number. */
export function TestList({ tests, readable, onChange }: Props) {
  const words = useWords()
  const nameOf = useColumnName()
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
                onChange(tests.with(index, emptyTest(readable, value) ?? { of: value, in: [] }))
              }
            />
            {tests.length < 2 ? null : (
              <IconButton
                label={words('computed.remove-test', { number: index + 1 })}
                variant="subtle"
                onClick={() => onChange(tests.toSpliced(index, 1))}
              >
                <IconX size={14} stroke={1.75} />
              </IconButton>
            )}
          </div>
          <TestValues
            key={test.of}
            test={test}
            readable={readable}
            onChange={(next) => onChange(tests.with(index, next))}
          />
        </div>
      ))}
      {first === null ? null : (
        <Button
          variant="default"
          size="compact-xs"
          className={styles['add']}
          disabled={tests.length >= 50}
          onClick={() => onChange([...tests, first])}
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
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
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
  const known = steps?.map(String) ?? levelsOf(dataset, test.of)
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

function levelsOf(dataset: SurveyDataset | null, column: string): readonly string[] {
  if (column === 'round') return dataset?.rounds.map(({ id }) => id) ?? []
  const attribute = dataset?.attributes.find(({ id }) => id === column)
  return attribute?.order ?? attribute?.levels ?? []
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
