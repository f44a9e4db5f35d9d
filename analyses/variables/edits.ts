import { columnsRead, isNumber, type Variable } from './model'

/** A step that reads columns by other names. @param nameOf present name of a column → its name from now on */
export function withColumnNames(variable: Variable, nameOf: (column: string) => string): Variable {
  switch (variable.kind) {
    case 'bands':
    case 'recode':
      return { ...variable, of: nameOf(variable.of) }
    case 'sum':
    case 'mean':
    case 'count':
    case 'combination':
      return { ...variable, of: variable.of.map(nameOf) }
    case 'condition':
      return {
        ...variable,
        cases: variable.cases.map((one) => ({ ...one, if: one.if.map((test) => ({ ...test, of: nameOf(test.of) })) })),
      }
  }
}

/**
 * Steps without those that rest on columns that are gone. A sum, a mean or a count goes on without the column; any other step would say something else without it, and goes
 * as a whole, and so does what rests on that step.
 * @returns the steps that are left, and the names of those that are gone
 */
export function withoutColumns(
  variables: readonly Variable[],
  columns: ReadonlySet<string>,
): { readonly left: readonly Variable[]; readonly gone: readonly string[] } {
  const missing = new Set(columns)
  const left: Variable[] = []
  const gone: string[] = []
  for (const variable of variables) {
    const kept = withoutMissing(variable, missing)
    if (kept === null) {
      missing.add(variable.id)
      gone.push(variable.id)
    } else left.push(kept)
  }
  return { left, gone }
}

function withoutMissing(variable: Variable, missing: ReadonlySet<string>): Variable | null {
  if (columnsRead(variable).every(({ column }) => !missing.has(column))) return variable
  if (!isNumber(variable)) return null
  const of = variable.of.filter((column) => !missing.has(column))
  if (of.length === 0) return null
  return {
    ...variable,
    of,
    needed: typeof variable.needed === 'number' ? Math.min(variable.needed, of.length) : variable.needed,
  }
}

/** A level that goes by another name; null where there is none of it any more. */
export type LevelNamesNow = ReadonlyMap<string, string | null>

/** The names of levels from now on, each once. */
export const levelsNow = (levels: readonly string[], becomes: LevelNamesNow): readonly string[] =>
  [...new Set(levels.map((level) => (becomes.has(level) ? (becomes.get(level) ?? null) : level)))].filter(
    (level) => level !== null,
  )

/** A step that reads levels of an attribute by their names from now on. A case whose levels are all gone holds for nobody, and goes; null where nothing is left of the step. */
export function withLevelNames(variable: Variable, attribute: string, becomes: LevelNamesNow): Variable | null {
  if (variable.kind === 'recode' && variable.of === attribute) {
    const into: Record<string, string> = {}
    for (const [from, to] of Object.entries(variable.into))
      for (const name of levelsNow([from], becomes)) into[name] ??= to
    return { ...variable, into }
  }
  if (variable.kind !== 'condition') return variable
  const cases = variable.cases.flatMap((one) => {
    const tests = one.if.map((test) =>
      test.of === attribute && test.in !== undefined ? { ...test, in: [...levelsNow(test.in, becomes)] } : test,
    )
    return tests.some((test) => test.in?.length === 0) ? [] : [{ ...one, if: tests }]
  })
  return cases.length === 0 ? null : { ...variable, cases }
}

/** What the levels that a step gives are called once it is changed, as far as the same places give them: the bands between the same limits, the same values, the same cases. */
export function levelsRenamed(before: Variable, after: Variable): ReadonlyMap<string, string> {
  const pairs: (readonly [string | undefined, string | undefined])[] = []
  if (before.kind === 'bands' && after.kind === 'bands' && before.levels.length === after.levels.length)
    before.levels.forEach((level, at) => pairs.push([level, after.levels[at]]))
  else if (before.kind === 'recode' && after.kind === 'recode' && before.of === after.of)
    for (const [from, into] of Object.entries(before.into)) pairs.push([into, after.into[from]])
  else if (before.kind === 'condition' && after.kind === 'condition' && before.cases.length === after.cases.length) {
    before.cases.forEach(({ level }, at) => pairs.push([level, after.cases[at]?.level]))
    pairs.push([before.else, after.else])
  }
  const renamed = new Map<string, string>()
  const torn = new Set<string>()
  for (const [from, to] of pairs) {
    if (from === undefined || to === undefined) continue
    // One level that has become two has no name from now on.
    if ((renamed.get(from) ?? to) !== to) torn.add(from)
    renamed.set(from, to)
  }
  return new Map([...renamed].filter(([from, to]) => from !== to && !torn.has(from)))
}
