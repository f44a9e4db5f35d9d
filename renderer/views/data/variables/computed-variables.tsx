import { Button, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { SurveyDataset } from '../../../../analyses/core/datasets'
import { variableProblems, type Variable } from '../../../../analyses/variables/model'
import type { Project } from '../../../state/project'
import type { Writing } from '../../../state/session'
import { moveVariable, putVariable, readableAt, removeVariable, type Readable } from '../../../state/variables'
import { IconButton } from '../../../ui/icon-button'
import { problemText } from '../../problem-notice'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../../workbench-context'
import { emptyVariable, formKinds, type FormKind } from './empty-variable'
import { useLevelCounts } from './level-counts'
import { useStepSentence } from './step-sentence'
import { VariableForm } from './variable-form'
import styles from './variables.module.css'

const none: readonly Variable[] = []

/** The steps that compute variables from the answers, in their order: added, changed, moved and removed, each one change of the project. */
export function ComputedVariables() {
  const words = useWords()
  const workbench = useWorkbench()
  const variables = useProject((project) => project.variables) ?? none
  const survey = useLastSurvey()
  const { drafts, write, close } = useDrafts()
  // A form that somebody has just opened takes the keyboard; one that was open before does not.
  const [begun, setBegun] = useState<string | null>(null)
  const begin = (name: string, draft: Variable): void => {
    setBegun(name)
    write(name, draft)
  }
  const heading = useRef<HTMLHeadingElement>(null)
  const leave = (name: string): void => {
    close(name)
    // The form that had the focus is gone; without this the keyboard would begin at the top of the window.
    heading.current?.focus()
  }
  if (survey === null && variables.length === 0) return null
  const form = (name: string, index: number) => {
    const draft = drafts[name]
    return draft === undefined ? null : (
      <VariableForm
        key={draft.kind}
        draft={draft}
        isNew={name === newStep}
        takesFocus={begun === name}
        index={index}
        survey={survey}
        onChange={(next) => write(name, next)}
        onSave={(variable) => {
          workbench.change((project) => putVariable(project, index, variable))
          leave(name)
        }}
        onClose={() => leave(name)}
      />
    )
  }
  const readable = readableAt(survey, variables, variables.length)
  return (
    <section className={styles['computed']} aria-label={words('computed.title')}>
      <h3 ref={heading} tabIndex={-1}>
        {words('computed.title')}
      </h3>
      <p className={styles['how']}>{words('computed.help')}</p>
      {variables.length === 0 ? null : (
        <ol className={styles['steps']}>
          {variables.map((variable, index) => (
            <li key={variable.id}>
              <StepHead
                variable={variable}
                index={index}
                isLast={index === variables.length - 1}
                isOpen={drafts[variable.id] !== undefined}
                onOpen={(isOpen) => (isOpen ? begin(variable.id, variable) : close(variable.id))}
              />
              <Said variable={variable} index={index} />
              {form(variable.id, index)}
            </li>
          ))}
        </ol>
      )}
      {form(newStep, variables.length)}
      {drafts[newStep] !== undefined || survey === null ? null : (
        <AddMenu
          readable={readable}
          onAdd={(kind) => {
            const added = emptyVariable(kind, readable)
            if (added !== null) begin(newStep, added)
          }}
        />
      )}
    </section>
  )
}

/** What a step that is new goes by until it has a name. */
const newStep = ''

/** The forms that are open, by the step that they change. They stay open while another panel is shown, or the window folds. */
function useDrafts() {
  const workbench = useWorkbench()
  const drafts = useWorkbenchState(({ session }) => session.writing.variables)
  const change = (next: (drafts: Writing['variables']) => Writing['variables']): void =>
    workbench.patchSession(({ writing }) => ({ writing: { ...writing, variables: next(writing.variables) } }))
  return {
    drafts,
    write: (name: string, draft: Variable): void => change((before) => ({ ...before, [name]: draft })),
    close: (name: string): void =>
      change((before) => Object.fromEntries(Object.entries(before).filter(([each]) => each !== name))),
  }
}

/** The name of a step with what can be done with it. */
function StepHead({
  variable,
  index,
  isLast,
  isOpen,
  onOpen,
}: {
  readonly variable: Variable
  readonly index: number
  readonly isLast: boolean
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}) {
  const words = useWords()
  const workbench = useWorkbench()
  const name = variable.id
  const change = (next: (project: Project) => Project): void => workbench.change(next)
  return (
    <div className={styles['stepHead']}>
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <span className={styles['stepActions']}>
        <IconButton
          label={words('computed.edit', { name })}
          variant="subtle"
          size="sm"
          aria-expanded={isOpen}
          onClick={() => onOpen(!isOpen)}
        >
          <IconPencil size={14} stroke={1.75} />
        </IconButton>
        <IconButton
          label={words('computed.up', { name })}
          variant="subtle"
          size="sm"
          disabled={index === 0}
          onClick={() => change((project) => moveVariable(project, index, -1))}
        >
          <IconArrowUp size={14} stroke={1.75} />
        </IconButton>
        <IconButton
          label={words('computed.down', { name })}
          variant="subtle"
          size="sm"
          disabled={isLast}
          onClick={() => change((project) => moveVariable(project, index, 1))}
        >
          <IconArrowDown size={14} stroke={1.75} />
        </IconButton>
        <IconButton
          label={words('computed.remove', { name })}
          variant="subtle"
          size="sm"
          onClick={() => {
            onOpen(false)
            change((project) => removeVariable(project, index))
          }}
        >
          <IconTrash size={14} stroke={1.75} />
        </IconButton>
      </span>
    </div>
  )
}

/** The kinds of steps that the data have columns for. */
function AddMenu({ readable, onAdd }: { readonly readable: Readable; readonly onAdd: (kind: FormKind) => void }) {
  const words = useWords()
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          className={styles['add']}
          leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
        >
          {words('computed.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formKinds
          .filter((kind) => emptyVariable(kind, readable) !== null)
          .map((kind) => (
            <Menu.Item key={kind} onClick={() => onAdd(kind)}>
              {words(`computed.kind-${kind}`)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What a step makes, what is wrong with it, and whom each level holds. */
function Said({ variable, index }: { readonly variable: Variable; readonly index: number }) {
  const words = useWords()
  const speaker = useSpeaker()
  const sentence = useStepSentence()
  const problems = useStepProblems(index)
  const counts = useLevelCounts(variable.id)
  const missing = useWorkbenchState(({ session }) =>
    session.survey.dataset?.notes?.find(({ code, about }) => code === missingNote && about['variable'] === variable.id),
  )
  return (
    <>
      <p>{sentence(variable)}</p>
      {problems.map((problem) => (
        <p key={problem} role="alert" className={styles['clash']}>
          {problem}
        </p>
      ))}
      {problems.length > 0 || counts === null || counts.length === 0 ? null : (
        <p className={styles['how']} role="status">
          {counts
            .slice(0, mostLevels)
            .map(({ level, people }) =>
              words('computed.level', {
                level: speaker.level(variable.id, level),
                people: people === null ? words('quality.withheld') : words.format.count(people),
              }),
            )
            .join(' · ')}
          {counts.length > mostLevels ? ` · ${words('computed.more', { count: counts.length - mostLevels })}` : null}
        </p>
      )}
      {problems.length > 0 || missing === undefined ? null : <p className={styles['how']}>{speaker.note(missing)}</p>}
    </>
  )
}

/** Says how many rows have no value of a step. */
const missingNote = 'variables:missing'

/** Levels of a step that are counted in sight. */
const mostLevels = 30

/** What is wrong with a step, by itself or with the data. */
function useStepProblems(index: number): readonly string[] {
  const words = useWords()
  const speaker = useSpeaker()
  const variables = useProject((project) => project.variables) ?? none
  const { status, problem } = useWorkbenchState(({ session }) => session.survey)
  const own = variableProblems(variables).filter(({ path }) => path[0] === index)
  if (own.length > 0) return own.map(({ key, about }) => speaker.text(`variables:${key}`, about))
  const isHere =
    status === 'failed' && problem?.kind === 'input' && problem.place.path?.startsWith(`variables[${index}]`) === true
  return isHere ? [problemText(problem, words, speaker).text] : []
}

/** The survey as it was last open: a step that cannot be computed leaves the columns to choose from in sight. */
function useLastSurvey(): SurveyDataset | null {
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const [last, setLast] = useState(dataset)
  if (dataset !== null && dataset !== last) setLast(dataset)
  return dataset ?? last
}
