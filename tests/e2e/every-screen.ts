import type { Locator, Page } from 'playwright-core'
import type en from '../../renderer/i18n/en.json'
import { settled, still, wordOf } from './window-driver'

type Key = keyof typeof en

/** One thing to look at, and how it comes into sight. What opens over the window is closed by Escape afterwards. */
export interface Screen {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
  /** It opens over the window, so that the columns below it stay as they are. */
  readonly isOver?: true
  /** What was opened within the screen is put away again, so that the next begins as this one did. Until then its column stays in sight. */
  readonly leave?: (page: Page) => Promise<void>
}

const button = async (page: Page, key: Key, within: Locator | Page = page): Promise<Locator> =>
  within.getByRole('button', { name: await wordOf(page, key), exact: true }).first()

const press =
  (keys: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press(keys)
    await still(page)
  }

/** The parts of a folded screen; none where the columns stand side by side. */
export async function columnsOf(page: Page): Promise<readonly Locator[]> {
  const choice = page.getByRole('radiogroup', { name: await wordOf(page, 'shell.columns') })
  return (await choice.count()) === 0 ? [] : choice.locator('label').all()
}

/** Shows one of the columns where they are folded. */
async function column(page: Page, index: number): Promise<void> {
  await (await columnsOf(page))[index]?.click()
  await still(page)
}

async function source(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+1')
  await still(page)
  await column(page, 0)
  await page
    .locator('main li button')
    .filter({ has: page.locator(`bdi:text-is("${file}")`) })
    .click()
  await column(page, 1)
  await settled(page)
  await still(page)
}

async function panel(page: Page, key: Key): Promise<void> {
  await page.keyboard.press('Control+1')
  await still(page)
  await column(page, 0)
  await page
    .getByRole('navigation')
    .getByRole('button')
    .filter({ has: page.getByText(await wordOf(page, key), { exact: true }) })
    .click()
  await column(page, 1)
  await settled(page)
  await still(page)
}

async function analysis(page: Page, as: string): Promise<void> {
  await page.keyboard.press('Control+3')
  await still(page)
  await column(page, 0)
  await page.locator(`button[data-name="${as}"]`).first().click()
  await column(page, 1)
  await settled(page)
  await still(page)
}

async function part(page: Page, row: string): Promise<void> {
  await page.keyboard.press('Control+2')
  await still(page)
  await column(page, 0)
  await page.locator(`[data-row="${row}"]`).first().click()
  await column(page, 1)
  await still(page)
}

/** Opens what is behind a button with the keyboard, which brings it into sight. */
async function openBy(opener: Locator): Promise<void> {
  await opener.focus()
  await opener.press('Enter')
  await still(opener.page())
}

/** Opens whatever is folded in the middle of the window, the outermost first. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator('main details:not([open]) > summary')
  for (let count = await folded.count(); count > 0; count -= 1) await folded.first().press('Enter')
  await still(page)
}

async function drawn(page: Page): Promise<void> {
  await page
    .locator('main article')
    .first()
    .evaluate((card) => card.scrollIntoView({ block: 'start' }))
  await page.locator('figure svg.main-svg').first().waitFor()
  await still(page)
}

/** What every project has over it: menus, the palette, the shield. */
const bars: readonly Screen[] = [
  { name: 'palette', isOver: true, show: press('Control+k') },
  { name: 'project-menu', isOver: true, show: async (page) => openBy(await button(page, 'title.project-menu')) },
  { name: 'languages', isOver: true, show: async (page) => openBy(await button(page, 'title.languages')) },
  { name: 'shield', isOver: true, show: async (page) => openBy(await button(page, 'shield.title')) },
]

/** A window in which nothing has been opened, and a project that holds nothing. */
export const emptyScreens: readonly Screen[] = [
  { name: 'overview-empty', show: press('Control+Shift+O') },
  { name: 'data-empty', show: press('Control+1') },
  { name: 'instrument-empty', show: press('Control+2') },
  { name: 'analyses-empty', show: press('Control+3') },
  { name: 'add-analysis-empty', isOver: true, show: async (page) => openBy(await button(page, 'analyses.add')) },
  { name: 'figures-empty', show: press('Control+4') },
  ...bars,
]

