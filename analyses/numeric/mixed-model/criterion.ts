import { log } from '../elementary/elementary-functions'
import type { Blocks, MixedModelSystem, TermLayout } from './system'

/**
 * The parts of the profiled criterion at one θ (Bates, Mächler, Bolker & Walker 2015, doi 10.18637/jss.v067.i01, eq. 33–42), with
 * V = I + ZΛΛ′Z′ and P = V⁻¹ − V⁻¹X(X′V⁻¹X)⁻¹X′V⁻¹.
 */
export interface CriterionParts {
  /** log |V| = log |Λ′Z′ZΛ + I|. */
  readonly logDeterminant: number
  /** log |X′V⁻¹X|. */
  readonly logFixedDeterminant: number
  /** Penalised residual sum of squares r² = y′Py. */
  readonly squares: number
  /** Coefficients of the orthonormal fixed columns for r, to be added to Q′y. */
  readonly gamma: Float64Array
  /** (Q′V⁻¹Q)⁻¹, row by row. */
  readonly fixedInverse: Float64Array
  /** Spherical and scaled random effects, in the order of Z. */
  readonly u: Float64Array
  readonly b: Float64Array
}

/** What differentiation by θ needs besides; one entry a parameter of θ. */
export interface CriterionSlopes {
  /** ½ ∂ log |V| / ∂θ. */
  readonly trace: Float64Array
  /** −½ ∂ r² / ∂θ. */
  readonly quadratic: Float64Array
  /** ½ ∂ log |X′V⁻¹X| / ∂θ. */
  readonly fixedTrace: Float64Array
  /** rank × rank each: (Q′V⁻¹Q)⁻¹ changes with θ by inverse·(K + K′)·inverse. */
  readonly fixedChange: readonly Float64Array[]
}

/** The profiled criterion as a function of θ. */
export interface Criterion {
  /** @returns null where the factorisation breaks down */
  readonly at: (theta: ArrayLike<number>) => CriterionParts | null
  /** The same with slopes; the arrays are fresh. */
  readonly withSlopes: (theta: ArrayLike<number>) => (CriterionParts & { readonly slopes: CriterionSlopes }) | null
  /** Diagonal cells of (Λ′Z′ZΛ + I)⁻¹ at the θ of the last call, one width × width cell a level. */
  readonly inverseCells: (term: TermLayout) => Float64Array
}

/** The criterion of a system. Its functions share their working arrays, so that they must not be called from within each other. */
export const criterionOf = (system: MixedModelSystem): Criterion => {
  const values = new Float64Array(system.cholesky.positionOfEntry.length)
  return {
    at: (theta) => partsAt(system, values, theta),
    withSlopes: (theta) => {
      const parts = partsAt(system, values, theta)
      return parts === null ? null : { ...parts, slopes: slopesAt(system, theta, parts) }
    },
    inverseCells: (term) => inverseCellsOf(system, term),
  }
}

/** With L⁻¹Λ′Z′Q besides, which the slopes go on with. */
type PartsWithFixed = CriterionParts & { readonly uq: Float64Array }

/** @param values room for the entries of Λ′Z′ZΛ + I */
const partsAt = (system: MixedModelSystem, values: Float64Array, theta: ArrayLike<number>): PartsWithFixed | null => {
  const { terms, blocks, size, rank, zq, zr, residualSquares, cholesky } = system
  const lambda = terms.map((term) => factorOf(term, theta))
  fill(values, blocks, terms, lambda)
  const logDeterminant = cholesky.decompose(values)
  if (Number.isNaN(logDeterminant)) return null
  const cu = factorTimes(terms, lambda, zr, 1, true)
  cholesky.forward(cu, 1)
  const uq = factorTimes(terms, lambda, zq, rank, true)
  cholesky.forward(uq, rank)
  const { information, right } = fixedSystem(uq, cu, size, rank)
  const inverted = inverseOf(information, rank)
  if (inverted === null) return null
  const { inverse, logDeterminant: logFixedDeterminant } = inverted
  const gamma = new Float64Array(rank)
  let squares = residualSquares
  for (let i = 0; i < size; i++) squares -= (cu[i] as number) * (cu[i] as number)
  for (let c = 0; c < rank; c++) {
    let sum = 0
    for (let d = 0; d < rank; d++) sum += (inverse[c * rank + d] as number) * (right[d] as number)
    gamma[c] = sum
    squares -= sum * (right[c] as number)
  }
  const u = cu
  for (let i = 0; i < size; i++) {
    let sum = u[i] as number
    for (let c = 0; c < rank; c++) sum -= (uq[i * rank + c] as number) * (gamma[c] as number)
    u[i] = sum
  }
  cholesky.backward(u, 1)
  return {
    logDeterminant,
    logFixedDeterminant,
    squares,
    gamma,
    fixedInverse: inverse,
    u,
    b: factorTimes(terms, lambda, u, 1),
    uq,
  }
}

