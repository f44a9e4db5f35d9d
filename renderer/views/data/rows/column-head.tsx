import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import type { RowCondition, RowQuery, SortBy } from '../../../../analyses/sources/grid/query'
import type { ColumnSummary } from '../../../../analyses/sources/grid/summary'
import { useWords } from '../../workbench-context'
import { decimalsOf, type CellSpeaker } from './cell-words'
import styles from './rows.module.css'

interface Props {
  readonly column: GridColumn
  readonly query: RowQuery
  readonly summary: ColumnSummary | null
  readonly speaker: CellSpeaker
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  /** Without it nothing can be sorted or filtered, as in the file itself. */
  readonly onQuery: ((query: RowQuery) => void) | null
}

/** The head of a column: its name, what the rows hold in it, and behind a click how to sort and filter by it. */
export function ColumnHead({ column, query, summary, speaker, isOpen, onOpen, onQuery }: Props) {
  const words = useWords()
  const name = column.stored?.name ?? ''
  const sorted = query.sort.find((each) => each.column === name)
  const isFiltered = query.where.some((each) => each.column === name)
  const label = (
    <>
      <span className={styles['headName']}>
        <bdi>{column.header}</bdi>
      </span>
      {sorted === undefined ? null : sorted.descending ? (
        <IconArrowDown size={13} aria-hidden />
      ) : (
        <IconArrowUp size={13} aria-hidden />
      )}
      {isFiltered ? <IconFilter size={13} aria-hidden /> : null}
    </>
  )
  return (
    <div className={styles['head']}>
      {onQuery === null || column.stored === null ? (
        <span className={styles['headButton']} title={column.header}>
          {label}
        </span>
      ) : (
        <Popover
          opened={isOpen}
          onChange={onOpen}
          position="bottom-start"
          trapFocus
          returnFocus
          withinPortal
          width={280}
        >
          <Popover.Target>
            <button
              type="button"
              tabIndex={-1}
              className={styles['headButton']}
              title={column.header}
              onClick={() => onOpen(!isOpen)}
            >
              {label}
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={words('rows.column-menu', { header: column.header })}>
            <ColumnMenu column={column} query={query} summary={summary} speaker={speaker} onQuery={onQuery} />
          </Popover.Dropdown>
        </Popover>
      )}
      <SummaryCell column={column} summary={summary} speaker={speaker} />
      <span className={styles['hidden']}>
        {sorted === undefined ? '' : words(sorted.descending ? 'rows.sorted-down' : 'rows.sorted-up')}
        {isFiltered ? words('rows.filtered') : ''}
      </span>
    </div>
  )
}

/** Numbers about the column with a small picture of it. */
function SummaryCell({
  column,
  summary,
  speaker,
}: {
  readonly column: GridColumn
  readonly summary: ColumnSummary | null
  readonly speaker: CellSpeaker
}) {
  const words = useWords()
  if (column.stored === null) return <span className={styles['summary']}>{words(`rows.role-${unusedOf(column)}`)}</span>
  if (summary === null) return <span className={styles['summary']} />
  const { filled, blank, distinct, mean, nonAnswers } = summary
  const count = (value: number): string => words.format.count(value)
  const parts = [
    words('rows.n', { count: count(filled) }),
    words('rows.blank', { count: count(blank) }),
    ...(nonAnswers > 0 ? [words('rows.non-answers', { count: count(nonAnswers) })] : []),
    ...(mean === null
      ? [words('rows.distinct', { count: count(distinct) })]
      : [words('rows.mean', { mean: words.format.number(mean, 2) })]),
  ]
  return (
    <>
      <span
        className={styles['summary']}
        title={[...parts, words('rows.distinct', { count: count(distinct) })].join(' · ')}
      >
        {parts.map((part) => part.replaceAll(' ', '\u00a0')).join(' · ')}
      </span>
      <Distribution column={column} summary={summary} speaker={speaker} />
    </>
  )
}

const unusedOf = ({ role }: GridColumn): 'system' | 'unused' => (role === 'system' ? 'system' : 'unused')

const [pictureWidth, pictureHeight] = [116, 22]

function Distribution({
  column,
  summary,
  speaker,
}: {
  readonly column: GridColumn
  readonly summary: ColumnSummary
  readonly speaker: CellSpeaker
}) {
  const words = useWords()
  const isText = column.stored?.type === 'text'
  const say = (value: number): string => speaker.say(column, value)
  const named = (value: string): string => (isText ? value : say(Number(value)))
  const bars =
    summary.values.length > 0
      ? summary.values.slice(0, 24).map(({ value, count }) => ({ name: named(value), count }))
      : summary.bins.map(({ from, to, count }) => ({ name: `${say(roundly(from))}–${say(roundly(to))}`, count }))
  const most = bars.reduce((high, { count }) => Math.max(high, count), 1)
  if (bars.length === 0) return <span className={styles['picture']} />
  const step = pictureWidth / bars.length
  const told = bars.slice(0, 12).map(({ name, count }) => `${name}: ${words.format.count(count)}`)
  const description = words('rows.distribution', { header: column.header, values: told.join('; ') })
  return (
    <svg
      className={styles['picture']}
      role="img"
      aria-label={description}
      width={pictureWidth}
      height={pictureHeight}
      viewBox={`0 0 ${pictureWidth} ${pictureHeight}`}
    >
      <title>{told.join('\n')}</title>
      {bars.map(({ count }, place) => {
        const height = count === 0 ? 0 : Math.max(1, (count / most) * pictureHeight)
        return (
          <rect key={place} x={place * step} y={pictureHeight - height} width={Math.max(1, step - 1)} height={height} />
        )
      })}
    </svg>
  )
}

