import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Variable } from '../../../../analyses/variables/model'
import type { Readable } from '../../../state/variables'
import { IconButton } from '../../../ui/icon-button'
import { NumberField } from '../../../ui/number-field'
import { writeNumber } from '../../../ui/typed-number'
import { useAttempt, useSurroundings, useWords } from '../../workbench-context'
import { divided } from './empty-variable'
import { useColumnName } from './step-sentence'
import styles from './variables.module.css'

type Bands = Extract<Variable, { kind: 'bands' }>

/** The name that a band has until a person gives it another. */
export function useBandName(): (limits: readonly number[], index: number) => string {
  const words = useWords()
  const written = (value: number): string => writeNumber(value, words.language === 'en' ? '.' : ',')
  return (limits, index) => {
    const from = limits[index - 1]
    const below = limits[index]
    if (from === undefined) return words('computed.band-below', { below: written(below ?? 0) })
    if (below === undefined) return words('computed.band-from', { from: written(from) })
    return words('computed.band-between', { from: written(from), below: written(below) })
  }
}

/** The number that is divided, its limits and the names of the bands. */
export function BandsFields({
  draft,
  readable: { numbers },
  onChange,
}: {
  readonly draft: Bands
  readonly readable: Readable
  readonly onChange: (draft: Bands) => void
}) {
  const words = useWords()
  const nameOf = useColumnName()
  const bandName = useBandName()
  const attempt = useAttempt()
  const { variables } = useSurroundings().context
  const [hasNone, setHasNone] = useState(false)
  const { limits, levels } = draft
  const columns = [...new Set([...numbers.map(({ id }) => id), draft.of])]
  const add = (): void => {
    const last = limits.at(-1) ?? 0
    onChange({ ...draft, limits: [...limits, last + 1], levels: [...levels, ''] })
  }
  const propose = (): void =>
    attempt(async () => {
      const found = await variables.roundLimits(draft.of)
      setHasNone(found === null)
      if (found !== null) onChange({ ...draft, limits: [...found], levels: ['', ...found.map(() => '')] })
    })
  return (
    <fieldset className={styles['fields']}>
      <NativeSelect
        size="xs"
        label={words('computed.column')}
        value={draft.of}
        data={columns.map((value) => ({ value, label: nameOf(value) }))}
        onChange={({ currentTarget: { value } }) => {
          const range = numbers.find(({ id }) => id === value)?.range
          onChange({ ...draft, of: value, ...(range === undefined ? {} : divided(range)) })
        }}
      />
      <p className={styles['how']}>{words('computed.included')}</p>
      {levels.map((level, index) => (
        <div key={index} className={styles['row']}>
          {index === 0 ? null : (
            <NumberField
              label={words('computed.limit', { number: index })}
              value={limits[index - 1] ?? 0}
              decimalMark={words.language === 'en' ? '.' : ','}
              step={1}
              problemOf={() => null}
              notANumber={words('computed.not-a-number')}
              onChange={(value) => onChange({ ...draft, limits: limits.with(index - 1, value) })}
            />
          )}
          <TextInput
            label={words('computed.band', { number: index + 1 })}
            placeholder={bandName(limits, index)}
            value={level}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, levels: levels.with(index, value) })}
          />
          {index === 0 || limits.length < 2 ? null : (
            <IconButton
              label={words('computed.remove-limit', { number: index })}
              variant="subtle"
              onClick={() =>
                onChange({ ...draft, limits: limits.toSpliced(index - 1, 1), levels: levels.toSpliced(index, 1) })
              }
            >
              <IconX size={14} stroke={1.75} />
            </IconButton>
          )}
        </div>
      ))}
      <div className={styles['actions']}>
        <Button variant="default" size="compact-xs" disabled={limits.length >= 100} onClick={add}>
          {words('computed.add-limit')}
        </Button>
        <Button variant="default" size="compact-xs" onClick={propose}>
          {words('computed.round-limits')}
        </Button>
      </div>
      {hasNone ? (
        <p role="status" className={styles['how']}>
          {words('computed.no-round-limits')}
        </p>
      ) : null}
    </fieldset>
  )
}
