import { describe, expect, test } from 'vitest'
import { figureRemarks } from '../../renderer/state/figure-remarks'

describe('remarks on a saved figure', () => {
  const cut = { code: 'label-cut', text: 'a' } as const
  const foreign = { code: 'letters-not-bundled', letters: '医 院', text: 'Klinikk 医院', count: 2 } as const

  test('count what is too small or too close, and name the letters of other fonts by themselves', () => {
    expect(figureRemarks([])).toEqual([])
    expect(figureRemarks([cut, cut])).toEqual([{ key: 'told.figure-findings', values: { count: 2 } }])
    expect(figureRemarks([foreign])).toEqual([
      { key: 'told.figure-letters', values: { letters: '医 院', text: 'Klinikk 医院' } },
    ])
    expect(figureRemarks([cut, foreign]).map(({ key, values }) => [key, values['count'] ?? null])).toEqual([
      ['told.figure-findings', 1],
      ['told.figure-letters', null],
    ])
  })
})
