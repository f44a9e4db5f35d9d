import { Fragment, useId, useState, type ReactNode } from 'react'
import { wordDifference } from '../../../analyses/core/word-difference'
import { textIn, type Language, type Text } from '../../../analyses/core/words'
import { basisLabel } from '../../../analyses/instrument/bridge-words'
import { judgements, type ItemPair, type Judgement } from '../../../analyses/instrument/bridge-pairs'
import { judgementOf, withJudgement, withPair, type Bridged } from '../../state/bridging-steps'
import type { Bridging } from '../../state/session'
import { useSpeaker, useSurroundings, useWords } from '../workbench-context'
import styles from './bridge.module.css'

interface Props {
  readonly bridging: Bridging
  readonly bridged: Bridged
}

const groups = ['changed', 'new', 'dropped', 'same'] as const
type Group = (typeof groups)[number]

/** By what is suggested, not by what was said: a row stays where it is while it is decided about. */
function groupOf({ older, newer, suggestion }: ItemPair): Group {
  if (older === null) return 'new'
  if (newer === null) return 'dropped'
  return suggestion === 'same' ? 'same' : 'changed'
}

/** The items of both versions side by side, those first that a person should look at. */
export function BridgePairs({ bridging, bridged }: Props) {
  const words = useWords()
  const [isSameOpen, setIsSameOpen] = useState(false)
  const { pairs, older, newer } = bridged
  const shown = groups.map((group) => ({ group, rows: pairs.filter((pair) => groupOf(pair) === group) }))
  return (
    <>
      <p role="status" className={styles['summary']}>
        <Summary bridging={bridging} bridged={bridged} />
      </p>
      <table className={styles['pairs']}>
        <thead>
          <tr>
            <th scope="col">{words('bridge.made-older', { version: older.version })}</th>
            <th scope="col">{words('bridge.made-newer', { version: newer.version })}</th>
            <th scope="col">{words('bridge.judgement')}</th>
          </tr>
        </thead>
        {shown.map(({ group, rows }) =>
          rows.length === 0 ? null : (
            <tbody key={group}>
              <tr className={styles['group']}>
                <th scope="rowgroup" colSpan={3}>
                  {group === 'same' ? (
                    <button
                      type="button"
                      className={styles['opener']}
                      aria-expanded={isSameOpen}
                      onClick={() => setIsSameOpen(!isSameOpen)}
                    >
                      {words('bridge.group-same', { count: rows.length })}{' '}
                      <span className={styles['openerSign']}>{words(isSameOpen ? 'bridge.hide' : 'bridge.show')}</span>
                    </button>
                  ) : (
                    words(`bridge.group-${group}`, { count: rows.length })
                  )}
                </th>
              </tr>
              {group === 'same' && !isSameOpen
                ? null
                : rows.map((pair) => (
                    <PairRow
                      key={`${pair.older?.id ?? ''}>${pair.newer?.id ?? ''}`}
                      pair={pair}
                      bridging={bridging}
                      bridged={bridged}
                    />
                  ))}
            </tbody>
          ),
        )}
      </table>
    </>
  )
}

/** How many items are what, as it is decided now. */
function Summary({ bridging, bridged: { pairs } }: Props) {
  const words = useWords()
  const choices = bridging.choices.present
  const judged = pairs.map((pair) => ({ pair, judgement: judgementOf(choices, pair) }))
  const count = (is: (judgement: Judgement | null, pair: ItemPair) => boolean): number =>
    judged.filter(({ pair, judgement }) => is(judgement, pair)).length
  return words('bridge.summary', {
    compared: count((judgement) => judgement === 'same' || judgement === 'wording'),
    meaning: count((judgement) => judgement === 'meaning'),
    added: count((judgement, { older }) => older === null || judgement === 'apart'),
    dropped: count((judgement, { newer }) => newer === null || judgement === 'apart'),
  })
}

