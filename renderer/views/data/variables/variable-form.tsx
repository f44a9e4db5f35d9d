import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { SurveyDataset } from '../../../../analyses/core/datasets'
import { isId } from '../../../../analyses/core/ids'
import { isNumber, variableProblems, type Variable } from '../../../../analyses/variables/model'
import { completed, isTaken, readableAt } from '../../../state/variables'
import { useProject, useSpeaker, useWords } from '../../workbench-context'
import { BandsFields, useBandName } from './bands-fields'
import { CombinationFields } from './combination-fields'
import { ConditionFields } from './condition-fields'
import { NumberFields } from './number-fields'
import { RecodeFields } from './recode-fields'
import styles from './variables.module.css'

interface Props {
  /** The step as it is written now. */
  readonly draft: Variable
  readonly isNew: boolean
  readonly takesFocus: boolean
  /** Its place among the steps, from 0. */
  readonly index: number
  readonly survey: SurveyDataset | null
  readonly onChange: (draft: Variable) => void
  readonly onSave: (variable: Variable) => void
  readonly onClose: () => void
}

/** One step while it is written: nothing of the project changes until it is used. */
export function VariableForm({ draft, isNew, takesFocus, index, survey, onChange, onSave, onClose }: Props) {
  const words = useWords()
  const variables = useProject((project) => project.variables) ?? []
  const [problem, setProblem] = useState<string | null>(null)
  const problemOf = useDraftProblem(survey, index)
  const bandName = useBandName()
  const readable = readableAt(survey, variables, index)
  const change = (next: Variable): void => {
    onChange(next)
    setProblem(null)
  }
  const save = (): void => {
    const named =
      draft.kind === 'bands'
        ? { ...draft, levels: draft.levels.map((level, at) => level.trim() || bandName(draft.limits, at)) }
        : draft
    const found = problemOf(named)
    setProblem(found)
    const variable = completed(named)
    if (found === null && variable !== null) onSave(variable)
  }
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input, select')?.focus()
  }, [takesFocus])
  return (
    <form
      ref={form}
      className={styles['form']}
      aria-label={isNew ? words('computed.add') : words('computed.edit', { name: draft.id })}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {isNew ? (
        <TextInput
          size="xs"
          label={words('computed.name')}
          value={draft.id}
          onChange={(event) => change({ ...draft, id: event.currentTarget.value })}
        />
      ) : (
        <p className={styles['how']}>{words('computed.name-fixed')}</p>
      )}
      {draft.kind === 'bands' ? <BandsFields draft={draft} readable={readable} onChange={change} /> : null}
      {draft.kind === 'recode' ? <RecodeFields draft={draft} readable={readable} onChange={change} /> : null}
      {draft.kind === 'combination' ? <CombinationFields draft={draft} readable={readable} onChange={change} /> : null}
      {isNumber(draft) ? <NumberFields draft={draft} readable={readable} onChange={change} /> : null}
      {draft.kind === 'condition' ? <ConditionFields draft={draft} readable={readable} onChange={change} /> : null}
      {problem === null ? null : (
        <p role="alert" className={styles['clash']}>
          {problem}
        </p>
      )}
      <div className={styles['actions']}>
        <Button type="submit" size="compact-sm">
          {words('computed.save')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {words('computed.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Why a step cannot be used as it is written; null where it can. */
function useDraftProblem(survey: SurveyDataset | null, index: number): (draft: Variable) => string | null {
  const words = useWords()
  const speaker = useSpeaker()
  const variables = useProject((project) => project.variables) ?? []
  return (draft) => {
    const id = draft.id.trim()
    if (!isId(id)) return words('computed.name-problem')
    if (isTaken(survey, variables, id)) return speaker.text('variables:id-taken', { id })
    if (draft.kind === 'combination' && new Set(draft.of).size < draft.of.length)
      return words('computed.combination-same')
    if (isNumber(draft) && draft.of.length === 0) return words('computed.no-columns')
    if (draft.kind === 'condition' && draft.cases.some((one) => one.if.some((test) => test.in?.length === 0)))
      return words('computed.no-values')
    const step = completed(draft)
    if (step === null) return words('computed.incomplete')
    if (step.kind === 'recode' && Object.keys(step.into).length === 0) return words('computed.recode-nothing')
    const found = variableProblems(variables.toSpliced(index, 1, step)).find(({ path }) => path[0] === index)
    return found === undefined ? null : speaker.text(`variables:${found.key}`, found.about)
  }
}
