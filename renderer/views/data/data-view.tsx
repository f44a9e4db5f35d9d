import { Button, Menu, Progress, SegmentedControl } from '@mantine/core'
import { IconDatabase, IconDotsVertical } from '@tabler/icons-react'
import { useState } from 'react'
import { linePhrase } from '../../../analyses/quality/line-words'
import { sourceOf } from '../../../analyses/sources/registry'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpenSample } from '../../commands/project-open-sample'
import { isKnownHash, removeSource, type ProjectSource } from '../../state/project'
import { shownDrafting } from '../../state/drafting-steps'
import { valuesField } from '../../state/attribute-values'
import { dataKindOf } from '../../state/data-kinds'
import { emptySource, waitsForInstrument, type SourceReading, type SourceState } from '../../state/session'
import { EmptyState } from '../../ui/empty-state'
import { FoldingColumns } from '../../ui/folding-columns'
import { IconMenu } from '../../ui/icon-menu'
import { Notice } from '../../ui/notice'
import { Pane } from '../../ui/pane'
import { DraftingView } from '../drafting/drafting-view'
import { alikeNotes } from '../alike'
import { Notices } from '../notices'
import { ProblemNotice, ProblemNotices } from '../problem-notice'
import { RejectedFiles } from '../rejected-files'
import { CommandButton } from '../command-controls'
import {
  useProject,
  useRun,
  useSpeaker,
  useSurroundings,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../workbench-context'
import { ColumnTable } from './column-table'
import { ProposalBar } from './proposal-bar'
import { useProposals } from './use-proposals'
import { formatFacts } from './format-settings'
import styles from './data.module.css'
import { projectPanels } from './panels'
import { SourceList } from './source-list'
import { SourceSettings } from './source-settings'
import { ValuesPanel } from './values-panel'

/** What the project reads: per file what was understood, which column is which, and what became of the rows. */
export function DataView() {
  const words = useWords()
  const run = useRun()
  const shown = useWorkbenchState(({ window }) => window.source)
  const entry = useProject((project) => project.sources.find(({ source }) => source.id === shown) ?? project.sources[0])
  const reading = useWorkbenchState(({ session }) =>
    entry === undefined ? null : (session.sources[entry.source.id]?.reading ?? null),
  )
  const arriving = useWorkbenchState(({ session }) => session.arriving.length)
  const drafting = useWorkbenchState(shownDrafting)
  const isAlone = useProject((project) => project.sources.length < 2)
  const panelId = useWorkbenchState(({ window }) => window.panel)
  const panel = projectPanels.find(({ id }) => id === panelId)
  if (entry === undefined && arriving === 0) {
    return (
      <div style={{ overflow: 'auto' }}>
        <EmptyState
          picture={<IconDatabase size={32} stroke={1.4} />}
          title={words('data.empty-title')}
          text={words('data.empty-text')}
        >
          <Button onClick={() => run(projectAddFiles)}>{words('command.project-add-files')}</Button>
          <CommandButton command={projectOpenSample} />
        </EmptyState>
        <div className={styles['main']} style={{ minHeight: 0 }}>
          <RejectedFiles />
        </div>
      </div>
    )
  }
  if (entry !== undefined && panel !== undefined) {
    const { Panel } = panel
    return (
      <FoldingColumns
        className={styles['draftingLayout']}
        label={words('shell.columns')}
        names={[words('data.sources'), words(panel.title)]}
        follows={`panel ${panel.id}`}
      >
        <SourceList />
        <Pane title={words(panel.title)} className={styles['panelPane']}>
          <div className={styles['main']}>
            <Panel key={panel.id} />
          </div>
        </Pane>
      </FoldingColumns>
    )
  }
  if (drafting !== null && entry !== undefined) {
    const view = <DraftingView key={entry.source.id} drafting={drafting} file={entry.source.file} />
    if (isAlone) return view
    return (
      <FoldingColumns
        className={styles['draftingLayout']}
        label={words('shell.columns')}
        names={[words('data.sources'), words('data.file')]}
        follows={entry.source.id}
      >
        <SourceList />
        {view}
      </FoldingColumns>
    )
  }
  return (
    <FoldingColumns
      className={styles['layout']}
      label={words('shell.columns')}
      names={[words('data.sources'), words('data.file'), words('settings.title')]}
      follows={entry?.source.id ?? null}
    >
      <SourceList />
      {entry === undefined ? <div /> : <SourceDetails entry={entry} />}
      {entry === undefined ? <div /> : <SourceSettings key={entry.source.id} entry={entry} reading={reading} />}
    </FoldingColumns>
  )
}

function SourceDetails({ entry }: { readonly entry: ProjectSource }) {
  const words = useWords()
  const { source, identity } = entry
  const state = useWorkbenchState(({ session }) => session.sources[source.id]) ?? emptySource
  const data = useWorkbenchState(({ session }) => session[dataKindOf(source.kind)])
  const { reading } = state
  return (
    <Pane title={source.file} actions={<SourceActions source={source} state={state} />}>
      <div className={styles['main']}>
        <RejectedFiles />
        <ReadingStatus entry={entry} state={state} />
        {data.problem === null ? null : <ProblemNotice problem={data.problem} />}
        {reading === null ? null : (
          <>
            <Facts source={entry.source.id} reading={reading} size={identity.size} />
            {sourceOf(source.kind).isAboutOrganisations === true ? (
              <Notice level="info">{words('data.not-persons')}</Notice>
            ) : null}
            <ReadingDetails entry={entry} reading={reading} status={state.status} />
          </>
        )}
      </div>
    </Pane>
  )
}

function SourceActions({ source, state }: { readonly source: ProjectSource['source']; readonly state: SourceState }) {
  const words = useWords()
  const workbench = useWorkbench()
  const { loading } = useSurroundings().context
  return (
    <>
      {state.status === 'cancelled' || (state.status === 'failed' && !waitsForInstrument(state)) ? (
        <Button variant="default" size="compact-xs" onClick={() => loading.readAgain(source.id)}>
          {words('data.read-again')}
        </Button>
      ) : null}
      <IconMenu label={words('data.menu')} icon={<IconDotsVertical size={16} stroke={1.75} />}>
        <Menu.Item onClick={() => workbench.change((project) => removeSource(project, source.id))}>
          {words('data.remove')}
        </Menu.Item>
      </IconMenu>
    </>
  )
}

/** How far the reading has come, or what keeps it from going on. */
function ReadingStatus({ entry, state }: { readonly entry: ProjectSource; readonly state: SourceState }) {
  const words = useWords()
  const { loading } = useSurroundings().context
  const { source, identity } = entry
  const { status, problem, reading } = state
  const share = state.progress ?? 0
  return (
    <>
      {status === 'waiting' ? (
        <Notice level="warning">
          {words('data.waiting-text', { name: identity.name })}
          {!isKnownHash(identity.sha256) ? null : (
            <div className={styles['how']}>{words('data.hash', { hash: `${identity.sha256.slice(0, 16)}…` })}</div>
          )}
        </Notice>
      ) : null}
      {status === 'reading' ? (
        <div className={styles['progress']}>
          <Progress
            value={share * 100}
            size="sm"
            aria-label={words('data.reading', { percent: words.format.percent(share) })}
          />
          <Button variant="default" size="compact-xs" onClick={() => loading.cancel(source.id)}>
            {words('data.cancel')}
          </Button>
        </div>
      ) : null}
      {status === 'cancelled' ? <Notice level="info">{words('data.cancelled-text')}</Notice> : null}
      {problem === null ? null : waitsForInstrument(state) ? (
        <InstrumentMissing />
      ) : (
        <ProblemNotice problem={problem} />
      )}
      {status === 'failed' && !waitsForInstrument(state) ? (
        <ProblemNotices problems={(reading?.problems ?? []).slice(1)} isAnnounced={false} />
      ) : null}
    </>
  )
}

/** What is shown of a file: its columns, or what the attributes of all files hold. */
type Tab = 'columns' | 'values'

/** What was noted while the file was read, its columns or the values of attributes, and how its format was recognised. */
function ReadingDetails({
  entry,
  reading,
  status,
}: {
  readonly entry: ProjectSource
  readonly reading: SourceReading
  readonly status: SourceState['status']
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const [tab, setTab] = useState<Tab>('columns')
  const tabs: readonly Tab[] = valuesField(entry.source.kind) === null ? ['columns'] : ['columns', 'values']
  const proposals = useProposals(entry, status !== 'waiting')
  const notes = reading.report?.notes ?? []
  return (
    <>
      {notes.length === 0 ? null : (
        <div className={styles['notes']}>
          {(['warning', 'info'] as const).map((level) => {
            const alike = alikeNotes(notes.filter((note) => note.level === level))
            return <Notices key={level} level={level} alike={alike} speaker={speaker} />
          })}
        </div>
      )}
      <div className={styles['tabs']}>
        {tabs.length === 1 ? null : (
          <SegmentedControl
            aria-label={words('data.show')}
            value={tab}
            onChange={(value) => setTab(tabs.find((each) => each === value) ?? 'columns')}
            data={tabs.map((each) => ({ value: each, label: words(`data.tab-${each}`) }))}
          />
        )}
        <span className={styles['how']}>{words(tab === 'columns' ? 'columns.hint' : 'values.hint')}</span>
        <Button
          variant="default"
          size="compact-xs"
          ml="auto"
          onClick={() => workbench.patchWindow({ source: entry.source.id, panel: 'rows' })}
        >
          {words('data.show-rows')}
        </Button>
      </div>
      {tab === 'columns' ? <ColumnTable entry={entry} reading={reading} proposals={proposals} /> : <ValuesPanel />}
      <details className={styles['how']}>
        <summary>{words('data.how')}</summary>
        <p>{speaker.sentences(reading.reasons)}</p>
      </details>
      <ProposalBar entry={entry} reading={reading} proposals={proposals} />
    </>
  )
}

/** A survey without its instrument waits for it: the file itself is all right. */
function InstrumentMissing() {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  return (
    <Notice
      level="info"
      actions={
        <>
          <Button size="compact-xs" onClick={() => context.drafting.draftAgain()}>
            {words('drafting.again')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => run(projectAddFiles)}>
            {words('instrument.choose')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void context.opening.useBundledInstrument()}>
            {words('instrument.bundled')}
          </Button>
        </>
      }
    >
      {words('data.needs-instrument')}
    </Notice>
  )
}

/** What was understood, and that every row is accounted for. */
function Facts({
  source,
  reading,
  size,
}: {
  readonly source: string
  readonly reading: SourceReading
  readonly size: number
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const { report } = reading
  const count = (value: number): string => words.format.count(value)
  const reasons = report === null ? [] : Object.entries(report.leftOut)
  const facts = report === null ? [] : (sourceOf(report.kind).facts?.(report, words.language) ?? [])
  return (
    <dl className={styles['facts']}>
      <Fact term={words('facts.rows-read')}>{report === null ? '–' : count(report.rowsRead)}</Fact>
      <Fact term={words('facts.rows-used')}>{report === null ? '–' : count(report.rowsUsed)}</Fact>
      <Fact term={words('facts.left-out')}>
        {report === null ? '–' : count(report.rowsRead - report.rowsUsed)}
        {reasons.length === 0 ? null : (
          <small>
            {' '}
            {reasons
              .map(
                ([reason, number]) =>
                  `${reasons.length === 1 ? '' : `${count(number)} `}${speaker.text(`ingest:left-out.${reason}`)}`,
              )
              .join(', ')}
          </small>
        )}
      </Fact>
      <ExcludedFact source={source} />
      {facts.map(({ term, value, more }) => (
        <Fact key={term} term={speaker.text(`ingest:${term}`)}>
          {typeof value === 'number' ? count(value) : value.join(' · ')}{' '}
          {more === undefined ? null : <small>{speaker.label(more)}</small>}
        </Fact>
      ))}
      {formatFacts(reading, speaker).map(({ name, found }) => (
        <Fact key={name} term={name}>
          {found}
        </Fact>
      ))}
      <Fact term={words('facts.size')}>
        {size < 1_048_576
          ? `${words.format.number(size / 1024, 0)} kB`
          : `${words.format.number(size / 1_048_576, 1)} MB`}
      </Fact>
    </dl>
  )
}

/** Rows of the file that lines of the exclusions leave out of every analysis, and by what. */
function ExcludedFact({ source }: { readonly source: string }) {
  const words = useWords()
  const speaker = useSpeaker()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  const lines = (survey?.leftOut?.lines ?? []).flatMap((line) => {
    const rows = Object.hasOwn(line.bySource, source) ? (line.bySource[source] ?? 0) : 0
    return rows === 0 ? [] : [{ line, rows }]
  })
  if (lines.length === 0) return null
  return (
    <Fact term={words('facts.excluded')}>
      {words.format.count(lines.reduce((sum, { rows }) => sum + rows, 0))}
      <small>
        {' '}
        {lines
          .map(({ line, rows }) => {
            const by = speaker.label(linePhrase(line, survey?.instrument ?? null))
            return `${lines.length === 1 ? '' : `${words.format.count(rows)} `}${line.reason === '' ? by : `${by} – ${line.reason}`}`
          })
          .join(', ')}
      </small>
    </Fact>
  )
}

function Fact({ term, children }: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
