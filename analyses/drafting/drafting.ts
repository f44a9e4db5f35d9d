import { freeId } from '../core/ids'
import type { Language, Text } from '../core/words'
import { attributeIdOf } from '../instrument/taken-names'
import { comparable } from '../sources/comparable'
import type { SurveySource } from '../sources/survey/fields'
import { roundOf } from '../sources/survey/recognise'
import { isMappable } from '../core/fields'
import type { AnySource } from '../sources/source'
import type { DraftedItem, DraftedScale, InstrumentDocument } from '../survey-tools/drafting'
import { languageOf } from '../survey-tools/text-language'
import { backgroundTopic } from './background-questions'
import { roleOfRest, rolesBesideAnswers, type RoleVerdict } from './column-roles'
import { contraryItems } from './contrary-items'
import { decisionsOf } from './decisions'
import { groupItems, type DraftingItem, type StructureSeeker } from './dimensions'
import type { Draft, DraftChoices, DraftedColumn, DraftedDimension, DraftedScaleView, DraftSetting } from './draft'
import type { ColumnEvidence, DraftEvidence } from './evidence'
import { partsOfHeaders, type HeaderParts } from './header-parts'
import { idOfCode, slugOf, startIds } from './ids'
import { answersByRow } from './item-answers'
import { textOfLabels, type MadeScale } from './made-scale'
import { makeScales } from './made-scales'
import { withCodebookTexts } from './codebook-texts'
import { withGroupingQuestion } from './grouping-question'
import { itemQuestions } from './questions'
import { withSpellings } from './spellings'
import { groupsByStructure, type StructureFinding } from './structure-groups'
import { say } from './words'

/**
 * An instrument from what a file shows and what a person decided. Pure and quick: it is made anew at every choice. What is not known is asked, and nothing is turned
 * before it was answered.
 * @param poll called now and then, while it is sought how answers hang together, with the share that is done; what it throws ends the work
 */
export function draftFromEvidence(
  evidence: DraftEvidence,
  choices: DraftChoices,
  setting: DraftSetting,
  poll: (share: number) => void = () => undefined,
): Draft {
  const { parts, language, beside } = firstLook(evidence)
  const candidates = evidence.columns.flatMap((column, index) => {
    const isWished = choices.roles?.[column.header.name] === 'item'
    return (beside[index] === null || isWished) && (column.n > 0 || column.known?.kind === 'choice')
      ? [{ column, parts: parts[index] as HeaderParts }]
      : []
  })
  const scales = makeScales(candidates, choices)
  const verdicts = evidence.columns.map((column, index) =>
    verdictOf(evidence, column, parts[index] as HeaderParts, beside[index] ?? null, scales, choices),
  )
  const attributes = attributesOf(evidence, parts, verdicts, choices)
  const items = itemsOf(evidence, parts, verdicts, scales, attributes)
  const claimDimension = startIds([...items.map(({ id }) => id), ...attributes.values()])
  const grouped = groupItems(items, choices, language, claimDimension, structureSeeker(evidence, poll))
  const { dimensions, grouping } = grouped
  const reversed = new Set(items.filter(({ header }) => choices.reversed?.[header] === true).map(({ id }) => id))
  const used = scales.filter(({ columns }) =>
    items.some(
      ({ scale, header }) =>
        columns.some((column) => evidence.columns[column]?.header.name === header) && scale.columns === columns,
    ),
  )
  const columns = evidence.columns.map((column, index) =>
    draftedColumn(column, parts[index] as HeaderParts, verdicts[index] as RoleVerdict, {
      items,
      attributes,
      dimensions,
      reversed,
      choices,
    }),
  )
  const contrary = contraryOf(items, dimensions)
  const draft = {
    document:
      items.length === 0
        ? null
        : withCodebookTexts(
            documentOf(setting, language, used, dimensions, items, reversed, columns, choices),
            evidence,
            attributes,
          ),
    source: sourceOf(evidence, columns, used, setting),
    language,
    columns,
    scales: used.map((scale) => scaleView(scale, evidence)),
    dimensions,
    grouping,
    groupingNotes: grouped.notes,
    questions: withGroupingQuestion(
      [...used.flatMap(({ questions }) => questions), ...itemQuestions(contrary, columns, choices)],
      grouped,
      choices,
    ),
    rowsRead: evidence.rowsRead,
  }
  const coded = evidence.columns.flatMap(({ header }) => (header.levels === undefined ? [] : [header.name]))
  const spelt = withSpellings(draft, choices, new Set(coded))
  return { ...spelt, decisions: decisionsOf(spelt, evidence) }
}

