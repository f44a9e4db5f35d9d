import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { readDate, writeDate, type DateLanguage } from './typed-date'

interface Props {
  readonly label: string
  /** How a date is written, such as `dd/mm/yyyy`. */
  readonly pattern: string
  /** What is said of a text that is no date. */
  readonly problem: string
  readonly language: DateLanguage
  /** ISO 8601, or empty. */
  readonly value: string
  /** Told the date as ISO 8601, or empty while what is typed is none. */
  readonly onChange: (iso: string) => void
  readonly onEnter?: () => void
}

/** A date that is written as the window's language writes dates; the browser's own field follows the language of the machine. */
export function DateField({ label, pattern, problem, language, value, onChange, onEnter }: Props) {
  const [text, setText] = useState(() => writeDate(value, language))
  const [isLeft, setIsLeft] = useState(false)
  const [known, setKnown] = useState({ value, language })
  if (known.value !== value || known.language !== language) {
    setKnown({ value, language })
    // What was changed from outside, or is to be said in another language, is written anew; what is being typed stays.
    if (known.language !== language || readDate(text, language) !== (value === '' ? null : value))
      setText(writeDate(value, language))
  }
  const isWrong = isLeft && text.trim() !== '' && readDate(text, language) === null
  return (
    <TextInput
      aria-label={label}
      placeholder={pattern}
      value={text}
      error={isWrong ? problem : null}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        setIsLeft(false)
        onChange(readDate(typed, language) ?? '')
      }}
      onBlur={() => {
        setIsLeft(true)
        const iso = readDate(text, language)
        if (iso !== null) setText(writeDate(iso, language))
      }}
      onKeyDown={(event) => event.key === 'Enter' && onEnter?.()}
    />
  )
}
