import { childrenOf, isNode, parseSource, readProjectFile, type SyntaxNode } from './source-files'

/**
 * Whether a room's sources name a message key: as a string, with or without the room's name before it, or by a template such as `say.method.${test}`, which
 * must begin with fixed letters and stands for any words in its places.
 * @param paths of the sources
 */
export function saysKey(paths: readonly string[], room: string, key: string): boolean {
  return paths.some((path) => {
    const { literals, patterns } = spokenIn(path, room)
    return literals.has(key) || literals.has(`${room}:${key}`) || patterns.some((pattern) => pattern.test(key))
  })
}

interface Spoken {
  readonly literals: ReadonlySet<string>
  readonly patterns: readonly RegExp[]
}

const known = new Map<string, Spoken>()

function spokenIn(path: string, room: string): Spoken {
  const before = known.get(path)
  if (before !== undefined) return before
  const { strings, templates } = textsOf(path)
  const spoken = {
    literals: new Set(strings),
    patterns: templates.flatMap((parts) => {
      const [first = '', ...others] = parts
      const fixed = first.startsWith(`${room}:`) ? first.slice(room.length + 1) : first
      return /^[a-z]/.test(fixed) ? [new RegExp(`^${[fixed, ...others].map(escaped).join('[\\w-]+')}$`)] : []
    }),
  }
  known.set(path, spoken)
  return spoken
}

/** The strings that a TypeScript file writes, names of properties among them, and its templates as the fixed texts between their places. Import paths are no strings. */
function textsOf(path: string): {
  readonly strings: readonly string[]
  readonly templates: readonly (readonly string[])[]
} {
  const strings: string[] = []
  const templates: (readonly string[])[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'Literal' && typeof node['value'] === 'string') strings.push(node['value'])
    if (node.type === 'Property' && isNode(node['key']) && node['key'].type === 'Identifier')
      strings.push(String(node['key']['name']))
    if (node.type === 'TemplateLiteral')
      templates.push(
        (node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]).map(({ value }) => value.cooked),
      )
    for (const [, child] of childrenOf(node)) visit(child)
  }
  visit(parseSource(path, readProjectFile(path)))
  return { strings, templates }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
