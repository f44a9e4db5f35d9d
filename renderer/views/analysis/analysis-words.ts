import type { ColumnRole, Option } from '../../../analyses/core/options'
import type { Label } from '../../../analyses/core/words'
import type { Speaker } from '../../../analyses/core/speaker'
import { analyses } from '../../../analyses/index'
import type { Words } from '../../i18n/words'
import { isGivenByPerson, type ProjectAnalysis } from '../../state/project'

type Listed = Pick<ProjectAnalysis, 'as' | 'id' | 'options' | 'where'>

/** Of a longer list, so many are named. */
const namedAtMost = 2

/**
 * What an analysis of a project is told by beside the title of its kind: the name that a person gave it, else what it is by, of whom and with which options, in words. Two
 * that would be told by the same words have a number. Empty where the title says enough.
 * @param listed every analysis of the project
 */
export function analysisWords(analysis: Listed, listed: readonly Listed[], words: Words, speaker: Speaker): string {
  const peers = listed.filter(({ id }) => id === analysis.id)
  const said = peers.map((peer) => [peer.as, ownWords(peer, peers, words, speaker)] as const)
  const own = said.find(([as]) => as === analysis.as)?.[1] ?? ''
  const alike = said.filter(([, other]) => other === own)
  const position = alike.findIndex(([as]) => as === analysis.as)
  return position <= 0 ? own : own === '' ? `(${position + 1})` : `${own} (${position + 1})`
}

/** The title of an analysis with what tells it from others of its kind. */
export function analysisName(analysis: Listed, listed: readonly Listed[], words: Words, speaker: Speaker): string {
  const title = speaker.text(`${analysis.id}:title`)
  const more = analysisWords(analysis, listed, words, speaker)
  return more === '' ? title : `${title}: ${more}`
}

function ownWords(analysis: Listed, peers: readonly Listed[], words: Words, speaker: Speaker): string {
  if (isGivenByPerson(analysis.as)) return analysis.as
  const declared = Object.entries(analyses.get(analysis.id)?.options ?? {})
  const parts = declared.flatMap(([id, option]) => optionWords(analysis, peers, id, option, words, speaker))
  const filters = analysis.where.map(({ column, in: levels }) =>
    words('analysis.only', {
      levels: named(levels, words, speaker),
      attribute: lowered(speaker.label({ attribute: column }), speaker),
    }),
  )
  return [...parts, ...filters].join(' · ')
}

/** What an option says of the analysis: groups always, where they were chosen; others where they differ among analyses of the kind. */
function optionWords(
  analysis: Listed,
  peers: readonly Listed[],
  id: string,
  option: Option,
  words: Words,
  speaker: Speaker,
): readonly string[] {
  const value: unknown = analysis.options[id]
  if (value === undefined || value === null) return []
  const differs = peers.some((peer) => JSON.stringify(peer.options[id]) !== JSON.stringify(value))
  if (option.kind === 'columns' || option.kind === 'column') {
    const chosen = (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string')
    if (chosen.length === 0 || option.of === 'moment') return []
    const list = named(
      chosen.map((column) => {
        const name = columnWords(option.of, column, speaker)
        return isOfGroups(option.of) ? lowered(name, speaker) : name
      }),
      words,
      speaker,
    )
    if (isOfGroups(option.of)) return [words('analysis.by', { columns: list })]
    return differs ? [list] : []
  }
  if (!differs) return []
  const label = speaker.text(`${analysis.id}:option.${id}.label`)
  if (option.kind === 'flag') return value === true ? [label] : []
  if (option.kind === 'choice') return [speaker.text(`${analysis.id}:option.${id}.choice.${String(value)}`)]
  return typeof value === 'number' ? [`${label}: ${speaker.format.number(value, Number.isInteger(value) ? 0 : 2)}`] : []
}

function named(list: readonly string[], words: Words, speaker: Speaker): string {
  const shown = list.length <= namedAtMost + 1 ? list : list.slice(0, namedAtMost)
  const rest = list.length - shown.length
  return speaker.label({ list: rest === 0 ? shown : [...shown, words('analysis.more', { count: rest })] })
}

const isOfGroups = (role: ColumnRole): boolean => role === 'group' || role === 'attribute' || role === 'nesting'

const lowered = (text: string, { language }: Speaker): string =>
  text.charAt(0).toLocaleLowerCase(language) + text.slice(1)

/** A column by its name for people. */
export function columnWords(role: ColumnRole, id: string, speaker: Speaker): string {
  const labels: Readonly<Record<ColumnRole, Label>> = {
    outcome: { outcome: id },
    dimension: { dimension: id },
    item: { item: id },
    attribute: { attribute: id },
    group: { attribute: id },
    nesting: { attribute: id },
    round: id,
    series: id,
    event: id,
    moment: id,
    source: id,
    area: id,
  }
  return speaker.label(labels[role])
}
