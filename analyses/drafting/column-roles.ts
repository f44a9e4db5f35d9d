import type { Phrase } from '../core/words'
import { isUsualWeight } from './weights'
import { detectTimeFormat } from '../series/time-format'
import { findRoundColumn } from '../sources/survey/round-column'
import { isFreeText } from '../sources/survey/free-text'
import { timeNames } from '../sources/recognition'
import { usualAttribute } from '../sources/columns'
import { hasName, type SystemRole } from '../survey-tools/survey-tool'
import { recogniseTool, surveyTools } from '../survey-tools/registry'
import { backgroundTopic } from './background-questions'
import type { ColumnRole } from './draft'
import type { ColumnEvidence, DraftEvidence } from './evidence'
import type { HeaderParts } from './header-parts'
import { say } from './words'

/** What a column is taken for, and why. */
export interface RoleVerdict {
  readonly role: ColumnRole
  readonly reason: Phrase
  readonly isSure: boolean
}

const sure = (role: ColumnRole, reason: Phrase): RoleVerdict => ({ role, reason, isSure: true })
const unsure = (role: ColumnRole, reason: Phrase): RoleVerdict => ({ role, reason, isSure: false })

const roleOfSystem: Readonly<Record<SystemRole, ColumnRole>> = {
  id: 'technical',
  time: 'time',
  status: 'technical',
  person: 'contact',
  technical: 'technical',
}

/** So many of the cells have a shape. */
const mostCells = 0.5

/**
 * Roles of columns that are no questions, by what a tool writes, by the shape of their cells in any language, and by their usual names.
 * @returns by column; null for a column of answers
 */
export function rolesBesideAnswers(
  evidence: DraftEvidence,
  parts: readonly HeaderParts[],
): readonly (RoleVerdict | null)[] {
  const { head, columns } = evidence
  const tool = recogniseTool(head)?.tool ?? null
  const round = findRoundColumn(head)
  const groups = alikeGroups(columns, parts)
  return columns.map((column, index) => {
    const { header } = column
    if (header.isRowNumber) return sure('technical', say('role.row-number'))
    const system = systemRole(column, tool?.id ?? null)
    if (system !== null) return system
    if (index === round) return sure('round', say('role.round'))
    const known = roleOfCodebook(column)
    if (known !== undefined) return known
    if (column.n === 0) return sure('unused', say('role.empty'))
    const shaped = byShape(column)
    if (shaped !== null) return shaped
    if (usualAttribute(header) !== null) return sure('attribute', say('role.usual-attribute'))
    if (isUsualWeight(column)) return sure('weight', say('role.weight'))
    return byCells(column, parts[index], groups.get(groupKey(parts[index])) ?? [], round >= 0)
  })
}

/**
 * What a codebook says is certain: one of several answers is no question of its own; whether the answers of a question are a scale, they themselves show.
 * @returns undefined where it does not say what the column is; null for a column of answers
 */
function roleOfCodebook({ known, header }: ColumnEvidence): RoleVerdict | null | undefined {
  if (known?.kind === 'checkbox') return sure('unused', say('role.several'))
  if (known?.kind !== 'choice' || known.answers.length < 2) return undefined
  return usualAttribute(header) === null ? null : sure('attribute', say('role.usual-attribute'))
}

/** Columns that tools write for themselves: those of the tool that is recognised, else those that no question would have. */
function systemRole(column: ColumnEvidence, toolId: string | null): RoleVerdict | null {
  for (const { id, name, systemColumns } of surveyTools.values())
    for (const { role, names } of systemColumns) {
      if (!hasName(column.header, names)) continue
      const isOwn = id === toolId
      if (!isOwn && (role === 'technical' || role === 'person') && column.shapes.email === undefined) continue
      if (!isOwn && role === 'id' && !column.isUnique) continue
      return sure(roleOfSystem[role], isOwn ? say('role.tool', { tool: name }) : say('role.like-tool'))
    }
  return null
}

function byShape(column: ColumnEvidence): RoleVerdict | null {
  const { shapes, n, header } = column
  const share = (count: number | undefined): number => (count ?? 0) / Math.max(1, n)
  if (share(shapes.email) >= mostCells) return sure('contact', say('role.email'))
  if (share(shapes['national-id']) >= mostCells && column.distinct > 2) return sure('contact', say('role.national-id'))
  if (share(shapes.ip) >= mostCells) return sure('contact', say('role.ip'))
  if (share(shapes.phone) >= mostCells || isPhone(column)) return sure('contact', say('role.phone'))
  if (share(shapes.address) >= mostCells || share(shapes.uuid) >= mostCells)
    return sure('technical', say('role.address'))
  if (share(shapes.clock) >= mostCells) return sure('time', say('role.time'))
  if (header.type === 'time' || holdsTimes(column)) return sure('time', say('role.time'))
  return null
}

const phoneNames = /telefon|mobil|phone|tlf|\btel\b/iu

