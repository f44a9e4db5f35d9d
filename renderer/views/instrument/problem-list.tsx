import { Button } from '@mantine/core'
import { IconExclamationCircle } from '@tabler/icons-react'
import { removeAt } from '../../../analyses/instrument/edits/instrument'
import { openInstrument, writeInstrumentText, type PlacedProblem } from '../../state/instrument-editing'
import { useSpeaker, useWords, useWorkbench } from '../workbench-context'
import { useEditor, whole } from './editor-context'
import styles from './editor.module.css'
import { focusPanel } from './part-tree'

/** Everything that is wrong with the instrument; each entry leads to its place. */
export function ProblemList() {
  const words = useWords()
  const speaker = useSpeaker()
  const { problems, choose } = useEditor()
  if (problems.length === 0) return null
  const goTo = ({ part, field }: PlacedProblem): void => {
    choose(part === null ? whole : { section: part.section, keys: [part.key] })
    focusPanel(field === '' ? undefined : field)
  }
  return (
    <section className={styles['problems']} aria-label={words('editor.problems', { count: problems.length })}>
      <h3 role="status">
        <IconExclamationCircle size={15} stroke={1.75} aria-hidden />{' '}
        {words('editor.problems', { count: problems.length })}
      </h3>
      <ul>
        {problems.slice(0, most).map((placed, index) => {
          const { problem } = placed
          return (
            <li key={index}>
              <button type="button" className={styles['problem']} onClick={() => goTo(placed)}>
                {problem.place.line === undefined ? null : (
                  <small>{words('place.line', { line: words.format.count(problem.place.line) })}: </small>
                )}
                <bdi>{speaker.text(problem.code, problem.about)}</bdi>
              </button>
              <Mend placed={placed} />
            </li>
          )
        })}
      </ul>
      {problems.length > most ? <p>{words('editor.more-problems', { count: problems.length - most })}</p> : null}
    </section>
  )
}

const most = 50

/** What can be done about a problem at once, where there is only one thing to do. */
function Mend({ placed: { problem, path } }: { readonly placed: PlacedProblem }) {
  const words = useWords()
  const workbench = useWorkbench()
  const { edit } = useEditor()
  if (problem.code === 'recipe:unknown-key')
    return (
      <Button size="compact-xs" variant="default" onClick={() => edit(removeAt(path))}>
        {words('editor.remove-key')}
      </Button>
    )
  if (problem.code !== 'recipe:key-twice') return null
  const keepLast = (): void => {
    const file = workbench.project().instrument
    const json = file === null ? undefined : openInstrument(file).document?.json
    if (json !== undefined) writeInstrumentText(workbench, `${JSON.stringify(json, null, 2)}\n`, null)
  }
  return (
    <Button size="compact-xs" variant="default" onClick={keepLast}>
      {words('editor.keep-last')}
    </Button>
  )
}
