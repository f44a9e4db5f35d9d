import type { Section } from '../../../analyses/instrument/parts'
import { useSpeaker } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'

interface Props {
  /** Null for what belongs to the instrument as a whole. */
  readonly section: Section | null
  readonly partKey?: string
  /** Keys of the part; those of no field of the panel are told where this is empty. */
  readonly fields: readonly string[]
}

/** What is wrong with a field, beside it. */
export function FieldProblems({ section, partKey = '', fields }: Props) {
  const speaker = useSpeaker()
  const { problems } = useEditor()
  const own = problems.filter(
    ({ part, field }) =>
      (section === null ? part === null : part?.section === section && part.key === partKey) && fields.includes(field),
  )
  return own.map(({ problem }, index) => (
    <p key={index} className={styles['fieldProblem']}>
      <bdi>{speaker.text(problem.code, problem.about)}</bdi>
    </p>
  ))
}
