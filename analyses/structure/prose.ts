import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { fewInWords, itemInWords, probabilityPhrase, quantity, type Label } from '../core/words'
import { largest } from '../numeric/summary/extremes'
import type { FitRow, LoadingRow, Tables } from './declarations'
import type { StructureOptions } from './options'
import { say } from './words'

/** Guides, not limits: Hu & Bentler (1999) for fit, Henseler et al. (2015) for HTMT, and the customary size of a loading. */
const guides = { cfi: 0.95, rmsea: 0.06, srmr: 0.08, htmt: 0.85, weak: 0.4, cross: 0.3, modification: 10.83 }

/** How the structure was examined, and what speaks for and against the dimensions of the instrument. */
export function sayStructure(tables: Tables, options: StructureOptions): Prose {
  const method = methodSentences(options)
  if (rowsWith(tables.eigenvalues.rows, 'eigenvalue').length === 0)
    return { method, finding: [say('say.finding.nothing')] }
  return {
    method,
    finding: [
      ...suggestedSentences(tables.eigenvalues, options),
      ...tables.fit.rows.flatMap((row) => fitSentences(row, suggestedBy(tables.eigenvalues) === 0)),
      ...loadingSentences(tables.loadings.rows),
      ...closeSentences(tables.htmt),
      ...modificationSentences(tables.modification_indices),
    ],
  }
}

function methodSentences({ method, rotation, missing, draws }: StructureOptions): readonly Label[] {
  return [
    ...(method === 'cfa'
      ? [say('say.method.cfa')]
      : [
          say('say.method.efa', { method: say(`option.method.choice.${method}`) }),
          say(`say.method.rotation.${rotation}`),
        ]),
    say(`say.method.${missing}`),
    say('say.method.parallel', { draws }),
  ]
}

type Line = 'parallel_95' | 'parallel_high' | 'parallel_low'

/** How many eigenvalues, from the largest on, lie above the line of random answers; nothing is known where there are none. */
function suggestedBy({ rows }: Tables['eigenvalues'], line: Line = 'parallel_95'): number | null {
  if (rows.length === 0) return null
  const first = rows.findIndex(({ cells }) => (cells.eigenvalue ?? 0) <= (cells[line] ?? 0))
  return first < 0 ? rows.length : first
}

/** How many components parallel analysis suggests, beside the dimensions of the instrument, and how sure that is. */
function suggestedSentences(eigenvalues: Tables['eigenvalues'], options: StructureOptions): readonly Label[] {
  const countAbove = (line: Line): number => suggestedBy(eigenvalues, line) ?? 0
  const suggested = countAbove('parallel_95')
  const [least, most] = [countAbove('parallel_high'), countAbove('parallel_low')]
  const dimensions = options.dimensions.length
  return [
    say(suggested === dimensions ? 'say.finding.suggested-same' : 'say.finding.suggested', { suggested, dimensions }),
    ...(least < most ? [say('say.finding.suggested-close', { least, most })] : []),
  ]
}

/** @param isOfNothing whether no component stands out from random answers: answers that hardly correlate fit every model of factors */
function fitSentences({ cells }: FitRow, isOfNothing: boolean): readonly Label[] {
  if (cells.df === 0) return [say('say.finding.just-identified')]
  if (cells.chi_square === null) return [say(cells.srmr === null ? 'say.finding.no-fit' : 'say.finding.no-test')]
  const within = [
    (cells.cfi ?? 0) >= guides.cfi,
    (cells.rmsea ?? 1) <= guides.rmsea,
    (cells.srmr ?? 1) <= guides.srmr,
  ].filter(Boolean).length
  return [
    say('say.finding.fit', {
      chi_square: quantity(cells.chi_square, 'statistic'),
      df: quantity(cells.df, 'df'),
      p: probabilityPhrase(cells.p_value),
      cfi: quantity(cells.cfi, 'fit-index'),
      rmsea: quantity(cells.rmsea, 'fit-index'),
      low: quantity(cells.rmsea_low, 'fit-index'),
      high: quantity(cells.rmsea_high, 'fit-index'),
      srmr: quantity(cells.srmr, 'fit-index'),
    }),
    say('say.finding.fit-guides', { within, isOfNothing }),
  ]
}

/** Items that load weakly on every factor, and items that load on several. */
function loadingSentences(rows: readonly LoadingRow[]): readonly Label[] {
  const sizes = new Map<string, number[]>()
  for (const { cells } of rowsWith(rows, 'standardized'))
    sizes.set(cells.item, [...(sizes.get(cells.item) ?? []), Math.abs(cells.standardized)])
  const itemsWhere = (isSo: (own: readonly number[]) => boolean): readonly string[] =>
    [...sizes].filter(([, own]) => isSo(own)).map(([item]) => item)
  const sentence = (kind: 'weak' | 'cross', items: readonly string[]): readonly Label[] =>
    items.length === 0
      ? []
      : [
          say(`say.finding.${kind}`, {
            count: items.length,
            items: fewInWords(items.map(itemInWords)),
            limit: quantity(guides[kind], 'correlation'),
          }),
        ]
  return [
    ...sentence(
      'weak',
      itemsWhere((own) => largest(own) < guides.weak),
    ),
    ...sentence(
      'cross',
      itemsWhere((own) => own.filter((size) => size >= guides.cross).length > 1),
    ),
  ]
}

/** Dimensions that are hard to tell apart. */
function closeSentences({ rows }: Tables['htmt']): readonly Label[] {
  return rowsWith(rows, 'htmt')
    .filter(({ cells }) => cells.htmt >= guides.htmt)
    .map(({ cells }) =>
      say('say.finding.htmt', {
        a: { dimension: cells.dimension_a },
        b: { dimension: cells.dimension_b },
        value: quantity(cells.htmt, 'correlation'),
        limit: quantity(guides.htmt, 'correlation'),
      }),
    )
}

/** What would improve the model most. */
function modificationSentences({ rows }: Tables['modification_indices']): readonly Label[] {
  const [strongest] = rowsWith(rows.slice(0, 1), 'mi')
  if (strongest === undefined || strongest.cells.mi < guides.modification) return []
  const { kind, item, factor, item_b: other, mi } = strongest.cells
  return [
    say(`say.finding.modification.${kind}`, {
      item: { item },
      factor: factor === null ? null : { dimension: factor },
      other: other === null ? null : { item: other },
      mi: quantity(mi, 'statistic'),
    }),
  ]
}
