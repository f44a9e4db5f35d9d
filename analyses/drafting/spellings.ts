import type { Label } from '../core/words'
import { proposeMerges } from '../sources/spellings/merge-proposals'
import type { Draft, DraftChoices, DraftedColumn, DraftQuestion } from './draft'
import { say } from './words'

type Levels = DraftedColumn['levels']
type Level = Levels[number]

/** Levels that seem to be one, written in several ways. */
interface Spellings {
  /** The name that they may all be. */
  readonly level: Level
  readonly others: readonly Level[]
  readonly isSure: boolean
}

/** Of a likeness that is less sure it is suggested that the two are different. */
const sureEnough = 0.75

/**
 * Asks of the levels of attributes that are written alike whether they are the same. What was answered is merged in the source and in the levels that are shown.
 * @param coded headers of columns whose levels have codes in the file, which are spelt once
 */
export function withSpellings<D extends Pick<Draft, 'columns' | 'questions' | 'source'>>(
  draft: D,
  choices: DraftChoices,
  coded: ReadonlySet<string>,
): D {
  const attributes = draft.columns.filter(({ role, header }) => role === 'attribute' && !coded.has(header))
  const questions = attributes.flatMap((column) =>
    spellingsIn(column).map((spellings) => questionOf(column, spellings, choices)),
  )
  const values = Object.fromEntries(
    attributes.flatMap(({ header, id, levels }) => {
      const present = Object.entries(choices.spellings?.[header] ?? {}).filter(([spelling]) =>
        levels.some(({ text }) => text === spelling),
      )
      return id === null || present.length === 0 ? [] : [[id, Object.fromEntries(present)]]
    }),
  )
  return {
    ...draft,
    columns: draft.columns.map((column) => ({
      ...column,
      levels: merged(column.levels, choices.spellings?.[column.header] ?? {}),
    })),
    questions: [...draft.questions, ...questions],
    source: Object.keys(values).length === 0 ? draft.source : { ...draft.source, values },
  }
}

function questionOf(
  { header, position }: DraftedColumn,
  { level, others, isSure }: Spellings,
  choices: DraftChoices,
): DraftQuestion {
  const id = `spelling:${position}:${level.text}`
  const isAnswered = choices.answered?.includes(id) === true
  const decided = choices.spellings?.[header] ?? {}
  const isMerged = others.every(({ text }) => decided[text] === level.text)
  const same = Object.fromEntries(others.map(({ text }) => [text, level.text]))
  const apart = Object.fromEntries(others.map(({ text }) => [text, text]))
  return {
    id,
    about: 'spelling',
    columns: [header],
    text: say('question.spelling', {
      count: others.length,
      spellings: { list: others.map(counted) },
      level: counted(level),
    }),
    choices: [
      { id: 'same', label: say('choice.same'), gives: { spellings: { [header]: same }, answered: [id] } },
      { id: 'apart', label: say('choice.apart'), gives: { spellings: { [header]: apart }, answered: [id] } },
    ],
    suggested: isSure ? 'same' : 'apart',
    chosen: isAnswered ? (isMerged ? 'same' : 'apart') : null,
    isAnswered,
  }
}

const counted = ({ text, count }: Level): Label => say('spelling', { text, count })

/** Levels by the level that they may be. What a role or a country is called in another language is no matter of spelling. */
function spellingsIn({ id, header, levels }: DraftedColumn): readonly Spellings[] {
  const spelt = levels.map(({ text, count }) => ({ text, rows: count }))
  const groups = new Map<string, { others: Level[]; score: number }>()
  for (const { from, into, score, reason, rows } of proposeMerges(id ?? header, spelt)) {
    if (reason === 'role' || reason === 'country') continue
    const group = groups.get(into) ?? { others: [], score: 1 }
    groups.set(into, { others: [...group.others, { text: from, count: rows }], score: Math.min(group.score, score) })
  }
  return [...groups].map(([into, { others, score }]) => ({
    level: levels.find(({ text }) => text === into) ?? { text: into, count: 0 },
    others,
    isSure: score >= sureEnough,
  }))
}

function merged(levels: Levels, spellings: Readonly<Record<string, string>>): Levels {
  const counts = new Map<string, number>()
  for (const { text, count } of levels) {
    const level = spellings[text] ?? text
    counts.set(level, (counts.get(level) ?? 0) + count)
  }
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
}
