import type { Language, Text } from '../../core/words'
import type { Codebook, CodebookAnswer, CodebookPart, CodebookReader, CodebookVariable } from '../codebook'
import { languageOf, languageOfCode, plainText } from '../text-language'
import { readStructure, type StructureTables } from './survey-structure'

/** The structure of a survey, `.lss`. Texts stand beside the questions, from version 4 on in tables of their own, a row a language. */
export const limeSurveyCodebook: CodebookReader = {
  parts: { structure: 'text' },
  recognise: ({ beginning }) => (/<LimeSurveyDocType>\s*Survey\s*</.test(beginning) ? 'structure' : null),
  read: ({ structure }) => readSurvey(structure ?? { file: '', rows: [], text: '' }),
}

type Row = StructureTables[string][number]
interface Question {
  readonly row: Row
  readonly texts: Text
}

function readSurvey({ text, file }: CodebookPart): Codebook {
  const tables = readStructure(text, file)
  const rowsOf = (table: string): readonly Row[] => tables[table] ?? []
  const spoken = [...rowsOf('questions'), ...rowsOf('question_l10ns')].map(({ question = '' }) => plainText(question))
  const fallback = languageOf(spoken)
  const collect = (rows: readonly Row[], key: (row: Row) => string, words: string): ReadonlyMap<string, Text> =>
    textsBy(rows, key, words, fallback)
  const questionTexts = collect(
    [...rowsOf('questions'), ...rowsOf('subquestions'), ...rowsOf('question_l10ns')],
    ({ qid = '' }) => qid,
    'question',
  )
  const answerTexts = collect(rowsOf('answers'), answerKey, 'answer')
  const localised = collect(rowsOf('answer_l10ns'), ({ aid = '' }) => aid, 'answer')
  const questions = distinct([...rowsOf('questions'), ...rowsOf('subquestions')]).map((row): Question => ({
    row,
    texts: questionTexts.get(row['qid'] ?? '') ?? {},
  }))
  const inOrder = (a: Question, b: Question): number =>
    Number(a.row['question_order'] ?? 0) - Number(b.row['question_order'] ?? 0)
  const groups = rowsOf('groups').map(({ gid = '', group_order: order = '0' }) => [gid, Number(order)] as const)
  const groupOrder = new Map(groups)
  const groupOf = ({ row }: Question): number => groupOrder.get(row['gid'] ?? '') ?? 0
  const answersOf = (qid: string, scale = '0'): readonly CodebookAnswer[] => {
    const seen = new Set<string>()
    return rowsOf('answers')
      .filter((row) => row['qid'] === qid && (row['scale_id'] ?? '0') === scale)
      .toSorted((a, b) => Number(a['sortorder'] ?? 0) - Number(b['sortorder'] ?? 0))
      .flatMap((row): CodebookAnswer[] => {
        const { code = '', aid = '' } = row
        if (seen.has(code)) return []
        seen.add(code)
        return [{ code, label: answerTexts.get(answerKey(row)) ?? localised.get(aid) ?? {} }]
      })
  }
  const titles = textsBy(rowsOf('surveys_languagesettings'), () => '', 'surveyls_title', fallback)
  return {
    title: titles.get('') ?? null,
    variables: questions
      .filter(({ row }) => (row['parent_qid'] ?? '0') === '0')
      .toSorted((a, b) => groupOf(a) - groupOf(b) || inOrder(a, b))
      .flatMap((question) => {
        const rows = questions.filter(({ row }) => row['parent_qid'] === question.row['qid']).toSorted(inOrder)
        return variablesOf(question, rows, answersOf(question.row['qid'] ?? ''))
      }),
  }
}

const answerKey = ({ qid = '', code = '', scale_id: scale = '0' }: Row): string => `${qid} ${scale} ${code}`

/** A question stands once for each language in older files. */
function distinct(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.toReversed().map((row) => [row['qid'], row])).values()].toReversed()
}

function textsBy(
  rows: readonly Row[],
  key: (row: Row) => string,
  words: string,
  fallback: Language,
): ReadonlyMap<string, Text> {
  const texts = new Map<string, Text>()
  for (const row of rows) {
    const plain = plainText(row[words] ?? '')
    const given = row['language'] ?? row['surveyls_language']
    const language = given === undefined ? fallback : languageOfCode(given)
    if (plain === '' || language === null) continue
    texts.set(key(row), { ...texts.get(key(row)), [language]: plain })
  }
  return texts
}

const yes: CodebookAnswer = { code: '1', label: { nb: 'Ja', sv: 'Ja', da: 'Ja', en: 'Yes' } }
const no: CodebookAnswer = { code: '0', label: { nb: 'Nei', sv: 'Nej', da: 'Nej', en: 'No' } }
const points = (count: number): readonly CodebookAnswer[] =>
  Array.from({ length: count }, (_, index) => ({ code: String(index + 1), label: {} }))

/** The types of questions that LimeSurvey has, by their letters. */
function variablesOf(
  question: Question,
  rows: readonly Question[],
  answers: readonly CodebookAnswer[],
): readonly CodebookVariable[] {
  const { texts } = question
  const { title = '', type = '', relevance = '1' } = question.row
  const condition = relevance.trim() === '' || relevance.trim() === '1' ? {} : { condition: relevance.trim() }
  const block = { id: title, title: texts }
  const matrix = (
    of: readonly CodebookAnswer[],
    kind: CodebookVariable['kind'] = 'choice',
  ): readonly CodebookVariable[] =>
    rows.map(({ row, texts: text }) => ({
      column: `${title}[${row['title'] ?? ''}]`,
      text,
      kind,
      answers: of,
      block,
      ...condition,
    }))
  const one = { column: title, text: texts, block: null, ...condition }
  switch (type) {
    case 'L':
    case '!':
    case 'O':
      return [{ ...one, kind: 'choice', answers }]
    case 'F':
    case 'H':
      return matrix(answers)
    case 'A':
      return matrix(points(5))
    case 'B':
      return matrix(points(10))
    case '5':
      return [{ ...one, kind: 'choice', answers: points(5) }]
    case 'M':
    case 'P':
      return matrix([no, yes], 'checkbox')
    default:
      return [{ ...one, kind: 'text', answers: [] }]
  }
}
