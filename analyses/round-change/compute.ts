import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { noteData } from './change-notes'
import { basesOfChanges, judgedChanges, readChanges, type UnjudgedChange } from './changes'
import { basesOfMovers, rankMovers, readMovers, type ReadMovers } from './movers'
import type { RoundChangeOptions } from './options'
import { readRounds, type Reading } from './reading'
import type { RoundChange } from './result'
import { basesOfSeries, judgedSeries, readSeries } from './series'
import type { selectRoundChange } from './statements'

/** Every group by itself: its changes, its items and its rounds. */
export interface ReadRoundChange {
  readonly reading: Reading
  readonly changes: readonly UnjudgedChange[]
  readonly movers: ReadMovers | null
  readonly series: ReturnType<typeof readSeries>
}

/** @throws InputError when nobody answered in one of the rounds, or the test is wrong for the linkage */
export function readRoundChange(
  frames: FramesOf<typeof selectRoundChange>,
  options: RoundChangeOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadRoundChange {
  const reading = readRounds(frames, options, dataset)
  return {
    reading,
    changes: readChanges(reading, abort),
    movers: readMovers(frames.answers, reading),
    series: readSeries(frames.places, reading, abort),
  }
}

/** What families of p values, ranks and notes stand on: changes, items that are ranked, and rounds. */
export function basesOfRoundChange({ reading, changes, movers, series }: ReadRoundChange): readonly Base[] {
  return [
    ...basesOfChanges(changes, reading.columns),
    ...(movers === null ? [] : basesOfMovers(movers, reading.columns)),
    ...basesOfSeries(series, reading.columns),
  ]
}

/** Change of each outcome in each group, gated, tested and judged; the items that moved most; and all rounds with their limits and trend. */
export function compareRoundsOf(
  { reading, changes, movers, series }: ReadRoundChange,
  options: RoundChangeOptions,
  context: ComputeContext<SurveyDataset>,
): RoundChange {
  const { columns, from, to, comparison } = reading
  noteData(reading, context)
  return {
    columns,
    from,
    to,
    comparison,
    changes: judgedChanges(changes, options, context),
    movers: rankMovers(movers, reading, context),
    series: judgedSeries(series, reading, context),
  }
}
