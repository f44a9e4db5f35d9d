import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../../workbench-context'
import styles from './variables.module.css'

interface Props {
  readonly label: string
  readonly entries: readonly { readonly value: string; readonly name: string }[]
  readonly chosen: readonly string[]
  /** What is chosen, in the order of the entries. */
  readonly onChange: (chosen: readonly string[]) => void
}

/** With more entries than this, the list can be searched. */
const searchableFrom = 12

/** Some of many, each ticked by itself. */
export function CheckList({ label, entries, chosen, onChange }: Props) {
  const words = useWords()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLocaleLowerCase(words.language)
  const found = entries.filter(({ name }) => name.toLocaleLowerCase(words.language).includes(wanted))
  const change = (value: string, isChosen: boolean): void =>
    onChange(
      entries.flatMap((entry) =>
        (entry.value === value ? isChosen : chosen.includes(entry.value)) ? [entry.value] : [],
      ),
    )
  return (
    <div className={styles['checks']} role="group" aria-label={label}>
      <div className={styles['checksHead']}>
        <span>{label}</span>
        <span className={styles['how']}>{words('filter.chosen', { count: chosen.length, all: entries.length })}</span>
      </div>
      {entries.length > searchableFrom ? (
        <TextInput
          size="xs"
          aria-label={words('filter.search')}
          placeholder={words('filter.search')}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
        />
      ) : null}
      <div className={styles['checksList']}>
        {found.map(({ value, name }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ currentTarget: { checked } }) => change(value, checked)}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </div>
    </div>
  )
}