function PairRow({ pair, bridging, bridged }: Props & { readonly pair: ItemPair }) {
  const words = useWords()
  const language = sharedLanguage(pair, words.language)
  const [older, newer] = [textOf(pair.older?.text, language), textOf(pair.newer?.text, language)]
  const runs = pair.older === null || pair.newer === null ? null : wordDifference(older, newer)
  const marked = (side: 'older' | 'newer'): ReactNode =>
    (runs ?? []).map(({ kind, words: text }, index) => {
      if (kind !== 'both' && kind !== side) return null
      const Mark = kind === 'both' ? Fragment : side === 'older' ? 'del' : 'ins'
      return (
        <Fragment key={index}>
          <Mark>{text}</Mark>{' '}
        </Fragment>
      )
    })
  return (
    <tr>
      <td lang={language}>
        {pair.older === null ? (
          <span className={styles['none']}>{words('bridge.none')}</span>
        ) : (
          <ItemText id={pair.older.id}>{runs === null ? older : marked('older')}</ItemText>
        )}
      </td>
      <td lang={language}>
        {pair.newer === null ? (
          <span className={styles['none']}>{words('bridge.none')}</span>
        ) : (
          <ItemText id={pair.newer.id}>{runs === null ? newer : marked('newer')}</ItemText>
        )}
      </td>
      <td>
        <Decision pair={pair} bridging={bridging} bridged={bridged} name={newer === '' ? older : newer} />
      </td>
    </tr>
  )
}

function ItemText({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <>
      <span className={styles['text']}>{children}</span>
      <small className={styles['id']}>{id}</small>
    </>
  )
}

/** What a pair is, and why that is suggested; an item alone can be paired with one that the other version has alone. */
function Decision({ pair, bridging, bridged, name }: Props & { readonly pair: ItemPair; readonly name: string }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { bridging: desk } = useSurroundings().context
  const reason = useId()
  const { key, older, newer, suggestion } = pair
  const basis = basisLabel(pair)
  if (suggestion === null) return <PairSelect pair={pair} bridged={bridged} name={name} />
  return (
    <div className={styles['decision']}>
      <select
        className={styles['select']}
        aria-label={words('bridge.judge', { item: name })}
        aria-describedby={reason}
        value={judgementOf(bridging.choices.present, pair) ?? suggestion}
        onChange={(event) => {
          const judgement = judgements.find((each) => each === event.currentTarget.value)
          if (judgement !== undefined) desk.choose(withJudgement(key, judgement))
        }}
      >
        {judgements.map((judgement) => (
          <option key={judgement} value={judgement}>
            {words(`bridge.is-${judgement}`)}
          </option>
        ))}
      </select>
      <small id={reason} className={styles['reason']}>
        {basis === null
          ? ''
          : pair.basis === 'text' && suggestion !== 'same'
            ? words('bridge.same-in-some')
            : speaker.label(basis)}
        {older !== null && newer !== null && older.reversed !== newer.reversed ? `; ${words('bridge.turned')}` : ''}
        {pair.scales?.is === 'apart' ? `; ${words('bridge.scales-apart')}` : ''}
        {pair.scales?.is === 'recoded' ? `; ${words('bridge.recoded')}` : ''}
      </small>
    </div>
  )
}

/** Pairs an item that only one version has with one that only the other has. */
function PairSelect({
  pair,
  bridged,
  name,
}: {
  readonly pair: ItemPair
  readonly bridged: Bridged
  readonly name: string
}) {
  const words = useWords()
  const { bridging: desk } = useSurroundings().context
  const { older, newer } = pair
  const others = bridged.pairs.flatMap((other) => {
    const item =
      older === null ? (other.newer === null ? other.older : null) : other.older === null ? other.newer : null
    return item === null ? [] : [item]
  })
  const own = older ?? newer
  if (own === null) return null
  return (
    <div className={styles['decision']}>
      <select
        className={styles['select']}
        aria-label={words('bridge.pair-of', { item: name })}
        value=""
        disabled={others.length === 0}
        onChange={(event) => {
          const { value } = event.currentTarget
          if (value !== '') desk.choose(older === null ? withPair(value, own.id) : withPair(own.id, value))
        }}
      >
        <option value="">{words(older === null ? 'bridge.is-new' : 'bridge.is-dropped')}</option>
        {others.map((item) => (
          <option key={item.id} value={item.id}>
            {words('bridge.pair-with', { item: textIn(item.text, words.language) })}
          </option>
        ))}
      </select>
    </div>
  )
}

/** The language in which the two are held against each other: the window's where both have it, else the first that both have. */
function sharedLanguage({ older, newer }: ItemPair, wanted: Language): Language {
  const [one, other] = [older?.text ?? newer?.text ?? {}, newer?.text ?? older?.text ?? {}]
  const shared = (['nb', 'sv', 'en', 'da'] as const).filter(
    (language) => one[language] !== undefined && other[language] !== undefined,
  )
  return shared.includes(wanted as (typeof shared)[number]) ? wanted : (shared[0] ?? wanted)
}

const textOf = (text: Text | undefined, language: Language): string =>
  text === undefined ? '' : textIn(text, language)
