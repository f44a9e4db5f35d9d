import type { Findings } from '../attack/attack'
import type { Certain } from '../attack/samples'
import type { Derived } from '../attack/elimination'
import type { Origin } from '../attack/statements'
import { dayLabel } from '../core/days'
import type { Label, MessageCode, Phrase } from '../core/words'
import {
  foundSomething,
  type DisclosureReport,
  type Released,
  type ReleasedTable,
  type ReportedEarlier,
  type WithheldRow,
} from './report'
import { say } from './words'

/** One part of the report: its heading, and what stands below it line by line. */
export interface Section {
  readonly id: 'rule' | 'releases' | 'earlier' | 'guaranteed' | 'open' | 'attack'
  readonly heading: Phrase
  readonly lines: readonly Line[]
}

export interface Line {
  readonly text: Label
  /** What belongs to the line, one step further in. */
  readonly below?: readonly Label[]
}

/** Findings that are told one by one. */
const mostTold = 30
/** Rows of one table that are named as withheld for one reason. */
const mostRows = 12
/** Rows that are named of one finding. */
const mostPlaces = 6

/** The report in sections, for the window and the command line. No answer of anybody stands in it. */
export function reportSections(report: DisclosureReport): readonly Section[] {
  const { minGroup, releases, earlier, findings } = report
  const isOn = minGroup > 1
  const rule = isOn ? say('rule', { min: minGroup }) : say('rule-off')
  const guaranteed: Section = {
    id: 'guaranteed',
    heading: say('guaranteed-heading'),
    lines: [{ text: say('guaranteed-sums', { min: minGroup }) }, { text: say('guaranteed-beside') }],
  }
  const open = ['open-known', 'open-elsewhere', 'open-guesses', 'open-files'] as const
  return [
    { id: 'rule', heading: say('rule-heading'), lines: [{ text: rule }] },
    {
      id: 'releases',
      heading: say('releases-heading'),
      lines:
        releases.length === 0
          ? [{ text: say('releases-none') }]
          : releases.map((release) => releasedLine(release, minGroup)),
    },
    ...(earlier.length === 0 ? [] : [earlierSection(report)]),
    ...(isOn ? [guaranteed] : []),
    { id: 'open', heading: say('open-heading'), lines: open.map((key) => ({ text: say(key) })) },
    {
      id: 'attack',
      heading: say('attack-heading'),
      lines: findings === null ? [{ text: say('attack-not-made') }] : attackLines(findings, report),
    },
  ]
}

/** What the report is called. */
const reportTitle = ({ title }: DisclosureReport): Phrase =>
  title === '' ? say('title') : say('title-of', { project: title })

/** The report as plain text. */
export function reportText(report: DisclosureReport, label: (label: Label) => string): string {
  const blocks = reportSections(report).map(({ heading, lines }) =>
    [
      label(heading),
      ...lines.flatMap(({ text, below = [] }) => [`  ${label(text)}`, ...below.map((one) => `    ${label(one)}`)]),
    ].join('\n'),
  )
  return `${[label(reportTitle(report)), ...blocks].join('\n\n')}\n`
}

const titleOf = (id: string): Phrase => ({ message: `${id}:title` as MessageCode })
const tableTitle = (id: string, table: string): Phrase => ({ message: `${id}:table.${table}` as MessageCode })

/** What has left the project, and the rows that would tell too much beside it. */
function earlierSection({ earlier, releases }: DisclosureReport): Section {
  return {
    id: 'earlier',
    heading: say('earlier-heading'),
    lines: earlier.map((release) => ({
      text: earlierText(release),
      below:
        release.unchecked === null
          ? releases.flatMap(({ as, beside }) => {
              const rows = new Set(
                beside.filter((row) => row.beside.some(isOf(release))).map(({ table, row }) => `${table} ${row}`),
              )
              return rows.size === 0 ? [] : [say('earlier-withheld', { as, rows: rows.size })]
            })
          : [],
    })),
  }
}

const isOf =
  ({ name }: ReportedEarlier) =>
  (as: string): boolean =>
    as.endsWith(` (${name})`)

function earlierText({ on, to, analyses, unchecked }: ReportedEarlier): Label {
  const about = { on: dayLabel(on), to, analyses }
  return say(unchecked === null ? 'earlier-checked' : `earlier-unchecked-${unchecked}`, about)
}

