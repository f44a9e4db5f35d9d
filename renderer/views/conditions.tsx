import { Button, Menu, Popover, TextInput } from '@mantine/core'
import { IconChevronDown, IconPlus, IconX } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { SurveyDataset } from '../../analyses/core/datasets'
import type { Condition } from '../../analyses/recipe/recipe'
import { changeCondition } from '../state/project'
import styles from './conditions.module.css'
import shellStyles from './shell/shell.module.css'
import { useSpeaker, useWords } from './workbench-context'

interface Props {
  readonly dataset: SurveyDataset | null
  readonly where: readonly Condition[]
  readonly onChange: (where: readonly Condition[], column: string) => void
  readonly addLabel: string
}

/** With more levels than this, the list has a search field. */
const searchableFrom = 9

/** The conditions on respondents: one chip for each column, which opens the list of its levels. */
export function Conditions({ dataset, where, onChange, addLabel }: Props) {
  const speaker = useSpeaker()
  const [opened, setOpened] = useState<string | null>(null)
  // A column just picked from the menu has no condition until a level is ticked.
  const [pending, setPending] = useState<string | null>(null)
  const columns = useMemo(() => levelsByColumn(dataset), [dataset])
  const shown = [
    ...where.map(({ column }) => column),
    ...(pending !== null && !where.some(({ column }) => column === pending) ? [pending] : []),
  ]
  const free = [...columns.keys()].filter((column) => !shown.includes(column))
  const adder = useRef<HTMLButtonElement>(null)

  const close = (): void => {
    setOpened(null)
    setPending(null)
    // A chip without a choice goes with its list, and the focus would go with it. What was pressed beside the list keeps it.
    setTimeout(() => {
      if (document.activeElement === document.body) adder.current?.focus()
    })
  }
  return (
    <>
      {shown.map((column) => (
        <ConditionChip
          key={column}
          column={column}
          title={speaker.label({ attribute: column })}
          levels={columns.get(column) ?? []}
          chosen={where.find((condition) => condition.column === column)?.in ?? []}
          isOpen={opened === column}
          onOpen={() => {
            setOpened(column)
            // The list stays open while nothing is chosen in it.
            setPending(column)
          }}
          onClose={close}
          onChange={(values) => onChange(changeCondition(where, column, values), column)}
          onRemove={() => {
            close()
            onChange(changeCondition(where, column, []), column)
            adder.current?.focus()
          }}
        />
      ))}
      <Menu position="bottom-start" returnFocus={false} disabled={free.length === 0}>
        <Menu.Target>
          <Button
            ref={adder}
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconPlus size={13} stroke={2} aria-hidden />}
            disabled={free.length === 0}
          >
            {addLabel}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {free.map((column) => (
            <Menu.Item
              key={column}
              onClick={() => {
                setPending(column)
                setTimeout(() => setOpened(column))
              }}
            >
              {speaker.label({ attribute: column })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

interface ChipProps {
  readonly column: string
  readonly title: string
  readonly levels: readonly string[]
  readonly chosen: readonly string[]
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
  readonly onChange: (values: readonly string[]) => void
  readonly onRemove: () => void
}

function ConditionChip({ column, title, levels, chosen, isOpen, onOpen, onClose, onChange, onRemove }: ChipProps) {
  const words = useWords()
  const speaker = useSpeaker()
  const [search, setSearch] = useState('')
  // A level that the data no longer have stays visible, so that it can be taken away.
  const all = useMemo(() => [...levels, ...chosen.filter((value) => !levels.includes(value))], [levels, chosen])
  const nameOf = (level: string): string => speaker.level(column, level)
  const ordered = column === 'round' ? all : all.toSorted((a, b) => speaker.compare(nameOf(a), nameOf(b)))
  const found = ordered.filter((level) => nameOf(level).toLocaleLowerCase().includes(search.toLocaleLowerCase()))
  const text =
    chosen.length === 0
      ? words('filter.any')
      : chosen.length <= 2
        ? chosen.map(nameOf).join(', ')
        : words('filter.some', { count: chosen.length, all: all.length })
  return (
    <Popover opened={isOpen} onDismiss={onClose} position="bottom-start" width={280} trapFocus returnFocus withRoles>
      <span className={shellStyles['chip']}>
        <Popover.Target>
          <button
            type="button"
            onClick={() => (isOpen ? onClose() : onOpen())}
            aria-label={words('filter.edit', { column: title, values: text })}
          >
            <span className={shellStyles['chipText']}>
              {title}: <bdi className={shellStyles['chipValue']}>{text}</bdi>
            </span>
            <IconChevronDown size={13} stroke={1.75} aria-hidden />
          </button>
        </Popover.Target>
        <button type="button" onClick={onRemove} aria-label={words('filter.remove', { column: title })}>
          <IconX size={13} stroke={2} aria-hidden />
        </button>
      </span>
      <Popover.Dropdown aria-label={words('filter.edit', { column: title, values: text })}>
        {levels.length >= searchableFrom ? (
          <TextInput
            aria-label={words('filter.search')}
            placeholder={words('filter.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            data-autofocus
          />
        ) : null}
        <div className={styles['list']} role="group" aria-label={title}>
          {found.map((level) => (
            <label key={level} className={styles['level']}>
              <input
                type="checkbox"
                checked={chosen.includes(level)}
                onChange={(event) => {
                  const next = event.currentTarget.checked
                    ? [...chosen, level]
                    : chosen.filter((value) => value !== level)
                  onChange(ordered.filter((value) => next.includes(value)))
                }}
              />
              <bdi>{nameOf(level)}</bdi>
            </label>
          ))}
        </div>
        <div className={styles['foot']}>
          <span>{words('filter.chosen', { count: chosen.length, all: all.length })}</span>
          <Button variant="subtle" size="compact-xs" disabled={chosen.length === 0} onClick={() => onChange([])}>
            {words('filter.clear')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function levelsByColumn(dataset: SurveyDataset | null): ReadonlyMap<string, readonly string[]> {
  if (dataset === null) return new Map()
  return new Map([
    ['round', dataset.rounds.map(({ id }) => id)],
    ...dataset.attributes.map(({ id, levels }): [string, readonly string[]] => [id, levels]),
  ])
}
