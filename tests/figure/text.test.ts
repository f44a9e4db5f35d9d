import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { plotlyText } from '../../renderer/figure/plotly-text'
import {
  lettersOutsideInter,
  onOneLine,
  textWidth,
  widestWord,
  wrapEvenly,
  wrapText,
} from '../../renderer/figure/text-metrics'
import { filesBelow, readProjectFile } from '../source-files'

describe('measured text', () => {
  test('wider with more letters, with size and with weight', () => {
    expect(textWidth('', 12)).toBe(0)
    expect(textWidth('motivasjon', 12)).toBeGreaterThan(textWidth('motiv', 12))
    expect(textWidth('motivasjon', 24)).toBeCloseTo(2 * textWidth('motivasjon', 12), 9)
    expect(textWidth('motivasjon', 12, 600)).toBeGreaterThan(textWidth('motivasjon', 12))
  })

  test('a combining accent takes no room', () => {
    expect(textWidth('e\u0301', 12)).toBe(textWidth('e', 12))
  })

  test('letters of another script take about an em, and are named once each', () => {
    expect(textWidth('医院', 100)).toBe(204)
    expect(textWidth('مشفى', 100)).toBe(4 * 72)
    expect(lettersOutsideInter('医院 og 医\u200d🏥\ufe0f')).toEqual(['医', '院', '🏥'])
  })

  test('the words of the program and of its instruments are all in the bundled typeface', () => {
    const catalogues = [
      ...filesBelow('analyses', ['messages.nb.json', 'messages.sv.json', 'messages.en.json', 'messages.da.json']),
      ...filesBelow('fixtures', ['instrument.json']).filter((path) => !path.startsWith('fixtures/bad/')),
    ]
    expect(catalogues.length).toBeGreaterThan(60)
    expect(
      catalogues.flatMap((path) => lettersOutsideInter(readProjectFile(path)).map((letter) => `${path}: ${letter}`)),
    ).toEqual([])
    expect(lettersOutsideInter('≤≥≠≈−±×·²³⁴₀₂′″–…→√∞αβγδΔεηκλμρσςτφχψωΩ№%‰°µ€«»“”’•')).toEqual([])
  })

  test('long words are broken only when they must be, and without a hyphen', () => {
    const label = 'Kommunikasjonsteknologiinfrastrukturen fungerer'
    expect(wrapText(label, 400, 12)).toEqual([label])
    expect(wrapText(label, 245, 12)).toEqual(['Kommunikasjonsteknologiinfrastrukturen', 'fungerer'])
    const broken = wrapText(label, 100, 12)
    expect(broken.length).toBeGreaterThan(2)
    expect(broken.join('')).not.toContain('-')
  })

  test('a hyphen is a place to break only where the word does not fit by itself', () => {
    expect(wrapText('Helse Nord-Trøndelag', 95, 12)).toEqual(['Helse', 'Nord-Trøndelag'])
    expect(wrapText('Nord-Trøndelag', 65, 12)).toEqual(['Nord-', 'Trøndelag'])
  })

  property.prop([fc.string({ maxLength: 80 }), fc.integer({ min: 20, max: 300 })])(
    'nothing is lost or added by wrapping',
    (text, width) => {
      const withoutSpaces = (words: string): string => words.replaceAll(/[ ]+/g, '')
      expect(withoutSpaces(wrapText(text, width, 12).join(''))).toBe(withoutSpaces(onOneLine(text)))
      expect(withoutSpaces(wrapEvenly(text, width, 12).join(''))).toBe(withoutSpaces(onOneLine(text)))
    },
  )

  property.prop([
    fc.array(fc.constantFrom('og', 'kultur', 'kompetanse', 'infrastruktur', 'Nord-Trøndelag'), {
      minLength: 1,
      maxLength: 14,
    }),
    fc.integer({ min: 95, max: 300 }),
  ])('no line is wider than asked, and even lines are no more lines', (words, width) => {
    const text = words.join(' ')
    const lines = wrapText(text, width, 12)
    const even = wrapEvenly(text, width, 12)
    expect(widestWord(text, 12)).toBeLessThanOrEqual(width)
    for (const line of [...lines, ...even]) expect(textWidth(line, 12)).toBeLessThanOrEqual(width)
    expect(even.length).toBe(lines.length)
  })
})

describe('text for the drawing library', () => {
  test('its small HTML is shown, not obeyed', () => {
    expect(plotlyText('<b>a</b> & <img onerror=x> &lt;')).toBe(
      '&lt;b&gt;a&lt;/b&gt; &amp; &lt;img onerror=x&gt; &amp;lt;',
    )
    expect(plotlyText(['en', 'to<br>'])).toBe('en<br>to&lt;br&gt;')
    expect(plotlyText('a\n\tb')).toBe('a b')
  })

  property.prop([fc.string({ maxLength: 60 })])('no tag and no entity of the data is left', (text) => {
    expect(plotlyText(text)).not.toMatch(/<(?!br>)|>(?<!<br>)/)
    expect(plotlyText(text).replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&')
  })
})
