import { tidy } from '../../readers/reader'
import type { Codebook, CodebookAnswer, CodebookPart, CodebookReader, CodebookVariable } from '../codebook'
import { languageOf, plainText, textOf } from '../text-language'

const columns = ['questionName', 'variableName', 'questionType', 'subType', 'questionText', 'choiceValue', 'choiceText']

/**
 * SurveyXact's structure (a row a variable, with a header) and labels (variable, value, label, without one). Of one of the two alone, what it has is taken.
 * Rules: as exported by SurveyXact and read by the R package readSX.
 */
export const surveyXactCodebook: CodebookReader = {
  parts: { structure: 'table', labels: 'table' },
  recognise: ({ head }) => {
    if (head === null) return null
    const names = head.columns.map(({ name }) => name)
    if (columns.slice(0, 5).every((name) => names.includes(name))) return 'structure'
    return isLabels([names, ...head.sample.map(({ cells }) => cells)]) ? 'labels' : null
  },
  read: ({ structure, labels }) => readSurveyXact(structure?.rows ?? [], labels?.rows ?? []),
}

/** Three columns of which the second is a whole number and the first comes several times in a row. */
function isLabels(rows: readonly (readonly string[])[]): boolean {
  const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ''))
  const isRow = (cells: readonly string[]): boolean =>
    cells.length >= 3 &&
    /^[\p{L}][\p{L}\p{N}_.]*$/u.test(tidy(cells[0] ?? '')) &&
    /^-?\d+$/.test(tidy(cells[1] ?? '')) &&
    cells.slice(3).every((cell) => cell.trim() === '')
  const repeats = filled.filter((cells, index) => index > 0 && cells[0] === filled[index - 1]?.[0]).length
  return filled.length >= 4 && filled.every(isRow) && repeats * 3 >= filled.length
}

type Rows = CodebookPart['rows']

function readSurveyXact(structure: Rows, labels: Rows): Codebook {
  const [header = [], ...records] = structure
  const cell = (record: readonly string[], name: string): string =>
    plainText(record[header.map(tidy).indexOf(name)] ?? '')
  const language = languageOf([
    ...records.map((record) => cell(record, 'questionText')),
    ...labels.map((record) => record[2] ?? ''),
  ])
  const answers = new Map<string, CodebookAnswer[]>()
  for (const [name = '', code = '', label = ''] of labels) {
    const list = answers.get(tidy(name)) ?? []
    if (tidy(label) !== '') list.push({ code: tidy(code), label: textOf(language, plainText(label)) })
    answers.set(tidy(name), list)
  }
  const rowsOf = new Map<string, (readonly string[])[]>()
  for (const record of records) {
    const name = cell(record, 'variableName')
    if (name !== '') rowsOf.set(name, [...(rowsOf.get(name) ?? []), record])
  }
  if (rowsOf.size === 0) return { title: null, variables: [...answers.keys()].map((name) => variable(name, name, '')) }
  return {
    title: null,
    variables: [...rowsOf].flatMap(([name, rows]): CodebookVariable[] => {
      const [first = []] = rows
      if (/^(stato|statoverall)_\d+$/i.test(name)) return []
      const type = `${cell(first, 'questionType')} ${cell(first, 'subType')}`
      const question = cell(first, 'questionText')
      if (type === 'Closed Multiple') return [variable(name, cell(first, 'choiceText'), question, type)]
      // Some structures have a row for each answer; the labels say the same where they are given.
      if (!answers.has(name)) answers.set(name, rows.flatMap(answerOf))
      const { stem, row } = stemOf(question)
      return [variable(name, row === '' ? name : row, stem, type)]
    }),
  }

  function answerOf(record: readonly string[]): readonly CodebookAnswer[] {
    const [code, label] = [cell(record, 'choiceValue'), cell(record, 'choiceText')]
    return code === '' || label === '' ? [] : [{ code, label: textOf(language, label) }]
  }

  function variable(name: string, text: string, stem: string, type = 'Closed Single'): CodebookVariable {
    const kind =
      type === 'Closed Multiple'
        ? 'checkbox'
        : type === 'Closed Single'
          ? 'choice'
          : /numeric|integer|decimal/i.test(type)
            ? 'number'
            : 'text'
    return {
      column: name,
      text: textOf(language, text),
      kind,
      answers: answers.get(name) ?? [],
      block: stem === '' ? null : { id: name.replace(/_?\d+$/u, ''), title: textOf(language, stem) },
    }
  }
}

/** A row of a matrix is exported as `question - row`; a question by itself has no row. */
function stemOf(question: string): { readonly stem: string; readonly row: string } {
  const at = question.lastIndexOf(' - ')
  return at <= 0
    ? { stem: '', row: question }
    : { stem: question.slice(0, at).trim(), row: question.slice(at + 3).trim() }
}
