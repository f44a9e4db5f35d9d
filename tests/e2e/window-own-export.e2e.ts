import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { random } from '../../analyses/numeric/resampling/random'
import { projectFolder } from '../source-files'
import { addFiles, driveWindow, settled, type Driven } from './window-driver'

/*
 * A Swedish export as people have it: one heading over eighteen statements of five blocks, three spellings of a municipality, free text, windows-1252. From the first file a
 * person who has never seen the program goes to the change of seven organisations over two years. The changes on the screen are held against means that are added up here.
 */
const answers = [
  'Instämmer inte alls',
  'Instämmer till liten del',
  'Instämmer delvis',
  'Instämmer till stor del',
  'Instämmer helt',
]
const question = 'Vilken organisation arbetar du i?'
const blocks = [4, 4, 4, 2, 4]
/** Statements that run the other way, from 0. */
const contrary: ReadonlySet<number> = new Set([7, 17])

interface Person {
  readonly written: string
  readonly organisation: string
  /** 1 to 5; null for a blank and for “Vet ej”. */
  readonly given: readonly (number | null)[]
}

const toAnswer = (value: number): number => Math.min(5, Math.max(1, Math.round(value)))

const blockOf = blocks.flatMap((size, block) => Array.from({ length: size }, () => block))

const organisations = [
  'Östersunds kommun',
  'Åre kommun',
  'Bergs kommun',
  'Härjedalens kommun',
  'Krokoms kommun',
  'Ragunda kommun',
  'Region Jämtland Härjedalen, Östersunds sjukhus',
]
const misspelt: Readonly<Record<string, string>> = {
  'Östersunds kommun': 'Ostersunds kommun',
  'Åre kommun': 'Åre Kommun ',
}

/** Twenty-four people of each of seven organisations, whose answers to a block hang together. */
function peopleOf(year: number): readonly Person[] {
  const draw = random(36, `people of ${year}`)
  return Array.from({ length: 7 * 24 }, (_, number): Person => {
    const place = number % 7
    const organisation = organisations[place] ?? ''
    const levels = blocks.map(
      (_block, block) => 3 + 0.15 * (block - 2) + 0.9 * draw.normal() + (year - 2023) * 0.1 * place,
    )
    const given = blockOf.map((block, item) => {
      const level = levels[block] ?? 3
      const value = (contrary.has(item) ? 6 - level : level) + 0.55 * draw.normal()
      return draw.uniform() < 0.04 ? null : toAnswer(value)
    })
    return {
      written: number % 12 === place ? (misspelt[organisation] ?? organisation) : organisation,
      organisation,
      given,
    }
  })
}

const numberIn = (text: string): number =>
  Number(text.replaceAll('\u2212', '-').replace(',', '.').replaceAll(/\s/gu, ''))

const heading = 'Hur väl stämmer följande påståenden?'

function exportOf(year: number, people: readonly Person[]): Buffer {
  const head = [
    'Respondent-ID',
    'Startad',
    'Status',
    question,
    ...blockOf.map((_, item) => `${heading} - ${statements[item] ?? ''}`),
    'Har du något mer att tillägga?',
  ]
  const rows = people.map(({ written, given }, at) => [
    `${year}${100 + at}`,
    `${year}-05-${String(9 + (at % 10)).padStart(2, '0')} 08:22`,
    'Completed',
    written,
    ...given.map((value, item) => (value === null ? (item % 2 === 0 ? '' : 'Vet ej') : (answers[value - 1] ?? ''))),
    at % 5 === 0 ? `Det vore bra med mer tid för utbildning, särskilt i vecka ${at + 1}` : '',
  ])
  return Buffer.from([head, ...rows].map((row) => `${row.join(';')}\r\n`).join(''), 'latin1')
}

