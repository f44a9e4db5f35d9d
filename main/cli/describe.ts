import { analyses, messagesOf } from '../../analyses/index'
import type { AnyAnalysis } from '../../analyses/core/contract'
import type { Language } from '../../analyses/core/words'
import type { Option } from '../../analyses/core/options'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { describeExclusions } from './describe-exclusions'
import { describeSources } from './describe-sources'
import { largest } from '../../analyses/numeric/summary/extremes'

/** What `describe` prints: for people, or as JSON for programs. Null when there is no such analysis. */
export function describe(id: string | null, language: Language, asJson: boolean): string | null {
  if (id === 'sources') return describeSources(language, asJson)
  if (id === 'exclusions') return describeExclusions(language, asJson)
  const speaker = createSpeaker(language, messagesOf(language), null)
  if (id === null) {
    const list = [...analyses.values()]
    if (asJson)
      return `${JSON.stringify(
        list.map((analysis) => description(analysis, speaker)),
        null,
        2,
      )}\n`
    const width = largest(list.map((analysis) => analysis.id.length))
    return list.map((analysis) => `${analysis.id.padEnd(width)}  ${speaker.text(`${analysis.id}:summary`)}\n`).join('')
  }
  const analysis = analyses.get(id)
  if (analysis === undefined) return null
  const described = description(analysis, speaker)
  return asJson ? `${JSON.stringify(described, null, 2)}\n` : page(described)
}

interface Description {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly needs: AnyAnalysis['needs']
  readonly options: readonly {
    readonly id: string
    readonly label: string
    readonly help: string
    readonly values: string
    readonly default: unknown
    readonly declared: Option
  }[]
  readonly tables: readonly {
    readonly id: string
    readonly title: string
    readonly columns: readonly { readonly id: string; readonly kind: string; readonly title: string }[]
  }[]
  readonly figures: readonly { readonly id: string; readonly title: string }[]
  readonly references: readonly string[]
}

function description(analysis: AnyAnalysis, speaker: Speaker): Description {
  const { id } = analysis
  return {
    id,
    version: analysis.version,
    title: speaker.text(`${id}:title`),
    summary: speaker.text(`${id}:summary`),
    needs: analysis.needs,
    options: Object.entries(analysis.options).map(([option, declared]) => ({
      id: option,
      label: speaker.text(`${id}:option.${option}.label`),
      help: speaker.text(`${id}:option.${option}.help`),
      values: valuesOf(declared),
      default: declared.default,
      declared,
    })),
    tables: Object.entries(analysis.tables).map(([table, { columns }]) => ({
      id: table,
      title: speaker.outline(`${id}:table.${table}`),
      columns: columns.map((column) => ({ id: column.id, kind: column.kind, title: speaker.columnTitle(column, id) })),
    })),
    figures: analysis.figures.map((figure) => ({ id: figure, title: speaker.outline(`${id}:figure.${figure}.title`) })),
    references: analysis.references,
  }
}

function valuesOf(option: Option): string {
  switch (option.kind) {
    case 'number': {
      const opens = option.open === 'min' || option.open === 'both' ? '(' : '['
      const closes = option.open === 'max' || option.open === 'both' ? ')' : ']'
      return `${option.integer === true ? 'whole number' : 'number'} in ${opens}${option.min}, ${option.max}${closes}`
    }
    case 'choice':
      return option.choices.join(' | ')
    case 'flag':
      return 'true | false'
    case 'column':
      return `one ${option.of}${option.optional === true ? ' or null' : ''}`
    case 'columns':
      return `list of ${option.of}${option.min === undefined ? '' : `, at least ${option.min}`}${option.max === undefined ? '' : `, at most ${option.max}`}`
  }
}

function page(described: Description): string {
  const lines = [`${described.id} (version ${described.version})`, described.title, '', described.summary, '']
  if (described.options.length > 0) lines.push('options')
  for (const option of described.options) {
    lines.push(
      `  ${option.id}: ${option.values}; default ${JSON.stringify(option.default)}`,
      `      ${option.label}. ${option.help}`,
    )
  }
  lines.push('', 'tables')
  for (const table of described.tables)
    lines.push(`  ${table.id}: ${table.title}`, `      ${table.columns.map((column) => column.id).join(', ')}`)
  if (described.figures.length > 0)
    lines.push(['', 'figures', ...described.figures.map((figure) => `  ${figure.id}: ${figure.title}`)].join('\n'))
  if (described.references.length > 0)
    lines.push(['', 'references', ...described.references.map((reference) => `  ${reference}`)].join('\n'))
  return `${lines.join('\n')}\n`
}
