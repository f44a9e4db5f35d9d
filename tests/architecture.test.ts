import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { switchesOnKind } from './named-kinds'
import {
  childrenOf,
  destinationOf,
  filesBelow,
  importsOf,
  parseSource,
  projectFolder,
  readProjectFile,
  type Import,
  type SyntaxNode,
} from './source-files'

/**
 * The walls of the house. Each room says which rooms, packages and modules of Node it may import; anything else fails.
 * A room is the longest prefix in `rooms` that a file's path begins with.
 */
interface Room {
  readonly own: readonly string[]
  readonly packages?: readonly string[]
  readonly node?: boolean
  /** Rooms of which types alone may come in. */
  readonly typesOf?: readonly string[]
}

const everyAnalysis = readdirSync(join(projectFolder, 'analyses')).filter((name) =>
  existsSync(join(projectFolder, 'analyses', name, 'analysis.ts')),
)
const react = ['react', 'react-dom']
const widgets = [
  ...react,
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/spotlight',
  '@mantine/notifications',
  '@tabler/icons-react',
  '@tanstack/react-table',
  '@tanstack/react-virtual',
]

const rooms: Readonly<Record<string, Room>> = {
  // The data of a survey are read through its instrument, so that core names the instrument's type and nothing else of it.
  'analyses/core': { own: [], typesOf: ['analyses/instrument/model'], packages: ['intl-messageformat', 'zod'] },
  'analyses/instrument': { own: ['analyses/core'], packages: ['zod'] },
  'analyses/instrument-sheets': {
    own: ['analyses/core', 'analyses/instrument', 'analyses/readers', 'analyses/publish/delimited-text'],
  },
  'analyses/disclosure': { own: ['analyses/core', 'analyses/numeric', 'analyses/instrument'] },
  // Holds the disclosure room to what it promises, and therefore knows nothing of how it keeps it.
  'analyses/attack': { own: ['analyses/core', 'analyses/instrument'] },
  'analyses/disclosure-report': { own: ['analyses/core', 'analyses/attack', 'analyses/recipe'] },
  'analyses/publish': { own: ['analyses/core', 'analyses/recipe', 'analyses/index'], packages: ['papaparse'] },
  'analyses/numeric': { own: [] },
  'analyses/engine': { own: ['analyses/core'], packages: ['apache-arrow'] },
  'analyses/readers': { own: ['analyses/core'], packages: ['hash-wasm'] },
  'analyses/readers/delimited': { own: ['analyses/core', 'analyses/readers'], packages: ['papaparse'] },
  'analyses/readers/parquet': {
    own: ['analyses/core', 'analyses/readers'],
    packages: ['hyparquet', 'hyparquet-compressors'],
  },
  'analyses/readers/arrow': { own: ['analyses/core', 'analyses/readers'], packages: ['hyparquet-compressors'] },
  'analyses/survey-tools': { own: ['analyses/core', 'analyses/instrument', 'analyses/readers'], packages: ['zod'] },
  'analyses/sources': {
    own: [
      'analyses/core',
      'analyses/numeric',
      'analyses/instrument',
      'analyses/readers',
      'analyses/series',
      'analyses/survey-tools',
    ],
  },
  'analyses/drafting': {
    own: [
      'analyses/core',
      'analyses/numeric',
      'analyses/instrument',
      'analyses/readers',
      'analyses/series',
      'analyses/survey-tools',
      'analyses/sources',
    ],
  },
  'analyses/survey': { own: ['analyses/core', 'analyses/numeric', 'analyses/instrument'] },
  'analyses/quality': {
    own: ['analyses/core', 'analyses/numeric', 'analyses/instrument', 'analyses/survey'],
    packages: ['zod'],
  },
  'analyses/variables': { own: ['analyses/core', 'analyses/instrument', 'analyses/survey'], packages: ['zod'] },
  // A step between the joined rows and the analyses; names are matched as spellings are.
  'analyses/organisations': {
    own: [
      'analyses/core',
      'analyses/readers',
      'analyses/sources',
      'analyses/instrument-sheets',
      'analyses/disclosure',
      'analyses/survey',
    ],
    packages: ['zod'],
  },
  'analyses/series': { own: ['analyses/core', 'analyses/numeric'], packages: ['temporal-polyfill'] },
  'analyses/recipe': {
    own: [
      'analyses/core',
      'analyses/numeric',
      'analyses/instrument',
      'analyses/readers',
      'analyses/sources',
      'analyses/survey',
      'analyses/quality',
      'analyses/variables',
      'analyses/series',
      'analyses/disclosure',
      'analyses/organisations',
      'analyses/index',
    ],
    packages: ['zod'],
  },
  // Asks other analyses as a recipe does, and reads their tables by their declarations.
  'analyses/overview': {
    own: [
      'analyses/core',
      'analyses/instrument',
      'analyses/survey',
      'analyses/quality',
      'analyses/recipe',
      'analyses/index',
      'analyses/participation',
      'analyses/dimension-scores',
      'analyses/round-change',
      'analyses/group-comparison',
      'analyses/item-statistics',
      'analyses/series-overview',
    ],
  },
  'analyses/index': {
    own: ['analyses/core', 'analyses/readers', 'analyses/sources'],
    typesOf: ['analyses/publish/format'],
  },
  ...Object.fromEntries(
    everyAnalysis.map((id) => [
      `analyses/${id}`,
      { own: ['analyses/core', 'analyses/numeric', 'analyses/survey', 'analyses/series', 'analyses/instrument'] },
    ]),
  ),
  preload: { own: ['preload'], typesOf: ['analyses/core'], packages: ['electron'] },
  'preload/contract': { own: [], typesOf: ['analyses/core'] },
  main: {
    own: ['preload/contract', 'analyses', 'main/chromium/browsers'],
    packages: ['electron', 'zod', 'pdf-lib'],
    node: true,
  },
  'main/cli': {
    own: ['analyses', 'main/database', 'main/cli', 'main/figure-process', 'main/temporary-files', 'preload/contract'],
    node: true,
  },
  'main/database': { own: ['analyses'], packages: ['@duckdb/duckdb-wasm', 'apache-arrow'], node: true },
  'main/chromium': {
    own: ['preload/contract', 'main/messages', 'main/temporary-files'],
    packages: ['electron', 'playwright-core'],
    node: true,
  },
  'main/setup': { own: [], node: true },
  renderer: { own: ['analyses', 'preload/contract', 'renderer'], packages: widgets },
  'renderer/state': {
    own: [
      'analyses',
      'preload/contract',
      'renderer/worker',
      'renderer/database',
      'renderer/export',
      'renderer/i18n',
      'renderer/figure',
    ],
    packages: ['zustand', 'zod'],
  },
  'renderer/commands': {
    own: ['analyses', 'preload/contract', 'renderer/state', 'renderer/export', 'renderer/i18n', 'renderer/figure'],
  },
  'renderer/views': {
    own: [
      'analyses',
      'preload/contract',
      'renderer/state',
      'renderer/commands',
      'renderer/figure',
      'renderer/export',
      'renderer/i18n',
      'renderer/ui',
    ],
    packages: widgets,
  },
  'renderer/ui': { own: ['renderer/i18n'], packages: [...widgets, 'marked'] },
  'renderer/i18n': { own: ['analyses/core', 'analyses/index'], packages: ['intl-messageformat'] },
  'renderer/figure': {
    own: [
      'analyses/core',
      'analyses/publish',
      'analyses/index',
      'analyses/numeric/summary/extremes',
      'renderer/export',
      'preload/contract',
    ],
    packages: [...react, 'plotly.js-strict-dist-min', 'inter-ui', '@types/plotly.js'],
  },
  'renderer/export': { own: ['analyses', 'renderer/figure', 'preload/contract'], packages: ['pdf-lib'] },
  'renderer/database': { own: ['analyses/core', 'analyses/engine'], packages: ['@duckdb/duckdb-wasm', 'apache-arrow'] },
  'renderer/worker': { own: ['analyses'] },
}

