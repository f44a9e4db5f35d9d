import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FigureSpec } from '../../analyses/core/figure'
import type { FigurePageJob } from '../../analyses/publish/figure-job'
import type { Passport } from '../../analyses/publish/passport'
import { profileNamed, publicationProfiles, type PublicationProfile } from '../../analyses/publish/publication-profile'
import { pixelsAt } from '../../renderer/export/figure-png'
import { pngChunks } from '../../renderer/export/png-chunks'
import type { DrawFigure } from '../../renderer/figure/figure-page'
import { interAdvances } from '../../renderer/figure/inter-advances'
import { textWidth } from '../../renderer/figure/text-metrics'
import { openDrawingPage, type DrawingPage } from '../figure/drawing-page'
import {
  columns,
  controlChart,
  dots,
  dumbbell,
  examples,
  forest,
  heatmap,
  hostile,
  hostileLabels,
  likertDiverging,
  likertStacked,
  radar,
  series,
  slopes,
  smallMultiples,
} from '../figure/examples'

const pictures = fileURLToPath(new URL('screenshots/figures', import.meta.url))

const passport: Passport = {
  workbench: '0.1.0',
  data: { r2021: 'a3f5', r2022: '9bc1' },
  analysis: { id: 'dimension-scores', version: 1 },
  options: { by: ['organisation'], confidence: 0.95 },
  seed: 20221122,
  filter: [{ column: 'role', in: ['leder & <ansatt>'] }],
  n: 412,
  rule: { min_group: 5 },
  date: '2022-11-22T10:00:00Z',
}

type Drawn = Awaited<ReturnType<DrawFigure>> & { readonly svg: string }

let drawing: DrawingPage
beforeAll(async () => {
  drawing = await openDrawingPage()
  await mkdir(pictures, { recursive: true })
})
afterAll(() => drawing.close())

async function draw(
  job: Partial<FigurePageJob> & Pick<FigurePageJob, 'spec'>,
  outputs: readonly ('svg' | 'png')[] = ['svg'],
): Promise<Drawn> {
  const whole: FigurePageJob = {
    language: 'nb',
    profile: publicationProfiles['report-a4'],
    theme: 'print',
    passport,
    ...job,
  }
  const drawn = await drawing.page.evaluate(([text, wanted]) => window.drawFigure(text, wanted), [
    JSON.stringify(whole),
    outputs,
  ] as const)
  if (drawn.svg === null) throw new Error('no SVG')
  return { svg: drawn.svg, png: drawn.png, report: drawn.report }
}

const keep = (name: string, bytes: Uint8Array | string): Promise<void> => writeFile(join(pictures, name), bytes)

const sheets: readonly (readonly [string, PublicationProfile])[] = [
  ['report-a4', publicationProfiles['report-a4']],
  ['slide-16x9', publicationProfiles['slide-16x9']],
  ['plos', publicationProfiles.plos],
  ['bmc-85', profileNamed('bmc', 85)],
  ['bmc-176', profileNamed('bmc', 176)],
  ['elsevier-90', profileNamed('elsevier', 90)],
  ['elsevier-190', profileNamed('elsevier', 190)],
]

describe.each(sheets)('%s', (name, profile) => {
  test.each(examples.filter((spec) => spec !== hostile).map((spec) => [spec.id, spec] as const))(
    '%s keeps the rules of its publisher',
    async (_, spec) => {
      const isKept = ['report-a4', 'slide-16x9', 'bmc-85'].includes(name)
      const { svg, png, report } = await draw(
        { spec, profile: { ...profile, dpi: 120 } },
        isKept ? ['svg', 'png'] : ['svg'],
      )
      if (png !== null) await keep(`${name}.${spec.id}.png`, Buffer.from(png, 'base64'))
      const allowed = new Set<string>()
      // Ten pairs with labels of three lines do not fit on half a column, nor the fullest figures in slide-sized type; the report says so instead of cutting anything.
      if (profile.widthMm <= 90) allowed.add('too-high')
      if (profile.heightMm !== null) allowed.add('text-too-small')
      expect(report.findings.filter(({ code }) => !allowed.has(code))).toEqual([])
      expect(report.widthMm).toBe(profile.widthMm)
      if (profile.heightMm !== null) expect(report.heightMm).toBeCloseTo(profile.heightMm, 1)
      expect(svg).toContain(`width="${profile.widthMm}mm" height="${report.heightMm}mm"`)
    },
  )
})

