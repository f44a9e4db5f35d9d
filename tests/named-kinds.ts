import { parseAst } from 'vite'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

/** What is asked of data or of a table of the engine, of which some go by the name of a kind of source. */
const ofData = /\bdata\b|\bdataset\.kind\b|\bwhole\.kind\b|\bdataKindOf\b|\btable\b/

/**
 * Places where a program depends on the kind of a source: a comparison with one, a case of a switch, a list or a table of several.
 * @param path for the language of the source: `.ts` or `.tsx`
 * @param dataKinds kinds of data, whose names alone in a list or table say nothing of sources
 * @returns the text of each place, with its line
 */
export function switchesOnKind(
  path: string,
  source: string,
  kinds: readonly string[],
  dataKinds: readonly string[],
): readonly string[] {
  const found: string[] = []
  const ofTables = new Set<Node>()
  const text = (node: unknown): string => (isNode(node) ? source.slice(node.start, node.end) : '')
  const isKind = (node: unknown): boolean =>
    isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' && kinds.includes(node['value'])
  const tell = (node: Node): void => {
    const line = source.slice(0, node.start).split('\n').length
    found.push(`${path}:${line} ${text(node).replace(/\s+/g, ' ').slice(0, 80)}`)
  }
  const tellList = (node: Node, names: readonly string[]): void => {
    const named = names.filter((name) => kinds.includes(name))
    if (named.length > 1 && named.some((name) => !dataKinds.includes(name))) tell(node)
  }
  const visit = (node: Node): void => {
    const { type } = node
    // Tables of the engine may go by the name of a kind.
    if (type === 'Property' && text(node['key']) === 'tables' && isNode(node['value'])) ofTables.add(node['value'])
    if (type === 'BinaryExpression') {
      const sides = [node['left'], node['right']]
      if (sides.some(isKind) && !ofData.test(text(node))) tell(node)
    } else if (type === 'SwitchStatement') {
      const cases = node['cases'] as readonly Node[]
      if (cases.some((each) => isKind(each['test'])) && !ofData.test(text(node['discriminant']))) tell(node)
    } else if (type === 'ArrayExpression') {
      tellList(
        node,
        (node['elements'] as readonly unknown[]).flatMap((each) =>
          isKind(each) ? [String((each as Node)['value'])] : [],
        ),
      )
    } else if (type === 'ObjectExpression' && !ofTables.has(node)) {
      const keys = (node['properties'] as readonly Node[]).map((each) => each['key'])
      tellList(
        node,
        keys.flatMap((key) => (isNode(key) ? [String(key['name'] ?? key['value'])] : [])),
      )
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) value.filter(isNode).forEach(visit)
      else if (isNode(value)) visit(value)
    }
  }
  visit(
    parseAst(source, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts', sourceType: 'module' } as never) as unknown as Node,
  )
  return found
}