const structures = new WeakMap<DraftEvidence, Map<string, StructureFinding>>()

/** Seeks how items hang together once for the same answers, since a draft is made anew at every choice. */
function structureSeeker(evidence: DraftEvidence, poll: (share: number) => void): StructureSeeker {
  const known = structures.get(evidence) ?? new Map<string, StructureFinding>()
  structures.set(evidence, known)
  return (items) => {
    const scales = [...new Set(items.map(({ scale }) => scale))]
    const steps = scales.map((scale) => scale.steps.map(({ code, answers }) => [code, answers.map(({ key }) => key)]))
    const key = JSON.stringify([items.map(({ header, scale }) => [header, scales.indexOf(scale)]), steps])
    const before = known.get(key)
    if (before !== undefined) return before
    const found = groupsByStructure(
      items.flatMap(({ answers }) => (answers === null ? [] : [answers])),
      poll,
    )
    known.set(key, found)
    return found
  }
}

/** What no choice changes. */
interface FirstLook {
  readonly parts: readonly HeaderParts[]
  readonly language: Language
  readonly beside: readonly (RoleVerdict | null)[]
}

const looks = new WeakMap<DraftEvidence, FirstLook>()

function firstLook(evidence: DraftEvidence): FirstLook {
  const known = looks.get(evidence)
  if (known !== undefined) return known
  const parts = partsOfHeaders(evidence.head.columns)
  const look = {
    parts,
    language: evidence.codebook?.language ?? languageOfFile(evidence, parts),
    beside: rolesBesideAnswers(evidence, parts),
  }
  looks.set(evidence, look)
  return look
}

/** The language of the questions, and of the answers where the headers are names of variables. */
function languageOfFile(evidence: DraftEvidence, parts: readonly HeaderParts[]): Language {
  const words = evidence.columns.flatMap(({ header, values }) => [
    ...(header.levels ?? []).slice(0, 12).map(({ label }) => label),
    ...values.slice(0, 12).map(({ text }) => text),
  ])
  return languageOf([...parts.flatMap(({ stem, text }) => [stem, text]), ...words.filter((text) => text.length < 60)])
}

function verdictOf(
  evidence: DraftEvidence,
  column: ColumnEvidence,
  parts: HeaderParts,
  beside: RoleVerdict | null,
  scales: readonly MadeScale[],
  choices: DraftChoices,
): RoleVerdict {
  const scale = scales.find(({ columns }) => columns.includes(column.index))
  const found = beside ?? (scale?.isForItems === true ? itemVerdict(scale) : roleOfRest(evidence, column, parts))
  const chosen = choices.roles?.[column.header.name]
  if (chosen === undefined && column.known !== undefined) return ofCodebook(found)
  if (chosen === undefined || chosen === found.role) return chosen === undefined ? found : { ...found, isSure: true }
  if (chosen === 'item' && scale === undefined) return { role: 'unused', reason: say('role.no-answers'), isSure: true }
  return { role: chosen, reason: say('role.chosen'), isSure: true }
}

/** That a question is one with answers on a scale is certain where a codebook says what its answers mean. */
const ofCodebook = (found: RoleVerdict): RoleVerdict =>
  found.role === 'item' ? { role: 'item', reason: say('role.item-codebook'), isSure: true } : found

const itemVerdict = (scale: MadeScale): RoleVerdict => ({
  role: 'item',
  reason: say('role.item', { scale: say(`family.${scale.family}`), columns: scale.columns.length }),
  isSure: scale.isSure,
})

/** Ids of attributes by header. */
function attributesOf(
  evidence: DraftEvidence,
  parts: readonly HeaderParts[],
  verdicts: readonly RoleVerdict[],
  choices: DraftChoices,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const claim = (wanted: string, header: string): string => {
    const taken = [...ids.values()]
    return taken.includes(wanted) ? freeId(attributeIdOf(header, null), taken) : wanted
  }
  evidence.columns.forEach(({ header }, index) => {
    if (verdicts[index]?.role !== 'attribute' || !isMappable(header.name)) return
    const topic = choices.attributeIds?.[header.name] ?? backgroundTopic(header, parts[index] as HeaderParts)
    const own = parts[index]?.code ?? ''
    const wanted = topic ?? attributeIdOf(own === '' ? header.name : own, null)
    ids.set(header.name, claim(wanted.slice(0, 40), header.name))
  })
  return ids
}

