import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bitsOfResults } from './bits'

const room = new URL('../../analyses/numeric/', import.meta.url)
const sources = readdirSync(room, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

describe('the same bits in every engine', () => {
  it('thousands of results have the bits they had in Node 20 and in Chromium 156', () => {
    // Made by bits.ts run in both. Another value after a change of an algorithm is right only if both give it.
    expect(bitsOfResults()).toEqual({ elementary: '1df4616c of 160500', distributions: 'bcebe72d of 2890' })
  })

  it.each(sources)(
    '%s uses no function of Math that engines round differently, and imports nothing but its room',
    (name) => {
      const text = withoutComments(readFileSync(new URL(name, room), 'utf8'))
      expect(
        text.match(/Math\.(?:a?(?:sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|hypot|cbrt)\b|\*\*/g) ?? [],
      ).toEqual([])
      expect(
        [...text.matchAll(/from '([^']+)'/g)]
          .map((match) => match[1])
          .filter((path) => !/^(\.\/|\.\.\/)[a-z-]+(\/[a-z-]+)*$/.test(path ?? '')),
      ).toEqual([])
    },
  )
})
