import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { ResultTable } from '../../../analyses/core/result'
import { textIn } from '../../../analyses/core/words'
import { previewNames } from '../../state/instrument-preview'
import { Notice } from '../../ui/notice'
import { ProblemNotice } from '../problem-notice'
import { useSpeaker, useWords, useWorkbenchState } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'

/** One row of a published table: its cells by column, and which of them disclosure control withheld. */
interface PreviewRow {
  readonly number: (column: string) => number | null
  readonly isWithheld: (column: string) => boolean
}

/** Rows of a table by what one of their columns holds. */
function rowsBy(table: ResultTable | undefined, key: string): ReadonlyMap<string, PreviewRow> {
  if (table === undefined) return new Map()
  const place = (column: string): number => table.columns.findIndex(({ id }) => id === column)
  const withheld = new Set(table.suppressed.map(([row, column]) => `${row} ${column}`))
  return new Map(
    table.rows.map((cells, row) => [
      String(cells[place(key)] ?? ''),
      {
        number: (column) => {
          const cell = cells[place(column)]
          return typeof cell === 'number' ? cell : null
        },
        isWithheld: (column) => withheld.has(`${row} ${place(column)}`),
      },
    ]),
  )
}

function useTable(as: string, id: string): ResultTable | undefined {
  return useWorkbenchState(({ session }) => session.results[as]?.outcome?.tables.find((table) => table.id === id))
}

/** Corrected item-total correlations by item, as far as they may be shown. */
export function useItemRests(): ReadonlyMap<string, number> {
  const table = useTable(previewNames.reliability, 'items')
  return useMemo(
    () =>
      new Map(
        [...rowsBy(table, 'item')].flatMap(([item, row]) => {
          const rest = row.number('item_rest_r')
          return rest === null ? [] : [[item, rest] as const]
        }),
      ),
    [table],
  )
}

/** What the instrument, as it is now, gives for the data that are loaded. */
export function Preview() {
  const words = useWords()
  const speaker = useSpeaker()
  const { parts, problems } = useEditor()
  const status = useWorkbenchState(({ session }) => session.survey.status)
  const outcome = useWorkbenchState(({ session }) => session.results[previewNames.scores]?.outcome ?? null)
  const problem = useWorkbenchState(({ session }) => session.results[previewNames.scores]?.problem ?? null)
  if (parts.dimensions.length === 0) return <p className={styles['hint']}>{words('editor.preview-no-dimensions')}</p>
  if (status === 'absent' || status === 'failed')
    return <p className={styles['hint']}>{words('editor.preview-no-data')}</p>
  if (problem !== null) return <ProblemNotice problem={problem} />
  if (outcome === null) return <p className={styles['hint']}>{words('editor.preview-coming')}</p>
  return (
    <div className={styles['preview']}>
      {problems.length === 0 ? null : <Notice level="info">{words('editor.preview-before')}</Notice>}
      {outcome.refusal === null ? (
        <>
          <ScoreTable />
          <ItemTable />
        </>
      ) : (
        <Notice level="warning">{speaker.text(outcome.refusal.code, outcome.refusal.about)}</Notice>
      )}
    </div>
  )
}

function ScoreTable() {
  const words = useWords()
  const { parts, language, choose } = useEditor()
  const scores = rowsBy(useTable(previewNames.scores, 'scores'), 'dimension')
  const reliability = rowsBy(useTable(previewNames.reliability, 'scales'), 'dimension')
  return (
    <table className={styles['numbers']}>
      <caption>{words('editor.preview-scores')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('editor.dimension')}</th>
          <th scope="col">n</th>
          <th scope="col">{words('editor.mean')}</th>
          <th scope="col">α</th>
          <th scope="col">ω</th>
        </tr>
      </thead>
      {parts.dimensions.map(({ key, id, label }) => {
        const score = scores.get(id)
        return (
          <tbody key={key} data-dimension={id}>
            <tr>
              <th scope="row">
                <button
                  type="button"
                  className={styles['link']}
                  onClick={() => choose({ section: 'dimensions', keys: [key] })}
                >
                  <bdi lang={language}>{textIn(label, language) || id}</bdi>
                </button>
              </th>
              <Figure row={score} column="n" digits={0} />
              <Figure row={score} column="mean" digits={2} />
              <Figure row={reliability.get(id)} column="alpha" digits={2} />
              <Figure row={reliability.get(id)} column="omega" digits={2} />
            </tr>
            <Spread row={score} range={rangeOf(parts, id)} />
          </tbody>
        )
      })}
    </table>
  )
}

