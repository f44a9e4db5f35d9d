import { chiSquare as chiSquareDistribution } from '../distributions/chi-square'
import { choleskyOfPositiveDefinite, inverseOfCholesky, solveCholesky } from '../matrices/positive-definite'
import { freeDerivatives } from './estimate'
import { standardUnits, type FitState, type FactorModelFit } from './factor-model'
import { impliedMoments, matricesAt, type GroupMatrices, type MatrixEntry } from './model'

/** What chi-square would fall by if a parameter that is fixed at 0 were free (Sörbom 1989, doi 10.1007/BF02294623), and what it would be. */
export interface ModificationIndex {
  /** `loading` (row item, column factor) or `residual-covariance` (row > column, items). */
  readonly entry: MatrixEntry
  readonly index: number
  /** P(χ²(1) > index). */
  readonly pValue: number
  /** Expected parameter change. */
  readonly change: number
  /** Expected parameter change standardised: lavaan's `sepc.all`. */
  readonly standardizedChange: number
}

/**
 * Modification indices of all cross-loadings and residual covariances that the model fixes at 0, largest first: `lavaan::modindices` (expected
 * information). Those that the data cannot tell from free parameters are left out.
 */
export const modificationIndices = (fit: FactorModelFit): readonly ModificationIndex[] => {
  const { state } = fit
  const { model, data } = state
  const taken = new Set(
    state.table.entries.map(({ kind, group, row, column }) => entryKey({ kind, group, row, column })),
  )
  const candidates: MatrixEntry[] = []
  for (let group = 0; group < data.length; group++) {
    for (let row = 0; row < model.itemCount; row++) {
      for (let column = 0; column < model.factorCount; column++)
        candidates.push({ kind: 'loading', group, row, column })
      for (let column = 0; column < row; column++) candidates.push({ kind: 'residual-covariance', group, row, column })
    }
  }
  const entries = candidates.filter((entry) => !taken.has(entryKey(entry)))
  const matrices = matricesAt(model, data.length, state.table, state.values)
  const units = matrices.map((own) => impliedMoments(model, own))
  return adjustedScores(state, entries)
    .flatMap(({ score, information, own }, position): readonly ModificationIndex[] => {
      if (!(information > 1e-9 * own)) return []
      const entry = entries[position] as MatrixEntry
      const index = (score * score) / information
      const change = score / information
      const unit = standardUnits(
        model,
        entry,
        matrices[entry.group] as GroupMatrices,
        units[entry.group] as (typeof units)[number],
      )
      return [
        { entry, index, pValue: chiSquareDistribution.upper(index, 1), change, standardizedChange: change * unit },
      ]
    })
    .toSorted((a, b) => b.index - a.index)
}

const entryKey = ({ kind, group, row, column }: MatrixEntry): string =>
  `${kind} ${String(group)} ${String(row)} ${String(column)}`

interface AdjustedScore {
  readonly score: number
  /** Information about the entry that the free parameters leave. */
  readonly information: number
  readonly own: number
}

/** Scores of entries taken one by one, with the free parameters estimated beside them. */
const adjustedScores = (
  { model, data, table, values }: FitState,
  entries: readonly MatrixEntry[],
): readonly AdjustedScore[] => {
  const derivatives = freeDerivatives(model, data, table, values, 'expected', entries)
  const free = table.freeCount
  const size = free + entries.length
  const lower =
    derivatives === null ? null : choleskyOfPositiveDefinite(topLeft(derivatives.information, size, free), free)
  if (derivatives === null || lower === null) return []
  const { gradient, information } = derivatives
  return entries.map((_, position) => {
    const at = free + position
    const cross = information.slice(at * size, at * size + free)
    const solved = solveCholesky(lower, free, cross)
    const own = information[at * size + at] as number
    let left = own
    let score = -(gradient[at] as number)
    for (let i = 0; i < free; i++) {
      left -= (cross[i] as number) * (solved[i] as number)
      score += (gradient[i] as number) * (solved[i] as number)
    }
    return { score, information: left, own }
  })
}

const topLeft = (matrix: Float64Array, size: number, count: number): Float64Array => {
  const part = new Float64Array(count * count)
  for (let row = 0; row < count; row++) part.set(matrix.subarray(row * size, row * size + count), row * count)
  return part
}

/** A score (Lagrange multiplier) test of several restrictions at once. */
export interface ScoreTest {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
  /**
   * What each entry would come to lie above the value that it shares (or is fixed at), in the order given: one step of scoring, not a new fit. For the entries of a parameter
   * in groups 2 … G, the differences to group 1.
   */
  readonly changes: readonly number[]
  readonly standardErrors: readonly number[]
}

/**
 * Tests, one after the other, whether parameters that are equal over groups (or fixed) would differ if they were free at the entries of a set: `lavaan::lavTestScore`. For a
 * loading that is equal in G groups give its entries in G − 1 of them. Expected information. Null for a set that the data cannot tell from free parameters.
 */
export const scoreTests = (
  { state: { model, data, table, values } }: FactorModelFit,
  sets: readonly (readonly MatrixEntry[])[],
): readonly (ScoreTest | null)[] => {
  const entries = sets.flat()
  const derivatives = freeDerivatives(model, data, table, values, 'expected', entries)
  const free = table.freeCount
  const size = free + entries.length
  const lower =
    derivatives === null ? null : choleskyOfPositiveDefinite(topLeft(derivatives.information, size, free), free)
  if (derivatives === null || lower === null) return sets.map(() => null)
  const { gradient, information } = derivatives
  let first = free
  return sets.map((set) => {
    const start = first
    const extra = set.length
    first += extra
    if (extra === 0) return null
    const left = new Float64Array(extra * extra)
    const scores = new Float64Array(extra)
    for (let a = 0; a < extra; a++) {
      const row = (start + a) * size
      const solved = solveCholesky(lower, free, information.slice(row, row + free))
      let score = -(gradient[start + a] as number)
      for (let i = 0; i < free; i++) score += (gradient[i] as number) * (solved[i] as number)
      scores[a] = score
      for (let b = 0; b < extra; b++) {
        let value = information[row + start + b] as number
        for (let i = 0; i < free; i++) value -= (solved[i] as number) * (information[(start + b) * size + i] as number)
        left[a * extra + b] = value
      }
    }
    for (let a = 0; a < extra; a++)
      if (!((left[a * extra + a] as number) > 1e-9 * (information[(start + a) * (size + 1)] as number))) return null
    const factor = choleskyOfPositiveDefinite(left, extra, 1e-10)
    if (factor === null) return null
    const changes = solveCholesky(factor, extra, scores)
    const chiSquare = changes.reduce((sum, change, index) => sum + change * (scores[index] as number), 0)
    const covariance = inverseOfCholesky(factor, extra)
    const standardErrors = Array.from(changes, (_, index) => Math.sqrt(covariance[index * (extra + 1)] as number))
    return {
      chiSquare,
      df: extra,
      pValue: chiSquareDistribution.upper(Math.max(0, chiSquare), extra),
      changes: [...changes],
      standardErrors,
    }
  })
}
