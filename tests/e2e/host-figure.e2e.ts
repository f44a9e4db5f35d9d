import { join } from 'node:path'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FigurePageJob, FigureReport } from '../../analyses/publish/figure-job'
import { publicationProfiles } from '../../analyses/publish/publication-profile'
import { startFigureProcess, type FigureProcess } from '../../main/figure-process'
import { launchWorkbench } from './launch'

const outFolder = join(import.meta.dirname, '../../out')
const pointsPerMillimetre = 72 / 25.4

function jobOf(profile: keyof typeof publicationProfiles, title: string): FigurePageJob {
  return {
    spec: {
      id: 'means',
      title,
      description: 'Two organisations and their means.',
      notes: ['n = 20'],
      legend: [],
      panels: [
        {
          id: 'all',
          geometry: 'cartesian',
          x: { scale: 'linear', label: 'Middel', unit: 'poeng', domain: [1, 5] },
          y: {
            scale: 'category',
            label: 'Organisasjon',
            unit: null,
            categories: [
              { id: 'a', label: 'Ærøy' },
              { id: 'b', label: 'Östersund <b>=1+1</b>' },
            ],
          },
          marks: [{ mark: 'dot', x: [2.5, 3.5], y: ['a', 'b'], tone: { role: 'main' } }],
        },
      ],
      data: {
        id: 'means',
        title,
        columns: [
          { id: 'organisation', kind: 'text' },
          { id: 'mean', kind: 'number' },
        ],
        rows: [
          ['a', 2.5],
          ['b', 3.5],
        ],
        suppressed: [],
        notes: [],
      },
    } as unknown as FigurePageJob['spec'],
    language: 'nb',
    profile: publicationProfiles[profile],
    theme: 'print',
    passport: null,
  }
}

const request = (job: FigurePageJob) => ({
  job: JSON.stringify(job),
  widthMm: job.profile.widthMm,
  heightMm: 100,
  outputs: ['svg', 'png', 'pdf'] as const,
  metadata: {
    title: 'Middel – Ærøy',
    subject: 'To organisasjoner',
    keywords: ['n = 20'],
    creator: 'VälTel Workbench 0.1.0',
    language: 'nb',
  },
})

/** The drawing library numbers its parts at random; nobody sees the numbers. */
const withoutUids = (svg: string): string => svg.replace(/(defs-|clip|trace)[0-9a-f]{6}/g, '$1')

describe('figures for the command line, without a display', () => {
  let host: FigureProcess
  beforeAll(async () => {
    const started = await startFigureProcess(outFolder)
    if (started === null) throw new Error('This machine has no host.')
    host = started
  })
  afterAll(() => host.close())

  test.each(['report-a4', 'bmc', 'slide-16x9'] as const)(
    '%s comes on a sheet of exactly its size, with its fonts in it',
    async (profile) => {
      const job = jobOf(profile, 'Middel')
      const { svg, png, pdf, report } = await host.draw(request(job))
      const { widthMm, heightMm } = JSON.parse(report) as FigureReport
      expect(widthMm).toBe(job.profile.widthMm)
      expect(svg).toContain('Ærøy')
      expect(svg).not.toContain('<b>')
      expect(Array.from((png ?? new Uint8Array()).slice(0, 4))).toEqual([0x89, 0x50, 0x4e, 0x47])

      const document = await PDFDocument.load(pdf ?? new Uint8Array(), { updateMetadata: false })
      expect(document.getPageCount()).toBe(1)
      const { width, height } = document.getPage(0).getMediaBox()
      expect(width).toBeCloseTo(widthMm * pointsPerMillimetre, 2)
      expect(height).toBeCloseTo(heightMm * pointsPerMillimetre, 2)
      expect([document.getTitle(), document.getSubject(), document.getKeywords(), document.getCreator()]).toEqual([
        'Middel – Ærøy',
        'To organisasjoner',
        'n = 20',
        'VälTel Workbench 0.1.0',
      ])
      const dictionaries = document.context.enumerateIndirectObjects().map(([, object]) => object)
      const descriptors = dictionaries.filter(
        (object) =>
          'get' in object &&
          (object as { get(key: PDFName): unknown }).get(PDFName.of('Type')) === PDFName.of('FontDescriptor'),
      )
      expect(descriptors.length).toBeGreaterThan(0)
      for (const descriptor of descriptors)
        expect(
          ['FontFile', 'FontFile2', 'FontFile3'].some(
            (key) => (descriptor as unknown as { get(name: PDFName): unknown }).get(PDFName.of(key)) !== undefined,
          ),
        ).toBe(true)
      const pictures = dictionaries.filter(
        (object) => object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image'),
      )
      expect(pictures, 'a figure is drawn, not painted').toEqual([])
    },
  )

  test('a job that makes no sense is refused, and the next one is drawn', async () => {
    await expect(host.draw({ ...request(jobOf('report-a4', 'x')), job: '{' })).rejects.toMatchObject({
      code: 'figure-failed',
    })
    expect((await host.draw({ ...request(jobOf('report-a4', 'etter')), outputs: ['svg'] })).pdf).toBeNull()
  })
})

test('the window gets the same picture as the command line', async () => {
  const process = await startFigureProcess(outFolder)
  const workbench = await launchWorkbench()
  try {
    const asked = { ...request(jobOf('report-a4', 'Likt')), outputs: ['svg'] as const }
    const reply = await workbench.page.evaluate((given) => globalThis.valtelHost.drawFigure(given), asked)
    if (!reply.ok) throw new Error(reply.failure.message)
    const drawn = await process?.draw(asked)
    expect(drawn?.svg ?? '').toContain('Ærøy')
    expect(withoutUids(reply.value.svg ?? '')).toBe(withoutUids(drawn?.svg ?? ''))
  } finally {
    await workbench.close()
    await process?.close()
  }
})