/** The lowest and highest score that the scale of a dimension allows; null where its items have none, or its scores are sums. */
function rangeOf(
  { items, scales, dimensions }: ReturnType<typeof useEditor>['parts'],
  id: string,
): readonly [number, number] | null {
  const first = items.find(({ dimension }) => dimension === id)
  const scale = scales.find((each) => each.id === first?.scale)
  const isMean = dimensions.find((each) => each.id === id)?.score === 'mean'
  return scale === undefined || !isMean ? null : [scale.min, scale.max]
}

/** How the scores lie on the scale: a line from the lowest to the highest, a box around the middle half, and a stroke at the median. */
function Spread({
  row,
  range,
}: {
  readonly row: PreviewRow | undefined
  readonly range: readonly [number, number] | null
}) {
  const words = useWords()
  if (row === undefined) return null
  const [min, q1, median, q3, max] = ['min', 'q1', 'median', 'q3', 'max'].map((column) => row.number(column))
  if (q1 == null || median == null || q3 == null) return null
  const [low, high] = range ?? [min ?? q1, max ?? q3]
  const at = (value: number): number => (high > low ? (100 * (value - low)) / (high - low) : 50)
  const number = (value: number): string => words.format.number(value, 2)
  return (
    <tr className={styles['spread']}>
      <td colSpan={5}>
        <svg
          viewBox="0 0 100 12"
          preserveAspectRatio="none"
          role="img"
          aria-label={words('editor.spread', { q1: number(q1), median: number(median), q3: number(q3) })}
        >
          <line x1="0" x2="100" y1="6" y2="6" className={styles['axis']} />
          {min == null || max == null ? null : (
            <line x1={at(min)} x2={at(max)} y1="6" y2="6" className={styles['whisker']} />
          )}
          <rect x={at(q1)} width={Math.max(0.6, at(q3) - at(q1))} y="2" height="8" className={styles['box']} />
          <line x1={at(median)} x2={at(median)} y1="1" y2="11" className={styles['median']} />
        </svg>
      </td>
    </tr>
  )
}

/** The items of the chosen dimension, or those that run against theirs. */
function ItemTable() {
  const words = useWords()
  const { parts, language, choice, choose } = useEditor()
  const table = useTable(previewNames.reliability, 'items')
  const rows = rowsBy(table, 'item')
  const chosen = chosenDimension(parts, choice)
  const items = parts.items.filter(({ id, dimension }) =>
    chosen === null ? (rows.get(id)?.number('item_rest_r') ?? 0) < 0 : dimension === chosen && rows.has(id),
  )
  if (items.length === 0) return null
  return (
    <table className={styles['numbers']}>
      <caption>{words(chosen === null ? 'editor.preview-against' : 'editor.preview-items')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('instrument.item')}</th>
          <th scope="col">{words('editor.mean')}</th>
          <th scope="col">{words('editor.item-rest')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ key, id, text }) => {
          const row = rows.get(id)
          const isAgainst = (row?.number('item_rest_r') ?? 0) < 0
          return (
            <tr key={key}>
              <th scope="row">
                <button
                  type="button"
                  className={styles['link']}
                  onClick={() => choose({ section: 'items', keys: [key] })}
                >
                  <bdi lang={language}>{textIn(text, language) || id}</bdi>
                </button>
                {isAgainst ? (
                  <span className={styles['against']}>
                    <IconAlertTriangle size={12} stroke={2} aria-hidden /> {words('editor.runs-against')}
                  </span>
                ) : null}
              </th>
              <Figure row={row} column="mean" digits={2} />
              <Figure row={row} column="item_rest_r" digits={2} />
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function chosenDimension(
  parts: ReturnType<typeof useEditor>['parts'],
  { section, keys }: ReturnType<typeof useEditor>['choice'],
): string | null {
  if (section === 'dimensions') return parts.dimensions.find(({ key }) => key === keys[0])?.id ?? null
  if (section === 'items') return parts.items.find(({ key }) => key === keys[0])?.dimension ?? null
  return null
}

interface FigureProps {
  readonly row: PreviewRow | undefined
  readonly column: string
  readonly digits: number
}

/** A number as tables have it: `:` where it is withheld, a dash where there is none. */
function Figure({ row, column, digits }: FigureProps) {
  const words = useWords()
  const value = row?.number(column) ?? null
  if (row?.isWithheld(column) === true)
    return (
      <td title={words('table.withheld')}>
        <span aria-hidden>:</span>
        <VisuallyHidden>{words('table.withheld')}</VisuallyHidden>
      </td>
    )
  return <td>{value === null ? '–' : words.format.number(value, digits)}</td>
}