const roomNames = Object.keys(rooms).sort((a, b) => b.length - a.length)
const isInside = (path: string, room: string): boolean =>
  path === room || path.startsWith(`${room}/`) || path.startsWith(`${room}.`)
const roomOf = (path: string): string | undefined => roomNames.find((room) => isInside(path, room))

const sourceFiles = ['main', 'preload', 'renderer', 'analyses'].flatMap((folder) =>
  filesBelow(folder, ['.ts', '.tsx', '.mjs']),
)
const imports = sourceFiles.flatMap(importsOf)

function violationOf(found: Import): string | null {
  const name = roomOf(found.file)
  const room = name === undefined ? undefined : rooms[name]
  const complaint = `${found.file}:${found.line} imports ${found.target}`
  if (name === undefined || room === undefined) return `${complaint}, from a room that has no rule`
  const destination = destinationOf(found)
  if (destination.kind === 'node') return room.node === true ? null : `${complaint}: ${name} knows no Node`
  if (destination.kind === 'package')
    return room.packages?.includes(destination.name) === true ? null : `${complaint}: that package is not for ${name}`
  const target = destination.name
  const targetRoom = roomOf(target)
  if (targetRoom === name) return null
  const allowed = [...room.own, ...(found.isTypeOnly ? (room.typesOf ?? []) : [])]
  if (allowed.some((prefix) => isInside(target, prefix))) return null
  // The version is written once, in package.json.
  if (target === 'package.json' && name.startsWith('main')) return null
  return `${complaint}: ${name} may import ${allowed.join(', ') || 'nothing of ours'}`
}

