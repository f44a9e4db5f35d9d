import { Button, NativeSelect } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import {
  proposalsFor,
  valuesOfAttributes,
  type ValuesOfAttribute,
} from '../../../analyses/sources/spellings/attribute-values'
import type { MergeProposal } from '../../../analyses/sources/spellings/merge-proposals'
import { mergeLevels, reportsOfValues, restoreSpellings, type LevelMerge } from '../../state/attribute-values'
import { projectOf } from '../../state/workbench'
import { useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import { LevelOrder } from './level-order'
import { LevelTable } from './level-table'
import styles from './values.module.css'

/** Values of an attribute with what may be one level. */
interface Shown extends ValuesOfAttribute {
  readonly proposals: readonly MergeProposal[]
}

/** What the attributes of the survey hold, in all files together: spellings that may be one level, the levels, and their order. */
export function ValuesPanel() {
  const words = useWords()
  const speaker = useSpeaker()
  const reports = useReports()
  const all = useMemo(
    () => valuesOfAttributes(reports.found).map((values): Shown => ({ ...values, proposals: proposalsFor(values) })),
    [reports.found],
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const shown =
    all.find(({ attribute }) => attribute === chosen) ?? all.find(({ proposals }) => proposals.length > 0) ?? all[0]
  if (shown === undefined) return <p className={styles['how']}>{words('values.none')}</p>
  const nameOf = (attribute: string): string => speaker.label({ attribute })
  return (
    <div className={styles['panel']} aria-busy={reports.isReading}>
      <NativeSelect
        label={words('values.attribute')}
        value={shown.attribute}
        data={all.map(({ attribute, levels, proposals }) => ({
          value: attribute,
          label: words('values.attribute-option', {
            attribute: nameOf(attribute),
            levels: levels.length,
            proposals: proposals.length,
          }),
        }))}
        onChange={({ currentTarget: { value } }) => setChosen(value)}
      />
      <Values
        key={shown.attribute}
        shown={shown}
        isReading={reports.isReading}
        onChange={() => setChosen(shown.attribute)}
      />
    </div>
  )
}

/** The reports of the sources; while one of them is read anew, those of before. */
function useReports() {
  const sources = useWorkbenchState(({ session }) => session.sources)
  const project = useWorkbenchState(projectOf)
  const present = useWorkbenchState((state) => state.session)
  const now = useMemo(() => reportsOfValues(project, { ...present, sources }), [project, present, sources])
  const [last, setLast] = useState(now)
  if (
    now !== null &&
    (last === null || last.length !== now.length || last.some((report, index) => report !== now[index]))
  )
    setLast(now)
  return { found: last ?? [], isReading: now === null }
}

function Values({
  shown,
  isReading,
  onChange,
}: {
  readonly shown: Shown
  readonly isReading: boolean
  /** Before anything is changed: the attribute stays in sight, though another may have more proposals now. */
  readonly onChange: () => void
}) {
  const words = useWords()
  const workbench = useWorkbench()
  const heading = useRef<HTMLHeadingElement>(null)
  const merge = (merges: readonly LevelMerge[]): void => {
    onChange()
    workbench.change((project) => mergeLevels(project, shown, merges))
    // What was clicked is gone once it has been done.
    heading.current?.focus()
  }
  const { attribute, levels, blanked, proposals } = shown
  return (
    <>
      <Proposals proposals={proposals} isDisabled={isReading} onMerge={merge} />
      <section className={styles['section']}>
        <h3 ref={heading} tabIndex={-1}>
          {words('values.levels', { count: levels.length })}
        </h3>
        <LevelTable
          levels={levels}
          isDisabled={isReading}
          onMerge={merge}
          onRestore={(spellings) => workbench.change((project) => restoreSpellings(project, attribute, spellings))}
        />
        {blanked.length === 0 ? null : (
          <div className={styles['blanked']}>
            <span>{words('values.blanked')}</span>
            {blanked.map((spelling) => (
              <Button
                key={`${spelling.source} ${spelling.text}`}
                variant="default"
                size="compact-xs"
                disabled={isReading}
                onClick={() => workbench.change((project) => restoreSpellings(project, attribute, [spelling]))}
              >
                {words('values.take-back', { spelling: spelling.text, rows: spelling.rows })}
              </Button>
            ))}
          </div>
        )}
      </section>
      <LevelOrder attribute={attribute} />
    </>
  )
}

/** Spellings that may be one level, each with its reason: confirmed one by one, or all that are shown at once. */
function Proposals({
  proposals,
  isDisabled,
  onMerge,
}: {
  readonly proposals: readonly MergeProposal[]
  readonly isDisabled: boolean
  readonly onMerge: (merges: readonly LevelMerge[]) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set())
  const open = proposals.filter(({ from, into }) => !apart.has(`${from}\n${into}`))
  if (open.length === 0) return null
  return (
    <section className={styles['section']} aria-label={words('values.proposals', { count: open.length })}>
      <div className={styles['head']}>
        <h3>{words('values.proposals', { count: open.length })}</h3>
        <Button size="compact-xs" disabled={isDisabled} onClick={() => onMerge(open)}>
          {words('values.merge-all', { count: open.length })}
        </Button>
      </div>
      <ul className={styles['proposals']}>
        {open.map(({ from, into, rows, reason, score }) => (
          <li key={from}>
            <span className={styles['pair']}>
              <bdi>{from}</bdi> <small>{words('values.rows', { count: rows })}</small> → <bdi>{into}</bdi>
              <small className={styles['reason']}>
                {words('values.reason', {
                  reason: speaker.text(`ingest:merge-reason.${reason}`),
                  percent: words.format.percent(score),
                })}
              </small>
            </span>
            <span className={styles['choices']}>
              <Button
                variant="default"
                size="compact-xs"
                disabled={isDisabled}
                aria-label={words('values.merge-one', { from, into })}
                onClick={() => onMerge([{ from, into }])}
              >
                {words('values.merge')}
              </Button>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={words('values.apart-one', { from, into })}
                onClick={() => setApart(new Set([...apart, `${from}\n${into}`]))}
              >
                {words('values.apart')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
