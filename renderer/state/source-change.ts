import type { DialectOverride } from '../../analyses/readers/delimited/dialect'
import { textIn, type Language } from '../../analyses/core/words'
import { levelLabel } from '../../analyses/sources/inventory/level-scale'
import type { IndicatorsSource, InventorySource, RecipeSource, SurveySource } from '../../analyses/recipe/recipe'

/** What a column of a survey export can be made. */
export type ColumnTarget =
  | { readonly kind: 'id'; readonly id: string; readonly isAttribute: boolean }
  | { readonly kind: 'respondent' | 'weight' | 'unused' }

/** Changes one part of the dialect; undefined leaves it to be detected. */
export function withDialect<Key extends keyof DialectOverride>(
  source: RecipeSource,
  part: Key,
  value: DialectOverride[Key],
): RecipeSource {
  const { dialect, ...rest } = source
  const next = Object.fromEntries(
    Object.entries({ ...dialect, [part]: value }).filter(([, each]) => each !== undefined),
  )
  return (Object.keys(next).length === 0 ? rest : { ...rest, dialect: next }) as RecipeSource
}

/**
 * Makes a column something else.
 * @param before id of the attribute the column was, so that its place in the list can go
 */
export function withColumn(
  source: SurveySource,
  header: string,
  target: ColumnTarget,
  before: string | null,
): SurveySource {
  const columns: Record<string, string> = { ...source.columns }
  Reflect.deleteProperty(columns, header)
  let attributes = [...(source.attributes ?? [])]
  if (before !== null) attributes = attributes.filter((id) => id !== before)
  const next: SurveySource = { ...source }
  if (next.respondent === header) Reflect.deleteProperty(next, 'respondent')
  if (next.weight === header) Reflect.deleteProperty(next, 'weight')
  if (target.kind === 'id') {
    for (const [other, id] of Object.entries(columns)) if (id === target.id) Reflect.deleteProperty(columns, other)
    columns[header] = target.id
    if (target.isAttribute && !attributes.includes(target.id)) attributes.push(target.id)
  }
  if (target.kind === 'respondent') next.respondent = header
  if (target.kind === 'weight') next.weight = header
  if (Object.keys(columns).length === 0) Reflect.deleteProperty(next, 'columns')
  else next.columns = columns
  next.attributes = attributes
  return next
}

/** Gives a column of indicators or of an inventory another meaning; undefined leaves what it is to the headers. */
export function withColumnFor<S extends IndicatorsSource | InventorySource>(
  source: S,
  role: string,
  header: string | undefined,
): S {
  const { columns, ...rest } = source
  const kept = Object.entries(columns ?? {}).filter(([other, id]) => id !== role && other !== header)
  const next = header === undefined ? kept : [...kept, [header, role] as const]
  return (next.length === 0 ? rest : { ...rest, columns: Object.fromEntries(next) }) as S
}

type Levels = NonNullable<InventorySource['levels']>

/** A scale on one line, for people to change: `0 = None; 1 = Begun`. */
export function levelsText(levels: Levels | undefined, language: Language): string {
  return (levels ?? []).map(({ value, label }) => `${value} = ${textIn(levelLabel(label), language)}`).join('; ')
}

/**
 * A scale from its line. Labels in other languages are kept where the line has not changed them.
 * @returns null when the line cannot be understood; empty for an empty line
 */
export function levelsOf(text: string, before: Levels | undefined): Levels | null {
  const parts = text
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const levels = parts.map((part) => {
    const [, number, name] = /^([-\u2212]?\d{1,3})\s*[=:]\s*(\S.*)$/u.exec(part) ?? []
    if (number === undefined || name === undefined) return null
    const value = Number(number.replace('\u2212', '-'))
    const known = before?.find((level) => level.value === value)
    return known !== undefined && Object.values(levelLabel(known.label)).includes(name) ? known : { value, label: name }
  })
  const read = levels.filter((level) => level !== null && Math.abs(level.value) <= 100) as Levels
  return read.length !== parts.length ||
    new Set(read.map(({ value }) => value)).size !== read.length ||
    read.length === 1
    ? null
    : read
}

/** The same file taken for something else. Columns that a kind needs are the first that are there, for the user to correct. */
export function asKind(
  source: RecipeSource,
  kind: RecipeSource['kind'],
  headers: readonly string[],
  timeZone: string,
): RecipeSource {
  if (kind === source.kind) return source
  const { id, file, dialect } = source
  const base = { id, file, ...(dialect === undefined ? {} : { dialect }) }
  const first = headers[0] ?? ''
  const second = headers[1] ?? first
  const zone = 'time_zone' in source ? source.time_zone : timeZone
  const time = 'time' in source ? source.time : 'start' in source ? source.start : first
  switch (kind) {
    case 'survey':
      return { ...base, kind, round: /(?<!\d)(?:19|20)\d{2}(?!\d)/.exec(file)?.[0] ?? '1', attributes: [] }
    case 'headcount':
    case 'indicators':
    case 'inventory':
      return { ...base, kind }
    case 'observations':
      return { ...base, kind, time, value: second, time_zone: zone }
    case 'events':
      return { ...base, kind, time, event: second, time_zone: zone }
    case 'coverage':
      return { ...base, kind, start: time, end: second, time_zone: zone }
  }
}