describe('the layout is the architecture', () => {
  test('the top level holds what it holds and nothing else', () => {
    const expected = [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'electron.vite.config.ts',
      'main',
      'preload',
      'renderer',
      'analyses',
      'fixtures',
      'tests',
      'findings',
      'README.md',
      'LICENSE',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
    ]
    const generated = ['node_modules', 'out', 'coverage', 'report-sample']
    const found = readdirSync(projectFolder).filter((name) => !name.startsWith('.') && !generated.includes(name))
    expect(found.sort()).toEqual(expected.sort())
  })

  test('every room imports only what it may', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports.map(violationOf).filter((violation) => violation !== null)).toEqual([])
  })

  test('one analysis never imports another', () => {
    const between = imports.filter((found) => {
      const destination = destinationOf(found)
      const from = everyAnalysis.find((id) => found.file.startsWith(`analyses/${id}/`))
      return (
        from !== undefined &&
        destination.kind === 'own' &&
        everyAnalysis.some((id) => id !== from && destination.name.startsWith(`analyses/${id}/`))
      )
    })
    expect(between).toEqual([])
  })

  test('one format never imports another', () => {
    const formatOf = (path: string): string | undefined => /^analyses\/publish\/([^/]+)\//.exec(path)?.[1]
    const between = imports.filter((found) => {
      const destination = destinationOf(found)
      const from = formatOf(found.file)
      const to = destination.kind === 'own' ? formatOf(destination.name) : undefined
      return from !== undefined && to !== undefined && from !== to
    })
    expect(between).toEqual([])
  })

  test('one survey tool never imports another', () => {
    const toolOf = (path: string): string | undefined => /^analyses\/survey-tools\/([^/]+)\//.exec(path)?.[1]
    const between = imports.filter((found) => {
      const destination = destinationOf(found)
      const to = destination.kind === 'own' ? toolOf(destination.name) : undefined
      return to !== undefined && to !== toolOf(found.file)
    })
    expect(between).toEqual([])
  })

  test('one kind of source never imports another, nor a format, and one format never another', () => {
    const folderOf = (path: string): string | undefined => /^analyses\/(?:sources|readers)\/[^/]+(?=\/)/.exec(path)?.[0]
    const between = imports.filter((found) => {
      const to = destinationOf(found)
      const target = to.kind === 'own' ? folderOf(to.name) : undefined
      return (
        /^analyses\/(sources|readers)\//.test(found.file) && target !== undefined && target !== folderOf(found.file)
      )
    })
    expect(between).toEqual([])
  })

  describe('no switch on the kind of a source is left outside its folder', () => {
    const kinds = readdirSync(join(projectFolder, 'analyses', 'sources'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    const places = (path: string, source: string): readonly string[] =>
      switchesOnKind(path, source, kinds, ['survey', 'series', 'indicators', 'inventory'])

    test('in the program', () => {
      expect(kinds.length).toBeGreaterThan(6)
      const outside = /^(main|preload|renderer|analyses\/(recipe|publish|readers|index|sources\/[^/]+\.ts))/
      const looked = sourceFiles.filter((path) => outside.test(path) && !path.endsWith('.mjs'))
      expect(looked.length).toBeGreaterThan(150)
      expect(looked.flatMap((path) => places(path, readProjectFile(path)))).toEqual([])
    })

    test.each([
      "if (source.kind === 'survey') read()",
      "const isLog = 'events' === kind",
      "switch (report.kind) { case 'headcount': break }",
      "const kinds = ['survey', 'headcount']",
      'const icons = { survey: 1, coverage: 2 }',
    ])('and is found where there is one: %s', (source) => {
      expect(places('x.ts', source)).toHaveLength(1)
    })

    test.each([
      "if (dataset.kind === 'survey') read()",
      "const data = needs.data ?? 'survey'",
      "const all = ['survey', 'indicators']",
      "openData(database, 'survey')",
    ])('data may be asked for by kind: %s', (source) => {
      expect(places('x.ts', source)).toEqual([])
    })
  })

  test('state and commands know no React', () => {
    expect(
      imports.filter(
        ({ file, target }) =>
          /^renderer\/(state|commands|worker)\//.test(file) && /^(react|react-dom|@mantine)/.test(target),
      ),
    ).toEqual([])
  })

  test('the command line knows no electron', () => {
    expect(imports.filter(({ file, target }) => file.startsWith('main/cli') && target === 'electron')).toEqual([])
  })

  test('only main/ipc.ts and the stand-in name ipcMain, only the registries glob', () => {
    const naming = (word: RegExp): readonly string[] =>
      sourceFiles.filter((path) => word.test(withoutComments(readProjectFile(path))))
    expect(naming(/\bipcMain\b/).filter((path) => !path.startsWith('main/chromium/'))).toEqual(['main/ipc.ts'])
    expect(naming(/import\.meta\.glob\b/)).toEqual([
      'analyses/index.ts',
      'analyses/readers/registry.ts',
      'analyses/sources/registry.ts',
      'analyses/survey-tools/registry.ts',
    ])
  })

  test('analyses compute with functions that give the same bits in every engine', () => {
    const varying =
      /\bMath\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sinh|cosh|tanh|asin|acos|atan|atan2|asinh|acosh|atanh|cbrt|hypot)\b/
    expect(
      sourceFiles.filter(
        (path) => path.startsWith('analyses/') && varying.test(withoutComments(readProjectFile(path))),
      ),
    ).toEqual([])
  })

  test('no list is spread into the arguments of a call that takes any number of them', () => {
    // Each element becomes an argument on the stack, which holds about 125 000. A chunk cut by subarray has a length of its own.
    const found = sourceFiles
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) => spreadsInto(withoutComments(readProjectFile(path))).map((call) => `${path}: ${call}`))
      .filter((call) => !/String\.fromCharCode\(\.\.\.[\w.]+\.subarray\(/.test(call))
    expect(found, 'use largest and smallest of analyses/numeric/summary/extremes, or push one by one').toEqual([])
    expect(spreadsInto("list.push(1, ...f(')'), 2)\nMath.max(0, ...values)\nlist.push([...values])")).toEqual([
      "list.push(1, ...f(')'), 2)",
      'Math.max(0, ...values)',
    ])
  })

  test('nothing in main reaches for a network', () => {
    const networked = new Set(['http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram'])
    expect(
      imports.filter(
        (found) =>
          found.file.startsWith('main/') &&
          destinationOf(found).kind === 'node' &&
          networked.has(destinationOf(found).name),
      ),
    ).toEqual([])
    const fetching = sourceFiles.filter(
      (path) => path.startsWith('main/') && /(?<![.\w])fetch\(/.test(withoutComments(readProjectFile(path))),
    )
    expect(fetching).toEqual([])
  })
})