function releasedLine({ id, as, where, isReleased, tables, beside }: Released, min: number): Line {
  const analysis = titleOf(id)
  if (!isReleased) return { text: say('release-none', { as, analysis }) }
  const filter: Label = {
    list: where.map(({ column, in: levels }) =>
      say('condition', { column: { attribute: column }, levels: { list: levels } }),
    ),
  }
  return {
    text: where.length === 0 ? say('release', { as, analysis }) : say('release-filtered', { as, analysis, filter }),
    below: tables.flatMap((table) => [tableLine(id, table), ...whyLines(table, beside, min)]),
  }
}

function tableLine(id: string, { id: table, rows, withheld, withheldInPart }: ReleasedTable): Label {
  const title = tableTitle(id, table)
  return withheld + withheldInPart === 0
    ? say('table', { table: title, rows })
    : say('table-withheld', { table: title, rows, whole: withheld, part: withheldInPart })
}

/** Why rows of a table are withheld that its own rule would show: those with one reason together. */
function whyLines({ id }: ReleasedTable, beside: readonly WithheldRow[], min: number): readonly Label[] {
  const alike = new Map<string, { readonly first: WithheldRow; readonly rows: Set<number> }>()
  const own = beside.filter(({ table }) => table === id)
  const whole = new Set(own.flatMap(({ row, columns }) => (columns === undefined ? [row] : [])))
  for (const row of own.filter(({ row: at, columns }) => columns === undefined || !whole.has(at))) {
    const key = JSON.stringify([row.reason, row.columns === undefined, row.beside])
    const known = alike.get(key) ?? { first: row, rows: new Set() }
    known.rows.add(row.row)
    alike.set(key, known)
  }
  return [...alike.values()].map(({ first, rows }) => {
    const about = {
      rows: { list: rowsNamed([...rows].toSorted((a, b) => a - b)) },
      count: rows.size,
      beside: { list: first.beside },
      min,
    }
    if (first.reason === 'people-unknown') return say('why-unknown', about)
    return say(first.columns === undefined ? 'why' : 'why-in-part', about)
  })
}

/** Rows counted from 1, as people do. */
const rowsNamed = (rows: readonly number[]): readonly Label[] => [
  ...rows.slice(0, mostRows).map((row) => String(row + 1)),
  ...(rows.length > mostRows ? [say('places-more', { count: rows.length - mostRows })] : []),
]

function attackLines(findings: Findings, report: DisclosureReport): readonly Line[] {
  const { derived, certain, counted, unread, isComplete, statements } = findings
  const { minGroup: min } = report
  const places = (origins: readonly Origin[]): Label => placesOf(origins, report)
  const told: readonly Label[] = [
    ...derived.map((one) => derivedLine(one, places)),
    ...certain.map((one) => certainLine(one, places)),
    ...counted.map((origin) => say('attack-counted', { min, from: places([origin]) })),
  ]
  const left = told.length - mostTold
  return [
    foundSomething(findings)
      ? {
          text: say('attack-found', { count: told.length, min }),
          below: [...told.slice(0, mostTold), ...(left > 0 ? [say('attack-more', { count: left })] : [])],
        }
      : { text: say('attack-nothing', { count: statements, min }) },
    ...(unread.length === 0 ? [] : [{ text: say('attack-unread', { count: unread.length, from: places(unread) }) }]),
    ...(isComplete ? [] : [{ text: say('attack-incomplete') }]),
  ]
}

const derivedLine = ({ people, unknowns, from }: Derived, places: (origins: readonly Origin[]) => Label): Label =>
  say('attack-derived', {
    people,
    about: {
      list: unknowns.map((unknown): Label =>
        unknown.endsWith('²')
          ? say('spread-of', { dimension: { dimension: unknown.slice(0, -1) } })
          : { item: unknown, short: true },
      ),
    },
    from: places(from),
  })

const certainLine = ({ people, n, outcome, origin }: Certain, places: (origins: readonly Origin[]) => Label): Label =>
  say('attack-certain', { people, n, outcome: { outcome }, from: places([{ ...origin, column: '' }]) })

/** Rows of tables by name, each once, counted from 1 as people do. */
function placesOf(origins: readonly Origin[], { releases }: DisclosureReport): Label {
  const known = new Map(origins.map((origin) => [`${origin.as} ${origin.table} ${origin.row}`, origin] as const))
  const named = [...known.values()].slice(0, mostPlaces).map(({ as, table, row }): Label => {
    const id = releases.find((release) => release.as === as)?.id ?? ''
    return say('place', { as, table: tableTitle(id, table), row: row + 1 })
  })
  const left = known.size - named.length
  return { list: left > 0 ? [...named, say('places-more', { count: left })] : named }
}
