import { Button, SegmentedControl } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import { useState } from 'react'
import type { InputError } from '../../../analyses/core/errors'
import { type Language, type Text, textIn } from '../../../analyses/core/words'
import { type Instrument, type Item, itemsOf, scaleOf } from '../../../analyses/instrument/model'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpenSample } from '../../commands/project-open-sample'
import { languageNames } from '../../i18n/words'
import { EmptyState } from '../../ui/empty-state'
import { FoldingColumns } from '../../ui/folding-columns'
import { Pane } from '../../ui/pane'
import { ProblemNotice } from '../problem-notice'
import { RejectedFiles } from '../rejected-files'
import { CommandButton } from '../command-controls'
import { useProject, useRun, useSurroundings, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './instrument.module.css'

const languages: readonly Language[] = ['nb', 'sv', 'en', 'da']
/** Stands for the items that belong to no dimension. */
const standingAlone = '\u0000'

/** The questionnaire as data: dimensions, items in every language, scales, measures, and what is wrong with it, if anything. */
export function InstrumentView() {
  const { instrument, problems } = useWorkbenchState(({ session }) => session.instrument)
  return instrument === null ? <NoInstrument problems={problems} /> : <Questionnaire instrument={instrument} />
}

/** Where an instrument comes from, and why the one that was given cannot be used. */
function NoInstrument({ problems }: { readonly problems: readonly InputError[] }) {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  const isBroken = problems.length > 0
  return (
    <div style={{ overflow: 'auto' }}>
      <EmptyState
        picture={<IconClipboardList size={32} stroke={1.4} />}
        title={words(isBroken ? 'instrument.broken-title' : 'instrument.empty-title')}
        text={words(isBroken ? 'instrument.broken-text' : 'instrument.empty-text')}
      >
        <Button onClick={() => run(projectAddFiles)}>{words('instrument.choose')}</Button>
        <Button variant="default" onClick={() => void context.opening.useBundledInstrument()}>
          {words('instrument.bundled')}
        </Button>
        {isBroken ? null : <CommandButton command={projectOpenSample} />}
      </EmptyState>
      <div className={styles['main']}>
        <div className={styles['problems']}>
          <RejectedFiles />
          {problems.map(({ code, about, place }, index) => (
            <ProblemNotice key={index} problem={{ kind: 'input', code, about, place }} />
          ))}
        </div>
      </div>
    </div>
  )
}

/** Items that belong together: those of a dimension, or those that belong to none. */
interface ItemGroup {
  readonly id: string
  readonly label: string
  readonly description: Text | undefined
  readonly items: readonly Item[]
}

function groupsOf(instrument: Instrument, language: Language, aloneLabel: string): readonly ItemGroup[] {
  const alone = instrument.items.filter((item) => item.dimension === null)
  return [
    ...instrument.dimensions.map(({ id, label, description }) => ({
      id,
      label: textIn(label, language),
      description,
      items: itemsOf(instrument, id),
    })),
    ...(alone.length === 0 ? [] : [{ id: standingAlone, label: aloneLabel, description: undefined, items: alone }]),
  ]
}

function Questionnaire({ instrument }: { readonly instrument: Instrument }) {
  const words = useWords()
  const chosenItem = useWorkbenchState(({ window }) => window.item)
  const present = languages.filter((language) => instrument.items.some(({ text }) => text[language] !== undefined))
  const [chosenLanguage, setLanguage] = useState<Language | null>(null)
  const [dimension, setDimension] = useState<string | null>(null)
  const language = [chosenLanguage, words.language].find((each) => each !== null && present.includes(each))
  const shown = language ?? present[0] ?? 'nb'
  const groups = groupsOf(instrument, shown, words('instrument.alone'))
  const item = instrument.items.find(({ id }) => id === chosenItem) ?? null
  return (
    <FoldingColumns
      className={styles['layout']}
      label={words('shell.columns')}
      names={[words('instrument.dimensions'), words('instrument.items'), words('instrument.details')]}
      follows={dimension}
    >
      <Dimensions groups={groups} count={instrument.items.length} chosen={dimension} onChoose={setDimension} />
      <Items
        instrument={instrument}
        groups={dimension === null ? groups : groups.filter(({ id }) => id === dimension)}
        language={shown}
        languages={present}
        onLanguage={setLanguage}
      />
      <Pane title={item === null ? words('instrument.details') : item.id} tone="frame" isReading>
        {item === null ? (
          <DimensionDetails instrument={instrument} dimension={dimension} language={shown} />
        ) : (
          <ItemDetails instrument={instrument} item={item} language={shown} />
        )}
      </Pane>
    </FoldingColumns>
  )
}

function Dimensions({
  groups,
  count,
  chosen,
  onChoose,
}: {
  readonly groups: readonly ItemGroup[]
  /** Items of the whole instrument. */
  readonly count: number
  /** Null for all. */
  readonly chosen: string | null
  readonly onChoose: (dimension: string | null) => void
}) {
  const words = useWords()
  const entries = [
    { id: null, label: words('instrument.all'), count },
    ...groups.map(({ id, label, items }) => ({ id, label, count: items.length })),
  ]
  return (
    <Pane title={words('instrument.dimensions')} tone="frame">
      <ul className={styles['list']}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className={styles['entry']}
              aria-current={chosen === entry.id ? 'true' : undefined}
              onClick={() => onChoose(entry.id)}
            >
              <span>{entry.label}</span>
              <small>{entry.count}</small>
            </button>
          </li>
        ))}
      </ul>
    </Pane>
  )
}