const variableKinds = ['bands', 'recode', 'combination', 'sum', 'count', 'condition'] as const

const dataScreens: readonly Screen[] = [
  { name: 'data-columns', show: (page) => source(page, 'svar.csv') },
  {
    name: 'data-column-values',
    show: async (page) => {
      await source(page, 'svar.csv')
      await openBy(page.locator('main table tbody button').first())
      await settled(page)
    },
  },
  { name: 'data-menu', isOver: true, show: async (page) => openBy(await button(page, 'data.menu')) },
  {
    name: 'data-values',
    show: async (page) => {
      await source(page, 'svar.csv')
      await page
        .locator('main label')
        .filter({ hasText: await wordOf(page, 'data.tab-values') })
        .click()
      await page.getByLabel(await wordOf(page, 'values.attribute'), { exact: true }).selectOption('organisation')
      await settled(page)
    },
  },
  { name: 'data-headcount', show: (page) => source(page, 'headcount.csv') },
  { name: 'organisations', show: (page) => panel(page, 'panel.organisations') },
  {
    name: 'organisations-add',
    show: async (page) => {
      await panel(page, 'panel.organisations')
      await openBy(await button(page, 'organisations.add'))
    },
    leave: press('Escape'),
  },
  {
    name: 'organisations-move',
    show: async (page) => {
      await panel(page, 'panel.organisations')
      await page.locator('[role="treegrid"] [data-row]').nth(3).focus()
      await page.keyboard.press('m')
      await still(page)
    },
    leave: press('Escape'),
  },
  {
    name: 'variables',
    show: async (page) => {
      await panel(page, 'panel.variables')
      await unfold(page)
      await still(page)
    },
  },
  ...variableKinds.map((kind): Screen => ({
    name: `variables-${kind}`,
    show: async (page) => {
      await panel(page, 'panel.variables')
      await openBy(await button(page, 'computed.add'))
      const entry = page.getByRole('menuitem', { name: await wordOf(page, `computed.kind-${kind}`) })
      if (await entry.count()) await entry.press('Enter')
      else await page.keyboard.press('Escape')
      await still(page)
    },
    leave: async (page) => {
      const cancel = await button(page, 'computed.cancel')
      if (await cancel.count()) await cancel.press('Enter')
    },
  })),
  {
    name: 'quality',
    show: async (page) => {
      await panel(page, 'panel.quality')
      await (await button(page, 'quality.again')).waitFor({ timeout: 60_000 })
      await unfold(page)
      await still(page)
    },
  },
  { name: 'disclosure', show: (page) => panel(page, 'panel.disclosure') },
  {
    name: 'rows',
    show: async (page) => {
      await panel(page, 'panel.rows')
      await page.getByRole('grid').waitFor()
    },
  },
  {
    name: 'rows-column',
    isOver: true,
    show: async (page) => {
      await page.getByRole('grid').getByRole('columnheader').nth(3).getByRole('button').click()
      await still(page)
    },
  },
  {
    name: 'rows-correction',
    show: async (page) => {
      await panel(page, 'panel.rows')
      await page.getByRole('gridcell').nth(3).click()
      await page.keyboard.press('Enter')
      await still(page)
    },
    leave: press('Escape'),
  },
]

