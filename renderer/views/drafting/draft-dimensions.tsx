import { Button, Progress, SegmentedControl } from '@mantine/core'
import { memo, useState } from 'react'
import { textIn } from '../../../analyses/core/words'
import type { Draft, DraftedColumn, DraftedDimension, Grouping } from '../../../analyses/drafting/draft'
import {
  withGrouping,
  withItemIn,
  withItemInNew,
  withItemsFromHere,
  withLabel,
  withReversed,
  withRole,
} from '../../state/drafting-steps'
import { CommitField } from '../../ui/commit-field'
import { Notice } from '../../ui/notice'
import { useSpeaker, useSurroundings, useWords } from '../workbench-context'
import { isRole, RoleOptions } from './column-roles'
import styles from './drafting.module.css'

const groupings: readonly Grouping[] = ['block', 'prefix', 'structure', 'none']
/** Items of a dimension that are shown before the rest is asked for. */
const mostShown = 40

/** The questions of the survey by the dimension that they are put in, and everything that can be changed of them. */
export function DraftDimensions({
  draft,
  share,
}: {
  readonly draft: Draft
  /** Of the work by which it is found how the answers hang together. */
  readonly share: number | null
}) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  const speaker = useSpeaker()
  const items = draft.columns.filter(({ role }) => role === 'item')
  const alone = items.filter(({ dimension }) => dimension === null)
  return (
    <section className={styles['dimensions']} aria-label={words('drafting.items')}>
      <header className={styles['sectionHead']}>
        <h3>{words('drafting.items')}</h3>
        {items.length === 0 ? null : (
          <SegmentedControl
            aria-label={words('drafting.grouping')}
            value={draft.grouping}
            onChange={(value) => {
              const grouping = groupings.find((each) => each === value)
              if (grouping !== undefined) desk.choose((choices) => withGrouping(choices, grouping))
            }}
            data={groupings.map((value) => ({ value, label: words(`drafting.grouping-${value}`) }))}
          />
        )}
      </header>
      {share === null ? null : (
        <Progress value={100 * share} size="xs" aria-label={words('drafting.seeking-structure')} />
      )}
      {draft.groupingNotes.map((note) => (
        <Notice key={speaker.label(note)} level="info">
          {speaker.label(note)}
        </Notice>
      ))}
      {items.length === 0 ? (
        <p className={styles['nothing']}>{words('drafting.no-items')}</p>
      ) : (
        <table className={styles['items']}>
          <thead>
            <tr>
              <th scope="col">{words('drafting.item')}</th>
              <th scope="col">{words('drafting.reversed')}</th>
              <th scope="col">{words('drafting.belongs')}</th>
            </tr>
          </thead>
          {draft.dimensions.map((dimension) => (
            <Dimension
              key={dimension.id}
              draft={draft}
              dimension={dimension}
              items={items.filter((item) => item.dimension === dimension.id)}
            />
          ))}
          {alone.length === 0 ? null : <Dimension draft={draft} dimension={null} items={alone} />}
        </table>
      )}
    </section>
  )
}

function Dimension({
  draft,
  dimension,
  items,
}: {
  readonly draft: Draft
  /** Null for the items that stand alone. */
  readonly dimension: DraftedDimension | null
  readonly items: readonly DraftedColumn[]
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const { drafting: desk } = useSurroundings().context
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, mostShown)
  const label = dimension === null ? words('instrument.alone') : textIn(dimension.label, draft.language)
  return (
    <tbody>
      <tr className={styles['dimension']}>
        <th scope="rowgroup" colSpan={3}>
          <div>
            {dimension === null ? (
              <span className={styles['alone']}>{label}</span>
            ) : (
              <CommitField
                className={styles['name'] ?? ''}
                aria-label={words('drafting.name', { dimension: label })}
                value={label}
                onCommit={(name) => {
                  if (name.trim() !== '') desk.choose((choices) => withLabel(choices, dimension.id, name.trim()))
                }}
              />
            )}
            <small>
              {dimension === null ? words('drafting.count', { count: items.length }) : speaker.label(dimension.reason)}
            </small>
          </div>
        </th>
      </tr>
      {shown.map((item) => (
        <Item key={item.header} draft={draft} item={item} />
      ))}
      {shown.length === items.length ? null : (
        <tr>
          <td colSpan={3}>
            <Button variant="default" size="compact-xs" onClick={() => setIsWhole(true)}>
              {words('drafting.show-all', { count: items.length })}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  )
}

const Item = memo(function Item({ draft, item }: { readonly draft: Draft; readonly item: DraftedColumn }) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  const { header, text, isReversed } = item
  return (
    <tr>
      <th scope="row" title={text === header ? undefined : header}>
        <bdi lang={draft.language}>{text}</bdi>
      </th>
      <td className={styles['reversed']}>
        <label>
          <input
            type="checkbox"
            aria-label={words('drafting.reverse', { item: text })}
            checked={isReversed}
            onChange={(event) => {
              const { checked } = event.currentTarget
              desk.choose((choices) => withReversed(choices, header, checked))
            }}
          />
        </label>
      </td>
      <td>
        <PlaceSelect draft={draft} item={item} />
      </td>
    </tr>
  )
})

const inNone = 'none'
const inNew = 'new'
const inNewFromHere = 'new-from-here'

/** The dimension of an item, or what else its column is. */
function PlaceSelect({ draft, item }: { readonly draft: Draft; readonly item: DraftedColumn }) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  // Two hundred lists are drawn when they are reached for, not before.
  const [isReached, setIsReached] = useState(false)
  const { header, dimension } = item
  const labelOf = (id: string): string =>
    textIn(draft.dimensions.find((each) => each.id === id)?.label ?? {}, draft.language)
  const value = dimension === null ? inNone : `in:${dimension}`
  const choose = (chosen: string): void =>
    desk.choose((choices) => {
      if (chosen === inNone) return withItemIn(choices, header, null)
      if (chosen === inNew) return withItemInNew(choices, draft, header, words('drafting.new-name'))
      if (chosen === inNewFromHere) return withItemsFromHere(choices, draft, header, words('drafting.new-name'))
      return isRole(chosen) ? withRole(choices, header, chosen) : withItemIn(choices, header, chosen.slice(3))
    })
  return (
    <select
      className={styles['select']}
      aria-label={words('drafting.place', { item: item.text })}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      onFocus={() => setIsReached(true)}
      onPointerEnter={() => setIsReached(true)}
    >
      {isReached ? (
        <>
          <optgroup label={words('instrument.dimensions')}>
            {draft.dimensions.map(({ id }) => (
              <option key={id} value={`in:${id}`}>
                {labelOf(id)}
              </option>
            ))}
            <option value={inNew}>{words('drafting.new')}</option>
            <option value={inNewFromHere}>{words('drafting.new-from-here')}</option>
            <option value={inNone}>{words('instrument.alone')}</option>
          </optgroup>
          <optgroup label={words('drafting.no-item')}>
            <RoleOptions isItemOffered={false} />
          </optgroup>
        </>
      ) : (
        <option value={value}>{dimension === null ? words('instrument.alone') : labelOf(dimension)}</option>
      )}
    </select>
  )
}
