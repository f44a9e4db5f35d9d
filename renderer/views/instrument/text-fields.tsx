import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Language, Text } from '../../../analyses/core/words'
import { editInstrumentLabel, editText } from '../../../analyses/instrument/edits/texts'
import type { Section } from '../../../analyses/instrument/parts'
import { languageNames } from '../../i18n/words'
import { useWorkbench } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'

interface Props {
  /** Null for the label of the instrument itself. */
  readonly section: Section | null
  readonly partKey: string
  readonly field: 'label' | 'description' | 'text' | 'note'
  readonly title: string
  readonly text: Text
}

/** One text in all languages side by side. It takes effect while it is typed, and the typing is undone as one. */
export function TextFields({ section, partKey, field, title, text }: Props) {
  const workbench = useWorkbench()
  const { languages, edit } = useEditor()
  const write = (language: Language, words: string): void =>
    edit(section === null ? editInstrumentLabel(language, words) : editText(section, partKey, field, language, words))
  return (
    <fieldset className={styles['fieldset']} data-field={field}>
      <legend>{title}</legend>
      <div className={styles['languages']}>
        {languages.map((language) => (
          <Textarea
            key={language}
            size="xs"
            label={languageNames[language]}
            lang={language}
            rows={field === 'label' ? 1 : 2}
            classNames={{ input: styles['grows'] ?? '' }}
            value={text[language] ?? ''}
            onChange={(event) => write(language, event.currentTarget.value)}
            onBlur={() => workbench.settle()}
          />
        ))}
      </div>
      <FieldProblems section={section} partKey={partKey} fields={[field]} />
    </fieldset>
  )
}

interface LinesProps {
  readonly label: string
  readonly description?: string
  readonly lines: readonly string[]
  readonly onCommit: (lines: readonly string[]) => void
}

/** A list with one entry a line. It takes effect when the field is left. */
export function LinesField({ label, description, lines, onCommit }: LinesProps) {
  const written = lines.join('\n')
  const [text, setText] = useState(written)
  useEffect(() => setText(written), [written])
  const commit = (): void => {
    const next = [
      ...new Set(
        text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      ),
    ]
    if (next.join('\n') === written) setText(written)
    else onCommit(next)
  }
  return (
    <Textarea
      size="xs"
      label={label}
      description={description}
      rows={1}
      classNames={{ input: styles['grows'] ?? '' }}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
    />
  )
}
