import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { relabelledNotes } from '../../../analyses/instrument/bridge-words'
import type { CodeMap } from '../../../analyses/instrument/model'
import {
  bridgedBy,
  surveySources,
  turnedRound,
  withFirstRound,
  withMappedCodes,
  withSourceVersion,
  type Bridged,
} from '../../state/bridging-steps'
import type { Bridging } from '../../state/session'
import { CommitField } from '../../ui/commit-field'
import { Notice } from '../../ui/notice'
import { useProject, useSpeaker, useSurroundings, useWords } from '../workbench-context'
import { BridgePairs } from './bridge-pairs'
import styles from './bridge.module.css'

/** Two versions of the instrument side by side, for a person to say what became of which item: that decides what is compared between rounds. */
export function BridgeView({ bridging }: { readonly bridging: Bridging }) {
  const words = useWords()
  const bridged = bridgedBy(bridging)
  return (
    <section className={styles['root']} aria-label={words('bridge.title')}>
      <Head bridging={bridging} bridged={bridged} />
      <div className={styles['body']}>
        <Problems bridged={bridged} />
        <Settings bridging={bridging} bridged={bridged} />
        <BridgePairs bridging={bridging} bridged={bridged} />
      </div>
    </section>
  )
}

/** The two versions, what is to be decided, and the ways on. It stays while the rest scrolls. */
function Head({ bridging, bridged }: { readonly bridging: Bridging; readonly bridged: Bridged }) {
  const words = useWords()
  const { bridging: desk } = useSurroundings().context
  const { older, newer, problems } = bridged
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever listens instead of looking begins here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h2 ref={heading} tabIndex={-1}>
          {words('bridge.versions', { older: older.version, newer: newer.version })}
        </h2>
        <p>{words('bridge.lead')}</p>
      </div>
      <div className={styles['ways']}>
        <Button variant="default" onClick={() => desk.leave()}>
          {words('bridge.leave')}
        </Button>
        {bridging.isArriving ? (
          <Button variant="default" onClick={() => desk.replace()}>
            {words('bridge.replace')}
          </Button>
        ) : null}
        <Button
          disabled={problems.length > 0}
          rightSection={<IconArrowRight size={15} stroke={1.75} aria-hidden />}
          onClick={() => desk.confirm()}
        >
          {words('bridge.confirm')}
        </Button>
      </div>
    </header>
  )
}

/** Problems that are shown one by one. */
const mostProblems = 4

/** What stands in the way, and what must be known. */
function Problems({ bridged: { problems, bridge, pairs } }: { readonly bridged: Bridged }) {
  const speaker = useSpeaker()
  const words = useWords()
  const notes = [...bridge.notes, ...relabelledNotes(pairs)]
  return (
    <>
      {problems.length === 0 ? null : (
        <Notice level="error" isAnnounced>
          {problems.slice(0, mostProblems).map((problem, index) => (
            <p key={index}>{speaker.text(problem.code, problem.about)}</p>
          ))}
          {problems.length > mostProblems ? (
            <p>{words('editor.more-problems', { count: problems.length - mostProblems })}</p>
          ) : null}
        </Notice>
      )}
      {notes.map((note, index) => (
        <Notice key={index} level="warning">
          {speaker.note(note)}
        </Notice>
      ))}
    </>
  )
}

/** Which version is the newer, since when, and which file was made with which. */
function Settings({ bridging, bridged }: { readonly bridging: Bridging; readonly bridged: Bridged }) {
  const words = useWords()
  const { bridging: desk } = useSurroundings().context
  const project = useProject((present) => present)
  const { older, newer, bridge } = bridged
  const { round, mapsCodes, newerSources, isTurned } = bridging.choices.present
  const sources = surveySources(project)
  const hasCodes = Object.keys(bridge.codes).length > 0 || !mapsCodes
  const name = (version: string, isPresent: boolean): string =>
    words(isPresent ? 'bridge.present' : bridging.isArriving ? 'bridge.arriving' : 'bridge.before', { version })
  return (
    <div className={styles['settings']}>
      <NativeSelect
        label={words('bridge.newer')}
        value={isTurned ? 'present' : 'other'}
        data={[
          { value: 'other', label: name(isTurned ? older.version : newer.version, false) },
          { value: 'present', label: name(isTurned ? newer.version : older.version, true) },
        ]}
        onChange={() => desk.choose(turnedRound(sources))}
      />
      <CommitField
        label={words('bridge.round')}
        description={words('bridge.round-help')}
        value={round}
        onCommit={(next) => desk.choose(withFirstRound(next.trim()))}
      />
      {sources.map(({ id, file }) => (
        <NativeSelect
          key={id}
          label={words('bridge.file', { file })}
          value={newerSources.includes(id) ? 'newer' : 'older'}
          data={[
            { value: 'older', label: words('bridge.made-older', { version: older.version }) },
            { value: 'newer', label: words('bridge.made-newer', { version: newer.version }) },
          ]}
          onChange={(event) => desk.choose(withSourceVersion(id, event.currentTarget.value === 'newer'))}
        />
      ))}
      {hasCodes ? (
        <Checkbox
          className={styles['codes'] ?? ''}
          label={words('bridge.codes')}
          description={codesText(bridge.codes)}
          checked={mapsCodes}
          onChange={(event) => desk.choose(withMappedCodes(event.currentTarget.checked))}
        />
      ) : null}
    </div>
  )
}

/** What codes of the older version stand for. */
function codesText(codes: Readonly<Record<string, CodeMap>>): string {
  return Object.entries(codes)
    .map(([owner, map]) => {
      const pairs = Object.entries(map).map(([code, meaning]) => `${code} → ${meaning}`)
      return `${owner}: ${pairs.join(', ')}`
    })
    .join('; ')
}
