import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Text } from '../../analyses/core/words'
import { labelDifferences } from '../../analyses/drafting/label-strength'
import { labelledSteps } from '../../analyses/instrument/scale-warnings'
import { parseInstrument } from '../../analyses/instrument/format'

const scaleOf = (...labels: readonly Text[]) => ({
  labels: Object.fromEntries(labels.map((label, index) => [String(index + 1), label])),
})
const found = (...labels: readonly Text[]) =>
  labelDifferences(scaleOf(...labels)).map((each) => (each.kind === 'strength' ? each.step : each.languages.join()))

describe('labels of different strength in the languages of a scale', () => {
  test.each<readonly [string, readonly Text[], readonly (number | string)[]]>([
    ['an intensity is missing in one language', [{ en: 'Strongly agree', sv: 'Instämmer', nb: 'Helt enig' }], [1]],
    ['partly in one, plainly in the other', [{ nb: 'Delvis enig', en: 'Agree', sv: 'Instämmer i huvudsak' }], [1]],
    ['mostly and plainly are close', [{ en: 'Agree', sv: 'Instämmer i huvudsak' }], []],
    ['very in one, plainly in the other', [{ nb: 'Svært fornøyd', sv: 'Nöjd', en: 'Very satisfied' }], [1]],
    ['to a large and to some extent', [{ nb: 'I stor grad', sv: 'I någon mån' }], [1]],
    ['often and sometimes', [{ nb: 'Ofte', sv: 'Ibland' }], [1]],
    ['the same in all', [{ nb: 'Helt enig', sv: 'Instämmer helt', en: 'Completely agree', da: 'Helt enig' }], []],
    ['words that are not known are not judged', [{ nb: 'Helt enig', sv: 'Gröngölingar' }], []],
    ['one language alone', [{ nb: 'Helt enig' }, { nb: 'Uenig' }], []],
    [
      'the order is the other way round in one',
      [
        { nb: 'Helt uenig', sv: 'Instämmer helt', en: 'Strongly disagree' },
        { nb: 'Helt enig', sv: 'Tar helt avstånd', en: 'Strongly agree' },
      ],
      ['sv'],
    ],
  ])('%s', (_, labels, differences) => {
    expect(found(...labels)).toEqual(differences)
  })

  test('an intensity that is gone from any step of the bundled scale is found', () => {
    const [scale] = bundled()
    for (const [code, text] of Object.entries(scale?.labels ?? {})) {
      if (code === '3') continue
      const weaker = { ...text, nb: Number(code) < 3 ? 'Uenig' : 'Enig' }
      const { labels } = { labels: { ...scale?.labels, [code]: weaker } }
      expect(labelDifferences({ labels }), code).toMatchObject([{ kind: 'strength', step: Number(code) }])
    }
  })

  test.each(['odm-valtel', 'sample'])('the scales of %s have none, and as many labels in every language', (set) => {
    const scales = bundled(set)
    expect(scales.flatMap((scale) => labelDifferences(scale))).toEqual([])
    expect(scales.flatMap((scale) => labelledSteps(scale)).map(({ steps }) => steps)).toEqual([5, 5, 5])
  })
})

function bundled(set = 'odm-valtel') {
  const parsed = parseInstrument(readFileSync(`fixtures/${set}/instrument.json`, 'utf8'), 'instrument.json')
  if (!parsed.ok) throw new Error('the bundled instrument is one')
  return parsed.value.scales
}
