import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import type { Prose } from '../core/result'
import { shownRows } from '../survey/table-reading'
import { factorLabel, phrase } from './figure-words'
import type { StructureOptions } from './options'
import { largest } from '../numeric/summary/extremes'

/** Guides, not limits: Hu & Bentler (1999) for fit, Henseler et al. (2015) for HTMT, and the customary size of a loading. */
const guides = { cfi: 0.95, rmsea: 0.06, srmr: 0.08, htmt: 0.85, weak: 0.4, cross: 0.3, modification: 10.83 }

const as = (value: number | null, kind: Quantity['as']): Quantity => ({ value, as: kind })

/** Ids in a sentence; a long list is cut, since the table has it. */
const namesIn = (ids: readonly string[]): Label => ({ list: ids.length > 8 ? [...ids.slice(0, 7), '…'] : ids })

/** How the structure was examined, and what speaks for and against the dimensions of the instrument. */
export function sayStructure(
  tables: TablesById,
  options: StructureOptions,
  _context: ReportContext<SurveyDataset>,
): Prose {
  const isConfirmatory = options.method === 'cfa'
  const method: Label[] = [
    isConfirmatory
      ? phrase('say.method.cfa')
      : phrase('say.method.efa', { method: { message: `structure:option.method.choice.${options.method}` } }),
    ...(isConfirmatory ? [] : [phrase(`say.method.rotation.${options.rotation}`)]),
    phrase(options.missing === 'fiml' ? 'say.method.fiml' : 'say.method.listwise'),
    phrase('say.method.parallel', { draws: options.draws }),
  ]
  const { eigenvalues, loadings, fit, modification_indices: modifications, htmt } = tables
  const rows = eigenvalues === undefined ? [] : shownRows(eigenvalues, [], 'eigenvalue')
  if (rows.every((row) => row.number('eigenvalue') === null))
    return { method, finding: [phrase('say.finding.nothing')] }
  const finding: Label[] = []
  const countAbove = (column: string): number => {
    const first = rows.findIndex((row) => (row.number('eigenvalue') ?? 0) <= (row.number(column) ?? 0))
    return first < 0 ? rows.length : first
  }
  const suggested = countAbove('parallel_95')
  const [least, most] = [countAbove('parallel_high'), countAbove('parallel_low')]
  const dimensions = options.dimensions.length
  finding.push(
    phrase(suggested === dimensions ? 'say.finding.suggested-same' : 'say.finding.suggested', {
      suggested,
      dimensions,
    }),
  )
  if (least < most) finding.push(phrase('say.finding.suggested-close', { least, most }))

  const [row] = fit === undefined ? [] : shownRows(fit, [], 'n')
  const value = (column: string): number | null => row?.number(column) ?? null
  if (value('df') === 0) finding.push(phrase('say.finding.just-identified'))
  else if (value('chi_square') === null)
    finding.push(phrase(value('srmr') === null ? 'say.finding.no-fit' : 'say.finding.no-test'))
  else {
    const shown: Phrase['values'] = {
      chi_square: as(value('chi_square'), 'statistic'),
      df: as(value('df'), 'df'),
      p: phrase((value('p_value') ?? 1) < 0.001 ? 'p-beyond' : 'p-equal', { p: as(value('p_value'), 'probability') }),
      cfi: as(value('cfi'), 'fit-index'),
      rmsea: as(value('rmsea'), 'fit-index'),
      low: as(value('rmsea_low'), 'fit-index'),
      high: as(value('rmsea_high'), 'fit-index'),
      srmr: as(value('srmr'), 'fit-index'),
    }
    finding.push(phrase('say.finding.fit', shown))
    const within = [
      (value('cfi') ?? 0) >= guides.cfi,
      (value('rmsea') ?? 1) <= guides.rmsea,
      (value('srmr') ?? 1) <= guides.srmr,
    ].filter(Boolean).length
    finding.push(phrase('say.finding.fit-guides', { within }))
  }

  const loadingRows = loadings === undefined ? [] : shownRows(loadings, [], 'standardized')
  const sizes = new Map<string, number[]>()
  for (const own of loadingRows) {
    const size = own.number('standardized')
    if (size !== null) sizes.set(own.text('item'), [...(sizes.get(own.text('item')) ?? []), Math.abs(size)])
  }
  const weak = [...sizes].filter(([, own]) => largest(own) < guides.weak).map(([item]) => item)
  if (weak.length > 0)
    finding.push(
      phrase('say.finding.weak', { count: weak.length, items: namesIn(weak), limit: as(guides.weak, 'correlation') }),
    )
  const cross = [...sizes]
    .filter(([, own]) => own.filter((size) => size >= guides.cross).length > 1)
    .map(([item]) => item)
  if (cross.length > 0)
    finding.push(
      phrase('say.finding.cross', {
        count: cross.length,
        items: namesIn(cross),
        limit: as(guides.cross, 'correlation'),
      }),
    )

  const close =
    htmt === undefined ? [] : shownRows(htmt, [], 'htmt').filter((own) => (own.number('htmt') ?? 0) >= guides.htmt)
  for (const own of close)
    finding.push(
      phrase('say.finding.htmt', {
        a: { dimension: own.text('dimension_a') },
        b: { dimension: own.text('dimension_b') },
        value: as(own.number('htmt'), 'correlation'),
        limit: as(guides.htmt, 'correlation'),
      }),
    )
  const [strongest] = modifications === undefined ? [] : shownRows(modifications, [], 'mi')
  if (strongest !== undefined && (strongest.number('mi') ?? 0) >= guides.modification) {
    finding.push(
      phrase(`say.finding.modification.${strongest.text('kind')}`, {
        item: { item: strongest.text('item') },
        factor: strongest.text('factor') === '' ? null : factorLabel(strongest.text('factor'), options),
        other: strongest.text('item_b') === '' ? null : { item: strongest.text('item_b') },
        mi: as(strongest.number('mi'), 'statistic'),
      }),
    )
  }
  return { method, finding }
}
