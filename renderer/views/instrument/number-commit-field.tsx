import type { TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { CommitField } from '../../ui/commit-field'
import { parseNumber, writeNumber } from '../../ui/typed-number'
import { useWords } from '../workbench-context'

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  /** Null where none is given. */
  readonly value: number | null
  /** Whether the field may be left empty, which gives null. */
  readonly isOptional?: boolean
  readonly onNumber: (value: number | null) => void
}

/** A number that takes effect when the field is left or with Enter: what stands between two numbers while one types would change labels and scores. */
export function NumberCommitField({ value, isOptional = false, onNumber, ...rest }: Props) {
  const words = useWords()
  const [problem, setProblem] = useState<string | null>(null)
  const mark = words.language === 'en' ? '.' : ','
  return (
    <CommitField
      {...rest}
      inputMode="decimal"
      error={problem}
      value={value === null ? '' : writeNumber(value, mark)}
      onCommit={(text) => {
        const number = parseNumber(text)
        const isEmpty = text.trim() === ''
        const isRefused = isEmpty ? !isOptional : number === null
        setProblem(isRefused ? words('editor.not-a-number') : null)
        if (!isRefused) onNumber(isEmpty ? null : number)
      }}
    />
  )
}
