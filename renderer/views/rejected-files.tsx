import { Button } from '@mantine/core'
import { ProblemNotice } from './problem-notice'
import { useWords, useWorkbench, useWorkbenchState } from './workbench-context'

/** Files that were given and cannot be used, each with its reasons. Nothing of them was loaded. */
export function RejectedFiles() {
  const words = useWords()
  const workbench = useWorkbench()
  const rejected = useWorkbenchState(({ session }) => session.rejected)
  const dismiss = (id: number): void =>
    workbench.patchSession((session) => ({ rejected: session.rejected.filter((file) => file.id !== id) }))
  return (
    <>
      {rejected.map(({ id, problems }) =>
        problems.slice(0, 8).map((problem, index) => (
          <ProblemNotice
            key={`${id}-${index}`}
            problem={problem}
            actions={
              index === Math.min(problems.length, 8) - 1 ? (
                <Button size="compact-xs" variant="default" onClick={() => dismiss(id)}>
                  {words('rejected.dismiss')}
                </Button>
              ) : undefined
            }
          />
        )),
      )}
    </>
  )
}