describe('names', () => {
  const files = ['main', 'preload', 'renderer', 'analyses', 'tests'].flatMap((folder) =>
    filesBelow(folder, ['.ts', '.tsx', '.mjs']),
  )

  test('files are kebab-case and named for a concept', () => {
    const bad = files.filter((path) => {
      const name =
        path
          .split('/')
          .at(-1)
          ?.replace(/(\.(test|e2e|bench|d))?\.(ts|tsx|mjs)$/, '') ?? ''
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.config)?$/.test(name) || /^(utils?|helpers?|misc|common|shared|types)$/.test(name)
      )
    })
    expect(bad).toEqual([])
  })

  test('no file only passes on what others export', () => {
    const barrels = files.filter((path) => {
      if (path.startsWith('tests/')) return false
      const lines = withoutComments(readProjectFile(path))
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
      return lines.length > 0 && lines.every((line) => /^export (type )?(\*|\{[^}]*\}) from /.test(line))
    })
    expect(barrels).toEqual([])
  })
})

describe('length', () => {
  const longestFunction = 120
  const longestFile = 500

  test('no function is longer than 120 lines', () => {
    const found = sourceFiles.flatMap((path) => longFunctions(path, readProjectFile(path), longestFunction))
    expect(found, 'make it named steps').toEqual([])
  })

  test('a long function is found, a method and the inner one of two named too', () => {
    const body = '  value += 1\n'.repeat(longestFunction)
    expect(longFunctions('a.ts', `function one() {\n${body}}\n`, longestFunction)).toEqual(['a.ts:1 one, 122 lines'])
    expect(longFunctions('a.ts', `\nexport const two = () => {\n${body}}\n`, longestFunction)).toEqual([
      'a.ts:2 two, 122 lines',
    ])
    expect(longFunctions('a.ts', `const all = {\n  three() {\n${body}  },\n}\n`, longestFunction)).toEqual([
      'a.ts:2 three, 122 lines',
    ])
    expect(longFunctions('a.ts', `function four() {\n${body.slice(0, -26)}}\n`, longestFunction)).toEqual([])
  })

  test('no file is longer than 500 lines, tables of data apart', () => {
    const tables: Readonly<Record<string, string>> = {
      'renderer/figure/inter-advances.ts': 'the width of each letter of the typeface, one line for some of them',
    }
    const long = sourceFiles.filter((path) => readProjectFile(path).split('\n').length - 1 > longestFile)
    expect(
      long.filter((path) => !Object.hasOwn(tables, path)),
      'split it along its concepts',
    ).toEqual([])
    expect(Object.keys(tables).filter((path) => !long.includes(path))).toEqual([])
  })
})

