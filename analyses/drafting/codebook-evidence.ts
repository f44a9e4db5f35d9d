import { textIn, type Language, type Text } from '../core/words'
import type { ColumnLevel, HeaderColumn } from '../readers/reader'
import { comparable } from '../sources/comparable'
import type { Codebook, CodebookVariable } from '../survey-tools/codebook'
import { plainText } from '../survey-tools/text-language'
import type { ColumnEvidence, DraftEvidence } from './evidence'

/**
 * What a file shows, with what the codebook of its survey tool says of its columns: they are then as those of a file that names its codes. Columns that the codebook does not have stay as
 * they are.
 */
export function withCodebook(evidence: DraftEvidence, codebook: Codebook): DraftEvidence {
  const byColumn = new Map(codebook.variables.map((variable) => [comparable(variable.column), variable]))
  const variableOf = ({ names }: HeaderColumn): CodebookVariable | undefined =>
    names
      .flatMap(headerForms)
      .flatMap((form) => byColumn.get(form) ?? [])
      .at(0)
  const language = languageOfCodebook(codebook)
  const columns = evidence.columns.map((column) => {
    const variable = variableOf(column.header)
    return variable === undefined ? column : knownColumn(column, variable, language)
  })
  if (columns.every(({ known }) => known === undefined)) return evidence
  const head = { ...evidence.head, columns: columns.map(({ header }) => header) }
  return {
    ...evidence,
    head,
    columns,
    codebook: { title: codebook.title, language, texts: textsOf(codebook, language) },
  }
}

/** A header, and the code with which it begins: `q1[SQ001]. What is …`. */
const headerForms = (name: string): readonly string[] => [
  comparable(name),
  comparable(/^(\S+?)[.:] /u.exec(name)?.[1] ?? name),
]

function languageOfCodebook({ variables }: Codebook): Language {
  const counts = new Map<Language, number>()
  for (const { text } of variables)
    for (const language of Object.keys(text) as Language[]) counts.set(language, (counts.get(language) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'en'
}

const wordsOf = (text: Text, language: Language): string => plainText(textIn(text, language))

/** By their words in one language, what the codebook says in all of its languages. */
function textsOf({ variables }: Codebook, language: Language): ReadonlyMap<string, Text> {
  const texts = variables.flatMap(({ text, block, answers }) => [
    text,
    ...(block === null ? [] : [block.title]),
    ...answers.map(({ label }) => label),
  ])
  return new Map(texts.map((text) => [comparable(wordsOf(text, language)), text]))
}

function knownColumn(column: ColumnEvidence, variable: CodebookVariable, language: Language): ColumnEvidence {
  const { header } = column
  const text = wordsOf(variable.text, language)
  const stem = variable.block === null ? '' : wordsOf(variable.block.title, language)
  // Brackets show the row of a matrix for certain, where the row itself has none.
  const label = stem === '' || stem === text ? text : /[[\]]/u.test(text) ? `${stem} - ${text}` : `${stem} [${text}]`
  const isSaid = text !== '' && comparable(text) !== comparable(header.name)
  const levels = levelsOf(column, variable, language)
  return {
    ...column,
    known: variable,
    header: {
      ...header,
      ...(isSaid ? { label, names: [...new Set([...header.names.slice(0, 1), label])] } : {}),
      ...(levels === null ? {} : { levels }),
    },
  }
}

/** Names of the codes, unless the file holds the words themselves. */
function levelsOf(
  { values }: ColumnEvidence,
  { kind, answers }: CodebookVariable,
  language: Language,
): readonly ColumnLevel[] | null {
  if (kind !== 'choice' || answers.length < 2) return null
  const codes = new Set(answers.map(({ code }) => code))
  const words = new Set(answers.map(({ label }) => comparable(wordsOf(label, language))))
  const sum = (isSo: (text: string) => boolean): number =>
    values.reduce((total, { text, count }) => total + (isSo(text) ? count : 0), 0)
  if (sum((text) => !codes.has(text) && words.has(comparable(text))) > sum((text) => codes.has(text))) return null
  const areNumbers = answers.every(({ code }) => /^-?\d{1,9}$/u.test(code))
  return answers.map(({ code, label }) => ({
    value: areNumbers ? Number(code) : code,
    label: wordsOf(label, language),
  }))
}
