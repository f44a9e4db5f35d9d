import type { Database } from '../core/database'
import { factorColumn, quoteName } from '../core/datasets'
import type { Note } from '../core/words'
import { proposeMerges } from '../sources/spellings/merge-proposals'
import type { PreparedSurvey } from '../survey/open'
import { info, say, warning } from './words'

/**
 * Names of the headcount that nobody who answered has, and rounds with answers that it lacks: nobody's people are dropped without a word. Where respondents have names that
 * the headcount lacks, too, one of the two may be misspelt, and the likeliest other name is told beside it.
 */
export async function unmatchedNotes(database: Database, survey: PreparedSurvey): Promise<readonly Note[]> {
  const { responses, headcount } = survey.tables
  if (headcount === null) return []
  const by = (survey.headcountBy ?? []).filter((id) => survey.attributes.includes(id))
  const notes: Note[] = []
  for (const column of ['round', ...by]) {
    const [answered, invited] = [
      await levelsOf(database, responses, column),
      await levelsOf(database, headcount, column),
    ]
    const withoutAnswers = invited.filter((name) => !answered.includes(name))
    const withoutHeadcount = answered.filter((name) => !invited.includes(name))
    if (column === 'round') {
      if (withoutHeadcount.length > 0)
        notes.push(warning('round-uncounted', { rounds: { list: withoutHeadcount }, known: { list: invited } }))
    } else if (withoutAnswers.length > 0) notes.push(noteOfNames(column, withoutAnswers, withoutHeadcount))
  }
  return notes
}

function noteOfNames(attribute: string, withoutAnswers: readonly string[], withoutHeadcount: readonly string[]): Note {
  const about = { attribute: { attribute }, count: withoutAnswers.length }
  if (withoutHeadcount.length === 0) return info('nobody-answered', { ...about, names: { list: withoutAnswers } })
  const spellings = withoutAnswers.map((text) => ({ text, rows: 1 }))
  const meant = new Map(
    proposeMerges(attribute, spellings, withoutHeadcount)
      .filter(({ into }) => withoutHeadcount.includes(into))
      .map(({ from, into }) => [from, into]),
  )
  const names = withoutAnswers.map((name) => {
    const into = meant.get(name)
    return into === undefined ? name : say('may-be', { name, into })
  })
  return warning('matches-nobody', { ...about, names: { list: names }, others: { list: withoutHeadcount } })
}

async function levelsOf(database: Database, table: string, column: string): Promise<readonly string[]> {
  const name = quoteName(column)
  const frame = await database.frame(
    `SELECT DISTINCT ${name} FROM ${quoteName(table)} WHERE ${name} IS NOT NULL ORDER BY ${name}`,
  )
  const { codes, levels } = factorColumn(frame, column)
  return Array.from(codes, (code) => levels[code] ?? '')
}
