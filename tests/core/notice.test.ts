import { describe, expect, test } from 'vitest'
import { longestNotice } from '../../analyses/core/notice'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages, type MessageCode, type Value, type Values } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { filesBelow, readProjectFile } from '../source-files'

/** What real exports hold: a matrix question as a header, and names of organisations. */
const longName =
  'Hur väl stämmer följande påståenden om din arbetsplats under de senaste tolv månaderna? – Jag får det stöd jag behöver av min närmaste chef'
const organisation = 'Inlandet sykehus og rehabiliteringssenter, avdeling for dagbehandling'
const columns = Array.from({ length: 26 }, (_, index) => `${longName} (${index + 1})`)

/** The keys of notes and of refusals: those that the sources say as such. */
function noticeCodes(): ReadonlySet<MessageCode> {
  const known = messagesOf('en')
  const codes = new Set<MessageCode>()
  for (const path of filesBelow('analyses', ['.ts'])) {
    const source = readProjectFile(path)
    const room = /wordsOf<[^>]*>\('([^']+)'\)/.exec(readWords(path))?.[1]
    for (const [, key] of source.matchAll(/\b(?:info|warning|code)\(\s*'([^']+)'/g))
      if (room !== undefined && known[`${room}:${key}`] !== undefined) codes.add(`${room}:${key}`)
    for (const [, code] of source.matchAll(
      /'((?:ingest|recipe|survey|series|readers?|instrument|disclosure|drafting)[a-z/-]*:[^'$]+)'/g,
    ))
      if (code !== undefined && known[code] !== undefined) codes.add(code as MessageCode)
  }
  return codes
}

function readWords(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/'))
  return filesBelow(folder, ['words.ts'])
    .filter((each) => each === `${folder}/words.ts`)
    .map(readProjectFile)
    .join('\n')
}

/** Places that numbers stand in, whatever the message. */
const counted = /^(?:n|min|max|draws|seed|smallest|first|second|here|there|count|common|alike|code|from|to|expected)$/

/** The places of a message; those that choose a plural are numbers. */
function longValues(pattern: string, long: Value): Values {
  const values: Record<string, Value> = {}
  for (const [, name, kind] of pattern.matchAll(/\{(\w+)(?:, (plural|select|number))?/g))
    if (name !== undefined)
      values[name] =
        kind === 'select' ? 'other' : kind === undefined && !counted.test(name) ? (values[name] ?? long) : 12_345
  return values
}

describe.each(interfaceLanguages)('notices in %s', (language) => {
  const speaker = createSpeaker(language, messagesOf(language), null)
  const patterns = messagesOf(language)

  test('every note and refusal is at most 300 characters, with lists of 26 columns and long names', () => {
    const codes = noticeCodes()
    expect(codes.size).toBeGreaterThan(250)
    const long: string[] = []
    for (const code of codes) {
      const about = longValues(patterns[code] ?? '', { list: columns })
      const { length } = speaker.notice({ code, about })
      if (length > longestNotice) long.push(`${code}: ${length}`)
    }
    expect(long).toEqual([])
  })

  test('what is cut is counted, and what fits is said whole', () => {
    const few = { list: ['A', 'B'] }
    expect(speaker.notice({ code: 'survey:items-reworded', about: { items: few } })).toBe(
      speaker.text('survey:items-reworded', { items: few }),
    )
    const cut = speaker.notice({ code: 'survey:items-reworded', about: { items: { list: columns } } })
    expect(cut.length).toBeLessThanOrEqual(longestNotice)
    const shown = cut.split('…').length - 1
    expect(shown).toBeGreaterThan(0)
    expect(cut).toContain(speaker.text('core:and-more', { count: 26 - shown }))
  })

  test('a long name keeps its beginning', () => {
    const said = speaker.notice({ code: 'survey:items-reworded', about: { items: { list: [organisation.repeat(5)] } } })
    expect(said).toContain('Inlandet sykehus')
    expect(said.length).toBeLessThanOrEqual(longestNotice)
  })
})