/** Q′V⁻¹Q and Q′V⁻¹r, with u and U what the triangle solves of Λ′Z′r and Λ′Z′Q: I − U′U and −U′u. */
const fixedSystem = (
  uq: Float64Array,
  cu: Float64Array,
  size: number,
  rank: number,
): { readonly information: Float64Array; readonly right: Float64Array } => {
  const information = new Float64Array(rank * rank)
  const right = new Float64Array(rank)
  for (let c = 0; c < rank; c++) {
    for (let d = 0; d <= c; d++) {
      let sum = c === d ? 1 : 0
      for (let i = 0; i < size; i++) sum -= (uq[i * rank + c] as number) * (uq[i * rank + d] as number)
      information[c * rank + d] = sum
      information[d * rank + c] = sum
    }
    let sum = 0
    for (let i = 0; i < size; i++) sum -= (uq[i * rank + c] as number) * (cu[i] as number)
    right[c] = sum
  }
  return { information, right }
}

/** @param parts at the same θ; its `uq` is solved on in place */
const slopesAt = (system: MixedModelSystem, theta: ArrayLike<number>, parts: PartsWithFixed): CriterionSlopes => {
  const { terms, blocks, size, rank, zq, zr, cholesky, parameterCount } = system
  const lambda = terms.map((term) => factorOf(term, theta))
  const { uq, u, b, gamma, fixedInverse } = parts
  cholesky.backward(uq, rank)
  // w = Z′Py and W = Z′V⁻¹Q.
  const w = Float64Array.from(zr)
  const crossB = crossTimes(blocks, terms, b, 1, size)
  for (let i = 0; i < size; i++) {
    let sum = (w[i] as number) - (crossB[i] as number)
    for (let c = 0; c < rank; c++) sum -= (zq[i * rank + c] as number) * (gamma[c] as number)
    w[i] = sum
  }
  const wq = crossTimes(blocks, terms, factorTimes(terms, lambda, uq, rank), rank, size)
  for (let i = 0; i < wq.length; i++) wq[i] = (zq[i] as number) - (wq[i] as number)
  const cells = traceCells(blocks, terms, lambda, cholesky.selectedInverse(), cholesky.positionOfEntry)
  const trace = new Float64Array(parameterCount)
  const quadratic = new Float64Array(parameterCount)
  const fixedTrace = new Float64Array(parameterCount)
  const fixedChange: Float64Array[] = []
  terms.forEach((term, t) => {
    let parameter = term.firstParameter
    for (let column = 0; column < term.width; column++) {
      for (let row = column; row < term.width; row++) {
        trace[parameter] = cells[t]?.[row * term.width + column] as number
        let sum = 0
        const change = new Float64Array(rank * rank)
        for (let level = 0; level < term.levels; level++) {
          const i = term.offset + level * term.width + row
          const j = term.offset + level * term.width + column
          sum += (w[i] as number) * (u[j] as number)
          for (let c = 0; c < rank; c++) {
            const left = wq[i * rank + c] as number
            for (let d = 0; d < rank; d++)
              change[c * rank + d] = (change[c * rank + d] as number) + left * (uq[j * rank + d] as number)
          }
        }
        quadratic[parameter] = sum
        let fixed = 0
        for (let c = 0; c < rank * rank; c++) fixed -= (fixedInverse[c] as number) * (change[c] as number)
        fixedTrace[parameter] = fixed
        fixedChange.push(change)
        parameter += 1
      }
    }
  })
  return { trace, quadratic, fixedTrace, fixedChange }
}