const statements = [
  'Jag vet vilka riktlinjer som gäller',
  'Det är tydligt vem som ansvarar',
  'Jag får information i tid',
  'Vår ledning följer upp användningen',
  'Jag har den utrustning jag behöver',
  'Nätverket är pålitligt',
  'Systemen är lätta att förstå',
  'Jag skriver ofta in samma uppgift flera gånger',
  'Vi uppmuntras att prova nya arbetssätt',
  'Jag har tillräcklig kompetens',
  'Vi lär av varandra',
  'Det är tillåtet att göra fel',
  'Vi samarbetar digitalt på arbetsplatsen',
  'Samarbetet med andra enheter fungerar',
  'Jag känner mig motiverad',
  'Arbetet blir mer meningsfullt',
  'Jag ser fram emot nya lösningar',
  'Digitaliseringen tar tid från brukarna',
]

/** Mean by organisation and block, of those who answered half of its statements. */
function meansOf(people: readonly Person[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; n: number }>()
  for (const { organisation, given } of people)
    blocks.forEach((size, block) => {
      const own = given.flatMap((value, item) => {
        if (blockOf[item] !== block || value === null) return []
        return [contrary.has(item) ? 6 - value : value]
      })
      if (own.length * 2 < size) return
      const key = `${organisation} ${block}`
      const known = sums.get(key) ?? { sum: 0, n: 0 }
      sums.set(key, { sum: known.sum + own.reduce((sum, value) => sum + value, 0) / own.length, n: known.n + 1 })
    })
  return new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]))
}

/** Organisation and dimension with both means and their difference, of the table that says what changed. */
async function changesOn(page: Page): Promise<readonly (readonly [string, string, number, number, number])[]> {
  const tables = await page
    .locator('main table')
    .evaluateAll((all) =>
      all.map((table) =>
        [...table.querySelectorAll('tr')].map((row) =>
          [...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText.trim()),
        ),
      ),
    )
  const wanted = ['Organisation', 'Utfall', 'Medelvärde, första', 'Medelvärde, andra', 'Differens']
  const [heads = [], ...rows] = tables.find(([head = []]) => wanted.every((name) => head.includes(name))) ?? []
  const places = wanted.map((name) => heads.indexOf(name))
  return rows.map((cells) => {
    const [organisation = '', dimension = '', ...numbers] = places.map((place) => cells[place] ?? '')
    const [first = Number.NaN, second = Number.NaN, difference = Number.NaN] = numbers.map(numberIn)
    return [organisation, dimension, first, second, difference]
  })
}

/** That the screen has the change of every organisation in every block, as it is added up here. @param names of the blocks on the screen */
async function expectChanges(
  page: Page,
  [before, after]: readonly [readonly Person[], readonly Person[]],
  names: readonly string[],
): Promise<void> {
  await expect.poll(async () => (await changesOn(page)).length, { timeout: 20_000 }).toBe(35)
  const [first, second] = [meansOf(before), meansOf(after)]
  expect(first.size).toBe(35)
  for (const [organisation, dimension, one, two, difference] of await changesOn(page)) {
    const key = `${organisation} ${names.indexOf(dimension)}`
    const [right, later] = [first.get(key) ?? Number.NaN, second.get(key) ?? Number.NaN]
    expect(Math.abs(one - right), key).toBeLessThan(0.00501)
    expect(Math.abs(two - later), key).toBeLessThan(0.00501)
    expect(Math.abs(difference - (later - right)), key).toBeLessThan(0.00501)
  }
}

type Press = (button: Locator) => Promise<void>

