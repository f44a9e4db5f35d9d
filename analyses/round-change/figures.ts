import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import { blocksOnPage } from './blocks'
import { changeFigure } from './change-figure'
import type { Tables } from './declarations'
import { effectsFigure } from './effects-figure'
import { moversFigure } from './movers-figure'
import type { RoundChangeOptions } from './options'
import { roundsFigure } from './rounds-figure'

/** The two rounds beside each other with verdicts, the changes as a forest, all rounds with their limits, and the items that moved most. */
export function roundChangeFigures(
  { change, top_movers: movers, rounds }: Tables,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const blocks = blocksOnPage(change.rows, options, context)
  return [
    changeFigure(change, blocks, options, context),
    ...effectsFigure(change, blocks, options, context),
    ...roundsFigure(rounds, options, context),
    ...moversFigure(movers, options),
  ]
}
