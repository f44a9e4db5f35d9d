import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { isTest, type ExclusionTest } from '../../../../analyses/quality/exclusions'
import type { VariableTest } from '../../../../analyses/variables/model'
import { leaveOutWhere, type RowsOf } from '../../../state/quality'
import { emptyTest, readableAt, type Readable } from '../../../state/variables'
import { useAttempt, useSurroundings, useWords, useWorkbench, useWorkbenchState } from '../../workbench-context'
import { TestList } from '../variables/test-list'
import styles from './quality.module.css'

/** Leaves out rows by a condition on attributes and items: nothing of the project changes before it is used. */
export function LeaveOutForm() {
  const words = useWords()
  const workbench = useWorkbench()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  const tests = useWorkbenchState(({ session }) => session.writing.exclusion)
  const write = (exclusion: readonly VariableTest[] | null): void =>
    workbench.patchSession(({ writing }) => ({ writing: { ...writing, exclusion } }))
  const where = (tests ?? []).map(testOfLine)
  const isWhole = where.length > 0 && where.every(isTest)
  const counted = useRowsWhere(isWhole ? where : null)
  if (survey === null) return null
  const columns = readableAt(survey, [], 0)
  const readable: Readable = { ...columns, attributes: [...columns.attributes, 'round'] }
  if (tests === null)
    return (
      <div className={styles['actions']}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
          onClick={() => write([emptyTest(readable) ?? { of: 'round', in: [] }])}
        >
          {words('quality.where')}
        </Button>
      </div>
    )
  return (
    <form
      className={styles['card']}
      aria-label={words('quality.where')}
      onSubmit={(event) => {
        event.preventDefault()
        workbench.change((project) => leaveOutWhere(project, where))
        write(null)
      }}
    >
      <h3>{words('quality.where')}</h3>
      <p className={styles['how']}>{words('quality.where-help')}</p>
      <TestList tests={tests} readable={readable} onChange={write} />
      <p className={styles['how']} role="status">
        {counted === null
          ? words('quality.where-open')
          : words('quality.where-count', { rows: counted.rows, of: words.format.count(counted.of) })}
      </p>
      <div className={styles['actions']}>
        <Button type="submit" size="compact-sm" disabled={!isWhole}>
          {words('quality.where-use')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => write(null)}>
          {words('computed.cancel')}
        </Button>
      </div>
    </form>
  )
}

const testOfLine = ({ of, ...asked }: VariableTest): ExclusionTest => ({ column: of, ...asked })

/** How many rows a condition holds for, once it is known; null until then, and while there is no condition. */
function useRowsWhere(where: readonly ExclusionTest[] | null): RowsOf | null {
  const { quality } = useSurroundings().context
  const attempt = useAttempt()
  const hash = useWorkbenchState(({ session }) => session.survey.hash)
  const asked = where === null ? null : JSON.stringify(where)
  const [counted, setCounted] = useState<{ readonly asked: string; readonly rows: RowsOf } | null>(null)
  useEffect(() => {
    if (asked === null) return
    const controller = new AbortController()
    attempt(async () => {
      const rows = await quality.countWhere(JSON.parse(asked) as readonly ExclusionTest[], controller.signal)
      if (rows !== null && !controller.signal.aborted) setCounted({ asked, rows })
    })
    return () => controller.abort()
  }, [quality, attempt, asked, hash])
  return counted?.asked === asked ? counted.rows : null
}
