import { isNode, type SyntaxNode } from '../source-files'

/** What the operators of mutation share: a node with its surroundings, and the edit that is made of it. */

/** Defaults of the options that are numbers, flags or choices, by option, as source text. */
export type OptionDefaults = Readonly<Record<string, string>>

export interface Edit {
  readonly start: number
  readonly end: number
  readonly replacement: string
  readonly change: string
}

/** A node with what surrounds it. */
export interface Site {
  readonly node: SyntaxNode
  readonly parent: SyntaxNode | null
  /** The property of the parent that holds the node. */
  readonly place: string
  readonly text: (node: SyntaxNode) => string
  readonly source: string
  readonly optionDefaults: OptionDefaults
  /** The string literals of the file that stand at the same kind of place, see `placeOfString`. */
  readonly stringsOf: (place: string) => readonly string[]
}

export type Operator = (site: Site) => readonly Edit[]

export const nothing: readonly Edit[] = []

export const nodeOf = (value: unknown): SyntaxNode | null => (isNode(value) ? value : null)
export const nodesOf = (value: unknown): readonly SyntaxNode[] => (Array.isArray(value) ? value.filter(isNode) : [])
export const shortened = (text: string): string => {
  const line = text.slice(0, 200).replace(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

export function replaced(node: SyntaxNode, replacement: string, change: string): Edit {
  return { start: node.start, end: node.end, replacement, change }
}

export function propertyName(node: SyntaxNode | null): string | null {
  if (node === null || node.type !== 'Property') return null
  const key = nodeOf(node['key'])
  if (key === null) return null
  return key.type === 'Identifier' ? String(key['name']) : key.type === 'Literal' ? String(key['value']) : null
}

export function calledName(node: SyntaxNode | null): string | null {
  const callee = node?.type === 'CallExpression' || node?.type === 'NewExpression' ? nodeOf(node['callee']) : null
  const named = callee?.type === 'MemberExpression' ? nodeOf(callee['property']) : callee
  return named?.type === 'Identifier' ? String(named['name']) : null
}
