import { expect, test } from 'vitest'
import { productOfSquares, submatrix } from '../../analyses/numeric/matrices/square-matrix'

const a = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 10)

test('a product is that of rows by columns, in this order', () => {
  const swap = Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1)
  expect([...productOfSquares(a, swap, 3)]).toEqual([2, 1, 3, 5, 4, 6, 8, 7, 10])
  expect([...productOfSquares(swap, a, 3)]).toEqual([4, 5, 6, 1, 2, 3, 7, 8, 10])
})

test('a submatrix has the kept rows and columns in the order given', () => {
  expect([...submatrix(a, 3, [2, 0])]).toEqual([10, 7, 3, 1])
  expect([...submatrix(a, 3, [])]).toEqual([])
})
