import { IconListDetails } from '@tabler/icons-react'
import { memo, useRef, useState } from 'react'
import { attributeIdOf } from '../../../analyses/instrument/taken-names'
import { clockRole } from '../../../analyses/core/fields'
import { shortened } from '../../../analyses/core/shortened'
import type { ColumnProposal } from '../../../analyses/sources/proposal'
import { sourceOf } from '../../../analyses/sources/registry'
import { textIn, type Language } from '../../../analyses/core/words'
import type { Instrument, Item } from '../../../analyses/instrument/model'
import type { SourceReading } from '../../state/session'
import { canBeUnused, columnFields, targetOf, withColumn, type ColumnTarget } from '../../state/source-change'
import { changeSource, type ProjectSource } from '../../state/project'
import { useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import { IconButton } from '../../ui/icon-button'
import { ColumnValues } from './column-values'
import styles from './data.module.css'
import { ProposalRow } from './proposal-row'

interface Props {
  readonly entry: ProjectSource
  readonly reading: SourceReading
}

/** Attributes every workbench knows; others go by their header. */
const usualAttributes = ['country', 'region', 'organisation', 'unit', 'role'] as const

/** Which column is which, and the place to put it right. */
export const ColumnTable = memo(function ColumnTable({
  entry,
  reading,
  proposals,
}: Props & { readonly proposals: readonly ColumnProposal[] }) {
  const words = useWords()
  const [open, setOpen] = useState<number | null>(null)
  const tellsValues = sourceOf(entry.source.kind).understand !== undefined
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
            {tellsValues ? <th scope="col">{words('values.column')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {reading.columns.map((column, index) => (
            <ColumnRow
              key={column.position}
              entry={entry}
              reading={reading}
              index={index}
              column={column}
              proposal={proposals.find(({ position }) => position === column.position)}
              isOpen={open === column.position}
              onOpen={(isOpen) => setOpen(isOpen ? column.position : null)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
})

type Column = SourceReading['columns'][number]

/** One column of the file, and below it its values, where these were asked for. */
function ColumnRow({
  entry,
  reading,
  index,
  column,
  proposal,
  isOpen,
  onOpen,
}: Props & {
  /** From 0. */
  readonly index: number
  readonly column: Column
  readonly proposal: ColumnProposal | undefined
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  const button = useRef<HTMLButtonElement>(null)
  const tellsValues = sourceOf(entry.source.kind).understand !== undefined
  const examples = [...new Set(reading.sample.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== ''))]
    .slice(0, 4)
    .join(' · ')
  return (
    <>
      <tr data-role={column.role} data-proposed={proposal === undefined ? undefined : true}>
        <td className={styles['position']}>{column.position}</td>
        <th scope="row" className={styles['header']} title={column.header}>
          <bdi>{column.header}</bdi>
        </th>
        <td>
          {column.role === 'row-number' ? (
            speaker.text('ingest:role.row-number')
          ) : (
            <TargetSelect entry={entry} reading={reading} column={column} instrument={instrument} />
          )}
        </td>
        <td className={styles['how']}>
          {column.matchedBy === null ? '' : speaker.text(`ingest:matched.${column.matchedBy}`)}
        </td>
        <td className={styles['example']} title={examples}>
          <bdi>{examples}</bdi>
        </td>
        {tellsValues ? (
          <td>
            <IconButton
              ref={button}
              variant="subtle"
              color="gray"
              size="sm"
              label={words('values.show', { header: column.header })}
              aria-expanded={isOpen}
              onClick={() => onOpen(!isOpen)}
            >
              <IconListDetails size={15} stroke={1.75} />
            </IconButton>
          </td>
        ) : null}
      </tr>
      {proposal === undefined ? null : <ProposalRow entry={entry} reading={reading} proposal={proposal} columns={5} />}
      {isOpen ? (
        <tr>
          <td colSpan={6}>
            <ColumnValues
              entry={entry}
              position={column.position}
              header={column.header}
              onClose={() => {
                button.current?.focus()
                onOpen(false)
              }}
            />
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** Longest item text in the list, so that the list stays readable. */
const longestText = 60

function TargetSelect({
  entry,
  reading,
  column,
  instrument,
}: Props & { readonly column: Column; readonly instrument: Instrument | null }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const definition = sourceOf(entry.source.kind)
  const { header } = column
  const now = targetOf(definition, column)
  // Forty lists of forty choices are drawn when they are reached for, not before.
  const [isReached, setIsReached] = useState(false)
  const item = column.role === 'item' ? instrument?.items.find(({ id }) => id === column.id) : undefined
  const chosenText =
    item !== undefined
      ? itemText(item, words.language)
      : now.is === 'id'
        ? speaker.label(now.isAttribute ? { attribute: now.id } : now.id)
        : speaker.text(`ingest:role.${column.role}`)
  const choose = (chosen: string): void => {
    const target = targetFrom(chosen)
    const attributes = reading.columns.flatMap(({ role, id }) => (role === 'attribute' && id !== null ? [id] : []))
    workbench.change((project) =>
      changeSource(project, entry.source.id, (source) => withColumn(definition, source, column, target, attributes)),
    )
  }
  return (
    <select
      className={styles['target']}
      aria-label={words('columns.choose', { header })}
      value={targetText(now)}
      onChange={(event) => choose(event.currentTarget.value)}
      onFocus={() => setIsReached(true)}
      onPointerEnter={() => setIsReached(true)}
    >
      {isReached ? (
        <Choices entry={entry} column={column} instrument={instrument} />
      ) : (
        <option value={targetText(now)}>{chosenText}</option>
      )}
    </select>
  )
}

/** A target as the value of a choice in a list. */
function targetText(target: ColumnTarget): string {
  switch (target.is) {
    case 'field':
    case 'clock':
      return `${target.is}:${target.field}`
    case 'role':
      return `role:${target.role}`
    case 'id':
      return `${target.isAttribute ? 'attribute' : 'item'}:${target.id}`
    case 'unused':
      return 'unused'
  }
}

function targetFrom(text: string): ColumnTarget {
  const [, is, name = ''] = /^(\w+):([^]*)$/u.exec(text) ?? []
  if (is === 'field' || is === 'clock') return { is, field: name }
  if (is === 'role') return { is, role: name }
  return is === undefined ? { is: 'unused' } : { is: 'id', id: name, isAttribute: is === 'attribute' }
}

interface ChoicesProps {
  readonly entry: ProjectSource
  readonly column: Column
  readonly instrument: Instrument | null
}

/** Everything a column can be read as. */
function Choices({ entry, column, instrument }: ChoicesProps) {
  const speaker = useSpeaker()
  const definition = sourceOf(entry.source.kind)
  const { headers, mapping } = columnFields(definition)
  const now = targetOf(definition, column)
  const hasItems = mapping?.[1].items === true
  return (
    <>
      <option value="unused" disabled={!canBeUnused(definition, entry.source, column)}>
        {speaker.text(`ingest:role.${column.role === 'system' ? 'system' : 'ignored'}`)}
      </option>
      {headers.map(([name, field]) => (
        <option key={name} value={`field:${name}`}>
          {speaker.text(`ingest:role.${field.role}`)}
        </option>
      ))}
      {headers.map(([name, field]) =>
        field.isTime === true ? (
          <option key={`${name} clock`} value={`clock:${name}`}>
            {speaker.text(`ingest:role.${clockRole(field.role)}`)}
          </option>
        ) : null,
      )}
      {mapping?.[1].roles.map(({ role }) => (
        <option key={role} value={`role:${role}`}>
          {speaker.text(`ingest:role.${role}`)}
        </option>
      ))}
      {now.is === 'id' && !now.isAttribute && !hasItems ? <option value={targetText(now)}>{now.id}</option> : null}
      {mapping?.[1].takesIds === true ? <AttributeChoices column={column} instrument={instrument} /> : null}
      {hasItems ? <ItemChoices instrument={instrument} /> : null}
    </>
  )
}

function AttributeChoices({ column, instrument }: { readonly column: Column; readonly instrument: Instrument | null }) {
  const words = useWords()
  const speaker = useSpeaker()
  const own = column.role === 'attribute' && column.id !== null ? [column.id] : []
  const attributes = [...new Set([...usualAttributes, ...own, attributeIdOf(column.header, instrument)])]
  return (
    <optgroup label={words('columns.attributes')}>
      {attributes.map((id) => (
        <option key={id} value={`attribute:${id}`}>
          {speaker.label({ attribute: id })}
        </option>
      ))}
    </optgroup>
  )
}

function ItemChoices({ instrument }: { readonly instrument: Instrument | null }) {
  const words = useWords()
  return (
    <>
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
