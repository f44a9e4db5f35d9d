import { readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parseAst } from 'vite'

/** The checkout that the tests stand in. */
export const projectFolder = resolve(import.meta.dirname, '..')

/** One import of a file: what it names, and whether types alone come through it. */
export interface Import {
  readonly file: string
  readonly target: string
  readonly line: number
  readonly isTypeOnly: boolean
}

/** All files below a folder that end as asked, as paths from the project's folder with `/`. */
export function filesBelow(folder: string, ends: readonly string[]): readonly string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ends.some((end) => entry.name.endsWith(end)))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}

export function readProjectFile(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8')
}

/** A node of a syntax tree as ESTree and its TypeScript extension name it; `start` and `end` count UTF-16 units. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/**
 * The syntax tree of a source text.
 *
 * @param path tells the language by its ending
 * @throws Error when the text does not parse
 */
export function parseSource(path: string, source: string): SyntaxNode {
  return parseAst(source, {
    lang: path.endsWith('.tsx') ? 'tsx' : path.endsWith('.mjs') ? 'js' : 'ts',
    sourceType: 'module',
  } as never) as unknown as SyntaxNode
}

/** The nodes right below a node, each with the name of the property that holds it. */
export function childrenOf(node: SyntaxNode): readonly (readonly [property: string, child: SyntaxNode])[] {
  return Object.entries(node).flatMap(([property, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => [property, child] as const),
  )
}

/** Every import of a TypeScript file: statements, re-exports, `import()`, `require()` and `import('…')` types. */
export function importsOf(path: string): readonly Import[] {
  const source = readProjectFile(path)
  const program = parseSource(path, source)
  const found: Import[] = []
  const add = (target: unknown, node: SyntaxNode, isTypeOnly: boolean): void => {
    if (typeof target === 'string')
      found.push({ file: path, target, line: source.slice(0, node.start).split('\n').length, isTypeOnly })
  }
  const literal = (node: unknown): unknown => (isNode(node) && node.type === 'Literal' ? node['value'] : undefined)
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'ImportDeclaration': {
        const specifiers = node['specifiers'] as readonly { readonly importKind?: string }[]
        const allTypes = specifiers.length > 0 && specifiers.every(({ importKind }) => importKind === 'type')
        add(literal(node['source']), node, node['importKind'] === 'type' || allTypes)
        break
      }
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        add(literal(node['source']), node, node['exportKind'] === 'type')
        break
      case 'ImportExpression':
        add(literal(node['source']), node, false)
        break
      case 'TSImportType':
        add(literal(node['source'] ?? node['argument']), node, true)
        break
      case 'CallExpression': {
        const callee = node['callee']
        if (isNode(callee) && callee.type === 'Identifier' && callee['name'] === 'require')
          add(literal((node['arguments'] as readonly unknown[])[0]), node, false)
        break
      }
      case 'TSExternalModuleReference':
        add(literal(node['expression']), node, false)
        break
    }
    for (const [, child] of childrenOf(node)) visit(child)
  }
  visit(program)
  return found
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** What an import leads to: a path in the project without its ending, a package, or a module of Node. */
export function destinationOf({ file, target }: Import): {
  readonly kind: 'own' | 'package' | 'node'
  readonly name: string
} {
  if (target.startsWith('.'))
    return {
      kind: 'own',
      name: relative(projectFolder, resolve(projectFolder, dirname(file), target))
        .split(sep)
        .join('/'),
    }
  if (target.startsWith('node:') || builtinModules.includes(target))
    return { kind: 'node', name: target.replace(/^node:/, '') }
  const parts = target.split('/')
  return { kind: 'package', name: target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? target) }
}
