import { Button, NativeSelect, Switch } from '@mantine/core'
import { textIn } from '../../../analyses/core/words'
import {
  moveItems,
  removeItems,
  renameItem,
  setAliases,
  setAskedOf,
  setReversed,
  setScaleOfItems,
} from '../../../analyses/instrument/edits/items'
import { addMeasure } from '../../../analyses/instrument/edits/measures'
import { addDimension, splitDimension } from '../../../analyses/instrument/edits/dimensions'
import type { ItemPart } from '../../../analyses/instrument/parts'
import { roleAttribute } from '../../../analyses/survey/scoring'
import { useWords, useWorkbenchState } from '../workbench-context'
import { ChangedMeaning } from './change-list'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'
import { IdField } from './id-field'
import { MeasureLinks } from './measure-panel'
import { LinesField, TextFields } from './text-fields'

/** Everything about one item. */
export function ItemPanel({ item }: { readonly item: ItemPart }) {
  const words = useWords()
  const { edit } = useEditor()
  return (
    <div className={styles['panel']}>
      <ChangedMeaning id={item.id} />
      <TextFields section="items" partKey={item.key} field="text" title={words('instrument.text')} text={item.text} />
      <div className={styles['row']}>
        <DimensionSelect items={[item]} />
        <ScaleSelect items={[item]} />
      </div>
      <ReversedSwitch items={[item]} />
      <div className={styles['row']}>
        <IdField
          section="items"
          partKey={item.key}
          id={item.id}
          description={words('editor.item-id-help')}
          rename={(id) => renameItem(item.key, id)}
        />
        <div data-field="aliases">
          <LinesField
            label={words('editor.aliases')}
            description={words('editor.aliases-help')}
            lines={item.aliases}
            onCommit={(aliases) => edit(setAliases(item.key, aliases))}
          />
          <FieldProblems section="items" partKey={item.key} fields={['aliases']} />
        </div>
        <AskedOfField items={[item]} />
      </div>
      <FieldProblems section="items" partKey={item.key} fields={['', 'reversed', 'changed', 'since']} />
      <Changes item={item} />
      <MeasureLinks targets={[item.id, ...(item.dimension === null ? [] : [item.dimension])]} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(addMeasure([item.id]), 'measures')}>
          {words('editor.add-measure')}
        </Button>
        <Button variant="default" onClick={() => edit(removeItems([item.key]), 'items')}>
          {words('editor.remove-items', { count: 1 })}
        </Button>
      </div>
    </div>
  )
}

/** The rounds in which the item was reworded or got another meaning. */
function Changes({ item: { changed } }: { readonly item: ItemPart }) {
  const words = useWords()
  if (changed.length === 0) return null
  return (
    <section className={styles['block']}>
      <h3>{words('instrument.changed')}</h3>
      {changed.map(({ round, kind }, index) => (
        <p key={index}>
          {round}: {words(kind === 'meaning' ? 'instrument.changed-meaning' : 'instrument.changed-wording')}
        </p>
      ))}
    </section>
  )
}

/** What can be done with several items at once. */
export function ItemsPanel({ items }: { readonly items: readonly ItemPart[] }) {
  const words = useWords()
  const { parts, language, edit } = useEditor()
  const keys = items.map(({ key }) => key)
  const [first] = items
  const label = { [language]: words('editor.new-dimension') }
  const owner = parts.dimensions.find(({ id }) => id === first?.dimension)
  const own = parts.items.filter(({ dimension }) => dimension === first?.dimension)
  const isSplit =
    owner !== undefined && items.every(({ dimension }) => dimension === owner.id) && own.length > items.length
  return (
    <div className={styles['panel']}>
      <div className={styles['row']}>
        <DimensionSelect items={items} />
        <ScaleSelect items={items} />
      </div>
      <ReversedSwitch items={items} />
      <AskedOfField items={items} />
      <div className={styles['actions']}>
        <Button
          variant="default"
          onClick={() =>
            edit(isSplit ? splitDimension(owner.key, keys, label) : addDimension(label, keys), 'dimensions')
          }
        >
          {words('editor.dimension-of-items')}
        </Button>
        <Button variant="default" onClick={() => edit(removeItems(keys), 'items')}>
          {words('editor.remove-items', { count: keys.length })}
        </Button>
      </div>
    </div>
  )
}

