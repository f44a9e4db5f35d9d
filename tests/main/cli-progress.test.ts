import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProgress } from '../../main/cli/progress'

function written(isTTY: boolean, show: (progress: ReturnType<typeof createProgress>) => void): string {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  show(createProgress(Object.assign(stream, { isTTY }) as unknown as NodeJS.WriteStream))
  return text
}

const cleared = '\r\u001b[2K'
const bar = (full: number): string => '█'.repeat(full) + '░'.repeat(24 - full)

describe('progress of the command line', () => {
  test.each([
    [0, bar(0)],
    [0.25, bar(6)],
    [0.5, bar(12)],
    [1, bar(24)],
    [null, ' '.repeat(24)],
  ])('a share of %s is a bar of 24 signs on a terminal, and each step overwrites the last', (share, drawn) => {
    expect(written(true, ({ step }) => step('drivers', share))).toBe(`${cleared}${drawn} drivers`)
  })

  test('a line and the end clear the bar that is shown, and nothing else', () => {
    const shown = `${cleared}${bar(12)} drivers`
    expect(
      written(true, (progress) => {
        progress.line('before')
        progress.step('drivers', 0.5)
        progress.line('after')
        progress.end()
      }),
    ).toBe(`before\n${shown}${cleared}after\n`)
    expect(
      written(true, (progress) => {
        progress.step('drivers', 0.5)
        progress.end()
        progress.end()
      }),
    ).toBe(`${shown}${cleared}`)
  })

  test('elsewhere each step is one line, however often it is told', () => {
    expect(
      written(false, (progress) => {
        progress.step('drivers', 0)
        progress.step('drivers', 0.5)
        progress.step('measures', null)
        progress.line('a warning')
        progress.end()
      }),
    ).toBe('drivers\nmeasures\na warning\n')
  })
})
