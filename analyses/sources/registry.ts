import type { AnySourceDefinition } from './source'

const modules = import.meta.glob<{ readonly default: AnySourceDefinition }>('./*/source.ts', { eager: true })

/** Every kind of source by its name, in their own order. A kind is found because its folder has a `source.ts`. */
export const sources: ReadonlyMap<string, AnySourceDefinition> = new Map(
  Object.values(modules)
    .map(({ default: definition }): [string, AnySourceDefinition] => [definition.kind, definition])
    .sort(([, a], [, b]) => a.order - b.order),
)

/**
 * The definition of a source's kind.
 * @throws Error (a bug) when there is none: recipes and projects are checked when they are read
 */
export function sourceOf(kind: string): AnySourceDefinition {
  const definition = sources.get(kind)
  if (definition === undefined)
    throw new Error(`no kind of source ${kind}; there are ${[...sources.keys()].join(', ')}`)
  return definition
}
