import { describe, expect, test } from 'vitest'
import { withSteadyNames } from '../../renderer/figure/steady-names'

/** An SVG as the drawing library names it, with its random digits and the number of a coordinate. */
const drawn = (random: string, trace: string, coordinate = '12.5'): string =>
  `<svg class="main-svg"><defs id="defs-${random}"><clipPath id="clip${random}x2y2plot"/></defs><g id="topdefs-${random}"/>` +
  `<g class="trace scatter trace${trace}" clip-path="url(#clip${random}x2y2plot)"><path d="M${coordinate},7"/></g></svg>`

describe('names in a drawn SVG', () => {
  test('are the same for the same drawing, and others for another', () => {
    expect(withSteadyNames(drawn('0a1b2c', 'ff00aa'))).toBe(withSteadyNames(drawn('9f8e7d', '123abc')))
    expect(withSteadyNames(drawn('0a1b2c', 'ff00aa', '13'))).not.toBe(withSteadyNames(drawn('0a1b2c', 'ff00aa')))
  })

  test('hang together: what is clipped names the clip of its own figure', () => {
    const name = /id="figure-([0-9a-f]{8})"/.exec(withSteadyNames(drawn('0a1b2c', 'ff00aa')))?.[1] ?? ''
    expect(withSteadyNames(drawn('0a1b2c', 'ff00aa'))).toBe(
      drawn(name, '').replace('<svg ', `<svg id="figure-${name}" `).replace('scatter trace"', 'scatter"'),
    )
  })

  test('do not reach into the numbers, where the random digits may stand by chance', () => {
    const unlucky = withSteadyNames(drawn('123456', 'ff00aa', '0.1234567'))
    expect(unlucky).toContain('M0.1234567,7')
    expect(unlucky).toBe(withSteadyNames(drawn('654321', 'ff00aa', '0.1234567')))
  })
})
