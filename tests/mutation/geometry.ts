import { nodeOf, nothing, replaced, type Operator } from './site'

const pairs: readonly (readonly [string, string])[] = [
  ['x', 'y'],
  ['left', 'right'],
  ['top', 'bottom'],
  ['width', 'height'],
  ['low', 'high'],
  ['horizontal', 'vertical'],
]
const opposites = new Map(
  pairs.flatMap(([one, other]): [string, string][] => [
    [one, other],
    [other, one],
  ]),
)

/** A measure of a drawing is read from the other side or along the other axis: `box.left` for `box.right`. */
export const geometry: Operator = ({ node, parent, place }) => {
  if (node.type !== 'MemberExpression' || node['computed'] === true) return nothing
  if (parent?.type === 'AssignmentExpression' && place === 'left') return nothing
  const property = nodeOf(node['property'])
  const name = String(property?.['name'])
  const other = opposites.get(name)
  return property === null || other === undefined ? nothing : [replaced(property, other, `${name} became ${other}`)]
}
