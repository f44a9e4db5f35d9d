import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly value: string
  /** Called when the text is done: on leaving the field or with Enter. Escape puts the old text back. */
  readonly onCommit: (value: string) => void
}

/** A text that takes effect when it is done, not letter by letter. */
export function CommitField({ value, onCommit, ...rest }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const commit = (): void => {
    if (text !== value) onCommit(text)
  }
  return (
    <TextInput
      {...rest}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setText(value)
      }}
    />
  )
}