/** A figure whose rows have these names and no marks. */
const named = (labels: readonly string[]): FigureSpec => ({
  ...dots,
  notes: [],
  legend: [],
  panels: dots.panels.map((panel) => ({
    ...panel,
    y: {
      scale: 'category' as const,
      label: '',
      unit: null,
      categories: labels.map((label, index) => ({ id: String(index), label })),
    },
    marks: [],
  })),
})

const moment = Date.UTC(2022, 0, 1)
const nextDay = Date.UTC(2022, 0, 2)

/** A figure of words alone, all at the height of 3. */
const worded = (x: readonly number[], text: readonly string[]): FigureSpec => ({
  ...slopes,
  legend: [],
  panels: slopes.panels.map((panel) => ({
    ...panel,
    marks: [{ mark: 'text' as const, x, y: x.map(() => 3), text, tone: { role: 'muted' as const } }],
  })),
})

describe('what fits without a remark', () => {
  test.each([dots, dumbbell, radar, series, slopes, columns, likertStacked].map((spec) => [spec.id, spec] as const))(
    '%s on a slide',
    async (_, spec) => {
      expect((await draw({ spec, profile: publicationProfiles['slide-16x9'] })).report.findings).toEqual([])
    },
  )
  test.each(
    [
      dots,
      dumbbell,
      radar,
      series,
      slopes,
      columns,
      controlChart,
      heatmap,
      likertStacked,
      likertDiverging,
      smallMultiples,
    ].map((spec) => [spec.id, spec] as const),
  )('%s on half a column', async (_, spec) => {
    expect((await draw({ spec, profile: profileNamed('bmc', 85) })).report.findings).toEqual([])
  })
})

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test.each(examples.filter((spec) => spec !== hostile).map((spec) => [spec.id, spec] as const))(
    '%s can be read',
    async (_, spec) => {
      const { png, report } = await draw({ spec, theme, profile: { ...publicationProfiles['report-a4'], dpi: 120 } }, [
        'svg',
        'png',
      ])
      await keep(`${theme}.${spec.id}.png`, Buffer.from(png ?? '', 'base64'))
      expect(report.findings).toEqual([])
    },
  )
})

describe('SVG', () => {
  test('is text and lines: nothing painted, nothing that runs, nothing that leads away', async () => {
    for (const spec of [heatmap, series, hostile]) {
      const { svg } = await draw({ spec })
      const found = await drawing.page.evaluate((text) => {
        const all = [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('*')]
        return {
          kinds: [...new Set(all.map((element) => element.localName))],
          suspicious: all.flatMap((element) =>
            [...element.attributes]
              .filter(({ name, value }) => /^on|href$/i.test(name) || /url\((?!['"]?#)/i.test(value))
              .map(({ name, value }) => `${name}=${value}`),
          ),
        }
      }, svg)
      expect(found.suspicious).toEqual([])
      for (const kind of ['image', 'script', 'foreignObject', 'a', 'use', 'style'])
        expect(found.kinds).not.toContain(kind)
      expect(found.kinds).toContain('text')
      expect(svg).toContain('font-family: Inter')
    }
  })

  test('is XML that says its size, title, description and passport', async () => {
    const { svg, report } = await draw({ spec: dots })
    await keep('dots.svg', svg)
    const read = await drawing.page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
      const dc = (name: string): string | null =>
        root.getElementsByTagNameNS('http://purl.org/dc/elements/1.1/', name)[0]?.textContent ?? null
      return {
        name: root.nodeName,
        width: root.getAttribute('width'),
        height: root.getAttribute('height'),
        viewBox: root.getAttribute('viewBox'),
        lang: root.getAttribute('lang'),
        labelledBy: (root.getAttribute('aria-labelledby') ?? '')
          .split(' ')
          .map((id) => root.querySelector(`#${id}`)?.textContent ?? null),
        source: dc('source'),
        creator: dc('creator'),
        date: dc('date'),
        texts: [...root.querySelectorAll('text')].map((element) => element.textContent),
      }
    }, svg)
    expect(read).toMatchObject({
      name: 'svg',
      width: '160mm',
      height: `${report.heightMm}mm`,
      lang: 'nb',
      labelledBy: [dots.title, dots.description],
      creator: 'VälTel Workbench 0.1.0',
      date: passport.date,
    })
    expect(JSON.parse(read.source ?? '')).toEqual(passport)
    const box = (read.viewBox ?? '').split(' ').map(Number)
    expect((box[3] ?? 0) / (box[2] ?? 1)).toBeCloseTo(report.heightMm / report.widthMm, 4)
    expect(read.texts).toContain('Gjennomsnitt (skalapoeng 1–5)')
  })

  test('is the same file when drawn again', async () => {
    const [one, other] = [await draw({ spec: radar }), await draw({ spec: radar })]
    expect(one.svg).toBe(other.svg)
    expect((await draw({ spec: dots })).svg).not.toBe(one.svg)
  })

  test('hostile labels are shown as they are', async () => {
    const { svg } = await draw({ spec: hostile })
    const shown = await drawing.page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
      return [...root.querySelectorAll('text')].map((element) => {
        const lines = [...element.querySelectorAll('tspan.line')].map((line) => line.textContent)
        return lines.length === 0 ? (element.textContent ?? '') : lines.join(' ')
      })
    }, svg)
    for (const label of hostileLabels) expect(shown).toContain(label.replaceAll(/\s+/g, ' '))
    expect(shown).toContain('<u>Panel</u>')
  })
})