describe('imports', () => {
  test('form no circle, types included', () => {
    expect(imports.length).toBeGreaterThan(1000)
    expect(circlesIn(imports)).toEqual([])
  })

  test('a circle is found, by way of types and of three files', () => {
    const follow = (file: string, target: string, isTypeOnly = false): Import => ({ file, target, line: 1, isTypeOnly })
    const line = [follow('main/a.ts', './b'), follow('main/b.ts', './c', true)]
    expect(circlesIn(line)).toEqual([])
    expect(circlesIn([...line, follow('main/c.ts', './a', true)])).toEqual(['main/a → main/b → main/c → main/a'])
  })
})

describe('one TypeScript project per room', () => {
  test.each(['analyses', 'preload', 'main', 'renderer', 'tests'])('%s has its own', (room) => {
    expect(statSync(join(projectFolder, room, 'tsconfig.json')).isFile()).toBe(true)
  })

  test('analyses compile without DOM and without Node', () => {
    const { compilerOptions } = JSON.parse(readProjectFile('analyses/tsconfig.json')) as {
      compilerOptions: { lib: string[]; types: string[] }
    }
    expect(compilerOptions.lib.every((name) => /^ES\d+$/i.test(name))).toBe(true)
    expect(compilerOptions.types).toEqual([])
  })
})

