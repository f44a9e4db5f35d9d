import { PDFDocument, rgb } from 'pdf-lib'
import { describe, expect, test, vi } from 'vitest'
import { createFigures, exactPdf, type FigurePage } from '../../main/services/figures'
import type { FigureJob, FigureSize } from '../../preload/contract'

const millimetres = (value: number) => (value * 72) / 25.4

async function printed(widthMm: number, heightMm: number, pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  for (let page = 0; page < pages; page += 1)
    // A browser rounds up to whole device pixels.
    document
      .addPage([Math.ceil(millimetres(widthMm)), Math.ceil(millimetres(heightMm))])
      .drawRectangle({ width: 10, height: 10, color: rgb(1, 0, 0) })
  return document.save()
}

describe('exactPdf', () => {
  test.each([
    [160, 90],
    [85, 61.3],
    [66.8, 222.3],
    [320, 180],
  ])('%d × %d mm to a thousandth of a point', async (widthMm, heightMm) => {
    const bytes = await exactPdf(await printed(widthMm, heightMm), widthMm, heightMm, {
      title: 'Digital modenhet – Østersund',
      subject: 'n = 42',
      keywords: ['sha-256 0a', 'seed 1'],
      language: 'nb',
    })
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    const sheet = document.getPage(0)
    for (const box of [sheet.getMediaBox(), sheet.getCropBox(), sheet.getTrimBox()]) {
      expect(box.width).toBeCloseTo(millimetres(widthMm), 3)
      expect(box.height).toBeCloseTo(millimetres(heightMm), 3)
      expect(box.y + box.height, 'the drawing hangs from the top').toBeCloseTo(Math.ceil(millimetres(heightMm)), 3)
    }
    expect([document.getTitle(), document.getSubject(), document.getKeywords()]).toEqual([
      'Digital modenhet – Østersund',
      'n = 42',
      'sha-256 0a seed 1',
    ])
    expect(document.getCreator()).toBe('VälTel Workbench')
  })

  test('a drawing that needs a second page is refused, not cut', async () => {
    await expect(exactPdf(await printed(100, 100, 2), 100, 100, undefined)).rejects.toMatchObject({
      code: 'figure-overflows',
    })
  })
})

const job: FigureJob = { job: '{}', widthMm: 100, heightMm: 50, outputs: ['svg', 'pdf'] }

/** A figure page in the same process, driven as the one in the hidden window is. */
function openPages(onTask: (job: string) => 'draw' | 'fail' | 'die' | 'wait' | FigureSize) {
  const pages: { isClosed: boolean }[] = []
  const prints: string[] = []
  const service = createFigures(async () => {
    const state = { isClosed: false }
    pages.push(state)
    let tellGone: (reason: string) => void = () => undefined
    const page: FigurePage = {
      printToPdf: async (width, height) => {
        prints.push(`${(width * 25.4).toFixed(1)}×${(height * 25.4).toFixed(1)}`)
        return printed(width * 25.4, height * 25.4)
      },
      close: () => void (state.isClosed = true),
      onGone: (listener) => (tellGone = listener),
    }
    const work = async () => {
      while (!state.isClosed) {
        const task = await service.figureHost.nextTask()
        const outcome = onTask(task.job)
        if (outcome === 'wait') await new Promise(() => undefined)
        else if (outcome === 'die') {
          state.isClosed = true
          tellGone('crashed')
        } else if (outcome === 'fail')
          await service.figureHost.finishTask({ id: task.id, ok: false, message: 'no data' })
        else {
          const size = typeof outcome === 'object' ? outcome : undefined
          await service.figureHost.finishTask({
            id: task.id,
            ok: true,
            svg: `<svg>${task.job}</svg>`,
            png: null,
            report: '{}',
            size,
          })
        }
      }
    }
    setImmediate(() => void work())
    return page
  })
  return { service, pages, prints }
}

