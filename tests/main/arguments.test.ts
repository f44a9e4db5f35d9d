import { describe, expect, test } from 'vitest'
import { checkArguments } from '../../main/arguments'

/** Every limit of what may cross from a page to the machine: at the limit it passes, just outside it is refused. */

const mebibyte = 1024 * 1024
const letters = (count: number): string => 'x'.repeat(count)
const one = new Uint8Array(1)

type Contract = 'host' | 'figure'

function verdict(contract: Contract, method: string, given: readonly unknown[]): string {
  try {
    checkArguments(contract, method, given)
    return 'passes'
  } catch (error) {
    const { code, about } = error as { code: string; about: { place: string } }
    return `${code} at ${about.place}`
  }
}

const project = { id: null, suggestedName: 'x', bytes: one }
const file = { suggestedName: 'x', kind: 'csv', bytes: one }
const folder = { suggestedFolder: 'x', files: [{ name: 'x', bytes: one }] }
const figure = { job: '{}', widthMm: 100, heightMm: 100, outputs: ['svg'] }
const metadata = { title: 'x', subject: 'x', keywords: ['x'], creator: 'x', language: 'nb' }
const draft = { name: 'x', projectId: null, bytes: one }
const drawn = { id: 1, ok: true, svg: null, png: null, report: '{}' }
const failed = { id: 1, ok: false, message: 'x' }
const id = letters(0).padStart(24, '0a')