function Items({
  instrument,
  groups,
  language,
  languages: present,
  onLanguage,
}: {
  readonly instrument: Instrument
  readonly groups: readonly ItemGroup[]
  readonly language: Language
  /** Those that the instrument has texts in. */
  readonly languages: readonly Language[]
  readonly onLanguage: (language: Language | null) => void
}) {
  const words = useWords()
  const run = useRun()
  const file = useProject((project) => project.instrument)
  return (
    <Pane
      title={file?.name ?? instrument.id}
      actions={
        <>
          <SegmentedControl
            aria-label={words('instrument.language')}
            value={language}
            onChange={(value) => onLanguage(present.find((each) => each === value) ?? null)}
            data={present.map((each) => ({ value: each, label: languageNames[each] }))}
          />
          <Button variant="default" onClick={() => run(projectAddFiles)}>
            {words('instrument.replace')}
          </Button>
        </>
      }
    >
      <div className={styles['main']}>
        <RejectedFiles />
        <About instrument={instrument} language={language} />
        {groups.map((group) => (
          <ItemTable key={group.id} group={group} language={language} />
        ))}
      </div>
    </Pane>
  )
}

function About({ instrument, language }: { readonly instrument: Instrument; readonly language: Language }) {
  const words = useWords()
  const { id, version, dimensions, items, references } = instrument
  return (
    <div className={styles['about']}>
      <h2 lang={language}>{textIn(instrument.label, language)}</h2>
      <div className={styles['facts']}>
        <span>{words('instrument.version', { id, version })}</span>
        <span>{words('instrument.counts', { dimensions: dimensions.length, items: items.length })}</span>
        {instrument.illustrative ? <span>{words('instrument.illustrative')}</span> : null}
      </div>
      {references.length === 0 ? null : <p className={styles['facts']}>{references.join(' · ')}</p>}
    </div>
  )
}

