import { childrenOf, parseSource, type SyntaxNode } from '../source-files'
import { geometry } from './geometry'
import { option } from './option'
import {
  calledName,
  nodeOf,
  nodesOf,
  nothing,
  propertyName,
  replaced,
  shortened,
  type Edit,
  type Operator,
  type OptionDefaults,
  type Site,
} from './site'
import { sql } from './sql'

/** One small change of a source file that a test should notice. */
export interface Mutation {
  /** Path from the project's folder. */
  readonly file: string
  /** Line of the change, from 1. */
  readonly line: number
  readonly operator: OperatorName
  /** What was changed, in words: `< became <=`. */
  readonly change: string
  /** The source line before the change, trimmed: with file and change it names the mutation in `equivalents.json`. */
  readonly code: string
  /** The part of the source that is replaced, in UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** Replaces the operator between the two sides of a node. */
function withOperator({ node, source }: Site, to: string): readonly Edit[] {
  const left = nodeOf(node['left'])
  const right = nodeOf(node['right'])
  const from = node['operator']
  if (left === null || right === null || typeof from !== 'string') return nothing
  const offset = source.slice(left.end, right.start).indexOf(from)
  if (offset < 0) return nothing
  const start = left.end + offset
  return [{ start, end: start + from.length, replacement: to, change: `${from} became ${to}` }]
}

const swappedComparisons: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
}
const swappedArithmetic: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
}

const isText = (node: SyntaxNode | null): boolean =>
  node !== null &&
  (node.type === 'TemplateLiteral' ||
    (node.type === 'Literal' && typeof node['value'] === 'string') ||
    (node.type === 'BinaryExpression' && (isText(nodeOf(node['left'])) || isText(nodeOf(node['right'])))))

const comparison: Operator = (site) => {
  const to = site.node.type === 'BinaryExpression' ? swappedComparisons[String(site.node['operator'])] : undefined
  return to === undefined ? nothing : withOperator(site, to)
}

const arithmetic: Operator = (site) => {
  const { node } = site
  if (node.type === 'UnaryExpression' && node['operator'] === '-') {
    const argument = nodeOf(node['argument'])
    return argument === null ? nothing : [replaced(node, site.text(argument), 'the sign was dropped')]
  }
  if (node.type !== 'BinaryExpression' && node.type !== 'AssignmentExpression') return nothing
  if (isText(nodeOf(node['left'])) || isText(nodeOf(node['right']))) return nothing
  const to = swappedArithmetic[String(node['operator'])]
  return to === undefined ? nothing : withOperator(site, to)
}

const logic: Operator = (site) => {
  const { node, text } = site
  if (node.type === 'Literal' && typeof node['value'] === 'boolean')
    return [replaced(node, String(!node['value']), `${String(node['value'])} became ${String(!node['value'])}`)]
  if (node.type === 'UnaryExpression' && node['operator'] === '!') {
    const argument = nodeOf(node['argument'])
    return argument === null ? nothing : [replaced(node, `(${text(argument)})`, 'the negation was dropped')]
  }
  if (node.type !== 'LogicalExpression') return nothing
  const left = nodeOf(node['left'])
  const right = nodeOf(node['right'])
  if (left === null || right === null) return nothing
  if (node['operator'] === '??')
    return [replaced(node, `(${text(left)})`, `the substitute ${shortened(text(right))} was dropped`)]
  return [
    ...withOperator(site, node['operator'] === '&&' ? '||' : '&&'),
    replaced(node, `(${text(left)})`, `the condition ${shortened(text(right))} was dropped`),
    replaced(node, `(${text(right)})`, `the condition ${shortened(text(left))} was dropped`),
  ]
}

/** Properties that name an order or an edition: another number there is neither right nor wrong. */
const unjudgedNumbers = new Set(['version', 'order'])
const limitNames = new Set(['min', 'max', 'minimum', 'maximum'])

/** Calls whose numbers are neither right nor wrong: how far the work has come. */
const unjudgedCalls = new Set(['progress'])