/** Method, the field that is limited, a value at the limit and one outside, each put into otherwise right arguments. */
type Limit = readonly [
  contract: Contract,
  method: string,
  place: string,
  put: (value: unknown) => unknown,
  within: unknown,
  outside: unknown,
]
const limits: readonly Limit[] = [
  ['host', 'forgetProject', '0', (value) => value, id, id.slice(1)],
  ['host', 'forgetProject', '0', (value) => value, id, `${id}0`],
  ['host', 'forgetProject', '0', (value) => value, id, id.replace('0', '/')],
  ['host', 'openRecentProject', '0', (value) => value, id, id.toUpperCase()],
  ['host', 'saveProject', '0.id', (value) => ({ ...project, id: value }), id, `/${id.slice(1)}`],
  ['host', 'saveProject', '0.suggestedName', (value) => ({ ...project, suggestedName: value }), 'x', ''],
  [
    'host',
    'saveProject',
    '0.suggestedName',
    (value) => ({ ...project, suggestedName: value }),
    letters(400),
    letters(401),
  ],
  [
    'host',
    'saveProject',
    '0.bytes',
    (value) => ({ ...project, bytes: value }),
    new Uint8Array(64 * mebibyte),
    new Uint8Array(64 * mebibyte + 1),
  ],
  ['host', 'saveFile', '0.suggestedName', (value) => ({ ...file, suggestedName: value }), letters(400), letters(401)],
  ['host', 'saveFile', '0.kind', (value) => ({ ...file, kind: value }), 'csv', 'exe'],
  [
    'host',
    'saveFile',
    '0.bytes',
    (value) => ({ ...file, bytes: value }),
    new Uint8Array(512 * mebibyte),
    new Uint8Array(512 * mebibyte + 1),
  ],
  ['host', 'saveFile', '0.bytes', (value) => ({ ...file, bytes: value }), one, [1]],
  ['host', 'saveFiles', '0.suggestedFolder', (value) => ({ ...folder, suggestedFolder: value }), 'x', ''],
  ['host', 'saveFiles', '0.files', (value) => ({ ...folder, files: value }), folder.files, []],
  [
    'host',
    'saveFiles',
    '0.files',
    (value) => ({ ...folder, files: value }),
    Array.from({ length: 5000 }, () => folder.files[0]),
    Array.from({ length: 5001 }, () => folder.files[0]),
  ],
  ['host', 'saveFiles', '0.files.0.name', (value) => ({ ...folder, files: [{ name: value, bytes: one }] }), 'x', ''],
  ['host', 'saveFiles', '0.files.0.bytes', (value) => ({ ...folder, files: [{ name: 'x', bytes: value }] }), one, 'x'],
  ['host', 'writeClipboard', '0.text', (text) => ({ text }), letters(64 * mebibyte), letters(64 * mebibyte + 1)],
  [
    'host',
    'writeClipboard',
    '0.html',
    (html) => ({ text: '', html }),
    letters(64 * mebibyte),
    letters(64 * mebibyte + 1),
  ],
  ['host', 'writeSettings', '0.figureProfile', (figureProfile) => ({ figureProfile }), letters(60), letters(61)],
  ['host', 'writeSettings', '0.theme', (theme) => ({ theme }), 'dark', 'pink'],
  ['host', 'writeSettings', '0.language', (language) => ({ language }), 'da', 'fi'],
  ['host', 'writeSettings', '0.panels.a', (a) => ({ panels: { a } }), 0, -1],
  ['host', 'writeSettings', '0.panels.a', (a) => ({ panels: { a } }), 10_000, 10_001],
  ['host', 'writeSettings', '0.panels.a', (a) => ({ panels: { a } }), 1, Number.NaN],
  ['host', 'drawFigure', '0.job', (job) => ({ ...figure, job }), letters(64 * mebibyte), letters(64 * mebibyte + 1)],
  ['host', 'drawFigure', '0.widthMm', (widthMm) => ({ ...figure, widthMm }), 5, 4.99],
  ['host', 'drawFigure', '0.widthMm', (widthMm) => ({ ...figure, widthMm }), 2000, 2000.01],
  ['host', 'drawFigure', '0.heightMm', (heightMm) => ({ ...figure, heightMm }), 5, 4.99],
  ['host', 'drawFigure', '0.heightMm', (heightMm) => ({ ...figure, heightMm }), 2000, 2000.01],
  ['host', 'drawFigure', '0.outputs', (outputs) => ({ ...figure, outputs }), ['svg'], []],
  [
    'host',
    'drawFigure',
    '0.outputs',
    (outputs) => ({ ...figure, outputs }),
    ['svg', 'png', 'pdf'],
    ['svg', 'png', 'pdf', 'svg'],
  ],
  ['host', 'drawFigure', '0.outputs.0', (output) => ({ ...figure, outputs: [output] }), 'pdf', 'exe'],
  ...(
    [
      ['title', letters(2000), letters(2001)],
      ['subject', letters(20_000), letters(20_001)],
      ['keywords', Array.from({ length: 200 }, () => 'x'), Array.from({ length: 201 }, () => 'x')],
      ['creator', letters(400), letters(401)],
      ['language', letters(35), letters(36)],
    ] as const
  ).map(
    ([field, within, outside]) =>
      [
        'host',
        'drawFigure',
        `0.metadata.${field}`,
        (value: unknown) => ({ ...figure, metadata: { ...metadata, [field]: value } }),
        within,
        outside,
      ] as const,
  ),
  [
    'host',
    'drawFigure',
    '0.metadata.keywords.0',
    (keyword) => ({ ...figure, metadata: { ...metadata, keywords: [keyword] } }),
    letters(2000),
    letters(2001),
  ],
  ['host', 'writeDraft', '0.name', (name) => ({ ...draft, name }), letters(400), letters(401)],
  ['host', 'writeDraft', '0.projectId', (projectId) => ({ ...draft, projectId }), id, 'x'],
  [
    'host',
    'writeDraft',
    '0.bytes',
    (bytes) => ({ ...draft, bytes }),
    new Uint8Array(64 * mebibyte),
    new Uint8Array(64 * mebibyte + 1),
  ],
  ['figure', 'finishTask', '0.id', (value) => ({ ...drawn, id: value }), 1, 0],
  ['figure', 'finishTask', '0.id', (value) => ({ ...drawn, id: value }), 1, 1.5],
  ['figure', 'finishTask', '0.svg', (svg) => ({ ...drawn, svg }), letters(64 * mebibyte), letters(64 * mebibyte + 1)],
  [
    'figure',
    'finishTask',
    '0.png',
    (png) => ({ ...drawn, png }),
    new Uint8Array(512 * mebibyte),
    new Uint8Array(512 * mebibyte + 1),
  ],
  [
    'figure',
    'finishTask',
    '0.report',
    (report) => ({ ...drawn, report }),
    letters(64 * mebibyte),
    letters(64 * mebibyte + 1),
  ],
  ['figure', 'finishTask', '0.size.heightMm', (heightMm) => ({ ...drawn, size: { widthMm: 5, heightMm } }), 5080, 5081],
  ['figure', 'finishTask', '0.size.widthMm', (widthMm) => ({ ...drawn, size: { widthMm, heightMm: 5 } }), 5, 4],
  ['figure', 'finishTask', '0.message', (message) => ({ ...failed, message }), letters(20_000), letters(20_001)],
]