describe('tests', () => {
  test('draw nothing without a seed, which a failure then prints', () => {
    const drawing = filesBelow('tests', ['.ts', '.tsx']).filter(
      (path) => path !== 'tests/architecture.test.ts' && /\bMath\.random\b|getRandomValues/.test(readProjectFile(path)),
    )
    expect(drawing).toEqual([])
  })
})

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
}

/** Calls of functions with any number of arguments that are given a spread list, as they are written. */
function spreadsInto(source: string): readonly string[] {
  const calls = source.matchAll(
    /[\w.)\]]*(?:Math\.(?:max|min|hypot)|\.(?:push|unshift|splice|concat)|String\.from(?:CharCode|CodePoint))\(/g,
  )
  return [...calls].flatMap((call) => {
    const start = call.index + call[0].length
    let depth = 1
    let end = start
    let isSpread = false
    for (; end < source.length && depth > 0; end += 1) {
      const character = source[end] ?? ''
      if (/['"`]/.test(character)) {
        do end += source[end] === '\\' ? 2 : 1
        while (end < source.length && source[end] !== character)
      } else if ('([{'.includes(character)) depth += 1
      else if (')]}'.includes(character)) depth -= 1
      else if (depth === 1 && source.startsWith('...', end)) isSpread = true
    }
    return isSpread ? [source.slice(call.index, end).replace(/\s+/g, ' ')] : []
  })
}

/** Functions of more lines than allowed, each with its place, its name where it has one, and its length. */
function longFunctions(path: string, source: string, most: number): readonly string[] {
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length
  const nameIn = (node: SyntaxNode): string | undefined => {
    const named = (node['id'] ?? node['key']) as { readonly name?: string } | null | undefined
    return named?.name
  }
  const visit = (node: SyntaxNode, around: string): readonly string[] => {
    const name = nameIn(node) ?? around
    const inner = childrenOf(node).flatMap(([, child]) => visit(child, name))
    if (!/^(Function|ArrowFunction)/.test(node.type)) return inner
    const length = source.slice(node.start, node.end).split('\n').length
    return length > most ? [`${path}:${lineAt(node.start)} ${name}, ${length} lines`, ...inner] : inner
  }
  return visit(parseSource(path, source), '')
}

/** Circles of files that import each other, one for each import that closes one. */
function circlesIn(found: readonly Import[]): readonly string[] {
  const next = new Map<string, Set<string>>()
  for (const each of found) {
    const from = each.file.replace(/\.\w+$/, '')
    const to = destinationOf(each)
    if (to.kind === 'own') next.set(from, (next.get(from) ?? new Set()).add(to.name.replace(/\.(ts|tsx|mjs)$/, '')))
  }
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) circles.push([...path.slice(start), file].join(' → '))
    if (start >= 0 || done.has(file)) return
    for (const target of next.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return circles
}
