import { Button, Menu, NativeSelect, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { SourceReading } from '../../../state/session'
import { useSpeaker, useWords } from '../../workbench-context'
import { notedLines } from './noted-lines'
import styles from './rows.module.css'

/** Leads to a row by its number, or by the line of the file on which it stands. */
export function GoTo({
  onRow,
  onLine,
}: {
  readonly onRow: (row: number) => void
  readonly onLine: (line: number) => void
}) {
  const words = useWords()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<'row' | 'line'>('row')
  const number = Number(text.replace(/\s/gu, ''))
  const isNumber = Number.isInteger(number) && number > 0
  return (
    <form
      className={styles['tools']}
      onSubmit={(event) => {
        event.preventDefault()
        if (isNumber) (kind === 'row' ? onRow : onLine)(number)
      }}
    >
      <TextInput
        size="xs"
        w={96}
        inputMode="numeric"
        aria-label={words('rows.go-to')}
        placeholder={words('rows.go-to')}
        value={text}
        error={text !== '' && !isNumber}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        maw={130}
        aria-label={words('rows.go-by')}
        value={kind}
        data={(['row', 'line'] as const).map((value) => ({ value, label: words(`rows.by-${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value === 'line' ? 'line' : 'row')}
      />
      <Button type="submit" size="xs" variant="default" disabled={!isNumber}>
        {words('rows.go')}
      </Button>
    </form>
  )
}

/** The lines that the notes of the import name. */
export function LinesOfNotes({
  reading,
  onLine,
}: {
  readonly reading: SourceReading
  readonly onLine: (line: number) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const lines = useMemo(() => notedLines(reading.report?.notes ?? []), [reading])
  if (lines.length === 0) return null
  return (
    <Menu withinPortal position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default">
          {words('rows.noted', { count: lines.length })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} maw={520} style={{ overflow: 'auto' }}>
        {lines.map(({ line, note }) => (
          <Menu.Item key={line} onClick={() => onLine(line)}>
            {words('rows.noted-line', { line: words.format.count(line), note: speaker.notice(note) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
