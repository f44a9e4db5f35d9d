import { describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import { runAnalysis } from '../fixture-project'
import { firstSceneOfTests } from '../scenes'

const project = await firstSceneOfTests()

/** The plane of the matrix, and what the table says of the gaps and the importance that lie on it. */
async function planeWith(target: number) {
  const { tables, figures } = await runAnalysis(project, 'measures', {
    outcomes: ['relations', 'technology'],
    important_for: 'culture',
    target_rule: 'points',
    target,
    draws: 200,
  })
  const panel = figures.find(({ id }) => id === 'matrix')?.panels[0]
  const rows = tables.flatMap((table) => (table.id === 'priorities' ? rowsOfTable(table) : []))
  if (panel === undefined || panel.x.scale !== 'linear' || panel.y.scale !== 'linear') throw new Error('no matrix')
  const numbers = (...columns: readonly string[]): readonly number[] =>
    rows.flatMap(({ cells }) => columns.flatMap((column) => (typeof cells[column] === 'number' ? [cells[column]] : [])))
  return {
    x: panel.x.domain ?? [],
    y: panel.y.domain ?? [],
    gaps: numbers('gap', 'gap_low', 'gap_high'),
    importance: numbers('importance', 'importance_low', 'importance_high'),
  }
}

describe('the plane of the matrix', () => {
  test('begins at no gap where every outcome lacks something, with an eighth of its height around', async () => {
    const { y, gaps } = await planeWith(5)
    const top = Math.max(...gaps)
    expect(Math.min(...gaps)).toBeGreaterThan(0)
    expect(y[0]).toBeCloseTo(-0.12 * top, 9)
    expect(y[1]).toBeCloseTo(1.12 * top, 9)
  })

  test('ends at no gap where every outcome is above its target', async () => {
    const { y, gaps } = await planeWith(1)
    const bottom = Math.min(...gaps)
    expect(Math.max(...gaps)).toBeLessThan(0)
    expect(y[0]).toBeCloseTo(1.12 * bottom, 9)
    expect(y[1]).toBeCloseTo(-0.12 * bottom, 9)
  })

  test('reaches somewhat beyond the greatest importance, and not beyond all of it', async () => {
    const { x, importance } = await planeWith(5)
    expect(x[0]).toBe(0)
    expect(x[1]).toBeCloseTo(Math.min(1, 1.15 * Math.max(...importance)), 9)
  })
})
