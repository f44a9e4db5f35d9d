import { Button } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { nonAnswerCode } from '../../../../analyses/core/datasets'
import { scaleOf, type Instrument } from '../../../../analyses/instrument/model'
import { keptRows, type Exclusion } from '../../../../analyses/quality/exclusions'
import { keptOf, type SameId, type SameIdRow, type SameIds } from '../../../../analyses/quality/same-id'
import { keepAgain, settleSameIds } from '../../../state/quality'
import {
  useAttempt,
  useProject,
  useSpeaker,
  useSurroundings,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../../workbench-context'
import styles from './quality.module.css'

type Keep = NonNullable<Exclusion['keep']>

/** What is done about several rows of one id: one choice for all, as a line of the exclusions, with the rows side by side. */
export function SameIdRows() {
  const words = useWords()
  const workbench = useWorkbench()
  const name = useId()
  const lines = useProject(({ exclusions }) => exclusions)
  const index = lines?.findIndex(({ rule }) => rule === 'repeated-id') ?? -1
  const line = lines?.[index]
  // A line of the rule that says nothing of it keeps the first.
  const keep: Keep | null = line === undefined ? null : (line.keep ?? 'first')
  const found = useSameIds()
  if (line === undefined && found?.ids === 0) return null
  return (
    <>
      <fieldset className={styles['settle']}>
        <legend>{words('quality.same-id')}</legend>
        {keptRows.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={keep === value}
              onChange={() => workbench.change((project) => settleSameIds(project, value))}
            />
            {words(`quality.same-id-${value}`)}
          </label>
        ))}
        {line === undefined ? null : (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => workbench.change((project) => keepAgain(project, index))}
          >
            {words('quality.same-id-undo')}
          </Button>
        )}
      </fieldset>
      {found === null ? null : (
        <>
          <p className={styles['how']} role="status">
            {keep === null || keep === 'all'
              ? words('quality.same-id-found', { ids: found.ids, rows: found.extra })
              : words('quality.same-id-settled', { ids: found.ids, rows: found.extra })}
          </p>
          <details>
            <summary>
              {found.shown.length < found.ids
                ? words('quality.same-id-some', { shown: found.shown.length, count: words.format.count(found.ids) })
                : words('quality.same-id-rows')}
            </summary>
            {found.shown.map((same) => (
              <SideBySide key={`${same.round} ${same.id}`} same={same} keep={keep} />
            ))}
          </details>
        </>
      )}
    </>
  )
}

/** The rows of one id in columns: how much was answered, the attributes, and the answers that differ. */
function SideBySide({ same, keep }: { readonly same: SameId; readonly keep: Keep | null }) {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.survey.dataset?.instrument)
  const answerText = useAnswerText(instrument)
  const { id, round, rows } = same
  const kept = keep === null || keep === 'all' ? null : keptOf(same, keep)
  const title = words('quality.same-id-title', { id, round })
  const attributes = Object.keys(rows[0]?.attributes ?? {})
  const items = instrument?.items.map((item) => item.id) ?? []
  const differing = items.filter((item) => new Set(rows.map(({ answers }) => answers[item] ?? null)).size > 1)
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={title}>
      <table className={styles['table']}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            {rows.map((row) => (
              <th key={`${row.source} ${row.row}`} scope="col">
                {words('quality.same-id-row', { row: String(row.row), source: row.source })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kept === null ? null : (
            <Line name={words('quality.same-id-becomes')} rows={rows}>
              {(row) => words(row === kept ? 'quality.same-id-kept' : 'quality.same-id-left')}
            </Line>
          )}
          <Line name={words('quality.same-id-answered')} rows={rows}>
            {(row) => words('quality.same-id-answers', { count: row.answered, of: items.length })}
          </Line>
          {attributes.map((attribute) => (
            <Line key={attribute} name={speaker.label({ attribute })} rows={rows}>
              {(row) => {
                const level = row.attributes[attribute] ?? null
                return level === null ? '–' : speaker.level(attribute, level)
              }}
            </Line>
          ))}
          {differing.map((item) => (
            <Line key={item} name={speaker.label({ item })} rows={rows}>
              {(row) => answerText(item, row.answers[item] ?? null)}
            </Line>
          ))}
        </tbody>
      </table>
      <p className={styles['how']}>
        {words('quality.same-id-alike', { count: items.length - differing.length, of: items.length })}
      </p>
    </div>
  )
}

function Line({
  name,
  rows,
  children,
}: {
  readonly name: string
  readonly rows: readonly SameIdRow[]
  readonly children: (row: SameIdRow) => string
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {rows.map((row) => (
        <td key={`${row.source} ${row.row}`}>{children(row)}</td>
      ))}
    </tr>
  )
}

/** What a stored answer says. */
function useAnswerText(instrument: Instrument | undefined): (item: string, answer: number | null) => string {
  const words = useWords()
  const speaker = useSpeaker()
  const kinds = new Map(Object.entries(nonAnswerCode).map(([kind, code]) => [code as number, kind]))
  return (id, answer) => {
    if (answer === null) return '–'
    const item = instrument?.items.find((each) => each.id === id)
    const scale = item === undefined || instrument === undefined ? null : scaleOf(instrument, item)
    if (scale?.kind !== 'ordinal') return words.format.number(answer, Number.isInteger(answer) ? 0 : 2)
    const kind = kinds.get(answer)
    if (kind !== undefined) return speaker.text(`ingest:understood.${kind}`)
    const label = speaker.label({ response: { scale: scale.id, value: answer } })
    return label === String(answer) ? label : `${answer} ${label}`
  }
}

/** The rows that share an id, looked for whenever the rows are read anew. */
function useSameIds(): SameIds | null {
  const { quality } = useSurroundings().context
  const attempt = useAttempt()
  const { hash, status } = useWorkbenchState(({ session }) => session.survey)
  const [found, setFound] = useState<SameIds | null>(null)
  useEffect(() => {
    if (status !== 'ready') return
    const controller = new AbortController()
    attempt(async () => {
      const next = await quality.sameIds(controller.signal)
      if (next !== null && !controller.signal.aborted) setFound(next)
    })
    return () => controller.abort()
  }, [quality, attempt, hash, status])
  return found
}
