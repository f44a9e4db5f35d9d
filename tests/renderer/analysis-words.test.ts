import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages } from '../../analyses/core/words'
import { analyses, messagesOf } from '../../analyses/index'
import { createWords } from '../../renderer/i18n/words'
import { analysisName, analysisWords } from '../../renderer/views/analysis/analysis-words'

const words = createWords('nb')
const speaker = createSpeaker('nb', messagesOf('nb'), null)

const listed = (
  as: string,
  id: string,
  options = {},
  where: readonly { column: string; in: readonly string[] }[] = [],
) => ({ as, id, options, where })

describe('what an analysis is told by', () => {
  test('its grouping and its filter, in words, and never the id that files have for it', () => {
    const analysis = listed('by-organisation', 'group-comparison', { by: 'organisation' }, [
      { column: 'role', in: ['leader'] },
    ])
    expect(analysisName(analysis, [analysis], words, speaker)).toBe(
      'Sammenligning av grupper: etter organisasjon · bare leader (rolle)',
    )
  })

  test('two of a kind differ by what differs, and by a number where nothing does', () => {
    const list = [
      listed('change', 'round-change', { outcomes: ['culture'], confidence: 0.9 }),
      listed('change-2', 'round-change', { outcomes: ['technology'], confidence: 0.9 }),
      listed('change-3', 'round-change', { outcomes: ['technology'], confidence: 0.9 }),
    ]
    expect(list.map((entry) => analysisWords(entry, list, words, speaker))).toEqual([
      'culture',
      'technology',
      'technology (2)',
    ])
  })

  test('a name that a person gave is kept', () => {
    const own = listed('Endring i Åfjord', 'round-change', { by: ['organisation'] })
    expect(analysisWords(own, [own], words, speaker)).toBe('Endring i Åfjord')
  })

  test('a long list is cut with the number of the others', () => {
    const [outcomes, other] = [['a', 'b', 'c', 'd', 'e'], ['a']]
    const list = [listed('x', 'round-change', { outcomes }), listed('y', 'round-change', { outcomes: other })]
    expect(analysisWords(list[0]!, list, words, speaker)).toBe('a, b og 3 til')
  })

  test.each(interfaceLanguages)('in %s, two of any kind are told apart, with options or without', (language) => {
    const said = createWords(language)
    const voice = createSpeaker(language, messagesOf(language), null)
    for (const id of analyses.keys()) {
      const list = [listed(id, id), listed(`${id}-2`, id), listed(`${id}-3`, id, { by: ['role'] })]
      const names = list.map((entry) => analysisName(entry, list, said, voice))
      expect(new Set(names).size, id).toBe(names.length)
      expect(names.join(' ')).not.toContain(`${id}-2`)
    }
  })
})
