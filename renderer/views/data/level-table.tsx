import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconEraser, IconX } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useRef, useState } from 'react'
import type { LevelOfSources, SourceSpelling } from '../../../analyses/sources/spellings/attribute-values'
import type { LevelMerge } from '../../state/attribute-values'
import { CommitField } from '../../ui/commit-field'
import { IconButton } from '../../ui/icon-button'
import { useWords } from '../workbench-context'
import styles from './values.module.css'

interface Props {
  readonly levels: readonly LevelOfSources[]
  readonly isDisabled: boolean
  readonly onMerge: (merges: readonly LevelMerge[]) => void
  readonly onRestore: (spellings: readonly SourceSpelling[]) => void
}

const rowHeight = 38

/** The levels of an attribute with their rows and spellings: found by typing, renamed, made one, treated as blank, taken apart. Only the rows in sight are drawn. */
export function LevelTable({ levels, isDisabled, onMerge, onRestore }: Props) {
  const words = useWords()
  const [search, setSearch] = useState('')
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const scroller = useRef<HTMLDivElement>(null)
  const alphabet = new Intl.Collator(words.language, { numeric: true })
  const wanted = search.trim().toLocaleLowerCase(words.language)
  const shown = levels
    .filter(({ level, spellings }) =>
      [level, ...spellings.map(({ text }) => text)].some((text) =>
        text.toLocaleLowerCase(words.language).includes(wanted),
      ),
    )
    .toSorted((a, b) => alphabet.compare(a.level, b.level))
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => shown[index]?.level ?? index,
    overscan: 8,
    initialRect: { width: 600, height: 380 },
  })
  const chosen = levels.filter(({ level }) => marked.has(level))
  const mark = (level: string): void =>
    setMarked(new Set(marked.has(level) ? [...marked].filter((each) => each !== level) : [...marked, level]))
  return (
    <>
      <TextInput
        aria-label={words('values.search')}
        placeholder={words('values.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <MergeMarked
        key={chosen.map(({ level }) => level).join('\n')}
        chosen={chosen}
        isDisabled={isDisabled}
        onMerge={(into) => {
          setMarked(new Set())
          onMerge(chosen.map(({ level }) => ({ from: level, into })))
        }}
      />
      <div ref={scroller} className={styles['levels']} role="region" aria-label={words('values.list')} tabIndex={0}>
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const entry = shown[index]
            return entry === undefined ? null : (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                aria-setsize={shown.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Level
                  entry={entry}
                  isMarked={marked.has(entry.level)}
                  isDisabled={isDisabled}
                  onMark={() => mark(entry.level)}
                  onMerge={onMerge}
                  onRestore={onRestore}
                />
              </li>
            )
          })}
        </ul>
      </div>
      {shown.length === 0 ? <p className={styles['how']}>{words('values.not-found')}</p> : null}
    </>
  )
}

function Level({
  entry: { level, rows, isInvited, spellings },
  isMarked,
  isDisabled,
  onMark,
  onMerge,
  onRestore,
}: Omit<Props, 'levels'> & {
  readonly entry: LevelOfSources
  readonly isMarked: boolean
  readonly onMark: () => void
}) {
  const words = useWords()
  const tick = useId()
  const others = [...new Set(spellings.map(({ text }) => text))].filter((text) => text !== level)
  return (
    <div className={styles['level']}>
      <label className={styles['tick']} htmlFor={tick}>
        <Checkbox
          id={tick}
          size="xs"
          aria-label={words('values.mark', { level })}
          checked={isMarked}
          onChange={onMark}
        />
      </label>
      <CommitField
        size="xs"
        aria-label={words('values.rename', { level })}
        value={level}
        disabled={isDisabled}
        onCommit={(text) => {
          if (text.trim() !== '') onMerge([{ from: level, into: text.trim() }])
        }}
      />
      <span className={styles['count']}>
        {rows === 0 && isInvited ? words('values.invited-only') : words('values.rows', { count: rows })}
      </span>
      <IconButton
        label={words('values.blank', { level })}
        variant="subtle"
        size="sm"
        disabled={isDisabled}
        onClick={() => onMerge([{ from: level, into: null }])}
      >
        <IconEraser size={14} stroke={1.75} />
      </IconButton>
      {others.length === 0 ? null : (
        <span className={styles['spellings']}>
          {words('values.written')}
          {others.map((text) => (
            <span key={text} className={styles['spelling']}>
              <bdi>{text}</bdi>
              <IconButton
                label={words('values.restore', { spelling: text })}
                variant="subtle"
                size="xs"
                disabled={isDisabled}
                onClick={() => onRestore(spellings.filter((spelling) => spelling.text === text))}
              >
                <IconX size={12} stroke={1.75} />
              </IconButton>
            </span>
          ))}
        </span>
      )}
    </div>
  )
}

/** Makes one level of those that are marked, under the name that most rows have or another. */
function MergeMarked({
  chosen,
  isDisabled,
  onMerge,
}: {
  readonly chosen: readonly LevelOfSources[]
  readonly isDisabled: boolean
  readonly onMerge: (into: string) => void
}) {
  const words = useWords()
  const [name, setName] = useState(() => chosen.toSorted((a, b) => b.rows - a.rows)[0]?.level ?? '')
  if (chosen.length < 2) return <p className={styles['how']}>{words('values.mark-help')}</p>
  return (
    <div className={styles['merge']}>
      <TextInput
        size="xs"
        label={words('values.merge-into', { count: chosen.length })}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="compact-sm" disabled={isDisabled || name.trim() === ''} onClick={() => onMerge(name.trim())}>
        {words('values.merge')}
      </Button>
    </div>
  )
}
