import { Button, SegmentedControl } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import { useState } from 'react'
import { type Language, type Text, textIn } from '../../../analyses/core/words'
import { type Instrument, type Item, itemsOf, scaleOf } from '../../../analyses/instrument/model'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpenSample } from '../../commands/project-open-sample'
import { languageNames } from '../../i18n/words'
import { EmptyState } from '../../ui/empty-state'
import { Pane } from '../../ui/pane'
import { ProblemNotice } from '../problem-notice'
import { RejectedFiles } from '../rejected-files'
import { useProject, useRun, useSurroundings, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './instrument.module.css'

const languages: readonly Language[] = ['nb', 'sv', 'en', 'da']
/** Stands for the items that belong to no dimension. */
const standingAlone = '\u0000'

/** The questionnaire as data: dimensions, items in every language, scales, measures, and what is wrong with it, if anything. */
export function InstrumentView() {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  const workbench = useWorkbench()
  const { instrument, problems } = useWorkbenchState(({ session }) => session.instrument)
  const file = useProject((project) => project.instrument)
  const chosenItem = useWorkbenchState(({ window }) => window.item)
  const present =
    instrument === null
      ? []
      : languages.filter((language) => instrument.items.some(({ text }) => text[language] !== undefined))
  const [language, setLanguage] = useState<Language | null>(null)
  const [dimension, setDimension] = useState<string | null>(null)
  const shownLanguage =
    language !== null && present.includes(language)
      ? language
      : present.includes(words.language)
        ? words.language
        : (present[0] ?? 'nb')

  if (instrument === null) {
    return (
      <div style={{ overflow: 'auto' }}>
        <EmptyState
          picture={<IconClipboardList size={32} stroke={1.4} />}
          title={words(problems.length > 0 ? 'instrument.broken-title' : 'instrument.empty-title')}
          text={words(problems.length > 0 ? 'instrument.broken-text' : 'instrument.empty-text')}
        >
          <Button onClick={() => run(projectAddFiles)}>{words('instrument.choose')}</Button>
          <Button variant="default" onClick={() => void context.opening.useBundledInstrument()}>
            {words('instrument.bundled')}
          </Button>
          {problems.length > 0 ? null : (
            <Button variant="default" onClick={() => run(projectOpenSample)}>
              {words('command.project-open-sample')}
            </Button>
          )}
        </EmptyState>
        <div className={styles['main']}>
          <div className={styles['problems']}>
            <RejectedFiles />
            {problems.map((problem, index) => (
              <ProblemNotice
                key={index}
                problem={{ kind: 'input', code: problem.code, about: problem.about, place: problem.place }}
              />
            ))}
          </div>
        </div>
      </div>
    )
  }

  const groups = [
    ...instrument.dimensions.map(({ id, label }) => ({
      id,
      label: textIn(label, shownLanguage),
      items: itemsOf(instrument, id),
    })),
    ...(instrument.items.some((item) => item.dimension === null)
      ? [
          {
            id: standingAlone,
            label: words('instrument.alone'),
            items: instrument.items.filter((item) => item.dimension === null),
          },
        ]
      : []),
  ]
  const shownGroups = dimension === null ? groups : groups.filter(({ id }) => id === dimension)
  const item = instrument.items.find(({ id }) => id === chosenItem) ?? null
  return (
    <div className={styles['layout']}>
      <Pane title={words('instrument.dimensions')} tone="frame">
        <ul className={styles['list']}>
          <li>
            <button
              type="button"
              className={styles['entry']}
              aria-current={dimension === null ? 'true' : undefined}
              onClick={() => setDimension(null)}
            >
              <span>{words('instrument.all')}</span>
              <small>{instrument.items.length}</small>
            </button>
          </li>
          {groups.map(({ id, label, items }) => (
            <li key={id}>
              <button
                type="button"
                className={styles['entry']}
                aria-current={dimension === id ? 'true' : undefined}
                onClick={() => setDimension(id)}
              >
                <span>{label}</span>
                <small>{items.length}</small>
              </button>
            </li>
          ))}
        </ul>
      </Pane>
      <Pane
        title={file?.name ?? instrument.id}
        actions={
          <>
            <SegmentedControl
              aria-label={words('instrument.language')}
              value={shownLanguage}
              onChange={(value) => setLanguage(languages.find((each) => each === value) ?? null)}
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
          <div className={styles['about']}>
            <h2 lang={shownLanguage}>{textIn(instrument.label, shownLanguage)}</h2>
            <div className={styles['facts']}>
              <span>{words('instrument.version', { id: instrument.id, version: instrument.version })}</span>
              <span>
                {words('instrument.counts', {
                  dimensions: instrument.dimensions.length,
                  items: instrument.items.length,
                })}
              </span>
              {instrument.illustrative ? <span>{words('instrument.illustrative')}</span> : null}
            </div>
            {instrument.references.length === 0 ? null : (
              <p className={styles['facts']}>{instrument.references.join(' · ')}</p>
            )}
          </div>
          {shownGroups.map(({ id, label, items }) => {
            const declared = instrument.dimensions.find((candidate) => candidate.id === id)
            return (
              <section key={id} className={styles['dimension']} lang={shownLanguage}>
                <h3>{label}</h3>
                {declared?.description === undefined ? null : <p>{textIn(declared.description, shownLanguage)}</p>}
                <table className={styles['items']}>
                  <thead hidden>
                    <tr>
                      <th scope="col">{words('instrument.item')}</th>
                      <th scope="col">{words('instrument.text')}</th>
                      <th scope="col">{words('instrument.flags')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((entry) => (
                      <tr
                        key={entry.id}
                        data-chosen={entry.id === chosenItem}
                        onClick={() => workbench.patchWindow({ item: entry.id })}
                      >
                        <th scope="row" className={styles['itemId']}>
                          <button type="button" aria-pressed={entry.id === chosenItem}>
                            {entry.id}
                          </button>
                        </th>
                        <td>
                          <bdi>{textIn(entry.text, shownLanguage)}</bdi>
                        </td>
                        <td className={styles['flags']}>{entry.reversed ? words('instrument.reversed') : ''}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )
          })}
        </div>
      </Pane>
      <Pane title={item === null ? words('instrument.details') : item.id} tone="frame" isReading>
        {item === null ? (
          <DimensionDetails instrument={instrument} dimension={dimension} language={shownLanguage} />
        ) : (
          <ItemDetails instrument={instrument} item={item} language={shownLanguage} />
        )}
      </Pane>
    </div>
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
