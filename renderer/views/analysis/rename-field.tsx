import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { isId } from '../../../analyses/core/ids'
import { changeAnalysis, type ProjectAnalysis } from '../../state/project'
import { useWords, useWorkbench } from '../workbench-context'

/** The name of an analysis, edited in place. Enter takes it, Escape leaves it. */
export function RenameField({ analysis }: { readonly analysis: ProjectAnalysis }) {
  const words = useWords()
  const workbench = useWorkbench()
  const [name, setName] = useState(analysis.as)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const isTaken = name !== analysis.as && workbench.project().analyses.some(({ as }) => as === name)
  const problem = isTaken ? words('rename.taken') : isId(name) ? null : words('rename.not-allowed')
  const close = (): void => workbench.patchWindow({ isRenaming: false })
  const take = (): void => {
    if (problem === null && name !== analysis.as) {
      workbench.patchSession(({ results }) => {
        const { [analysis.as]: moved, ...rest } = results
        return { results: moved === undefined ? results : { ...rest, [name]: moved } }
      })
      workbench.change((project) => changeAnalysis(project, analysis.as, (entry) => ({ ...entry, as: name })))
      workbench.patchWindow({ analysis: name, isRenaming: false })
    } else close()
  }
  return (
    <TextInput
      ref={field}
      style={{ flex: 1, maxWidth: 320 }}
      aria-label={words('command.analysis-rename')}
      value={name}
      error={problem}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
        if (event.key === 'Escape') close()
      }}
    />
  )
}
