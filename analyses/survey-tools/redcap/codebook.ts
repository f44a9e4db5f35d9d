import { tidy } from '../../readers/reader'
import type { Codebook, CodebookAnswer, CodebookPart, CodebookReader, CodebookVariable } from '../codebook'
import { languageOf, plainText, textOf } from '../text-language'

/** Columns of a data dictionary by what they begin with; their number and their names are the same in every project. */
const dictionaryColumns = {
  name: /^(variable ?\/ ?field name|field_name)/i,
  form: /^form[ _]name/i,
  section: /^section[ _]header/i,
  type: /^field[ _]type/i,
  label: /^field[ _]label/i,
  choices: /^(choices|select_choices_or_calculations)/i,
  validation: /^text[ _]validation[ _]type/i,
  low: /^text[ _]validation[ _]min/i,
  high: /^text[ _]validation[ _]max/i,
  branching: /^branching[ _]logic/i,
  matrix: /^matrix[ _]group[ _]name/i,
}
type DictionaryColumn = keyof typeof dictionaryColumns

/** REDCap's data dictionary: a row a field. */
export const redcapCodebook: CodebookReader = {
  parts: { dictionary: 'table' },
  recognise: ({ head }) => {
    const names = head?.columns.map(({ name }) => name) ?? []
    const needed: readonly DictionaryColumn[] = ['name', 'form', 'type', 'label', 'choices']
    return needed.every((column) => names.some((name) => dictionaryColumns[column].test(name))) ? 'dictionary' : null
  },
  read: ({ dictionary }) => readDictionary(dictionary?.rows ?? []),
}

interface Field {
  readonly name: string
  readonly type: string
  readonly label: string
  readonly choices: readonly { readonly code: string; readonly label: string }[]
  readonly range: readonly [number, number] | null
  readonly branching: string
  readonly block: { readonly id: string; readonly title: string } | null
}

function readDictionary([header = [], ...records]: CodebookPart['rows']): Codebook {
  const fields = fieldsOf(header, records)
  const language = languageOf(fields.flatMap(({ label, choices }) => [label, ...choices.map((choice) => choice.label)]))
  return { title: null, variables: fields.flatMap((field) => variablesOf(field, (text) => textOf(language, text))) }
}

function fieldsOf(header: readonly string[], records: CodebookPart['rows']): readonly Field[] {
  const place = (column: DictionaryColumn): number =>
    header.findIndex((name) => dictionaryColumns[column].test(tidy(name)))
  let section = ''
  return records.flatMap((record): Field[] => {
    const cell = (column: DictionaryColumn): string => plainText(record[place(column)] ?? '')
    if (cell('name') === '') return []
    if (cell('section') !== '') section = cell('section')
    const [low, high] = [cell('low'), cell('high')].map((limit) => Number(limit.replace(',', '.')))
    const hasRange = cell('low') !== '' && cell('high') !== '' && Number.isFinite(low) && Number.isFinite(high)
    const matrix = cell('matrix')
    return [
      {
        name: cell('name'),
        type: cell('type').toLowerCase(),
        label: cell('label') === '' ? cell('name') : cell('label'),
        choices: choicesOf(cell('choices')),
        range: hasRange ? [low ?? 0, high ?? 0] : null,
        branching: (record[place('branching')] ?? '').trim(),
        block: matrix === '' ? null : { id: matrix, title: section === '' ? matrix : section },
      },
    ]
  })
}

/** `1, one | 2, two`. A label may have commas, a code has none. */
function choicesOf(cell: string): Field['choices'] {
  return cell.split('|').flatMap((choice) => {
    const [, code, label] = /^\s*([^,]*?)\s*,\s*([^]*?)\s*$/u.exec(choice) ?? []
    return code === undefined || code === '' || label === undefined
      ? []
      : [{ code, label: label === '' ? code : label }]
  })
}

type Speak = (text: string) => CodebookVariable['text']

const yes = { nb: 'Ja', sv: 'Ja', da: 'Ja', en: 'Yes' }
const no = { nb: 'Nei', sv: 'Nej', da: 'Nej', en: 'No' }
const isTrue = { nb: 'Sant', sv: 'Sant', da: 'Sandt', en: 'True' }
const isFalse = { nb: 'Usant', sv: 'Falskt', da: 'Falsk', en: 'False' }
/** Answers that REDCap gives without being told. */
const fixedAnswers: Readonly<Record<string, readonly CodebookAnswer[]>> = {
  yesno: [
    { code: '0', label: no },
    { code: '1', label: yes },
  ],
  truefalse: [
    { code: '0', label: isFalse },
    { code: '1', label: isTrue },
  ],
}
const unchecked: readonly CodebookAnswer[] = [
  { code: '0', label: { nb: 'Ikke valgt', sv: 'Inte vald', da: 'Ikke valgt', en: 'Unchecked' } },
  { code: '1', label: { nb: 'Valgt', sv: 'Vald', da: 'Valgt', en: 'Checked' } },
]

function variablesOf(field: Field, speak: Speak): readonly CodebookVariable[] {
  const { name, type, label, choices, range, branching, block } = field
  if (type === 'descriptive' || type === 'file' || type === 'calc' || type === 'sql') return []
  const asked = { ...(branching === '' ? {} : { condition: branching }), ...askedWhenOf(branching) }
  if (type === 'checkbox')
    return choices.map((choice): CodebookVariable => ({
      // The code's own letters stand in the header, a minus as another underscore.
      column: `${name}___${choice.code.toLowerCase().replaceAll('-', '_')}`,
      text: speak(choice.label),
      kind: 'checkbox',
      answers: unchecked,
      block: { id: name, title: speak(label) },
      ...asked,
    }))
  const answers = fixedAnswers[type] ?? (type === 'slider' ? [] : choices)
  const isChoice = type === 'radio' || type === 'dropdown' || type in fixedAnswers
  const limits = type === 'slider' ? ([0, 100] as const) : range
  return [
    {
      column: name,
      text: speak(label),
      kind: isChoice ? 'choice' : limits === null ? 'text' : 'number',
      answers: isChoice
        ? answers.map((answer) =>
            typeof answer.label === 'string'
              ? { code: answer.code, label: speak(answer.label) }
              : (answer as CodebookAnswer),
          )
        : [],
      ...(limits === null ? {} : { range: limits }),
      block: block === null ? null : { id: block.id, title: speak(block.title) },
      ...asked,
    },
  ]
}

/** `[role] = '1' or [role] = '2'` says no more than which answers to one question lead to this one. */
function askedWhenOf(branching: string): Pick<CodebookVariable, 'askedWhen'> {
  const parts = branching.split(/\s+or\s+/i).map((part) => /^\(?\[(\w+)\]\s*=\s*["']([^"']+)["']\)?$/.exec(part.trim()))
  const column = parts[0]?.[1]
  if (column === undefined || parts.some((part) => part?.[1] !== column)) return {}
  return { askedWhen: { column, codes: parts.map((part) => part?.[2] ?? '') } }
}
