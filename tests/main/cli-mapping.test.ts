import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { parseInstrument } from '../../analyses/instrument/format'
import { bridge } from '../../main/cli/bridge'
import { check } from '../../main/cli/check'
import { columns } from '../../main/cli/columns'
import { parseCommand, type Command } from '../../main/cli/arguments'
import { projectFolder } from '../source-files'

const folder = mkdtempSync(join(tmpdir(), 'valtel-mapping-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

const fixture = (name: string): string => join(projectFolder, 'fixtures/formats/next-year', name)

/** What a command writes to its two streams, and its exit code. */
async function said<C extends Command['command']>(
  given: readonly string[],
  run: (command: Extract<Command, { command: C }>) => number | Promise<number>,
): Promise<{ readonly out: string; readonly error: string; readonly code: number }> {
  const [out, error]: [string[], string[]] = [[], []]
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => error.push(String(text)) > 0)
  const code = await run(parseCommand(given) as Extract<Command, { command: C }>)
  return { out: out.join(''), error: error.join(''), code }
}

const organisation = '"Vilken organisation arbetar du inom?": "organisation"'

describe('columns and check say what could be something by its wording', () => {
  test('each with the line of the recipe that makes it so', async () => {
    const given = ['columns', fixture('medarbetare_2024.csv'), '--recipe', fixture('recipe.json')]
    const { out, code } = await said<'columns'>(given, columns)
    expect(code).toBe(0)
    expect(out).toContain(organisation)
    expect(out).toContain('"respondent": "Respondent-ID"')
    expect(out.match(/To use it, add/gu)).toHaveLength(5)
  })

  test('check tells them too, and still finds the recipe good', async () => {
    const { out, error, code } = await said<'check'>(['check', fixture('recipe.json'), '--language', 'en'], check)
    expect(code).toBe(0)
    expect(error).toContain(organisation)
    expect(out).toContain('The recipe can be run')
  })

  test('spellings that may be one value are named, with what they may be', async () => {
    const file = join(folder, 'svar.csv')
    writeFileSync(file, `Kommune;Svar\n${'Namsos;3\n'.repeat(9)}NAMSOS ;2\nÅre;1\n`)
    const { out, code } = await said<'columns'>(['columns', file, '--language', 'nb'], columns)
    expect(code).toBe(0)
    expect(out).toContain('Skrivemåter som kan være én verdi')
    expect(out).toContain('«NAMSOS» (én rad) kan være «Namsos»')
  })

  test('the values of one column, by its header or its place', async () => {
    const file = fixture('medarbetare_2024.csv')
    const by = ['--instrument', fixture('instrument.json')]
    const { out } = await said<'columns'>(['columns', file, ...by, '--column', '4'], columns)
    expect(out).toMatch(/Instämmer helt +\d+ +\d+ +5 – Instämmer helt/u)
    const json = await said<'columns'>(['columns', file, ...by, '--column', 'Befattning', '--json'], columns)
    expect(JSON.parse(json.out)).toMatchObject({ header: 'Befattning', rows: 33 })
    const { error, code } = await said<'columns'>(['columns', file, ...by, '--column', 'Befatning'], columns)
    expect(code).toBe(2)
    expect(error).toContain('Befattning')
  })
})

describe('bridge', () => {
  const older = fixture('instrument.json')
  const newer = join(folder, 'newer.json')
  const out = join(folder, 'bridge.json')
  const text = readFileSync(older, 'utf8')
  writeFileSync(
    newer,
    text
      .replace('"version": "2023"', '"version": "2024"')
      .replace('"id": "latta"', '"id": "enkla"')
      .replace('att förstå', 'att lära'),
  )

  test('writes one instrument of two, and says what became of each item', async () => {
    const given = ['bridge', older, newer, '--out', out, '--round', '2024', '--judge', 'enkla=meaning']
    const { out: printed, code } = await said<'bridge'>(given, bridge)
    expect(code).toBe(0)
    expect(printed).toContain('latta → enkla: changed in meaning')
    const read = parseInstrument(readFileSync(out, 'utf8'), out)
    const item = read.ok ? read.value.items.find(({ id }) => id === 'latta') : undefined
    expect(item?.changed).toEqual([{ round: '2024', kind: 'meaning' }])
    expect(item?.aliases).toEqual(['De system jag använder är lätta att förstå', 'enkla'])
  })

  test('does not write over a file, over what cannot be, or the same file twice', async () => {
    writeFileSync(out, '')
    expect((await said<'bridge'>(['bridge', older, newer, '--out', out], bridge)).error).toContain('exists already')
    const same = await said<'bridge'>(['bridge', older, older, '--out', out], bridge)
    expect(same).toMatchObject({ code: 2, out: '' })
    const turned = join(folder, 'turned.json')
    const document = JSON.parse(text) as { scales: { labels: Record<string, unknown> }[] }
    for (const scale of document.scales) {
      const labels = Object.values(scale.labels).toReversed()
      scale.labels = Object.fromEntries(labels.map((label, index) => [String(index + 1), label]))
    }
    writeFileSync(turned, JSON.stringify(document))
    const there = join(folder, 'there.json')
    const refused = await said<'bridge'>(['bridge', older, turned, '--out', there], bridge)
    expect(refused.code).toBe(2)
    expect(refused.error).toContain('1 → 5')
    const allowed = await said<'bridge'>(['bridge', older, turned, '--out', there, '--map-codes'], bridge)
    expect(allowed.code).toBe(0)
    expect(allowed.out).toContain('"codes": {"instammer5":{"1":5,"2":4,"3":3,"4":2,"5":1}}')
  })
})
