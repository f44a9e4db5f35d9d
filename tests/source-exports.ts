import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { childrenOf, isNode, parseSource, projectFolder, readProjectFile, type SyntaxNode } from './source-files'

/** A name that a file exports. */
export interface Export {
  readonly file: string
  readonly name: string
  /** Of a type nothing is left when the program runs. */
  readonly isType: boolean
  /** Whether the file itself names it again. */
  readonly isUsedInside: boolean
}

/** What a file exports by name, and as `default`. */
export function exportsOf(path: string): readonly Export[] {
  const source = readProjectFile(path)
  const found = statementsOf(path, source).flatMap((statement): readonly Named[] => {
    if (statement.type === 'ExportDefaultDeclaration') return [['default', false]]
    if (statement.type !== 'ExportNamedDeclaration') return []
    const declaration = statement['declaration']
    const listed = nodesOf(statement['specifiers']).map(({ exported }): Named => [
      nameOf(exported),
      statement['exportKind'] === 'type',
    ])
    return isNode(declaration) ? [...listed, ...declaredNames(declaration)] : listed
  })
  return found.map(([name, isType]) => ({
    file: path,
    name,
    isType,
    isUsedInside: (source.match(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'g'))?.length ?? 0) > 1,
  }))
}

/** Names that a file takes from other files of the project, as `file name`; the name is `*` where it takes all of them. */
export function namesTakenBy(path: string): readonly string[] {
  const statements = statementsOf(path, readProjectFile(path))
  const named = statements.flatMap((statement): readonly string[] => {
    const file = fileNamed(statement['source'], path)
    if (file === null) return []
    if (statement.type === 'ExportAllDeclaration') return [`${file} *`]
    return nodesOf(statement['specifiers']).map(({ type, imported, local }) => {
      if (type === 'ImportNamespaceSpecifier') return `${file} *`
      return `${file} ${type === 'ImportDefaultSpecifier' ? 'default' : nameOf(imported ?? local)}`
    })
  })
  return [...named, ...statements.flatMap((statement) => wholeModules(statement, path))]
}

/** Files that `import()` loads, as a statement or as a type. */
function wholeModules(node: SyntaxNode, path: string): readonly string[] {
  const isImport = node.type === 'ImportExpression' || node.type === 'TSImportType'
  const file = isImport ? fileNamed(node['source'] ?? node['argument'], path) : null
  const inside = childrenOf(node).flatMap(([, child]) => wholeModules(child, path))
  return file === null ? inside : [`${file} *`, ...inside]
}

type Named = readonly [name: string, isType: boolean]

function statementsOf(path: string, source: string): readonly SyntaxNode[] {
  return nodesOf(parseSource(path, source)['body'])
}

function nodesOf(value: unknown): readonly SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function nameOf(node: unknown): string {
  if (!isNode(node)) throw new Error('a name was expected')
  return String(node['name'] ?? node['value'])
}

/** Names that an exported declaration makes, and whether they are types. */
function declaredNames(declaration: SyntaxNode): readonly Named[] {
  if (declaration.type === 'VariableDeclaration')
    return nodesOf(declaration['declarations']).flatMap(({ id }) => boundNames(id).map((name): Named => [name, false]))
  const { id } = declaration
  const isType = declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'TSTypeAliasDeclaration'
  return isNode(id) && id.type === 'Identifier' ? [[nameOf(id), isType]] : []
}

/** The names in a pattern: `a`, `{ a, b: c }` or `[a, b]`. */
function boundNames(pattern: unknown): readonly string[] {
  if (!isNode(pattern)) return []
  if (pattern.type === 'Identifier') return [nameOf(pattern)]
  return [...nodesOf(pattern['properties']), ...nodesOf(pattern['elements'])].flatMap((part) =>
    boundNames(part['value'] ?? part),
  )
}

/** The file of the project that a literal names from another; null when it names none. */
function fileNamed(literal: unknown, from: string): string | null {
  const target = isNode(literal) ? literal['value'] : undefined
  if (typeof target !== 'string' || !target.startsWith('.')) return null
  const path = join(dirname(from), target)
  const endings = ['', '.ts', '.tsx', '/index.ts']
  return (
    endings
      .map((ending) => path + ending)
      .find((candidate) => /\.(ts|tsx|mjs)$/.test(candidate) && existsSync(join(projectFolder, candidate))) ?? null
  )
}
