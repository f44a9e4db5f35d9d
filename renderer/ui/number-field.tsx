import { TextInput } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { parseNumber, steppedNumber, writeNumber } from './typed-number'

interface Props {
  readonly label: ReactNode
  readonly description?: ReactNode
  readonly value: number
  /** Written before the unit in the field's own language, e.g. with a decimal comma. */
  readonly decimalMark: ',' | '.'
  readonly unit?: string | undefined
  readonly step: number
  /** Says why a number cannot be used; null when it can. */
  readonly problemOf: (value: number) => string | null
  readonly notANumber: string
  readonly onChange: (value: number) => void
}

/**
 * A number that takes effect while it is typed, as soon as it is within its limits; until then the field says what is wrong and the
 * last good value stays. Arrow keys go a step, with Shift ten. Comma and point are both understood.
 */
export function NumberField({
  label,
  description,
  value,
  decimalMark,
  unit,
  step,
  problemOf,
  notANumber,
  onChange,
}: Props) {
  const written = (number: number): string => writeNumber(number, decimalMark)
  const [text, setText] = useState(() => written(value))
  const parsed = parseNumber(text)
  useEffect(() => {
    setText((current) => (parseNumber(current) === value ? current : writeNumber(value, decimalMark)))
  }, [value, decimalMark])
  const problem = parsed === null ? notANumber : problemOf(parsed)

  const take = (next: string) => {
    setText(next)
    const number = parseNumber(next)
    if (number !== null && number !== value && problemOf(number) === null) onChange(number)
  }
  return (
    <TextInput
      label={label}
      description={description}
      value={text}
      inputMode="decimal"
      error={problem}
      rightSection={
        unit === undefined ? undefined : (
          <span style={{ fontSize: 11, color: 'var(--text-muted)', whiteSpace: 'nowrap' }}>{unit}</span>
        )
      }
      rightSectionWidth={unit === undefined ? undefined : Math.max(28, unit.length * 6.5 + 12)}
      rightSectionPointerEvents="none"
      onChange={(event) => take(event.currentTarget.value)}
      onBlur={() => {
        if (problem !== null) setText(written(value))
      }}
      onKeyDown={(event) => {
        const next = steppedNumber(parsed ?? value, step, event)
        if (next === null) return
        event.preventDefault()
        if (problemOf(next) === null) take(written(next))
      }}
    />
  )
}