describe('PNG', () => {
  test.each(['report-a4', 'elsevier', 'slide-16x9'] as const)(
    'for %s has exactly the pixels that its size has at its resolution',
    async (id) => {
      const profile = publicationProfiles[id]
      const { png, report } = await draw({ spec: slopes, profile }, ['svg', 'png'])
      const bytes = new Uint8Array(Buffer.from(png ?? '', 'base64'))
      await keep(`full.${id}.slopes.png`, bytes)
      const chunks = pngChunks(bytes)
      const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? new Uint8Array(13)
      const view = new DataView(header.buffer, header.byteOffset)
      expect([view.getUint32(0), view.getUint32(4)]).toEqual([
        pixelsAt(profile.widthMm, profile.dpi),
        pixelsAt(report.heightMm, profile.dpi),
      ])
      const density = chunks.find(({ type }) => type === 'pHYs')?.data ?? new Uint8Array(9)
      expect(new DataView(density.buffer, density.byteOffset).getUint32(0)).toBe(Math.round(profile.dpi / 0.0254))
      const texts = chunks
        .filter(({ type }) => type === 'iTXt')
        .map(({ data }) => new TextDecoder().decode(data).split('\0'))
      expect(texts.map(([keyword]) => keyword)).toEqual(['Title', 'Description', 'Software', 'Creation Time', 'Source'])
      expect(JSON.parse(texts.find(([keyword]) => keyword === 'Source')?.at(-1) ?? '')).toEqual(passport)
    },
  )

  test('is set in Inter, not in a stand-in', async () => {
    // Arial and its likes would set these words a tenth narrower.
    const dark = (png: string): Promise<number> =>
      drawing.page.evaluate(async (data) => {
        const bitmap = await createImageBitmap(
          new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], { type: 'image/png' }),
        )
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
        const context = canvas.getContext('2d')
        context?.drawImage(bitmap, 0, 0)
        const label =
          context?.getImageData(0, 0, Math.floor(bitmap.width / 4), bitmap.height).data ?? new Uint8ClampedArray()
        let widest = 0
        for (let index = 0; index < label.length; index += 4)
          if ((label[index] ?? 255) < 128) widest = Math.max(widest, (index / 4) % Math.floor(bitmap.width / 4))
        return widest
      }, png)
    const { png } = await draw(
      { spec: named(['wwwiiimmmWWWIIIMMM']), profile: { ...publicationProfiles['report-a4'], dpi: 96 } },
      ['svg', 'png'],
    )
    const widest = await dark(png ?? '')
    expect(widest).toBeGreaterThan(textWidth('wwwiiimmmWWWIIIMMM', 12) - 3)
  })
})

/** Debian's poppler-utils, which read a PDF apart from the library that wrote it. */
const hasPoppler = spawnSync('pdffonts', ['-v']).error === undefined