const instrumentScreens: readonly Screen[] = [
  { name: 'instrument', show: (page) => part(page, 'instrument') },
  { name: 'instrument-item', show: (page) => part(page, 'items:culture_1') },
  { name: 'instrument-dimension', show: (page) => part(page, 'dimensions:culture') },
  { name: 'instrument-scale', show: (page) => part(page, 'scales:agree5') },
  {
    name: 'instrument-measure',
    show: async (page) => {
      await page.keyboard.press('Control+2')
      await column(page, 0)
      await page.locator('[data-row^="measures:"]').first().click()
      await column(page, 1)
    },
  },
  {
    name: 'instrument-items',
    show: async (page) => {
      await part(page, 'items:culture_1')
      await column(page, 0)
      await page.locator('[data-row="items:culture_3"]').click({ modifiers: ['Shift'] })
      await column(page, 1)
    },
  },
  {
    name: 'instrument-add',
    isOver: true,
    show: async (page) => {
      await column(page, 0)
      await openBy(await button(page, 'editor.add'))
    },
  },
  { name: 'instrument-move', isOver: true, show: async (page) => openBy(await button(page, 'editor.move-to')) },
  { name: 'instrument-more', isOver: true, show: async (page) => openBy(await button(page, 'editor.more')) },
  {
    name: 'instrument-text',
    show: async (page) => {
      await part(page, 'items:culture_1')
      await column(page, 0)
      await openBy(await button(page, 'editor.more'))
      await page.getByRole('menuitem', { name: await wordOf(page, 'editor.as-text') }).press('Enter')
      await still(page)
    },
    leave: async (page) => (await button(page, 'editor.as-parts')).press('Enter'),
  },
]

const analysisScreens = (names: readonly string[]): readonly Screen[] => [
  ...names.map((as): Screen => ({
    name: `analysis-${as}`,
    show: async (page) => {
      await analysis(page, as)
      if (await page.locator('main article').count()) await drawn(page)
    },
  })),
  {
    name: 'analysis-save-figure',
    isOver: true,
    show: async (page) => openBy(page.locator('main article header button[aria-haspopup]').first()),
  },
  {
    name: 'analysis-save-table',
    isOver: true,
    show: async (page) => openBy(page.locator('main section[role=group] button[aria-haspopup]').first()),
  },
  { name: 'analysis-menu', isOver: true, show: async (page) => openBy(await button(page, 'results.menu')) },
  { name: 'help', isOver: true, show: async (page) => openBy(await button(page, 'command.help-analysis')) },
  { name: 'rename', show: press('F2'), leave: press('Escape') },
  {
    name: 'analysis-tables',
    show: async (page) => {
      await analysis(page, 'comparison')
      await drawn(page)
      await (await button(page, 'figure.show-data')).press('Enter')
      const more = page.getByRole('button', { name: await wordOf(page, 'table.all-columns') })
      for (let count = await more.count(); count > 0; count -= 1) await more.first().press('Enter')
      await page
        .locator('main section[role=group] table')
        .first()
        .evaluate((table) => table.scrollIntoView({ block: 'start' }))
      await still(page)
    },
  },
  {
    name: 'add-analysis',
    isOver: true,
    show: async (page) => {
      await analysis(page, 'comparison')
      await column(page, 0)
      await openBy(await button(page, 'analyses.add'))
    },
  },
  {
    name: 'option-list',
    isOver: true,
    show: async (page) => {
      await column(page, 2)
      await page.getByRole('combobox', { name: await wordOf(page, 'options.order') }).press('ArrowDown')
      await still(page)
    },
  },
  { name: 'filter-menu', isOver: true, show: async (page) => openBy(await button(page, 'filter.add')) },
  {
    name: 'filter-levels',
    isOver: true,
    show: async (page) => {
      await openBy(await button(page, 'filter.add'))
      await page.getByRole('menuitem').nth(2).press('Enter')
      await page.getByRole('dialog').waitFor()
      await still(page)
    },
  },
]

/** What a project with data, an instrument and analyses has. */
export const projectScreens = (names: readonly string[]): readonly Screen[] => [
  ...dataScreens,
  ...instrumentScreens,
  ...analysisScreens(names),
  {
    name: 'figures',
    show: async (page) => {
      await page.keyboard.press('Control+4')
      await page.locator('figure svg.main-svg').first().waitFor()
      await still(page)
    },
  },
  {
    name: 'figures-profile',
    isOver: true,
    show: async (page) => {
      await page.getByRole('combobox', { name: await wordOf(page, 'figures.profile') }).press('ArrowDown')
      await still(page)
    },
  },
  ...bars,
  // The last, since what it says is computed once it is shown.
  {
    name: 'overview',
    show: async (page) => {
      await page.keyboard.press('Control+Shift+O')
      await settled(page)
    },
  },
]

/** The window as it is, under a name: for what cannot be gone to twice. */
export const asItStands = (name: string): Screen => ({ name, show: still })