/** Presses what a person presses, and counts it. @param choose what is pressed before the suggestions are accepted */
async function toTheChange(
  page: Page,
  [first, second]: readonly [Buffer, Buffer],
  choose: (press: Press) => Promise<number>,
): Promise<number> {
  let clicks = 0
  const press: Press = async (button) => {
    await button.click()
    clicks += 1
    await settled(page)
  }
  const drop = async (name: string, buffer: Buffer): Promise<void> => {
    await addFiles(page, [{ name, mimeType: 'text/csv', buffer }])
    clicks += 1
    await settled(page)
  }
  await drop('medarbetarenkat_2023.csv', first)
  await page.getByRole('heading', { name: 'medarbetarenkat_2023.csv' }).waitFor()
  clicks += await choose(press)
  await press(page.getByRole('button', { name: /^Godta/u }))
  await press(page.getByRole('button', { name: 'Godkänn och visa resultat' }))
  await drop('medarbetarenkat_2024.csv', second)
  await press(page.getByRole('navigation').getByRole('button', { name: 'Analyser' }))
  await press(page.getByRole('button', { name: 'Lägg till analys' }))
  await press(page.getByRole('menuitem', { name: 'Förändring mellan mätomgångar' }))
  await press(page.getByRole('checkbox', { name: 'Organisation', exact: true }))
  return clicks
}

let window: Driven
beforeAll(async () => {
  window = await driveWindow({ locale: 'sv' })
})
afterAll(() => window.close())
const factors = blocks.map((_, block) => `Faktor ${block + 1}`)

test('from an export of one heading over five blocks to the change of seven organisations over two years', async () => {
  const { page } = window
  const people = [peopleOf(2023), peopleOf(2024)] as const
  const clicks = await toTheChange(page, [exportOf(2023, people[0]), exportOf(2024, people[1])], async (press) => {
    await press(page.getByRole('button', { name: 'Efter hur svaren hänger ihop' }))
    return 0
  })
  expect(clicks).toBeLessThanOrEqual(12)
  await expectChanges(page, people, factors)
  expect(window.complaints).toEqual([])
})

const shared = join(projectFolder, '..', 'shared', 'cases', '36-window-own-export', 'medarbetarenkat_2023.csv')

/** The answers of a file as it lies there, each in a line of its own. */
function peopleIn(text: string): readonly Person[] {
  const rows = text.split(/\r?\n/u).filter((line) => line !== '')
  return rows.slice(1).map((line) => {
    const cells = line.split(';')
    const written = cells[3] ?? ''
    const plain = written.trim().replace('Ostersunds', 'Östersunds').replace('Kommun', 'kommun')
    const places = cells.slice(7, 25).map((cell) => answers.indexOf(cell))
    return { written, organisation: plain, given: places.map((place) => (place < 0 ? null : place + 1)) }
  })
}

test.skipIf(!existsSync(shared))(
  'the answers of a real questionnaire show one thing: it is said, and the person begins each block by hand',
  async () => {
    const { page } = window
    const text = readFileSync(shared, 'latin1')
    // The year after: each of Berg’s answers is one step higher.
    const next = text
      .replaceAll('2023-05', '2024-05')
      .split('\n')
      .map((line) =>
        line.includes(';Bergs kommun;')
          ? line.replaceAll(/Instämmer [\p{L} ]+/gu, (each) => answers[Math.min(4, answers.indexOf(each) + 1)] ?? each)
          : line,
      )
      .join('\n')
    await page.keyboard.press('Control+n')
    await toTheChange(page, [Buffer.from(text, 'latin1'), Buffer.from(next, 'latin1')], async (press) => {
      await press(page.getByText('Svarsmönster', { exact: true }))
      await page.getByText(/^Svaren skiljer inte de 18 frågorna från varandra/u).waitFor()
      const places = page.getByRole('combobox', { name: /^Vart ”/u })
      for (const first of [4, 8, 12, 14]) {
        await places.nth(first).focus()
        await places.nth(first).selectOption('new-from-here')
        await settled(page)
      }
      return 4
    })
    const names = [
      'Hur väl stämmer följande påståenden?',
      ...['', ' 2', ' 3', ' 4'].map((number) => `Ny dimension${number}`),
    ]
    await expectChanges(page, [peopleIn(text), peopleIn(next)], names)
    // A name that is a question stands in quotation marks within a sentence.
    expect(await page.locator('main').innerText()).not.toContain('påståenden?:')
    expect(window.complaints).toEqual([])
  },
)