const isNumber = (node: SyntaxNode): boolean => node.type === 'Literal' && typeof node['value'] === 'number'

const constant: Operator = ({ node, parent, place, text }) => {
  if (!isNumber(node) || (parent?.type === 'Property' && place === 'key')) return nothing
  const name = propertyName(parent)
  if (name !== null && (unjudgedNumbers.has(name) || limitNames.has(name))) return nothing
  if (unjudgedCalls.has(calledName(parent) ?? '')) return nothing
  const value = Number(node['value'])
  const others = Number.isInteger(value) ? [value + 1, ...(value > 0 ? [value - 1] : [])] : [value * 2]
  return others.map((other) => replaced(node, String(other), `${text(node)} became ${other}`))
}

/** Limits are loosened: `{ min: 2 }`, and `.max(400)` of a schema. */
const limit: Operator = ({ node, parent, text }) => {
  if (node.type === 'CallExpression') {
    const callee = nodeOf(node['callee'])
    const checked = callee?.type === 'MemberExpression' ? nodeOf(callee['object']) : null
    const name = callee === null ? '' : String(nodeOf(callee['property'])?.['name'])
    if (checked === null || !schemaLimits.has(name) || !beginsWithSchema(checked)) return nothing
    return [
      replaced(
        node,
        text(checked),
        `the limit .${name}(${nodesOf(node['arguments']).map(text).join(', ')}) was dropped`,
      ),
    ]
  }
  const name = propertyName(parent)
  if (name === null || !limitNames.has(name) || !isNumber(node)) return nothing
  const value = Number(node['value'])
  const looser = name.startsWith('min') ? value - 1 : value + 1
  return [replaced(node, String(looser), `the limit ${name} ${text(node)} became ${looser}`)]
}
const schemaLimits = new Set(['min', 'max', 'int', 'positive', 'nonnegative', 'length', 'regex', 'refine', 'finite'])

/** Whether a chain of calls begins with `z`, as the schemas of zod do. */
function beginsWithSchema(node: SyntaxNode): boolean {
  if (node.type === 'Identifier') return node['name'] === 'z'
  const next = nodeOf(node['callee']) ?? nodeOf(node['object'])
  return next !== null && beginsWithSchema(next)
}

const isLeaving = (node: SyntaxNode | null): boolean => {
  if (node === null) return false
  if (node.type === 'BlockStatement') return isLeaving(nodesOf(node['body']).at(-1) ?? null)
  return ['ReturnStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement'].includes(node.type)
}

const guard: Operator = ({ node, text }) => {
  if (node.type !== 'IfStatement' || node['alternate'] !== null || !isLeaving(nodeOf(node['consequent'])))
    return nothing
  const condition = nodeOf(node['test'])
  return condition === null
    ? nothing
    : [replaced(node, ';', `the guard if (${shortened(text(condition))}) was dropped`)]
}

const branch: Operator = ({ node, text }) => {
  const condition = nodeOf(node['test'])
  const first = nodeOf(node['consequent'])
  const second = nodeOf(node['alternate'])
  if (condition === null || first === null) return nothing
  if (node.type === 'ConditionalExpression' && second !== null)
    return [
      {
        start: first.start,
        end: second.end,
        replacement: `(${text(second)}) : (${text(first)})`,
        change: `the branches of ${shortened(text(condition))} were swapped`,
      },
    ]
  if (node.type !== 'IfStatement') return nothing
  return [replaced(condition, `!(${text(condition)})`, `the condition ${shortened(text(condition))} was reversed`)]
}

