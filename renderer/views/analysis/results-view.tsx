import { Button, Menu } from '@mantine/core'
import { IconDotsVertical, IconDownload, IconHelpCircle } from '@tabler/icons-react'
import { memo, useEffect, useState } from 'react'
import { analyses, formats } from '../../../analyses/index'
import type { AnyAnalysis } from '../../../analyses/core/contract'
import type { Note } from '../../../analyses/core/words'
import type { ResultTable } from '../../../analyses/core/result'
import { peopleUsed } from '../../../analyses/recipe/people-used'
import type { AnalysisOutcome } from '../../../analyses/recipe/run'
import type { Words } from '../../i18n/words'
import { analysisDuplicate } from '../../commands/analysis-duplicate'
import { analysisMoveDown, analysisMoveUp } from '../../commands/analysis-move'
import { analysisRemove } from '../../commands/analysis-remove'
import { analysisRename } from '../../commands/analysis-rename'
import { analysisReset } from '../../commands/analysis-reset'
import { helpAnalysis } from '../../commands/help-analysis'
import { matches } from '../../commands/shortcut'
import { projectAddFiles } from '../../commands/project-add-files'
import type { ProjectAnalysis } from '../../state/project'
import { resultKey } from '../../state/running-steps'
import { dataKinds } from '../../../analyses/recipe/open'
import { emptyResult, runStateOf } from '../../state/session'
import { EmptyState } from '../../ui/empty-state'
import { IconButton } from '../../ui/icon-button'
import { IconMenu } from '../../ui/icon-menu'
import { Notice } from '../../ui/notice'
import { CommandItem } from '../command-controls'
import { FigureCard } from '../figures/figure-card'
import { alikeNotes } from '../alike'
import { Notices } from '../notices'
import { ProblemNotice } from '../problem-notice'
import {
  useFigureSpeaker,
  useProject,
  useRun,
  useSpeaker,
  useSurroundings,
  useWords,
  useWorkbenchState,
} from '../workbench-context'
import styles from './analysis.module.css'
import { analysisWords } from './analysis-words'
import { RenameField } from './rename-field'
import { ResultsTable } from './results-table'
import { RunProgress } from './run-progress'

/** One analysis: what was found first, then figures, then tables, then how it was done. */
export function ResultsView({ analysis }: { readonly analysis: ProjectAnalysis }) {
  const words = useWords()
  const speaker = useSpeaker()
  const run = useRun()
  const result = useWorkbenchState(({ session }) => session.results[analysis.as]) ?? emptyResult
  const wanted = useWorkbenchState(({ history, session }) => resultKey(history.present, analysis, session))
  const isReading = useWorkbenchState(({ session }) => dataKinds.some((kind) => session[kind].status === 'loading'))
  const isRenaming = useWorkbenchState(({ window }) => window.isRenaming)
  const state = runStateOf(result, wanted)
  const isSlow = useLasts(state === 'running', noticed)
  const isLong = useLasts(state === 'running', awaited)
  const listed = useProject((project) => project.analyses)
  const { outcome } = result
  const isUnknown = !analyses.has(analysis.id)
  return (
    <section
      className={styles['results']}
      aria-label={words('results.of', { name: speaker.text(`${analysis.id}:title`) })}
      aria-busy={state === 'running'}
    >
      <header className={styles['head']}>
        <h2 className={styles['headTitle']}>{speaker.text(`${analysis.id}:title`)}</h2>
        {isRenaming ? (
          <RenameField analysis={analysis} />
        ) : (
          <bdi className={styles['headName']} title={analysisWords(analysis, listed, words, speaker)}>
            {analysisWords(analysis, listed, words, speaker)}
          </bdi>
        )}
        <IconButton
          label={words('command.help-analysis')}
          shortcut={helpAnalysis.shortcut}
          aria-haspopup="dialog"
          onClick={() => run(helpAnalysis)}
        >
          <IconHelpCircle size={17} stroke={1.75} />
        </IconButton>
        <AnalysisMenu />
      </header>
      {isSlow ? <div className={styles['progress']} /> : null}
      <div className={styles['scroll']}>
        <RunProgress
          as={analysis.as}
          running={isLong ? result.running : null}
          isStopped={state === 'stopped'}
          hasOlder={outcome !== null}
        />
        <div
          className={styles['content']}
          data-stale={isSlow || state === 'stopped' || (state === 'stale' && wanted === null)}
        >
          {result.problem === null ? null : <ProblemNotice problem={result.problem} />}
          {isUnknown ? (
            <Notice level="error">{words('results.unknown', { id: analysis.id })}</Notice>
          ) : outcome === null ? (
            wanted === null && result.problem === null ? (
              isReading ? (
                <p className={styles['used']}>{words('results.reading')}</p>
              ) : (
                <EmptyState title={words('results.no-data-title')} text={words('results.no-data-text')}>
                  <Button onClick={() => run(projectAddFiles)}>{words('command.project-add-files')}</Button>
                </EmptyState>
              )
            ) : null
          ) : (
            <Outcome outcome={outcome} as={analysis.as} isStale={state === 'stale' && wanted === null} />
          )}
        </div>
      </div>
    </section>
  )
}

