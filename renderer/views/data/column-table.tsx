import { memo, useState } from 'react'
import { attributeId } from '../../../analyses/core/ids'
import { shortened } from '../../../analyses/core/shortened'
import { textIn, type Language } from '../../../analyses/core/words'
import type { Instrument, Item } from '../../../analyses/instrument/model'
import type { SourceReading } from '../../state/session'
import { withColumn, type ColumnTarget } from '../../state/source-change'
import { changeSource, type ProjectSource } from '../../state/project'
import { useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './data.module.css'

interface Props {
  readonly entry: ProjectSource
  readonly reading: SourceReading
}

/** Attributes every workbench knows; others go by their header. */
const usualAttributes = ['country', 'region', 'organisation', 'unit', 'role'] as const

/** Which column is which, and the place to put it right. */
export const ColumnTable = memo(function ColumnTable({ entry, reading }: Props) {
  const words = useWords()
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  return (
    <div className={styles['columnsFrame']} tabIndex={0} role="region" aria-label={words('columns.title')}>
      <table className={styles['columns']}>
        <thead>
          <tr>
            <th scope="col" className={styles['position']}>
              #
            </th>
            <th scope="col">{words('columns.header')}</th>
            <th scope="col">{words('columns.becomes')}</th>
            <th scope="col">{words('columns.how')}</th>
            <th scope="col">{words('columns.example')}</th>
          </tr>
        </thead>
        <tbody>
          {reading.columns.map((column, index) => {
            const examples = [
              ...new Set(reading.sample.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '')),
            ]
              .slice(0, 4)
              .join(' · ')
            return (
              <tr key={column.position} data-role={column.role}>
                <td className={styles['position']}>{column.position}</td>
                <th scope="row" className={styles['header']} title={column.header}>
                  <bdi>{column.header}</bdi>
                </th>
                <td>
                  {entry.source.kind === 'survey' && column.role !== 'row-number' ? (
                    <TargetSelect entry={entry} column={column} instrument={instrument} />
                  ) : (
                    <RoleText column={column} />
                  )}
                </td>
                <td className={styles['how']}>
                  {column.matchedBy === null ? '' : words(`matched.${column.matchedBy}`)}
                </td>
                <td className={styles['example']} title={examples}>
                  <bdi>{examples}</bdi>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
})

type Column = SourceReading['columns'][number]

function RoleText({ column }: { readonly column: Column }) {
  const words = useWords()
  const speaker = useSpeaker()
  return (
    <>
      {column.role === 'attribute' && column.id !== null
        ? speaker.label({ attribute: column.id })
        : words(`role.${column.role}`)}
    </>
  )
}

/** Longest item text in the list, so that the list stays readable. */
const longestText = 60

function TargetSelect({
  entry,
  column,
  instrument,
}: {
  readonly entry: ProjectSource
  readonly column: Column
  readonly instrument: Instrument | null
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const { header } = column
  const ownId = attributeId(header)
  const attributes = [
    ...new Set([...usualAttributes, ...(column.role === 'attribute' && column.id !== null ? [column.id] : []), ownId]),
  ]
  const value =
    column.role === 'item' || column.role === 'attribute'
      ? `${column.role}:${column.id ?? ''}`
      : column.role === 'respondent' || column.role === 'weight'
        ? column.role
        : 'unused'
  // What was recognised by itself can be given to another column, and not be left out.
  const canBeUnused = column.role !== 'item' || column.matchedBy === 'mapping'
  // Forty lists of forty choices are drawn when they are reached for, not before.
  const [isReached, setIsReached] = useState(false)
  const item = column.role === 'item' ? instrument?.items.find(({ id }) => id === column.id) : undefined
  const chosenText =
    item !== undefined
      ? itemText(item, words.language)
      : column.role === 'attribute' && column.id !== null
        ? speaker.label({ attribute: column.id })
        : words(
            column.role === 'respondent' || column.role === 'weight'
              ? `role.${column.role}`
              : column.role === 'system'
                ? 'role.system'
                : 'role.ignored',
          )
  const choose = (chosen: string): void => {
    const target: ColumnTarget = chosen.startsWith('item:')
      ? { kind: 'id', id: chosen.slice(5), isAttribute: false }
      : chosen.startsWith('attribute:')
        ? { kind: 'id', id: chosen.slice(10), isAttribute: true }
        : chosen === 'respondent' || chosen === 'weight'
          ? { kind: chosen }
          : { kind: 'unused' }
    workbench.change((project) =>
      changeSource(project, entry.source.id, (source) =>
        source.kind === 'survey'
          ? withColumn(source, header, target, column.role === 'attribute' ? column.id : null)
          : source,
      ),
    )
  }
  return (
    <select
      className={styles['target']}
      aria-label={words('columns.choose', { header })}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      onFocus={() => setIsReached(true)}
      onPointerEnter={() => setIsReached(true)}
    >
      {isReached ? (
        <Choices column={column} attributes={attributes} instrument={instrument} canBeUnused={canBeUnused} />
      ) : (
        <option value={value}>{chosenText}</option>
      )}
    </select>
  )
}

interface ChoicesProps {
  readonly column: Column
  readonly attributes: readonly string[]
  readonly instrument: Instrument | null
  readonly canBeUnused: boolean
}

/** Everything a column can be read as. */
function Choices({ column, attributes, instrument, canBeUnused }: ChoicesProps) {
  const words = useWords()
  const speaker = useSpeaker()
  return (
    <>
      <option value="unused" disabled={!canBeUnused}>
        {words(column.role === 'system' ? 'role.system' : 'role.ignored')}
      </option>
      <option value="respondent">{words('role.respondent')}</option>
      <option value="weight">{words('role.weight')}</option>
      <optgroup label={words('columns.attributes')}>
        {attributes.map((id) => (
          <option key={id} value={`attribute:${id}`}>
            {speaker.label({ attribute: id })}
          </option>
        ))}
      </optgroup>
      {instrument?.dimensions.map((dimension) => (
        <optgroup key={dimension.id} label={textIn(dimension.label, words.language)}>
          {instrument.items
            .filter((item) => item.dimension === dimension.id)
            .map((item) => (
              <option key={item.id} value={`item:${item.id}`}>
                {itemText(item, words.language)}
              </option>
            ))}
        </optgroup>
      ))}
      {instrument === null || instrument.items.every((item) => item.dimension !== null) ? null : (
        <optgroup label={words('instrument.alone')}>
          {instrument.items
            .filter((item) => item.dimension === null)
            .map((item) => (
              <option key={item.id} value={`item:${item.id}`}>
                {itemText(item, words.language)}
              </option>
            ))}
        </optgroup>
      )}
    </>
  )
}

const itemText = (item: Item, language: Language): string =>
  `${item.id} – ${shortened(textIn(item.text, language), longestText)}`
