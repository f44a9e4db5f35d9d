import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { answeredDraft } from '../../analyses/drafting/answered-draft'
import type { Draft } from '../../analyses/drafting/draft'
import { gatherEvidence } from '../../analyses/drafting/evidence'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { draft as draftCommand } from '../../main/cli/draft'
import { run } from '../../main/cli/run'
import { fileAt, projectFolder } from '../sources/sample-data'

/* What a script computed from the answers before they were written as a tool's export must come out of the draft of that export. */

const fixtures = join(projectFolder, 'fixtures', 'surveys', 'drafting')
interface Expected {
  readonly roles: readonly string[]
  readonly attributes: readonly string[]
  /** Labels of the ends; empty where the file has numbers alone. */
  readonly low: string
  readonly high: string
  readonly codes: readonly [number, number]
  readonly none: readonly string[]
  readonly reversed: readonly string[]
  readonly dimensions: Readonly<Record<string, Readonly<Record<string, { readonly n: number; readonly mean: number }>>>>
}
const expected = Object.entries(
  JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Record<string, Expected>,
)
const folder = mkdtempSync(join(tmpdir(), 'valtel-drafted-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function draftOf(name: string): Promise<Draft> {
  const { table } = await openTable(readers, fileAt(join(fixtures, name)))
  return answeredDraft(await gatherEvidence(table), [], { name: 'export' })
}

const itemOf = (draft: Draft, header: string): string =>
  draft.columns.find((column) => column.header === header)?.id ?? ''

describe.each(expected)('%s', (name, right) => {
  test('each column has its role, each scale its steps, and only the items that run the other way are asked about', async () => {
    const draft = await draftOf(name)
    expect(draft.columns.map(({ role }) => role)).toEqual(right.roles)
    expect(draft.source.attributes).toEqual(right.attributes)
    const [scale] = draft.scales.filter(({ columns }) => columns.length > 1)
    expect([scale?.steps[0]?.label, scale?.steps.at(-1)?.label]).toEqual([right.low, right.high])
    expect([scale?.min, scale?.max]).toEqual(right.codes)
    expect(scale?.nonAnswers.map(({ answer }) => answer)).toEqual(right.none)
    expect(scale?.unread).toEqual([])
    const asked = draft.questions.filter(({ about }) => about === 'reversed').flatMap(({ columns }) => columns)
    expect(asked).toEqual(right.reversed)
    expect(draft.document?.items.some((item) => Object.hasOwn(item, 'reversed'))).toBe(false)
    expect(draft.dimensions.map(({ id }) => id)).toEqual(Object.keys(right.dimensions))
  })

  test('the drafted pair gives the n and the means by organisation that were computed before the file was written', async () => {
    const said: string[] = []
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        said.push(String(text))
        return true
      })
    const draft = await draftOf(name)
    const out = join(folder, name)
    const answers = right.reversed.map((header) => ({
      question: `reversed:${itemOf(draft, header)}`,
      choice: 'reversed',
    }))
    const written = await draftCommand({
      command: 'draft',
      files: [join(fixtures, name)],
      answers,
      out,
      force: false,
      language: 'en',
    })
    expect(written, said.join('')).toBe(0)
    const recipePath = join(out, 'recipe.json')
    const recipe = JSON.parse(readFileSync(recipePath, 'utf8')) as Record<string, unknown>
    const analyses = [{ id: 'dimension-scores', options: { by: ['organisation'] } }]
    writeFileSync(recipePath, JSON.stringify({ ...recipe, protect: { min_group: 1 }, analyses }))
    const ran = await run(
      { command: 'run', recipe: recipePath, out: join(out, 'results'), tablesOnly: true, force: false, language: 'en' },
      { workbench: '0', outFolder: folder, now: new Date('2023-11-22') },
    )
    expect(ran, said.join('')).toBe(0)
    const results = JSON.parse(readFileSync(join(out, 'results', 'results.json'), 'utf8')) as {
      readonly analyses: readonly {
        readonly tables: readonly {
          readonly id: string
          readonly columns: readonly { readonly id: string }[]
          readonly rows: readonly (readonly (string | number | null)[])[]
        }[]
      }[]
    }
    const table = results.analyses[0]?.tables.find(({ id }) => id === 'scores')
    const place = (id: string): number => table?.columns.findIndex((column) => column.id === id) ?? -1
    const labels = new Map(draft.dimensions.map(({ id, label }) => [Object.values(label)[0], id]))
    const found: Record<string, Record<string, { n: number; mean: number }>> = {}
    for (const row of table?.rows ?? []) {
      const dimension = labels.get(String(row[place('dimension')])) ?? String(row[place('dimension')])
      const by = (found[dimension] ??= {})
      by[String(row[place('organisation')])] = {
        n: Number(row[place('n')]),
        mean: Number(Number(row[place('mean')]).toFixed(9)),
      }
    }
    const rounded = Object.fromEntries(
      Object.entries(right.dimensions).map(([id, groups]) => [
        id,
        Object.fromEntries(
          Object.entries(groups).map(([key, { n, mean }]) => [key, { n, mean: Number(mean.toFixed(9)) }]),
        ),
      ]),
    )
    expect(found).toEqual(rounded)
  })
})