const inverseCellsOf = ({ terms, blocks, cholesky }: MixedModelSystem, term: TermLayout): Float64Array => {
  const inverse = cholesky.selectedInverse()
  const cells = new Float64Array(term.levels * term.width * term.width)
  for (let block = 0; block < blocks.count; block++) {
    if (
      (blocks.row[block] as number) !== (blocks.column[block] as number) ||
      terms[blocks.termA[block] as number] !== term
    )
      continue
    const level = ((blocks.row[block] as number) - term.offset) / term.width
    for (let s = 0; s < term.width; s++) {
      for (let t = s; t < term.width; t++) {
        const value = inverse[
          cholesky.positionOfEntry[
            blocks.position[(blocks.start[block] as number) + s * term.width + t] as number
          ] as number
        ] as number
        cells[(level * term.width + s) * term.width + t] = value
        cells[(level * term.width + t) * term.width + s] = value
      }
    }
  }
  return cells
}

/**
 * Λ of one level of a term, width × width, row by row; its elements above the diagonal are 0.
 * @param theta of all terms
 */
export const factorOf = (term: TermLayout, theta: ArrayLike<number>): Float64Array => {
  const { width } = term
  const factor = new Float64Array(width * width)
  let parameter = term.firstParameter
  for (let column = 0; column < width; column++)
    for (let row = column; row < width; row++) factor[row * width + column] = theta[parameter++] as number
  return factor
}

/** Λ·m, or Λ′·m; m has `columns` columns. */
const factorTimes = (
  terms: readonly TermLayout[],
  lambda: readonly Float64Array[],
  m: Float64Array,
  columns: number,
  isTransposed = false,
): Float64Array => {
  const out = new Float64Array(m.length)
  terms.forEach(({ width, levels, offset }, t) => {
    const factor = lambda[t] as Float64Array
    for (let level = 0; level < levels; level++) {
      const first = offset + level * width
      for (let a = 0; a < width; a++) {
        // Λ is a lower triangle, Λ′ an upper one.
        const end = isTransposed ? width : a + 1
        for (let k = isTransposed ? a : 0; k < end; k++) {
          const element = factor[isTransposed ? k * width + a : a * width + k] as number
          for (let c = 0; c < columns; c++)
            out[(first + a) * columns + c] =
              (out[(first + a) * columns + c] as number) + element * (m[(first + k) * columns + c] as number)
        }
      }
    }
  })
  return out
}

/** Z′Z·m. */
const crossTimes = (
  blocks: Blocks,
  terms: readonly TermLayout[],
  m: Float64Array,
  columns: number,
  size: number,
): Float64Array => {
  const out = new Float64Array(size * columns)
  for (let block = 0; block < blocks.count; block++) {
    const height = (terms[blocks.termA[block] as number] as TermLayout).width
    const width = (terms[blocks.termB[block] as number] as TermLayout).width
    const row = blocks.row[block] as number
    const column = blocks.column[block] as number
    const start = blocks.start[block] as number
    for (let s = 0; s < height; s++)
      for (let t = 0; t < width; t++) {
        const value = blocks.values[start + s * width + t] as number
        for (let c = 0; c < columns; c++) {
          const i = (row + s) * columns + c
          const j = (column + t) * columns + c
          out[i] = (out[i] as number) + value * (m[j] as number)
          if (row !== column) out[j] = (out[j] as number) + value * (m[i] as number)
        }
      }
  }
  return out
}