interface SeveralProps {
  readonly items: readonly ItemPart[]
}

/** The value that all have; null where they differ. */
function common<V>(values: readonly V[]): V | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}

function DimensionSelect({ items }: SeveralProps) {
  const words = useWords()
  const { parts, language, edit } = useEditor()
  const keys = items.map(({ key }) => key)
  const value = common(items.map(({ dimension }) => dimension ?? ''))
  const isUnknown = value !== null && value !== '' && !parts.dimensions.some(({ id }) => id === value)
  return (
    <div data-field="dimension">
      <NativeSelect
        label={words('editor.dimension')}
        value={value ?? differing}
        data={[
          ...(value === null ? [{ value: differing, label: words('editor.differs') }] : []),
          ...(isUnknown ? [{ value, label: value }] : []),
          ...parts.dimensions.map(({ id, label }) => ({ value: id, label: textIn(label, language) || id })),
          { value: '', label: words('instrument.alone') },
        ]}
        onChange={(event) => {
          const { value: chosen } = event.currentTarget
          if (chosen !== differing)
            edit(moveItems(keys, { dimension: chosen === '' ? null : chosen, before: null }), 'items')
        }}
      />
      {items.length === 1 ? <FieldProblems section="items" partKey={keys[0] ?? ''} fields={['dimension']} /> : null}
    </div>
  )
}

/** Stands for values that differ; no id can be so. */
const differing = '#'

function ScaleSelect({ items }: SeveralProps) {
  const words = useWords()
  const { parts, edit, choose } = useEditor()
  const keys = items.map(({ key }) => key)
  const value = common(items.map(({ scale }) => scale))
  const scale = parts.scales.find(({ id }) => id === value)
  return (
    <div data-field="scale">
      <div className={styles['withButton']}>
        <NativeSelect
          label={words('instrument.scale')}
          value={value ?? differing}
          data={[
            ...(value === null ? [{ value: differing, label: words('editor.differs') }] : []),
            ...(value !== null && scale === undefined ? [{ value, label: value }] : []),
            ...parts.scales.map(({ id }) => ({ value: id, label: id })),
          ]}
          onChange={(event) => {
            const { value: chosen } = event.currentTarget
            if (chosen !== differing) edit(setScaleOfItems(keys, chosen))
          }}
        />
        {scale === undefined ? null : (
          <Button variant="default" onClick={() => choose({ section: 'scales', keys: [scale.key] })}>
            {words('editor.open-scale')}
          </Button>
        )}
      </div>
      {items.length === 1 ? <FieldProblems section="items" partKey={keys[0] ?? ''} fields={['scale']} /> : null}
    </div>
  )
}

function ReversedSwitch({ items }: SeveralProps) {
  const words = useWords()
  const { edit } = useEditor()
  const count = items.filter(({ reversed }) => reversed).length
  return (
    <Switch
      label={words('editor.reversed')}
      description={
        items.length > 1 && count > 0 && count < items.length
          ? words('editor.reversed-some', { count, all: items.length })
          : words('editor.reversed-help')
      }
      checked={count === items.length}
      onChange={(event) =>
        edit(
          setReversed(
            items.map(({ key }) => key),
            event.currentTarget.checked,
          ),
        )
      }
    />
  )
}

/** The roles that an item was put to. */
function AskedOfField({ items }: SeveralProps) {
  const words = useWords()
  const { edit } = useEditor()
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  const roles = attributes?.find(({ id }) => id === roleAttribute)?.levels ?? []
  const lines = items[0]?.askedOf ?? []
  const isOne = common(items.map(({ askedOf }) => askedOf.join('\n'))) !== null
  return (
    <LinesField
      label={words('instrument.asked-of')}
      description={[
        words(isOne ? 'editor.asked-of-help' : 'editor.asked-of-differ'),
        ...(roles.length === 0 ? [] : [words('editor.asked-of-roles', { roles: roles.join(', ') })]),
      ].join(' ')}
      lines={isOne ? lines : []}
      onCommit={(askedOf) =>
        edit(
          setAskedOf(
            items.map(({ key }) => key),
            askedOf,
          ),
        )
      }
    />
  )
}