function itemsOf(
  evidence: DraftEvidence,
  parts: readonly HeaderParts[],
  verdicts: readonly RoleVerdict[],
  scales: readonly MadeScale[],
  attributes: ReadonlyMap<string, string>,
): readonly DraftingItem[] {
  const headers = new Set(evidence.columns.flatMap(({ header }) => header.names.map((name) => comparable(name))))
  const claim = startIds(attributes.values())
  const rows = new Map<string, number>()
  return evidence.columns.flatMap((column, index): readonly DraftingItem[] => {
    const own = parts[index] as HeaderParts
    const scale = scales.find(({ columns }) => columns.includes(index))
    const slug = own.stem === '' ? '' : slugOf(own.stem) || 'q'
    const row = (rows.get(slug) ?? 0) + 1
    if (scale !== undefined && own.code === '') rows.set(slug, row)
    if (verdicts[index]?.role !== 'item' || scale === undefined) return []
    const code = idOfCode(column.known?.column ?? own.code)
    const wanted = code !== '' ? code : slug === '' ? `q${column.header.position}` : `${slug}_${row}`
    const isOthers =
      headers.has(comparable(wanted)) && !column.header.names.some((name) => comparable(name) === comparable(wanted))
    return [
      {
        header: column.header.name,
        id: claim(isOthers ? `${wanted}-item` : wanted),
        parts: own,
        block: column.known?.block?.id ?? '',
        scale,
        answers: answersByRow(column, scale),
      },
    ]
  })
}

interface Assigned {
  readonly items: readonly DraftingItem[]
  readonly attributes: ReadonlyMap<string, string>
  readonly dimensions: readonly DraftedDimension[]
  readonly reversed: ReadonlySet<string>
  readonly choices: DraftChoices
}

const shownExamples = 3
const hidden: ReadonlySet<string> = new Set(['contact', 'free-text', 'respondent', 'technical'])

function draftedColumn(
  column: ColumnEvidence,
  parts: HeaderParts,
  { role, reason, isSure }: RoleVerdict,
  { items, attributes, dimensions, reversed, choices }: Assigned,
): DraftedColumn {
  const { header, n, blanks, distinct, values } = column
  const item = items.find((each) => each.header === header.name)
  const id = item?.id ?? attributes.get(header.name) ?? null
  return {
    header: header.name,
    position: header.position,
    role,
    id,
    text: choices.texts?.[header.name] ?? (role === 'item' ? parts.text : header.name),
    block: parts.stem === '' ? null : parts.stem,
    scale: item?.scale.id ?? null,
    dimension:
      item === undefined ? null : (dimensions.find((dimension) => dimension.items.includes(item.id))?.id ?? null),
    isReversed: item !== undefined && reversed.has(item.id),
    reason,
    isSure,
    n,
    blanks,
    distinct,
    examples: hidden.has(role)
      ? []
      : values
          .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
          .slice(0, shownExamples)
          .map(({ text }) => nameOfLevel(column, text)),
    levels:
      role === 'attribute'
        ? values
            .map(({ text, count }) => ({ text: nameOfLevel(column, text), count }))
            .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
        : [],
  }
}

/** What a code stands for, where the file says it. */
const nameOfLevel = ({ header }: ColumnEvidence, text: string): string =>
  header.levels?.find(({ value }) => String(value) === text)?.label ?? text

function contraryOf(
  items: readonly DraftingItem[],
  dimensions: readonly DraftedDimension[],
): readonly { readonly item: DraftingItem; readonly correlation: number; readonly n: number }[] {
  return dimensions.flatMap((dimension) => {
    const members = items.filter(({ id, answers }) => dimension.items.includes(id) && answers !== null)
    return contraryItems(members.flatMap(({ answers }) => (answers === null ? [] : [answers]))).flatMap(
      ({ index, correlation, n }) => {
        const item = members[index]
        return item === undefined ? [] : [{ item, correlation, n }]
      },
    )
  })
}

function documentOf(
  { name }: DraftSetting,
  language: Language,
  scales: readonly MadeScale[],
  dimensions: readonly DraftedDimension[],
  items: readonly DraftingItem[],
  reversed: ReadonlySet<string>,
  columns: readonly DraftedColumn[],
  choices: DraftChoices,
): InstrumentDocument {
  return {
    instrument: 1,
    id: idOfCode(name) || 'instrument',
    version: '1',
    label: { [language]: name },
    scales: scales.map((scale) => scaleDocument(scale, language)),
    dimensions: dimensions.map(({ id, label }) => ({ id, label })),
    items: items.map((item): DraftedItem => {
      const dimension = dimensions.find(({ items: members }) => members.includes(item.id))?.id
      const text = columns.find(({ header }) => header === item.header)?.text ?? item.parts.text
      return {
        id: item.id,
        ...(dimension === undefined ? {} : { dimension }),
        scale: item.scale.id,
        text: textOfItem(text, item, language),
        ...(reversed.has(item.id) ? { reversed: true } : {}),
        ...(item.header === item.id ? {} : { aliases: [item.header] }),
      }
    }),
  }

  function textOfItem(text: string, item: DraftingItem, of: Language): Text {
    const words = choices.texts?.[item.header] ?? text
    return { [of]: words.trim() === '' ? item.header : words }
  }
}

