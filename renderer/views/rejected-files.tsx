import { Button } from '@mantine/core'
import { ProblemNotices } from './problem-notice'
import { useSurroundings, useWords, useWorkbench, useWorkbenchState } from './workbench-context'

/** Files that were given and cannot be used, each with its reasons. Nothing of them was loaded. */
export function RejectedFiles() {
  const words = useWords()
  const workbench = useWorkbench()
  const { context } = useSurroundings()
  const rejected = useWorkbenchState(({ session }) => session.rejected)
  const dismiss = (id: number): void =>
    workbench.patchSession((session) => ({ rejected: session.rejected.filter((file) => file.id !== id) }))
  return (
    <>
      {rejected.map(({ id, problems, instrument }) => (
        <ProblemNotices
          key={id}
          problems={problems}
          isAnnounced
          actions={
            <>
              {instrument === undefined ? null : (
                <Button size="compact-xs" onClick={() => context.opening.editInstrument(instrument)}>
                  {words('rejected.repair')}
                </Button>
              )}
              <Button size="compact-xs" variant="default" onClick={() => dismiss(id)}>
                {words('rejected.dismiss')}
              </Button>
            </>
          }
        />
      ))}
    </>
  )
}