const isPhone = ({ header, numbers, n }: ColumnEvidence): boolean =>
  phoneNames.test(header.name) && numbers !== null && numbers.count >= n * mostCells && numbers.min >= 1e6

function holdsTimes(column: ColumnEvidence): boolean {
  if ((column.shapes.time ?? 0) >= column.n * mostCells) return true
  if (column.values.length === 0 || column.header.type === 'number') return false
  const format = detectTimeFormat(
    column.values.map(({ text }) => text),
    undefined,
  )
  if (format === null) return false
  const isBare =
    format === 'packed' ||
    format === 'period' ||
    format === 'excel' ||
    format === 'epoch-seconds' ||
    format === 'epoch-milliseconds'
  return !isBare || timeNames.test(column.header.name.toLowerCase())
}

const durationNames =
  /duration|varighet|varaktighet|varighed|svartid|tidsbruk|time ?spent|sekund|seconds|dwell|page ?submit|first ?click|last ?click|click ?count/iu
const idNames =
  /(?:^|[^\p{L}])(?:id|ids|guid|uuid|token|nr|no|nummer|number|løpenr|löpnr|löpnummer|løpenummer|kode|kod|key|referanse|reference|respid|responseid|respondentid|svarid|case|record|deltaker(?:id|nr)?|deltagar(?:e|id|nr)?|participant|respondent|ansattnr|anställningsnummer|personnr)(?:[^\p{L}]|$)|(?:id|Id|ID|nr)$/u
const nameNames =
  /(?:^|[^\p{L}])(?:navn|namn|name|fornavn|etternavn|förnamn|efternamn|fullt navn|first ?name|last ?name|surname|kontaktperson|contact)(?:[^\p{L}]|$)/iu

function byCells(
  column: ColumnEvidence,
  parts: HeaderParts | undefined,
  alike: readonly ColumnEvidence[],
  hasRounds: boolean,
): RoleVerdict | null {
  const { header, numbers, n } = column
  const areNumbers = numbers !== null && numbers.count >= n * 0.95
  const named = [header.name, parts?.text ?? '']
  const isId = named.some((name) => name.length <= 40 && idNames.test(name))
  if (areNumbers && durationNames.test(header.name) && column.distinct > 11)
    return sure('technical', say('role.duration'))
  if (isId && column.words < 1.5 && (column.isUnique || column.distinct > Math.max(12, n * 0.2)))
    return unsure(hasRounds && n >= column.distinct * 1.3 ? 'respondent' : 'technical', say('role.id'))
  if (!areNumbers && looksLikePersons(column)) return sure('contact', say('role.names'))
  if (isRanked(column, alike, parts)) return sure('unused', say('role.ranked'))
  const several = severalAnswers(column, parts, alike)
  if (several !== null) return several
  return null
}

function looksLikePersons({ header, values, distinct, n, words }: ColumnEvidence): boolean {
  const isNamed = nameNames.test(header.name) && usualAttribute(header) === null
  if (distinct < n * 0.7 || n < 5 || (header.levels ?? []).length > 1) return false
  if (values.length === 0) return isNamed && words >= 1 && words <= 4
  const persons = values.filter(({ text }) => /^\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}$/u.test(text)).length
  if (isNamed) return persons >= values.length * 0.3 || words < 2.5
  return persons >= values.length * 0.85 && backgroundTopic(header, { code: '', stem: '', text: header.name }) === null
}

const groupKey = (parts: HeaderParts | undefined): string =>
  parts === undefined || parts.stem === '' ? '' : parts.stem.toLowerCase()

/** Columns of one heading. */
function alikeGroups(
  columns: readonly ColumnEvidence[],
  parts: readonly HeaderParts[],
): ReadonlyMap<string, readonly ColumnEvidence[]> {
  const groups = new Map<string, ColumnEvidence[]>()
  columns.forEach((column, index) => {
    const key = groupKey(parts[index])
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), column])
  })
  return groups
}

const selectAll =
  /flere svar|flera (?:svar|alternativ)|flere alternativer|kryss av|kryssa|sæt kryds|select all|all that apply|mark all|choose all|velg alle|välj alla|en eller flere|en eller flera|ett eller flere|ett eller flera/iu
const chosenWords = /^(?:1|x|ja|yes|valgt|vald|valt|selected|chosen|checked|true|sant|sann)$/iu
const unchosenWords =
  /^(?:0|nei|nej|no|ikke valgt|inte vald|ej vald|not selected|unselected|unchecked|false|usant|falskt)$/iu

