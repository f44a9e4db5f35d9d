import { Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Variable } from '../../../../analyses/variables/model'
import { emptyTest, type Readable } from '../../../state/variables'
import { IconButton } from '../../../ui/icon-button'
import { useWords } from '../../workbench-context'
import { TestList } from './test-list'
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
          <TestList
            tests={one.if}
            readable={readable}
            onChange={(next) => change(cases.with(index, { ...one, if: [...next] }))}
          />
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