const isNote = (text: string): boolean => /(^|[.\s])(note|notes\.push)\(/.test(text.split('\n')[0] ?? '')

/** What is left of a dropped statement: some statement where the syntax asks for one. */
const leftOf = (parent: Site['parent']): string =>
  parent?.type === 'BlockStatement' || parent?.type === 'Program' ? '' : '{}'

const statement: Operator = ({ node, text, parent }) => {
  if (node.type !== 'ExpressionStatement' || typeof node['directive'] === 'string') return nothing
  const expression = nodeOf(node['expression'])
  if (expression === null || nodeOf(expression['callee'])?.type === 'Super') return nothing
  return isNote(text(node))
    ? nothing
    : [replaced(node, leftOf(parent), `the statement ${shortened(text(node))} was dropped`)]
}

const note: Operator = ({ node, text, parent }) => {
  if (node.type !== 'ExpressionStatement' || !isNote(text(node))) return nothing
  return [replaced(node, leftOf(parent), `the note ${shortened(text(node))} was dropped`)]
}

const listMethods = new Set(['map', 'flatMap', 'filter', 'toSorted', 'concat'])
const emptyable = (node: SyntaxNode | null): boolean => {
  if (node === null) return false
  if (node.type === 'ArrayExpression') return nodesOf(node['elements']).length > 0
  const callee = node.type === 'CallExpression' ? nodeOf(node['callee']) : null
  return callee?.type === 'MemberExpression' && listMethods.has(String(nodeOf(callee['property'])?.['name']))
}

const comparisonOperators = new Set(Object.keys(swappedComparisons))
const isVerdict = (node: SyntaxNode | null): boolean =>
  node !== null &&
  (node.type === 'LogicalExpression'
    ? node['operator'] !== '??'
    : node.type === 'BinaryExpression' && comparisonOperators.has(String(node['operator'])))

/** What a function gives back: a list becomes empty, a verdict its opposite. */
const result: Operator = ({ node, text }) => {
  const value =
    node.type === 'ReturnStatement'
      ? nodeOf(node['argument'])
      : node.type === 'ArrowFunctionExpression' && node['expression'] === true
        ? nodeOf(node['body'])
        : null
  if (value === null) return nothing
  if (emptyable(value)) return [replaced(value, '[]', `the list ${shortened(text(value))} became empty`)]
  return isVerdict(value)
    ? [replaced(value, `!(${text(value)})`, `the answer ${shortened(text(value))} was reversed`)]
    : nothing
}

const droppedCalls = new Set([
  'filter',
  'toSorted',
  'sort',
  'reverse',
  'toReversed',
  'slice',
  'trim',
  'normalize',
  'toLowerCase',
])
const swappedCalls: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  find: 'findLast',
  indexOf: 'lastIndexOf',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
}

const call: Operator = ({ node, text }) => {
  const callee = node.type === 'CallExpression' ? nodeOf(node['callee']) : null
  const subject = callee?.type === 'MemberExpression' ? nodeOf(callee['object']) : null
  const method = callee === null ? null : nodeOf(callee['property'])
  if (subject === null || method === null || method.type !== 'Identifier' || beginsWithSchema(subject)) return nothing
  const name = String(method['name'])
  const to = swappedCalls[name]
  return [
    ...(droppedCalls.has(name) ? [replaced(node, text(subject), `.${name}(…) was dropped`)] : []),
    ...(to === undefined ? [] : [replaced(method, to, `${name} became ${to}`)]),
  ]
}

/** Lists in which one entry more or less is neither right nor wrong. */
const unjudgedLists = new Set(['references', 'messages'])

const element: Operator = ({ node, parent, text, source }) => {
  if (node.type !== 'ArrayExpression' || unjudgedLists.has(propertyName(parent) ?? '')) return nothing
  const elements = nodesOf(node['elements'])
  return elements.map((each) => {
    const comma = /^\s*,/.exec(source.slice(each.end))
    return {
      start: each.start,
      end: each.end + (comma?.[0].length ?? 0),
      replacement: '',
      change: `the element ${shortened(text(each))} was dropped`,
    }
  })
}

/** Entries of tables and headers, whose names are written as strings. */
const entry: Operator = ({ node, text, source }) => {
  if (node.type !== 'ObjectExpression') return nothing
  return nodesOf(node['properties'])
    .filter((each) => nodeOf(each['key'])?.type === 'Literal')
    .map((each) => {
      const comma = /^\s*,/.exec(source.slice(each.end))
      return {
        start: each.start,
        end: each.end + (comma?.[0].length ?? 0),
        replacement: '',
        change: `the entry ${shortened(text(each))} was dropped`,
      }
    })
}