describe('PDF', () => {
  test('is one vector page of the size of the figure, with its fonts in it', async () => {
    const { report } = await draw({ spec: heatmap })
    const printed = await drawing.page.pdf({
      width: `${report.widthMm}mm`,
      height: `${report.heightMm}mm`,
      printBackground: true,
    })
    await keep('heatmap.pdf', printed)
    const document = await PDFDocument.load(printed)
    expect(document.getPageCount()).toBe(1)
    const { width, height } = document.getPage(0).getSize()
    expect(width).toBeCloseTo((report.widthMm * 72) / 25.4, -0.5)
    expect(height).toBeCloseTo((report.heightMm * 72) / 25.4, -0.5)
  })

  test.skipIf(!hasPoppler)('holds Inter as text and no pictures', async () => {
    const { report } = await draw({ spec: heatmap })
    await keep(
      'heatmap.pdf',
      await drawing.page.pdf({ width: `${report.widthMm}mm`, height: `${report.heightMm}mm`, printBackground: true }),
    )
    const fonts = execFileSync('pdffonts', [join(pictures, 'heatmap.pdf')], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .slice(2)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(/Inter.* yes +yes /)
    expect(
      execFileSync('pdfimages', ['-list', join(pictures, 'heatmap.pdf')], { encoding: 'utf8' })
        .trim()
        .split('\n').length,
    ).toBe(2)
    const text = execFileSync('pdftotext', ['-layout', join(pictures, 'heatmap.pdf'), '-'], { encoding: 'utf8' })
    expect(text).toContain('Östersunds kommun')
  })
})

describe('measuring', () => {
  test('finds what is wrong', async () => {
    const tight = { ...publicationProfiles['report-a4'], minTextPt: 11, minLinePt: 3, maxHeightMm: 50 }
    // Drawn by the rules of one profile and held against another.
    const { report } = await drawing.page.evaluate(
      async ([text, strict]) => {
        const drawn = await window.drawFigure(text, ['svg'])
        return { report: drawn.report, strict }
      },
      [
        JSON.stringify({
          spec: forest,
          language: 'nb',
          profile: { ...tight, minTextPt: 5, minLinePt: 0.1 },
          theme: 'print',
          passport: null,
        }),
        tight,
      ] as const,
    )
    expect(report.findings.map(({ code }) => code)).toEqual(['too-high'])
    expect(
      (await draw({ spec: worded([moment, nextDay], ['ett navn', 'et annet navn']) })).report.findings.map(
        ({ code }) => code,
      ),
    ).toContain('labels-overlap')
    expect(
      (await draw({ spec: worded([moment], ['lang '.repeat(60)]) })).report.findings.map(({ code }) => code),
    ).toContain('label-cut')
  })

  test('the table of widths is that of the bundled font, sign by sign', async () => {
    for (const weight of [400, 600] as const) {
      const signs = [...interAdvances[weight].keys()].filter(
        (code) => !/\p{Mark}|\p{Cf}/u.test(String.fromCodePoint(code)),
      )
      expect(signs.length).toBeGreaterThan(1900)
      const measured = await drawing.page.evaluate(
        ([codes, bold]) => {
          const context = document.createElement('canvas').getContext('2d')
          if (context === null) return []
          context.font = `${bold} 1000px Inter`
          context.fontKerning = 'none'
          return codes.map((code) => context.measureText(String.fromCodePoint(code)).width)
        },
        [signs, weight] as const,
      )
      const wrong = signs.flatMap((code, index) => {
        const width = measured[index] ?? Number.NaN
        const expected = interAdvances[weight].get(code) ?? Number.NaN
        return Math.abs(width - expected) <= 1 ? [] : [`${code.toString(16)}: ${expected}, in the font ${width}`]
      })
      expect(wrong).toEqual([])
    }
  })

  test('says which letters the bundled font does not have, and draws Greek, Cyrillic and signs of mathematics from it', async () => {
    const fontsOfPage = async (): Promise<readonly string[]> => {
      const path = join(pictures, 'letters.pdf')
      await keep('letters.pdf', await drawing.page.pdf({ printBackground: true }))
      return execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2)
    }
    const ours = [
      'ω = 0,82, δ ≥ 0,15',
      'CO₂ ≤ 1000 ppm',
      'Відділення анестезії',
      'Bệnh viện Đà Nẵng',
      '10⁻³ √n → ∞ · ≈ ± × ′',
    ]
    expect((await draw({ spec: named(ours) })).report.findings).toEqual([])
    if (hasPoppler) for (const font of await fontsOfPage()) expect(font).toContain('+Inter-')
    const foreign = await draw({ spec: named(['Klinikk 医院', 'Blåvik', '医 🧪']) })
    expect(foreign.report.findings).toEqual([
      { code: 'letters-not-bundled', letters: '医 院 🧪', text: 'Klinikk 医院', count: 2 },
    ])
  })
})

test('the page asks for nothing outside itself and complains of nothing', () => {
  expect(drawing.complaints).toEqual([])
})
