import { Button, NativeSelect, Select, TextInput } from '@mantine/core'
import { useEffect, useRef, useState, type ComponentProps, type KeyboardEvent, type Ref } from 'react'
import { addNode, canMove, orderedLevels } from '../../../../analyses/organisations/edits'
import type { OrganisationNode } from '../../../../analyses/organisations/nodes'
import { usualLevels } from '../../../../analyses/organisations/tree'
import { changeOrganisations } from '../../../state/organisations'
import { useSpeaker, useWords, useWorkbench } from '../../workbench-context'
import styles from './organisations.module.css'
import { usePlaceNames } from './place-names'

/** So many places are listed at a time; the others are found by what is typed. */
const listed = 60

interface SelectProps extends Pick<ComponentProps<typeof Select>, 'label' | 'error' | 'placeholder' | 'clearable'> {
  readonly places: readonly OrganisationNode[]
  readonly levels: readonly string[]
  readonly value: string | null
  readonly onChange: (key: string | null) => void
  readonly ref?: Ref<HTMLInputElement>
}

/** A list of places that is searched by their names and by those around them. */
function PlaceSelect({ places, levels, value, onChange, ...others }: SelectProps) {
  const words = useWords()
  const names = usePlaceNames(levels)
  // The field names its list to screen readers only when it is drawn after the list is there.
  const [, drawAgain] = useState(0)
  return (
    <Select
      {...others}
      onDropdownOpen={() => setTimeout(() => drawAgain((times) => times + 1))}
      className={styles['wide'] ?? ''}
      searchable
      limit={listed}
      nothingFoundMessage={words('options.nothing-found')}
      data={places.map((node) => ({ value: node.key, label: names.full(node) }))}
      value={value}
      onChange={onChange}
    />
  )
}

/** Escape leaves the form, unless it closes a list that is open. */
function closeByEscape({ key, target }: KeyboardEvent, close: () => void): void {
  if (key === 'Escape' && !(target instanceof Element && target.getAttribute('aria-expanded') === 'true')) close()
}

interface MoveProps {
  readonly nodes: readonly OrganisationNode[]
  readonly levels: readonly string[]
  readonly chosen: readonly OrganisationNode[]
  readonly onMove: (into: OrganisationNode) => void
  readonly onClose: () => void
}

/** Moves the places that are chosen into one that is picked from a list: what dragging does, for the keyboard. */
export function MovePlaces({ nodes, levels, chosen, onMove, onClose }: MoveProps) {
  const words = useWords()
  const names = usePlaceNames(levels)
  const targets = nodes.filter((node) => chosen.every(({ path }) => canMove(path, node.path)))
  const [picked, setPicked] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const into = targets.find(({ key }) => key === picked) ?? targets[0]
  return (
    <form
      className={styles['form']}
      onKeyDown={(event) => closeByEscape(event, onClose)}
      onSubmit={(event) => {
        event.preventDefault()
        if (into !== undefined) onMove(into)
      }}
    >
      <PlaceSelect
        ref={field}
        label={words('organisations.move-into', {
          count: chosen.length,
          name: chosen[0] === undefined ? '' : names.of(chosen[0]),
        })}
        places={targets}
        levels={levels}
        value={into?.key ?? null}
        onChange={(key) => setPicked(key ?? '')}
        error={targets.length === 0 ? words('organisations.move-nowhere') : undefined}
      />
      <Button type="submit" size="compact-sm" disabled={into === undefined}>
        {words('organisations.move-now')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        {words('organisations.cancel')}
      </Button>
    </form>
  )
}

interface AddProps {
  readonly nodes: readonly OrganisationNode[]
  readonly levels: readonly string[]
  readonly within: OrganisationNode | null
  readonly onClose: () => void
}

/** Adds a place that nobody answered from: its level, its name, and what it lies in. */
export function AddPlace({ nodes, levels: present, within, onClose }: AddProps) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const levels = orderedLevels(present, usualLevels)
  const start = within === null ? 0 : Math.min(levels.indexOf(within.level) + 1, levels.length - 1)
  const [level, setLevel] = useState(levels[start] ?? '')
  const [name, setName] = useState('')
  const outer = nodes.filter((node) => levels.indexOf(node.level) < levels.indexOf(level))
  const [parent, setParent] = useState(within?.key ?? '')
  const around = outer.find(({ key }) => key === parent)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const at = levels.indexOf(level)
  const add = (): void => {
    const plain = name.trim()
    if (plain === '' || at < 0) return
    const path = levels.map((id, index) =>
      index < at ? (around?.path[present.indexOf(id)] ?? null) : index === at ? plain : null,
    )
    const isKnown = (id: string, index: number): boolean => present.includes(id) || path[index] !== null
    const kept = levels.filter(isKnown)
    workbench.change((project) =>
      changeOrganisations(project, (declared) =>
        addNode(
          declared,
          kept,
          path.filter((_, index) => isKnown(levels[index] ?? '', index)),
        ),
      ),
    )
    onClose()
  }
  return (
    <form
      className={styles['form']}
      onKeyDown={(event) => closeByEscape(event, onClose)}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <TextInput
        ref={field}
        label={words('organisations.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={words('organisations.level')}
        value={level}
        data={levels.map((id) => ({ value: id, label: speaker.label({ attribute: id }) }))}
        onChange={(event) => setLevel(event.currentTarget.value)}
      />
      <PlaceSelect
        label={words('organisations.within')}
        placeholder={words('organisations.within-none')}
        clearable
        places={outer}
        levels={present}
        value={around?.key ?? null}
        onChange={(key) => setParent(key ?? '')}
      />
      <Button type="submit" size="compact-sm" disabled={name.trim() === ''}>
        {words('organisations.add-now')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        {words('organisations.cancel')}
      </Button>
    </form>
  )
}