const roundly = (value: number): number => Number(value.toPrecision(4))

/** Sorting by the column, and what its rows have to hold. */
function ColumnMenu({
  column,
  query,
  summary,
  speaker,
  onQuery,
}: Pick<Props, 'column' | 'query' | 'summary' | 'speaker'> & { readonly onQuery: (query: RowQuery) => void }) {
  const words = useWords()
  const stored = column.stored
  if (stored === null) return null
  const sorted = query.sort.find((each) => each.column === stored.name)
  const sortBy = (descending: boolean | null): void => {
    const others = query.sort.filter((each) => each.column !== stored.name)
    const next: readonly SortBy[] = descending === null ? others : [...others, { column: stored.name, descending }]
    onQuery({ ...query, sort: next })
  }
  const own = query.where.filter((each) => each.column === stored.name)
  const put = (is: RowCondition['is'], condition: RowCondition | null): void => {
    const others = query.where.filter((each) => each.column !== stored.name || each.is !== is)
    onQuery({ ...query, where: condition === null ? others : [...others, condition] })
  }
  const isText = stored.type === 'text'
  const chosen = own.find((each) => each.is === 'values')?.values ?? []
  return (
    <div className={styles['menu']}>
      <strong className={styles['menuTitle']}>
        <bdi>{column.header}</bdi>
      </strong>
      <div className={styles['menuSummary']}>
        <SummaryCell column={column} summary={summary} speaker={speaker} />
      </div>
      <Button.Group>
        {([false, true] as const).map((descending) => (
          <Button
            key={String(descending)}
            size="compact-xs"
            variant={sorted?.descending === descending ? 'filled' : 'default'}
            aria-pressed={sorted?.descending === descending}
            leftSection={descending ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />}
            onClick={() => sortBy(sorted?.descending === descending ? null : descending)}
          >
            {words(descending ? 'rows.sort-down' : 'rows.sort-up')}
          </Button>
        ))}
      </Button.Group>
      {isText ? (
        <ContainsField
          text={own.find((each) => each.is === 'contains')?.text ?? ''}
          onText={(text) => put('contains', text === '' ? null : { is: 'contains', column: stored.name, text })}
        />
      ) : stored.type === 'time' ? null : (
        <RangeFields
          range={own.find((each) => each.is === 'range') ?? null}
          onRange={(from, to) =>
            put('range', from === null && to === null ? null : { is: 'range', column: stored.name, from, to })
          }
        />
      )}
      {summary === null || summary.values.length === 0 ? null : (
        <div className={styles['choices']} role="group" aria-label={words('rows.values')}>
          {summary.values.map(({ value, count }) => (
            <Checkbox
              key={value}
              size="xs"
              label={`${isText ? value : speaker.say(column, Number(value))} (${words.format.count(count)})`}
              checked={chosen.includes(value)}
              onChange={(event) => {
                const next = event.currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value)
                put('values', next.length === 0 ? null : { is: 'values', column: stored.name, values: next })
              }}
            />
          ))}
        </div>
      )}
      <Checkbox
        size="xs"
        label={words('rows.only-blank')}
        checked={own.some((each) => each.is === 'blank')}
        onChange={(event) => put('blank', event.currentTarget.checked ? { is: 'blank', column: stored.name } : null)}
      />
      <Checkbox
        size="xs"
        label={words('rows.only-lost')}
        checked={own.some((each) => each.is === 'becomes-blank')}
        onChange={(event) =>
          put(
            'becomes-blank',
            event.currentTarget.checked
              ? { is: 'becomes-blank', column: stored.name, header: column.header, table: `_lost ${stored.name}` }
              : null,
          )
        }
      />
    </div>
  )
}

function ContainsField({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const words = useWords()
  const [typed, setTyped] = useState(text)
  return (
    <TextInput
      size="xs"
      label={words('rows.contains')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => typed === text || onText(typed)}
      onKeyDown={(event) => event.key === 'Enter' && onText(typed)}
    />
  )
}

function RangeFields({
  range,
  onRange,
}: {
  readonly range: Extract<RowCondition, { is: 'range' }> | null
  readonly onRange: (from: number | null, to: number | null) => void
}) {
  const words = useWords()
  const shown = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : words.format.number(value, decimalsOf(value))
  const [from, setFrom] = useState(shown(range?.from))
  const [to, setTo] = useState(shown(range?.to))
  const commit = (): void => onRange(numberIn(from), numberIn(to))
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') commit()
  }
  return (
    <div className={styles['range']}>
      <TextInput
        size="xs"
        label={words('rows.from')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      <TextInput
        size="xs"
        label={words('rows.to')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

function numberIn(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace('\u2212', '-'))
  return text.trim() === '' || Number.isNaN(value) ? null : value
}