const brief = (value: unknown): string =>
  value instanceof Uint8Array
    ? `${value.byteLength} bytes`
    : typeof value === 'string' && value.length > 30
      ? `${value.length} letters`
      : Array.isArray(value) && value.length > 4
        ? `${value.length} entries`
        : String(JSON.stringify(value) ?? value)

describe('limits', () => {
  const named = limits.map((limit) => {
    const [contract, method, place, , within, outside] = limit
    return { name: `${contract} ${method} ${place}: ${brief(within)} passes, ${brief(outside)} does not`, limit }
  })
  test.each(named)('$name', ({ limit: [contract, method, place, put, within, outside] }) => {
    expect(verdict(contract, method, [put(within)])).toBe('passes')
    expect(verdict(contract, method, [put(outside)])).toBe(`arguments-refused at ${place}`)
  })

  test('the name of a panel is as short as the rest', () => {
    expect(verdict('host', 'writeSettings', [{ panels: { [letters(40)]: 1 } }])).toBe('passes')
    expect(verdict('host', 'writeSettings', [{ panels: { [letters(41)]: 1 } }])).toMatch(/^arguments-refused/)
  })
})

describe('choices', () => {
  test.each(['csv', 'tsv', 'json', 'svg', 'pdf', 'png', 'tiff', 'xlsx', 'html', 'docx', 'txt', 'zip'])(
    'a file may be %s',
    (kind) => {
      expect(verdict('host', 'saveFile', [{ ...file, kind }])).toBe('passes')
    },
  )

  test.each(['system', 'light', 'dark'])('the appearance may be %s', (theme) => {
    expect(verdict('host', 'writeSettings', [{ theme }])).toBe('passes')
  })

  test.each(['nb', 'sv', 'da', 'en', null])('the language may be %s', (language) => {
    expect(verdict('host', 'writeSettings', [{ language }])).toBe('passes')
  })
})

describe('fields that nobody agreed on', () => {
  test.each<[Contract, string, object]>([
    ['host', 'writeSettings', {}],
    ['host', 'saveProject', project],
    ['host', 'saveFile', file],
    ['host', 'saveFiles', folder],
    ['host', 'writeClipboard', { text: '' }],
    ['host', 'drawFigure', figure],
    ['host', 'writeDraft', draft],
    ['figure', 'finishTask', drawn],
    ['figure', 'finishTask', failed],
  ])('%s %s', (contract, method, given) => {
    expect(verdict(contract, method, [given])).toBe('passes')
    expect(verdict(contract, method, [{ ...given, path: '/etc/passwd' }])).toBe('arguments-refused at 0')
  })

  test('within a field', () => {
    expect(verdict('host', 'saveFiles', [{ ...folder, files: [{ ...folder.files[0], path: '/' }] }])).toBe(
      'arguments-refused at 0.files.0',
    )
    expect(verdict('host', 'drawFigure', [{ ...figure, metadata: { ...metadata, path: '/' } }])).toBe(
      'arguments-refused at 0.metadata',
    )
    expect(verdict('figure', 'finishTask', [{ ...drawn, size: { widthMm: 5, heightMm: 5, depthMm: 5 } }])).toBe(
      'arguments-refused at 0.size',
    )
  })

  test.each<[Contract, string]>([
    ['host', 'describeHost'],
    ['host', 'readSettings'],
    ['host', 'recentProjects'],
    ['host', 'openProject'],
    ['host', 'readDraft'],
    ['figure', 'nextTask'],
  ])('more than %s %s takes', (contract, method) => {
    expect(verdict(contract, method, [])).toBe('passes')
    expect(verdict(contract, method, ['more'])).toMatch(/^arguments-refused/)
  })
})
