import { Button } from '@mantine/core'
import { IconArrowsDiff, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useDeferredValue, useId, useState } from 'react'
import type { InstrumentChange } from '../../../analyses/instrument/changes'
import { setVersion } from '../../../analyses/instrument/edits/instrument'
import { changesSince, type ChangesSince } from '../../state/instrument-changes'
import { Notice } from '../../ui/notice'
import { useProject, useSpeaker, useSurroundings, useWords } from '../workbench-context'
import { useEditor, whole } from './editor-context'
import styles from './editor.module.css'
import { focusPanel } from './part-tree'

/** What was changed since the instrument was loaded or saved as a file; while a word is typed it may lag behind. */
function useChanges(): ChangesSince | null {
  const { language } = useEditor()
  const file = useDeferredValue(useProject(({ instrument }) => instrument))
  return file === null ? null : changesSince(file, language)
}

/** The changes of an instrument, each leading to its part, with the questions that they ask: whether it is a new version, and what is compared between the two. */
export function ChangeList() {
  const words = useWords()
  const since = useChanges()
  const [isOpen, setIsOpen] = useState(false)
  const list = useId()
  if (since === null || since.changes.length === 0) return null
  const { changes, version } = since
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <section className={styles['changes']} aria-label={words('changes.title')}>
      <button
        type="button"
        className={styles['changesHead']}
        aria-expanded={isOpen}
        aria-controls={list}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Chevron size={14} stroke={1.75} aria-hidden />
        <span>{words('changes.since', { count: changes.length, version })}</span>
      </button>
      {isOpen ? (
        <ul id={list}>
          {changes.slice(0, most).map((change, index) => (
            <li key={index}>
              <ChangeLine change={change} />
            </li>
          ))}
          {changes.length > most ? <li>{words('changes.more', { count: changes.length - most })}</li> : null}
        </ul>
      ) : null}
      <Questions since={since} />
    </section>
  )
}

/** Changes that are told one by one. */
const most = 50

function ChangeLine({ change: { said, part, isOfMeaning } }: { readonly change: InstrumentChange }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { parts, choose } = useEditor()
  const key = part === null ? undefined : parts[part.section].find(({ id }) => id === part.id)?.key
  const text = (
    <>
      {speaker.label(said)}
      {isOfMeaning ? <small> {words('changes.of-meaning')}</small> : null}
    </>
  )
  if (part === null || key === undefined) return <p className={styles['change']}>{text}</p>
  const goTo = (): void => {
    choose({ section: part.section, keys: [key] })
    focusPanel()
  }
  return (
    <button type="button" className={styles['problem']} onClick={goTo}>
      {text}
    </button>
  )
}

/** Never answered by the program: a version is raised by a person, and so is what becomes of an item between two versions. */
function Questions({ since: { version, nextVersion, changes } }: { readonly since: ChangesSince }) {
  const words = useWords()
  const { edit, choose } = useEditor()
  const isOfMeaning = changes.some((change) => change.isOfMeaning)
  if (!isOfMeaning) return null
  return (
    <div className={styles['changesAsk']}>
      <p>{words(nextVersion === null ? 'changes.compared' : 'changes.raise', { version })}</p>
      <div className={styles['actions']}>
        {nextVersion === null ? null : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              choose(whole)
              edit(setVersion(nextVersion))
            }}
          >
            {words('changes.raise-to', { version: nextVersion })}
          </Button>
        )}
        <CompareButton />
      </div>
    </div>
  )
}

/** Leads to the bridge between the instrument as it was and as it is. */
function CompareButton() {
  const words = useWords()
  const { bridging } = useSurroundings().context
  const since = useChanges()
  if (since === null) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconArrowsDiff size={14} stroke={1.75} aria-hidden />}
      onClick={() => bridging.compareWith(since.earlier)}
    >
      {words('changes.compare')}
    </Button>
  )
}

/** Said at an item that means something else than it did. */
export function ChangedMeaning({ id }: { readonly id: string }) {
  const words = useWords()
  const since = useChanges()
  const isChanged = since?.changes.some(
    ({ part, isOfMeaning }) => isOfMeaning && part?.section === 'items' && part.id === id,
  )
  if (since === null || isChanged !== true) return null
  return (
    <Notice level="info" actions={<CompareButton />}>
      {words('changes.item', { version: since.version })}
    </Notice>
  )
}