/** Λ′Z′ZΛ + I in the order of the pattern. */
const fill = (
  values: Float64Array,
  blocks: Blocks,
  terms: readonly TermLayout[],
  lambda: readonly Float64Array[],
): void => {
  for (let block = 0; block < blocks.count; block++) {
    const a = blocks.termA[block] as number
    const b = blocks.termB[block] as number
    const height = (terms[a] as TermLayout).width
    const width = (terms[b] as TermLayout).width
    const left = lambda[a] as Float64Array
    const right = lambda[b] as Float64Array
    const start = blocks.start[block] as number
    const isDiagonal = blocks.row[block] === blocks.column[block]
    for (let s = 0; s < height; s++)
      for (let t = 0; t < width; t++) {
        const place = blocks.position[start + s * width + t] as number
        if (place < 0) continue
        let sum = isDiagonal && s === t ? 1 : 0
        for (let k = s; k < height; k++)
          for (let l = t; l < width; l++)
            sum +=
              (left[k * height + s] as number) *
              (blocks.values[start + k * width + l] as number) *
              (right[l * width + t] as number)
        values[place] = sum
      }
  }
}

/** For each term the sum over its levels of the diagonal cells of Z′ZΛ(Λ′Z′ZΛ + I)⁻¹. */
const traceCells = (
  blocks: Blocks,
  terms: readonly TermLayout[],
  lambda: readonly Float64Array[],
  inverse: Float64Array,
  positionOfEntry: Int32Array,
): readonly Float64Array[] => {
  const sums = terms.map(({ width }) => new Float64Array(width * width))
  for (let block = 0; block < blocks.count; block++) {
    const a = blocks.termA[block] as number
    const b = blocks.termB[block] as number
    const height = (terms[a] as TermLayout).width
    const width = (terms[b] as TermLayout).width
    const start = blocks.start[block] as number
    const isDiagonal = blocks.row[block] === blocks.column[block]
    const element = (s: number, t: number): number => {
      const place = blocks.position[start + (isDiagonal && s > t ? t * width + s : s * width + t)] as number
      return inverse[positionOfEntry[place] as number] as number
    }
    const value = (s: number, t: number): number => blocks.values[start + s * width + t] as number
    const first = sums[a] as Float64Array
    const right = lambda[b] as Float64Array
    for (let s = 0; s < height; s++)
      for (let c = 0; c < height; c++) {
        let sum = 0
        for (let k = 0; k < width; k++)
          for (let l = 0; l <= k; l++) sum += value(s, k) * (right[k * width + l] as number) * element(c, l)
        first[s * height + c] = (first[s * height + c] as number) + sum
      }
    if (isDiagonal) continue
    const second = sums[b] as Float64Array
    const left = lambda[a] as Float64Array
    for (let t = 0; t < width; t++)
      for (let c = 0; c < width; c++) {
        let sum = 0
        for (let k = 0; k < height; k++)
          for (let l = 0; l <= k; l++) sum += value(k, t) * (left[k * height + l] as number) * element(l, c)
        second[t * width + c] = (second[t * width + c] as number) + sum
      }
  }
  return sums
}

/** Inverse and log determinant of a small symmetric positive definite matrix; null when it is not. */
const inverseOf = (
  matrix: Float64Array,
  size: number,
): { readonly inverse: Float64Array; readonly logDeterminant: number } | null => {
  const lower = new Float64Array(size * size)
  let logDeterminant = 0
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i * size + j] as number
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number)
      if (i === j) {
        if (!(sum > 0)) return null
        logDeterminant += log(sum)
        lower[j * size + j] = Math.sqrt(sum)
      } else lower[i * size + j] = sum / (lower[j * size + j] as number)
    }
  }
  const root = new Float64Array(size * size)
  for (let c = 0; c < size; c++) {
    for (let i = c; i < size; i++) {
      let sum = i === c ? 1 : 0
      for (let k = c; k < i; k++) sum -= (lower[i * size + k] as number) * (root[k * size + c] as number)
      root[i * size + c] = sum / (lower[i * size + i] as number)
    }
  }
  const inverse = new Float64Array(size * size)
  for (let c = 0; c < size; c++)
    for (let d = 0; d <= c; d++) {
      let sum = 0
      for (let k = c; k < size; k++) sum += (root[k * size + c] as number) * (root[k * size + d] as number)
      inverse[c * size + d] = sum
      inverse[d * size + c] = sum
    }
  return { inverse, logDeterminant }
}