const messageProperties = new Set(['code', 'message', 'key'])

/** The kind of place where a string stands, or null: message codes, and the first arguments of calls. Others of the file could stand there too. */
function placeOfString(node: SyntaxNode, parent: SyntaxNode | null, place: string): string | null {
  if (node.type !== 'Literal' || typeof node['value'] !== 'string') return null
  const name = place === 'value' ? propertyName(parent) : null
  if (name !== null) return messageProperties.has(name) ? name : null
  const called = calledName(parent)
  return called !== null && place === 'arguments' && nodesOf(parent?.['arguments'])[0] === node ? `${called}(` : null
}

const message: Operator = ({ node, parent, place, stringsOf }) => {
  const kind = placeOfString(node, parent, place)
  if (kind === null) return nothing
  const own = String(node['value'])
  const strings = stringsOf(kind)
  const other = strings[(strings.indexOf(own) + 1) % strings.length]
  return other === undefined || other === own
    ? nothing
    : [replaced(node, quoted(other), `the text ${quoted(own)} became ${quoted(other)}`)]
}
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`

const operators = {
  comparison,
  arithmetic,
  logic,
  constant,
  limit,
  guard,
  branch,
  statement,
  note,
  result,
  call,
  element,
  entry,
  message,
  option,
  sql,
  geometry,
} as const satisfies Readonly<Record<string, Operator>>

export type OperatorName = keyof typeof operators
export const operatorNames = Object.keys(operators) as readonly OperatorName[]

/** Types, and statements that only name other files. */
const isPassedOver = ({ type }: SyntaxNode): boolean =>
  (type.startsWith('TS') && !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type)) ||
  type === 'ImportDeclaration' ||
  type === 'ExportAllDeclaration'

interface Placed {
  readonly node: SyntaxNode
  readonly parent: SyntaxNode | null
  readonly place: string
}

function* placesBelow(node: SyntaxNode, parent: SyntaxNode | null = null, place = ''): Generator<Placed> {
  if (isPassedOver(node)) return
  yield { node, parent, place }
  for (const [property, child] of childrenOf(node)) yield* placesBelow(child, node, property)
}

/** The source with a mutation applied. */
export function mutated(
  source: string,
  { start, end, replacement }: Pick<Mutation, 'start' | 'end' | 'replacement'>,
): string {
  return source.slice(0, start) + replacement + source.slice(end)
}

/**
 * Every mutation of a source file, in the order of the source. Some would not parse, see `isWellFormed`.
 *
 * @param file path from the project's folder, which tells the language too
 */
export function mutationsOf(file: string, source: string, optionDefaults: OptionDefaults = {}): readonly Mutation[] {
  const places = [...placesBelow(parseSource(file, source))]
  const strings = new Map<string, string[]>()
  for (const { node, parent, place } of places) {
    const kind = placeOfString(node, parent, place)
    if (kind === null) continue
    const known = strings.get(kind) ?? []
    if (!known.includes(String(node['value']))) known.push(String(node['value']))
    strings.set(kind, known)
  }
  const surroundings = {
    source,
    optionDefaults,
    text: (node: SyntaxNode) => source.slice(node.start, node.end),
    stringsOf: (kind: string) => strings.get(kind) ?? [],
  }
  const lines = source.split('\n')
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const lineOf = (at: number): number => lineStarts.findLastIndex((start) => start <= at) + 1
  return places.flatMap((placed) => {
    const site: Site = { ...placed, ...surroundings }
    return operatorNames.flatMap((operator) =>
      operators[operator](site)
        .filter(({ start, end, replacement }) => source.slice(start, end) !== replacement)
        .map((edit) => {
          const line = lineOf(edit.start)
          return { file, line, operator, code: (lines[line - 1] ?? '').trim(), ...edit }
        }),
    )
  })
}

/** Whether the mutated source parses. */
export function isWellFormed(mutation: Mutation, source: string): boolean {
  try {
    parseSource(mutation.file, mutated(source, mutation))
    return true
  } catch {
    return false
  }
}
