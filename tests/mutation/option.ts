import type { SyntaxNode } from '../source-files'
import { nodeOf, nodesOf, nothing, propertyName, replaced, type Operator } from './site'

const isOptions = (node: SyntaxNode | null): boolean =>
  node !== null &&
  ((node.type === 'Identifier' && node['name'] === 'options') ||
    (node.type === 'MemberExpression' && nodeOf(node['property'])?.['name'] === 'options'))

/** An option is read as its default, so that what the user chose is ignored. */
export const option: Operator = ({ node, text, optionDefaults, parent, place }) => {
  if (node.type === 'MemberExpression' && isOptions(nodeOf(node['object']))) {
    if (parent?.type === 'AssignmentExpression' && place === 'left') return nothing
    const property = nodeOf(node['property'])
    const name = String(property?.['name'] ?? property?.['value'])
    const value = Object.hasOwn(optionDefaults, name) ? optionDefaults[name] : undefined
    return value === undefined
      ? nothing
      : [replaced(node, `(${value} as typeof ${text(node)})`, `the option ${name} was read as its default ${value}`)]
  }
  const pattern = node.type === 'VariableDeclarator' ? nodeOf(node['id']) : null
  const from = nodeOf(node['init'])
  if (pattern?.type !== 'ObjectPattern' || from === null || !isOptions(from)) return nothing
  return nodesOf(pattern['properties']).flatMap((each) => {
    const name = propertyName(each)
    const value = name !== null && Object.hasOwn(optionDefaults, name) ? optionDefaults[name] : undefined
    if (name === null || value === undefined) return nothing
    const spread = `({ ...${text(from)}, ${name}: ${value} } as typeof ${text(from)})`
    return [replaced(from, spread, `the option ${name} was read as its default ${value}`)]
  })
}