/** Drawn anew only when the outcome or its language is another: options change more often than results. */
const Outcome = memo(function Outcome({
  outcome,
  as,
  isStale,
}: {
  readonly outcome: AnalysisOutcome
  readonly as: string
  readonly isStale: boolean
}) {
  const words = useWords()
  const windowSpeaker = useSpeaker()
  const speaker = useFigureSpeaker()
  const declared = analyses.get(outcome.id)
  const tableIds = new Set(outcome.tables.map(({ id }) => id))
  const general = outcome.notes.filter(({ concerns }) => concerns === undefined || !tableIds.has(concerns.table))
  const finding = outcome.prose.finding.map(speaker.label)
  return (
    <>
      {isStale ? <Notice level="info">{words('results.stale')}</Notice> : null}
      {outcome.refusal === null ? null : (
        <Notice level={outcome.status === 'failed' ? 'error' : 'warning'} isAnnounced>
          <strong>{words(outcome.status === 'failed' ? 'results.failed' : 'results.refused')}</strong>{' '}
          {windowSpeaker.text(outcome.refusal.code, outcome.refusal.about)}
        </Notice>
      )}
      {finding.length === 0 && outcome.nUsed === null ? null : (
        <div className={styles['finding']} role="status" aria-live="polite" lang={speaker.language}>
          <Sentences sentences={finding} />
          {outcome.nUsed === null ? null : <p className={styles['used']}>{usedText(words, outcome, declared)}</p>}
        </div>
      )}
      <Notes notes={general} />
      {outcome.figures.map((spec) => (
        <FigureCard key={spec.id} as={as} analysis={outcome.id} spec={spec} speaker={speaker} />
      ))}
      {outcome.tables.map((table) => (
        <TableSection
          key={table.id}
          table={table}
          as={as}
          analysis={outcome.id}
          notes={outcome.notes.filter(({ concerns }) => concerns?.table === table.id)}
        />
      ))}
      {outcome.prose.method.length === 0 ? null : (
        <section className={styles['method']} lang={speaker.language}>
          <h3>{words('results.method')}</h3>
          <p>{speaker.sentences(outcome.prose.method)}</p>
          {declared === undefined || declared.references.length === 0 ? null : (
            <ul aria-label={words('results.references')}>
              {declared.references.map((reference) => (
                <li key={reference}>{reference}</li>
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  )
})

/** Whom or what the results stand on; of people, those used where it is one number, and all there are. */
function usedText(words: Words, outcome: AnalysisOutcome, analysis: AnyAnalysis | undefined): string {
  const all = outcome.nUsed ?? 0
  const used = analysis === undefined ? null : peopleUsed(analysis, outcome)
  const about = { count: used ?? all, text: words.format.count(used ?? all), all: words.format.count(all) }
  const said = words(
    used === null || used === all ? usedWords[analysis?.needs.data ?? 'survey'] : 'results.used-of',
    about,
  )
  return [said, ...leftOutText(words, outcome)].join(' ')
}

/** How many of all who answered are in no result, as far as that may be told; the notes say why. */
function leftOutText(words: Words, { notes }: AnalysisOutcome): readonly string[] {
  const note = notes.find(({ code }) => code.startsWith('quality:left-out'))
  if (note?.code === 'quality:left-out-unsaid') return [words('results.left-out-unsaid')]
  const { people, of } = note?.about ?? {}
  if (note?.code !== 'quality:left-out' || typeof people !== 'number' || typeof of !== 'number') return []
  return [words('results.left-out', { text: words.format.count(people), all: words.format.count(of) })]
}

const usedWords = {
  survey: 'results.used',
  series: 'results.used-series',
  indicators: 'results.used-indicators',
  inventory: 'results.used-inventory',
} as const

/** More sentences than this are folded away, so that the figure stays in sight. */
const visibleSentences = 4

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  const words = useWords()
  const [showsAll, setShowsAll] = useState(false)
  // One sentence more takes no more room than the button that hides it.
  const isFolded = !showsAll && sentences.length > visibleSentences + 1
  return (
    <>
      {(isFolded ? sentences.slice(0, visibleSentences) : sentences).map((sentence, index) => (
        <p key={index}>{sentence}</p>
      ))}
      {sentences.length > visibleSentences + 1 ? (
        <Button
          className={styles['more']}
          variant="subtle"
          size="compact-xs"
          aria-expanded={showsAll}
          lang={words.language}
          onClick={() => setShowsAll((shows) => !shows)}
        >
          {isFolded
            ? words('results.more-findings', { count: sentences.length - visibleSentences })
            : words('results.fewer-findings')}
        </Button>
      ) : null}
    </>
  )
}

/** More notes than this are folded away. */
const visibleNotes = 3

function Notes({ notes }: { readonly notes: readonly Note[] }) {
  const words = useWords()
  const speaker = useFigureSpeaker()
  const [showsAll, setShowsAll] = useState(false)
  if (notes.length === 0) return null
  const ordered = alikeNotes([
    ...notes.filter(({ level }) => level === 'warning'),
    ...notes.filter(({ level }) => level === 'info'),
  ])
  const shown = showsAll ? ordered : ordered.slice(0, visibleNotes)
  return (
    <div className={styles['notes']}>
      {(['warning', 'info'] as const).map((level) => {
        const alike = shown.filter(({ first }) => first.level === level)
        return <Notices key={level} level={level} alike={alike} speaker={speaker} />
      })}
      {ordered.length > visibleNotes ? (
        <Button
          variant="subtle"
          size="compact-xs"
          style={{ justifySelf: 'start' }}
          aria-expanded={showsAll}
          onClick={() => setShowsAll((shows) => !shows)}
        >
          {showsAll
            ? words('results.fewer-notes')
            : words('results.more-notes', { count: ordered.length - visibleNotes })}
        </Button>
      ) : null}
    </div>
  )
}

/** Formats that write a table in a file of its own. */
const tableFormats = [...formats.values()].flatMap(({ id, table }) => (table === undefined ? [] : [id]))

function TableSection({
  table,
  as,
  analysis,
  notes,
}: {
  readonly table: ResultTable
  readonly as: string
  readonly analysis: string
  readonly notes: readonly Note[]
}) {
  const words = useWords()
  const speaker = useFigureSpeaker()
  const windowSpeaker = useSpeaker()
  const { context, isMac } = useSurroundings()
  const { exports } = context
  const [showsAllColumns, setShowsAllColumns] = useState(false)
  const title = speaker.text(`${analysis}:table.${table.id}`)
  const hasSecondary = table.columns.some(({ secondary }) => secondary === true)
  return (
    <section
      className={styles['section']}
      role="group"
      aria-label={title}
      onKeyDown={(event) => {
        // The keys that copy a selection copy the whole table where nothing is selected in it.
        if (!matches('Mod+C', event.nativeEvent, isMac) || getSelection()?.isCollapsed === false) return
        event.preventDefault()
        void exports.copyTable(as, table.id)
      }}
    >
      <div className={styles['sectionHead']}>
        <h3 lang={speaker.language}>{title}</h3>
        {hasSecondary ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-pressed={showsAllColumns}
            onClick={() => setShowsAllColumns((shows) => !shows)}
          >
            {words(showsAllColumns ? 'table.fewer-columns' : 'table.all-columns')}
          </Button>
        ) : null}
        <IconMenu label={words('table.save', { table: title })} icon={<IconDownload size={16} stroke={1.75} />}>
          <Menu.Item onClick={() => void exports.copyTable(as, table.id)}>{words('table.copy')}</Menu.Item>
          <Menu.Divider />
          {tableFormats.map((format) => (
            <Menu.Item key={format} onClick={() => void exports.saveTable(as, table.id, format)}>
              {windowSpeaker.text(`publish/${format}:save-table`)}
            </Menu.Item>
          ))}
        </IconMenu>
      </div>
      <div lang={speaker.language}>
        <ResultsTable
          table={table}
          analysis={analysis}
          speaker={speaker}
          notes={notes}
          showsAllColumns={showsAllColumns}
          label={title}
        />
      </div>
    </section>
  )
}

const analysisCommands = [
  analysisRename,
  analysisDuplicate,
  analysisReset,
  analysisMoveUp,
  analysisMoveDown,
  analysisRemove,
]

function AnalysisMenu() {
  const words = useWords()
  return (
    <IconMenu label={words('results.menu')} icon={<IconDotsVertical size={16} stroke={1.75} />} width={260}>
      {analysisCommands.map((command) => (
        <CommandItem key={command.id} command={command} />
      ))}
    </IconMenu>
  )
}

/** Milliseconds after which a run is shown, so that quick results do not flicker, and after which it is told how far it is. */
const [noticed, awaited] = [250, 1500]

/** True once something has lasted for some milliseconds. */
function useLasts(isRunning: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!isRunning) {
      setLasts(false)
      return
    }
    const timer = setTimeout(() => setLasts(true), milliseconds)
    return () => clearTimeout(timer)
  }, [isRunning, milliseconds])
  return lasts
}