/** Questions of which several answers may be chosen: a column of its own for each, or all in one cell. */
function severalAnswers(
  column: ColumnEvidence,
  parts: HeaderParts | undefined,
  alike: readonly ColumnEvidence[],
): RoleVerdict | null {
  const { values, n, blanks, header } = column
  const [only] = values
  const texts = values.map(({ text }) => text)
  if (values.length === 1 && only !== undefined && blanks > 0) {
    const isOption =
      chosenWords.test(only.text) ||
      (parts?.text ?? '').toLowerCase().includes(only.text.toLowerCase()) ||
      alike.length > 1
    if (isOption) return sure('unused', say('role.several'))
  }
  const areBoxes =
    texts.length > 0 && texts.length <= 2 && texts.every((text) => chosenWords.test(text) || unchosenWords.test(text))
  const isNumbered = texts.every((text) => text === '0' || text === '1')
  const isMarked = [header.name, parts?.stem ?? '', header.label ?? ''].some((text) => selectAll.test(text))
  const asksWhich = /^(?:hvilke|hvilken av|vilka|vilken av|which) /iu.test(parts?.stem ?? '')
  const levels = (header.levels ?? []).map(({ label }) => label)
  const areBoxNames =
    levels.length === 2 &&
    levels.every((label) => chosenWords.test(label) || unchosenWords.test(label)) &&
    levels.some((label) => /valgt|vald|valt|selected|checked/iu.test(label))
  if (areBoxNames) return sure('unused', say('role.several'))
  if (areBoxes && (isMarked || asksWhich || (isNumbered && (alike.length > 1 || isBoxName(header.name)))))
    return sure('unused', say('role.several'))
  const joined = texts.filter((text) => /;|,\S| \| /u.test(text.replace(/;$/u, '')) || text.endsWith(';')).length
  const areLists =
    values.length > 2 && texts.filter((text) => text.includes(';')).length >= Math.max(1, texts.length * 0.3)
  if (areLists || (isMarked && joined > 0 && n > 0)) return sure('unused', say('role.list'))
  return null
}

const ranks = /rank(?:er|ing|ed)?(?:[^\p{L}]|$)|ranger|rangordn|prioriter|order of preference/iu
const fewestRanked = 3

/** Rows of a matrix in which a respondent gives each number once. */
function isRanked(column: ColumnEvidence, alike: readonly ColumnEvidence[], parts: HeaderParts | undefined): boolean {
  const size = alike.length
  const isWithin = alike.every(
    ({ numbers, n }) =>
      numbers !== null && numbers.count === n && numbers.areWhole && numbers.min >= 1 && numbers.max <= size,
  )
  if (size < fewestRanked || !isWithin || column.codes === null) return false
  if (ranks.test(parts?.stem ?? '')) return true
  let whole = 0
  let different = 0
  for (let row = 0; row < column.codes.length; row += 1) {
    const given = alike.map(({ codes, values }) => values[codes?.[row] ?? -1]?.text)
    if (given.includes(undefined)) continue
    whole += 1
    if (new Set(given).size === size) different += 1
  }
  return whole >= 5 && different >= whole * 0.95
}

const isBoxName = (name: string): boolean => /___[a-z0-9_]+$/u.test(name)

/** What becomes of a column whose answers are none of a scale. */
export function roleOfRest(evidence: DraftEvidence, column: ColumnEvidence, parts: HeaderParts): RoleVerdict {
  const { header, index, n, distinct, numbers } = column
  const topic = backgroundTopic(header, parts)
  const areNumbers = numbers !== null && numbers.count >= n * 0.95 && (header.levels ?? []).length < 2
  const isMeasured = areNumbers && (distinct > 15 || !numbers.areWhole || (topic !== null && n < distinct * 2))
  if (isMeasured) return unsure('unused', say(topic === null ? 'role.number' : 'role.number-background'))
  if (column.known?.kind === 'choice' && column.known.answers.length > 1)
    return n === 0 ? sure('unused', say('role.empty')) : sure('attribute', say('role.group-codebook'))
  if (isWordy(evidence, column)) return sure('free-text', say('role.free-text'))
  if (isFreeText(evidence.head, header, index)) return sure('free-text', say('role.free-text'))
  if (distinct === 1) return unsure('unused', say('role.constant'))
  const repeats = n / Math.max(1, distinct)
  if (topic !== null && (repeats >= 1.5 || distinct <= 12)) return sure('attribute', say('role.background'))
  if (areNumbers) return unsure('unused', say('role.number'))
  if (distinct <= mostGroups && repeats >= 3) return unsure('attribute', say('role.few-texts'))
  if (topic !== null) return unsure('attribute', say('role.background'))
  return unsure(column.words > 2 ? 'free-text' : 'unused', say(column.words > 2 ? 'role.free-text' : 'role.nothing'))
}

const mostGroups = 60

/** People's own words: sentences, or long texts of which hardly any comes twice. */
function isWordy({ rowsSeen }: DraftEvidence, column: ColumnEvidence): boolean {
  const { n, distinct, words, longest, shapes } = column
  if ((column.header.levels ?? []).length > 1) return false
  const isMostlyOnce = distinct > n * 0.6 || distinct > 200
  const sentences = (shapes.sentence ?? 0) / Math.max(1, n)
  return n > 0 && isMostlyOnce && (sentences > 0.3 || words >= 5 || longest > 200) && rowsSeen > 0 && distinct > 2
}
