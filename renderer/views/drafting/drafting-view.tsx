import { Button, Loader, VisuallyHidden } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Draft } from '../../../analyses/drafting/draft'
import { projectAddFiles } from '../../commands/project-add-files'
import { openQuestions } from '../../state/drafting-steps'
import type { Drafting } from '../../state/session'
import { ProblemNotice } from '../problem-notice'
import { RejectedFiles } from '../rejected-files'
import { useRun, useSurroundings, useWords } from '../workbench-context'
import { CodebookOffer } from './codebook-offer'
import { DraftColumns } from './draft-columns'
import { DraftDimensions } from './draft-dimensions'
import { DraftQuestions } from './draft-questions'
import { DraftReading } from './draft-reading'
import { DraftScales } from './draft-scales'
import styles from './drafting.module.css'

/** What the program understood of a file that has no instrument, for a person to confirm, to change or to throw away. */
export function DraftingView({ drafting, file }: { readonly drafting: Drafting; readonly file: string }) {
  const { draft, problem } = drafting
  return (
    <section className={styles['root']} aria-label={file}>
      <Head drafting={drafting} file={file} />
      <div className={styles['body']}>
        <RejectedFiles />
        {problem === null ? null : <ProblemNotice problem={problem} />}
        <DraftReading id={drafting.source} />
        {draft === null ? null : <CodebookOffer id={drafting.source} draft={draft} />}
        {draft === null ? <Waiting isWorking={drafting.isWorking} /> : <Understood drafting={drafting} draft={draft} />}
        <OtherWays />
      </div>
    </section>
  )
}

function Understood({ drafting, draft }: { readonly drafting: Drafting; readonly draft: Draft }) {
  // Where no questions were found, the columns are what there is to look at.
  if (draft.document === null)
    return (
      <div className={styles['main']}>
        <DraftQuestions draft={draft} />
        <DraftDimensions draft={draft} share={drafting.share} />
        <DraftColumns draft={draft} />
      </div>
    )
  return (
    <div className={styles['columns']}>
      <div className={styles['main']}>
        <DraftQuestions draft={draft} />
        <DraftDimensions draft={draft} share={drafting.share} />
      </div>
      <div className={styles['side']}>
        <DraftScales draft={draft} />
        <DraftColumns draft={draft} />
      </div>
    </div>
  )
}

function Waiting({ isWorking }: { readonly isWorking: boolean }) {
  const words = useWords()
  if (!isWorking) return null
  return (
    <p className={styles['waiting']} role="status">
      <Loader size={14} type="oval" aria-hidden /> {words('drafting.reading')}
    </p>
  )
}

/** The file, what was understood of it in a sentence, and the way on. It stays while the rest scrolls. */
function Head({ drafting, file }: { readonly drafting: Drafting; readonly file: string }) {
  const words = useWords()
  const { drafting: desk } = useSurroundings().context
  const { draft, isWorking } = drafting
  const open = draft === null ? 0 : openQuestions(draft).length
  const hasItems = draft?.document != null
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever listens instead of looking begins here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [file])
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h2 ref={heading} tabIndex={-1} title={file}>
          <bdi>{file}</bdi>
        </h2>
        {draft === null ? null : <p aria-hidden>{summaryOf(draft, words)}</p>}
      </div>
      <div className={styles['ways']}>
        {hasItems && open > 0 ? (
          <span className={styles['hint']}>{words('drafting.open', { count: open })}</span>
        ) : null}
        <Button variant="default" onClick={() => desk.throwAway()}>
          {words('drafting.throw-away')}
        </Button>
        <Button
          disabled={!hasItems || open > 0 || isWorking}
          rightSection={<IconArrowRight size={15} stroke={1.75} aria-hidden />}
          onClick={() => desk.confirm()}
        >
          {words('drafting.confirm')}
        </Button>
      </div>
      <VisuallyHidden>
        <span role="status">
          {draft === null || isWorking
            ? ''
            : `${summaryOf(draft, words)} ${open > 0 ? words('drafting.open', { count: open }) : ''}`}
        </span>
      </VisuallyHidden>
    </header>
  )
}

function summaryOf({ rowsRead, columns, dimensions }: Draft, words: ReturnType<typeof useWords>): string {
  const countOf = (role: Draft['columns'][number]['role']): number =>
    columns.filter((column) => column.role === role).length
  return words('drafting.summary', {
    rows: rowsRead,
    rowsText: words.format.count(rowsRead),
    items: countOf('item'),
    dimensions: dimensions.length,
    attributes: countOf('attribute'),
  })
}

/** For those who have an instrument: nothing need be drafted then. */
function OtherWays() {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  return (
    <section className={styles['others']} aria-label={words('drafting.others')}>
      <p>{words('drafting.others-text')}</p>
      <Button size="compact-xs" variant="default" onClick={() => run(projectAddFiles)}>
        {words('instrument.choose')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void context.opening.useBundledInstrument()}>
        {words('instrument.bundled')}
      </Button>
    </section>
  )
}