function ItemTable({ group, language }: { readonly group: ItemGroup; readonly language: Language }) {
  const words = useWords()
  const workbench = useWorkbench()
  const chosen = useWorkbenchState(({ window }) => window.item)
  return (
    <section className={styles['dimension']} lang={language}>
      <h3>{group.label}</h3>
      {group.description === undefined ? null : <p>{textIn(group.description, language)}</p>}
      <table className={styles['items']}>
        <thead hidden>
          <tr>
            <th scope="col">{words('instrument.item')}</th>
            <th scope="col">{words('instrument.text')}</th>
            <th scope="col">{words('instrument.flags')}</th>
          </tr>
        </thead>
        <tbody>
          {group.items.map(({ id, text, reversed }) => (
            <tr key={id} data-chosen={id === chosen} onClick={() => workbench.patchWindow({ item: id })}>
              <th scope="row" className={styles['itemId']}>
                <button type="button" aria-pressed={id === chosen}>
                  {id}
                </button>
              </th>
              <td>
                <bdi>{textIn(text, language)}</bdi>
              </td>
              <td className={styles['flags']}>{reversed ? words('instrument.reversed') : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Texts({ text }: { readonly text: Text }) {
  return (
    <div className={styles['texts']}>
      {languages.map((language) => {
        const words = text[language]
        return words === undefined ? null : (
          <div key={language} lang={language}>
            <small>{languageNames[language]}</small>
            <bdi>{words}</bdi>
          </div>
        )
      })}
    </div>
  )
}

function ItemDetails({
  instrument,
  item,
  language,
}: {
  readonly instrument: Instrument
  readonly item: Item
  readonly language: Language
}) {
  const words = useWords()
  const scale = scaleOf(instrument, item)
  const measures = instrument.measures.filter(
    (measure) => measure.for.includes(item.id) || (item.dimension !== null && measure.for.includes(item.dimension)),
  )
  return (
    <div className={styles['details']}>
      <Texts text={item.text} />
      <section>
        <h3>{words('instrument.scale')}</h3>
        <p>
          {scale.kind === 'ordinal'
            ? words('instrument.scale-ordinal', {
                min: words.format.number(scale.min, 0),
                max: words.format.number(scale.max, 0),
              })
            : words('instrument.scale-continuous', {
                min: words.format.number(scale.min, 0),
                max: words.format.number(scale.max, 0),
                unit: scale.unit ?? '',
              })}
          {item.reversed ? ` ${words('instrument.reversed-text')}` : ''}
        </p>
        <dl style={{ marginTop: 6 }}>
          {Object.entries(scale.labels).map(([code, label]) => [
            <dt key={`code-${code}`}>{code}</dt>,
            <dd key={code}>{textIn(label, language)}</dd>,
          ])}
          {scale.nonResponses.map(({ code, label }) => [
            <dt key={`code-${code}`}>{code}</dt>,
            <dd key={code}>
              {textIn(label, language)} ({words('instrument.non-response')})
            </dd>,
          ])}
        </dl>
      </section>
      <section>
        <h3>{words('instrument.headers')}</h3>
        <p>{[item.id, ...item.aliases].join(', ')}</p>
      </section>
      {item.askedOf.length === 0 ? null : (
        <section>
          <h3>{words('instrument.asked-of')}</h3>
          <p>{item.askedOf.join(', ')}</p>
        </section>
      )}
      {item.changed.length === 0 ? null : (
        <section>
          <h3>{words('instrument.changed')}</h3>
          {item.changed.map(({ round, kind }) => (
            <p key={round}>
              {round}: {words(kind === 'meaning' ? 'instrument.changed-meaning' : 'instrument.changed-wording')}
            </p>
          ))}
        </section>
      )}
      <Measures measures={measures} language={language} />
    </div>
  )
}

function DimensionDetails({
  instrument,
  dimension,
  language,
}: {
  readonly instrument: Instrument
  readonly dimension: string | null
  readonly language: Language
}) {
  const words = useWords()
  const declared = instrument.dimensions.find(({ id }) => id === dimension)
  const items = itemsOf(instrument, dimension ?? '')
  const measures = instrument.measures.filter(
    (measure) =>
      dimension === null || measure.for.includes(dimension) || items.some(({ id }) => measure.for.includes(id)),
  )
  return (
    <div className={styles['details']}>
      {declared === undefined ? (
        <p>{words('instrument.details-hint')}</p>
      ) : (
        <>
          <Texts text={declared.label} />
          <section>
            <h3>{words('instrument.scoring')}</h3>
            <p>
              {words(declared.score === 'mean' ? 'instrument.score-mean' : 'instrument.score-sum')}{' '}
              {declared.minAnswered === 'half'
                ? words('instrument.answered-half')
                : declared.minAnswered === 'all'
                  ? words('instrument.answered-all')
                  : words('instrument.answered-count', { count: declared.minAnswered })}
            </p>
          </section>
        </>
      )}
      <Measures measures={measures} language={language} />
    </div>
  )
}

function Measures({ measures, language }: { readonly measures: Instrument['measures']; readonly language: Language }) {
  const words = useWords()
  if (measures.length === 0) return null
  return (
    <section>
      <h3>{words('instrument.measures')}</h3>
      {measures.map(({ id, label, below, note }) => (
        <div key={id} className={styles['measure']}>
          <strong>{textIn(label, language)}</strong>
          {below === undefined ? null : (
            <p>{words('instrument.measure-below', { limit: words.format.number(below, 1) })}</p>
          )}
          {note === undefined ? null : <p>{textIn(note, language)}</p>}
        </div>
      ))}
    </section>
  )
}