/** Lets the event loop turn until something has come about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('the queue of figures', () => {
  test('one page draws all of them, in order', async () => {
    const { service, pages, prints } = openPages(() => 'draw')
    const drawn = await Promise.all(['a', 'b', 'c'].map((name) => service.draw({ ...job, job: name })))
    expect(drawn.map(({ svg }) => svg)).toEqual(['<svg>a</svg>', '<svg>b</svg>', '<svg>c</svg>'])
    expect(drawn.every(({ pdf }) => pdf !== null)).toBe(true)
    expect(prints).toEqual(['100.0×50.0', '100.0×50.0', '100.0×50.0'])
    expect(pages).toHaveLength(1)
  })

  test('a drawing that came out higher than asked is printed on a sheet of its own size', async () => {
    const { service, prints } = openPages((name) => (name === 'tall' ? { widthMm: 100, heightMm: 120.5 } : 'draw'))
    const { pdf } = await service.draw({ ...job, job: 'tall' })
    expect(prints).toEqual(['100.0×120.5'])
    const sheet = (await PDFDocument.load(pdf ?? new Uint8Array())).getPage(0).getMediaBox()
    expect(sheet.height).toBeCloseTo(millimetres(120.5), 3)
  })
})

describe('a figure that cannot be drawn', () => {
  test('a figure that fails is refused, and the next is drawn', async () => {
    const { service } = openPages((name) => (name === 'bad' ? 'fail' : 'draw'))
    const [bad, good] = await Promise.allSettled([
      service.draw({ ...job, job: 'bad' }),
      service.draw({ ...job, job: 'good' }),
    ])
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'figure-failed', about: { reason: 'no data' } } })
    expect(good).toMatchObject({ status: 'fulfilled', value: { svg: '<svg>good</svg>' } })
  })

  test('a page that dies takes one figure with it; a new page draws the rest', async () => {
    const { service, pages } = openPages((name) => (name === 'deadly' ? 'die' : 'draw'))
    const [deadly, next] = await Promise.allSettled([
      service.draw({ ...job, job: 'deadly' }),
      service.draw({ ...job, job: 'next' }),
    ])
    expect(deadly).toMatchObject({ status: 'rejected', reason: { code: 'figure-failed' } })
    expect(next).toMatchObject({ status: 'fulfilled', value: { svg: '<svg>next</svg>' } })
    expect(pages).toHaveLength(2)
  })

  test('a page that cannot be opened refuses all that wait', async () => {
    const service = createFigures(() => Promise.reject(new Error('no browser')))
    const drawn = await Promise.allSettled([service.draw(job), service.draw(job)])
    for (const each of drawn)
      expect(each).toMatchObject({
        status: 'rejected',
        reason: { code: 'figure-failed', about: { reason: 'no browser' } },
      })
  })

  test('a figure that takes too long is given up, its window closed, and the next drawn in a new one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { service, pages } = openPages((name) => (name === 'endless' ? 'wait' : 'draw'))
      const endless = service.draw({ ...job, job: 'endless' }).catch((error: unknown) => error)
      const next = service.draw({ ...job, job: 'next' })
      await until(() => vi.getTimerCount() === 1)
      await vi.advanceTimersByTimeAsync(119_999)
      expect(pages.map(({ isClosed }) => isClosed)).toEqual([false])
      await vi.advanceTimersByTimeAsync(1)
      expect(await endless).toMatchObject({ code: 'figure-failed', about: { reason: 'timeout' } })
      expect((await next).svg).toBe('<svg>next</svg>')
      expect(pages.map(({ isClosed }) => isClosed)).toEqual([true, false])
      expect(vi.getTimerCount(), 'nothing waits for a figure that is drawn').toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('an answer to a question that nobody asks any more changes nothing', async () => {
    const { service } = openPages(() => 'draw')
    await service.figureHost.finishTask({ id: 99, ok: false, message: 'late' })
    expect((await service.draw(job)).svg).toBe('<svg>{}</svg>')
  })

  test('only what is asked for is printed', async () => {
    const { service, prints } = openPages(() => 'draw')
    expect((await service.draw({ ...job, outputs: ['svg'] })).pdf).toBeNull()
    expect(prints).toEqual([])
  })

  test('closing refuses what is left', async () => {
    const service = createFigures(() => new Promise(() => undefined))
    const drawing = service.draw(job)
    service.close()
    await expect(drawing).rejects.toMatchObject({ code: 'figure-failed' })
  })
})
