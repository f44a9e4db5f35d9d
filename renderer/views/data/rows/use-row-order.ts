import { useCallback, useEffect, useState } from 'react'
import type { ProjectSource } from '../../../state/project'
import type { AskedRows, FoundRows, RowLooks } from '../../../state/row-looks'

/** Which rows are shown, in which order, and what they have. */
export interface RowOrder extends Omit<FoundRows, 'numbers'> {
  /** Number of the row at a place, both in the file and in the engine; the place from 0. */
  readonly rowAt: (place: number) => number
  /** Place of a row; −1 where it is not shown. */
  placeOf(row: number): number
  /** Another where the rows or their meaning are others. */
  readonly version: string
  readonly isWorking: boolean
}

const nothing: FoundRows & { readonly of: string } = { of: '', columns: [], rowCount: 0, numbers: null, problem: null }

/** @param key changes whenever the rows, their meaning or what is asked of them changes */
export function useRowOrder(looks: RowLooks, entry: ProjectSource, asked: AskedRows, key: string): RowOrder {
  const [found, setFound] = useState(nothing)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    void looks
      .find(entry, asked, signal)
      .then((next) => (signal.aborted || next === null ? null : setFound({ ...next, of: key })))
    return () => controller.abort()
  }, [looks, key]) // eslint-disable-line react-hooks/exhaustive-deps
  const { numbers, columns, rowCount, problem } = found
  const rowAt = useCallback((place: number) => (numbers === null ? place + 1 : (numbers[place] ?? 0)), [numbers])
  return {
    columns,
    rowCount,
    problem,
    rowAt,
    placeOf: (row) => (numbers === null ? (row >= 1 && row <= rowCount ? row - 1 : -1) : numbers.indexOf(row)),
    version: found.of,
    isWorking: found.of !== key,
  }
}
