import { childrenOf, isNode, parseSource, type SyntaxNode } from '../source-files'
import type { Mutation } from './operators'

/**
 * Probes tell which tests execute a mutated place. The innermost block around the place, or the arrow function that it
 * is, begins with a call that names the place; outside of all functions that is the file itself.
 */

/** A stretch of code that begins to run whenever a place within it is about to. */
interface Region {
  readonly kind: 'block' | 'expression' | 'file'
  readonly start: number
  readonly end: number
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

function regionOf(program: SyntaxNode, { start, end }: Pick<Mutation, 'start' | 'end'>): Region {
  let region: Region = { kind: 'file', start: program.start, end: program.end }
  const holds = (node: SyntaxNode): boolean => node.start <= start && end <= node.end
  let node: SyntaxNode | undefined = program
  while (node !== undefined) {
    const { type, body } = node as SyntaxNode & { readonly body?: unknown }
    const inner: SyntaxNode | undefined = childrenOf(node)
      .map(([, child]) => child)
      .find(holds)
    // What stands among the parameters runs when the function does.
    if (functions.has(type) && isNode(body) && inner !== undefined)
      region = { kind: body.type === 'BlockStatement' ? 'block' : 'expression', start: body.start, end: body.end }
    else if (type === 'BlockStatement') region = { kind: 'block', start: node.start, end: node.end }
    node = inner
  }
  return region
}

/** The name of the function that a probe calls, where one is there to be called. */
export const probeName = '__reachedMutations'

/**
 * A source with a probe at every place.
 *
 * @param places each with the number that its probe tells
 */
export function withProbes(
  file: string,
  source: string,
  places: readonly { readonly number: number; readonly mutation: Pick<Mutation, 'start' | 'end'> }[],
): string {
  const program = parseSource(file, source)
  const insertions = places
    .toReversed()
    .flatMap(({ number, mutation }): { at: number; order: number; text: string }[] => {
      const region = regionOf(program, mutation)
      const probe = `globalThis.${probeName}?.(${number})`
      switch (region.kind) {
        case 'file':
          return [{ at: source.length, order: 0, text: `\n;${probe};` }]
        case 'block':
          return [{ at: region.start + 1, order: 0, text: `${probe};` }]
        case 'expression':
          // Of expressions that begin or end together the outer one opens first and closes last.
          return [
            { at: region.start, order: -region.end, text: `(${probe}, ` },
            { at: region.end, order: -region.start, text: ')' },
          ]
      }
    })
  let probed = source
  for (const { at, text } of insertions.toSorted((a, b) => b.at - a.at || b.order - a.order))
    probed = probed.slice(0, at) + text + probed.slice(at)
  return probed
}
