import { useRef } from 'react'
import type { InputError } from '../../../analyses/core/errors'
import { writeInstrumentText } from '../../state/instrument-editing'
import { useProject, useSpeaker, useWords, useWorkbench } from '../workbench-context'
import styles from './editor.module.css'

interface Props {
  readonly problems: readonly InputError[]
}

/** The instrument as the text of its file, for what cannot be shown in any other way; each problem leads to its line. */
export function DocumentText({ problems }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const text = useProject(({ instrument }) => instrument?.text ?? '')
  const area = useRef<HTMLTextAreaElement>(null)
  const goTo = (line: number): void => {
    const { current } = area
    if (current === null) return
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    current.focus()
    current.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
    current.scrollTop = Math.max(0, (line - 4) * lineHeight)
  }
  return (
    <div className={styles['documentText']}>
      {problems.length === 0 ? null : (
        <ul className={styles['problems']}>
          {problems.map(({ code, about, place }, index) => (
            <li key={index}>
              <button type="button" className={styles['problem']} onClick={() => goTo(place.line ?? 1)}>
                {place.line === undefined ? null : (
                  <small>{words('place.line', { line: words.format.count(place.line) })}: </small>
                )}
                <bdi>{speaker.text(code, about)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={area}
        className={styles['source']}
        aria-label={words('editor.as-text')}
        spellCheck={false}
        value={text}
        onChange={(event) => writeInstrumentText(workbench, event.currentTarget.value, 'instrument:text')}
        onBlur={() => workbench.settle()}
      />
    </div>
  )
}

/** In CSS pixels, as the style sheet has it. */
const lineHeight = 18
