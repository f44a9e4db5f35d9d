import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { Draft, DraftedColumn } from '../../../analyses/drafting/draft'
import { withRole } from '../../state/drafting-steps'
import { useSpeaker, useSurroundings, useWords } from '../workbench-context'
import { columnRoles, isRole, RoleOptions } from './column-roles'
import styles from './drafting.module.css'

/** The columns that are no items: what people are grouped by, and what stays out, each with its reason. */
export function DraftColumns({ draft }: { readonly draft: Draft }) {
  const words = useWords()
  const attributes = draft.columns.filter(({ role }) => role === 'attribute')
  const others = columnRoles
    .filter((role) => role !== 'item' && role !== 'attribute')
    .flatMap((role) => draft.columns.filter((column) => column.role === role))
  return (
    <>
      <section className={styles['card']} aria-label={words('drafting.attributes')}>
        <h3>{words('drafting.attributes')}</h3>
        {attributes.length === 0 ? <p className={styles['muted']}>{words('drafting.no-attributes')}</p> : null}
        <ul className={styles['list']}>
          {attributes.map((column) => (
            <Attribute key={column.header} column={column} />
          ))}
        </ul>
      </section>
      {others.length === 0 ? null : <Others columns={others} />}
    </>
  )
}

/** Levels that are shown before the rest is asked for. */
const mostLevels = 8

function Attribute({ column }: { readonly column: DraftedColumn }) {
  const words = useWords()
  const speaker = useSpeaker()
  const [isWhole, setIsWhole] = useState(false)
  const { header, id, levels } = column
  const name = id !== null && speaker.has(`core:attribute.${id}`) ? speaker.label({ attribute: id }) : null
  const shown = isWhole ? levels : levels.slice(0, mostLevels)
  const most = levels[0]?.count ?? 1
  return (
    <li className={styles['column']}>
      <div className={styles['columnHead']}>
        <div className={styles['columnName']}>
          <strong>{name ?? <bdi>{header}</bdi>}</strong>
          {name === null || name === header ? null : (
            <small>
              <bdi>{header}</bdi>
            </small>
          )}
        </div>
        <RoleSelect column={column} />
      </div>
      <ul className={styles['levels']}>
        {shown.map(({ text, count }) => (
          <li key={text}>
            <bdi title={text}>{text}</bdi>
            <span className={styles['bar']} aria-hidden>
              <i style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span>{words.format.count(count)}</span>
          </li>
        ))}
      </ul>
      {shown.length === levels.length ? null : (
        <Button variant="subtle" size="compact-xs" onClick={() => setIsWhole(true)}>
          {words('drafting.show-all', { count: levels.length })}
        </Button>
      )}
      <small>{speaker.label(column.reason)}</small>
    </li>
  )
}

/** Columns that stay out, shown before the rest is asked for. */
const mostOthers = 24

function Others({ columns }: { readonly columns: readonly DraftedColumn[] }) {
  const words = useWords()
  const speaker = useSpeaker()
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? columns : columns.slice(0, mostOthers)
  return (
    <section className={styles['card']} aria-label={words('drafting.left-out')}>
      <h3>{words('drafting.left-out')}</h3>
      <ul className={styles['list']}>
        {shown.map((column) => (
          <li key={column.header} className={styles['column']}>
            <div className={styles['columnHead']}>
              <div className={styles['columnName']}>
                <bdi>{column.header}</bdi>
              </div>
              <RoleSelect column={column} />
            </div>
            <small>{speaker.label(column.reason)}</small>
          </li>
        ))}
      </ul>
      {shown.length === columns.length ? null : (
        <Button variant="default" size="compact-xs" onClick={() => setIsWhole(true)}>
          {words('drafting.show-all', { count: columns.length })}
        </Button>
      )}
    </section>
  )
}

function RoleSelect({ column }: { readonly column: DraftedColumn }) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  const id = useId()
  const { header, role } = column
  return (
    <select
      id={id}
      className={styles['select']}
      aria-label={words('columns.choose', { header })}
      value={role}
      onChange={(event) => {
        const { value } = event.currentTarget
        if (isRole(value)) desk.choose((choices) => withRole(choices, header, value))
      }}
    >
      <RoleOptions isItemOffered />
    </select>
  )
}