function scaleDocument(scale: MadeScale, language: Language): DraftedScale {
  const { id, kind, min, max, steps, nonAnswers, codes } = scale
  return {
    id,
    kind,
    min,
    max,
    labels: Object.fromEntries(
      steps.flatMap(({ code, labels }) =>
        labels.length === 0 ? [] : [[String(code), textOfLabels(labels, language)]],
      ),
    ),
    non_responses: nonAnswers.map(({ answer, kind: why, code }) => ({
      code,
      kind: why,
      label: { [language]: answer.label === '' ? answer.text : answer.label },
    })),
    ...(codes === null ? {} : { codes }),
  }
}

function sourceOf(
  evidence: DraftEvidence,
  columns: readonly DraftedColumn[],
  scales: readonly MadeScale[],
  { otherRounds = [] }: DraftSetting,
): Partial<SurveySource> {
  const attributes = columns.filter(({ role, id }) => role === 'attribute' && id !== null)
  const headerOf = (role: DraftedColumn['role']): string | undefined =>
    columns.find((column) => column.role === role)?.header
  const [round, respondent, weight] = [headerOf('round'), headerOf('respondent'), headerOf('weight')]
  const spelled = scales.filter(({ spellings }) => Object.keys(spellings).length > 0)
  const mapped = attributes.filter(({ id, header }) => comparable(id ?? '') !== comparable(header))
  return {
    ...(round === undefined
      ? {
          round: roundOf(
            evidence.head.file,
            otherRounds.map((name) => ({ kind: 'survey', id: name, file: '', round: name }) satisfies AnySource),
          ),
        }
      : { round_column: round }),
    attributes: attributes.flatMap(({ id }) => (id === null ? [] : [id])),
    columns: Object.fromEntries(mapped.map(({ header, id }) => [header, id ?? ''])),
    ...(respondent === undefined ? {} : { respondent }),
    ...(weight === undefined ? {} : { weight }),
    ...(spelled.length === 0
      ? {}
      : { codes: Object.fromEntries(spelled.map(({ id, spellings, codes }) => [id, { ...codes, ...spellings }])) }),
  }
}

function scaleView(scale: MadeScale, evidence: DraftEvidence): DraftedScaleView {
  const { id, family, kind, min, max, steps, nonAnswers, unread, columns, reason, isSure } = scale
  return {
    id,
    label: say(`family.${family}`),
    kind,
    min,
    max,
    steps: steps.map(({ code, labels, answers }) => ({
      code,
      label: labels[0] ?? '',
      answers: answers.flatMap(({ spellings }) => spellings),
      count: answers.reduce((sum, { count }) => sum + count, 0),
    })),
    nonAnswers: nonAnswers.map(({ answer, kind: why, code }) => ({
      answer: answer.text,
      label: answer.label,
      kind: why,
      code,
      count: answer.count,
    })),
    misspelt: misspeltIn(scale, evidence),
    unread: unread.map(({ text, count }) => ({ answer: text, count })),
    columns: columns.map((index) => evidence.columns[index]?.header.name ?? ''),
    reason,
    isSure,
  }
}

/** What is read as another answer, the most frequent first. */
function misspeltIn(
  { spellings, steps, nonAnswers, columns }: MadeScale,
  evidence: DraftEvidence,
): DraftedScaleView['misspelt'] {
  const meantBy = (code: number): string => {
    const none = nonAnswers.find((each) => each.code === code)?.answer
    const label = none?.label ?? steps.find((step) => step.code === code)?.labels[0] ?? ''
    return label === '' ? (none?.text ?? String(code)) : label
  }
  const countOf = (text: string): number =>
    columns.reduce(
      (sum, index) => sum + (evidence.columns[index]?.values.find((value) => value.text === text)?.count ?? 0),
      0,
    )
  return Object.entries(spellings)
    .map(([answer, code]) => ({ answer, count: countOf(answer), meant: meantBy(Number(code)) }))
    .toSorted((a, b) => b.count - a.count || (a.answer < b.answer ? -1 : 1))
}
