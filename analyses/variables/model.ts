import { z } from 'zod'
import { idSchema } from '../core/ids'

const level = z.string().trim().min(1).max(200)
const column = z.string().min(1)

const test = z
  .strictObject({
    of: column,
    in: z.array(z.string()).min(1).optional().describe('Holds where the column has one of these levels or codes.'),
    from: z.number().optional().describe('Holds from this number on.'),
    below: z.number().optional().describe('Holds below this number.'),
  })
  .describe('Of an attribute, an item or a variable before it: levels, or a number from one limit to below another.')

const shared = { id: idSchema.describe('The attribute or the number that it gives.') }

export const variableSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...shared,
      kind: z.literal('bands'),
      of: column.describe('A number.'),
      limits: z
        .array(z.number())
        .min(1)
        .max(100)
        .describe('Ascending. A band holds its lower limit and not its upper one.'),
      levels: z
        .array(level)
        .min(2)
        .max(101)
        .describe('One more than the limits: below the first, between each, from the last on.'),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal('recode'),
      of: column,
      into: z.record(z.string(), level).describe('Level or code → the level that it becomes.'),
      others: z.enum(['keep', 'blank']).default('keep').describe('What becomes of the levels that are not named.'),
    }),
    z.strictObject({
      ...shared,
      kind: z.enum(['sum', 'mean', 'count']),
      of: z
        .array(column)
        .min(1)
        .max(500)
        .describe('Items or variables with numbers. Answers are taken as they were given, not turned.'),
      needed: z
        .union([z.literal('all'), z.literal('half'), z.int().min(1)])
        .default('all')
        .describe('How many must have a value. A sum of fewer than all is the sum of those that have one.'),
      in: z
        .array(z.number())
        .min(1)
        .optional()
        .describe('For a count: the answers that are counted; any answer otherwise.'),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal('condition'),
      cases: z
        .array(z.strictObject({ if: z.array(test).min(1).max(50).describe('All must hold.'), level }))
        .min(1)
        .max(100)
        .describe('The first that holds gives the level; where one cannot be told for want of a value, there is none.'),
      else: level.optional().describe('Where no case holds; blank otherwise.'),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal('combination'),
      of: z
        .array(column)
        .min(2)
        .max(5)
        .describe('Attributes, the wider first. A level has the names of all, with a dash between.'),
    }),
  ])
  .describe('A variable that is computed from the answers; it may use those before it.')

/** One step of `variables`. */
export type Variable = z.output<typeof variableSchema>
/** A step that gives a number. */
export type NumberVariable = Extract<Variable, { kind: 'sum' | 'mean' | 'count' }>
export type VariableTest = z.output<typeof test>

/** The columns that a step reads, each with its place within the step. */
export function columnsRead(
  variable: Variable,
): readonly { readonly column: string; readonly path: readonly (string | number)[] }[] {
  switch (variable.kind) {
    case 'bands':
    case 'recode':
      return [{ column: variable.of, path: ['of'] }]
    case 'sum':
    case 'mean':
    case 'count':
    case 'combination':
      return variable.of.map((each, index) => ({ column: each, path: ['of', index] }))
    case 'condition':
      return variable.cases.flatMap((one, index) =>
        one.if.map(({ of }, at) => ({ column: of, path: ['cases', index, 'if', at, 'of'] })),
      )
  }
}

/** Whether a step gives a number and no groups. */
export const isNumber = (variable: Variable): variable is NumberVariable =>
  variable.kind === 'sum' || variable.kind === 'mean' || variable.kind === 'count'

/** What the program calls its own columns. */
const reserved: ReadonlySet<string> = new Set(['round', 'headcount'])

type Key =
  | 'id-twice'
  | 'id-reserved'
  | 'uses-itself'
  | 'uses-later'
  | 'limits-order'
  | 'levels-count'
  | 'level-twice'
  | 'needed-too-many'
  | 'test-empty'
  | 'test-limits'

/** Something that is wrong with a step whatever the data are. */
export interface VariableProblem {
  readonly key: Key
  readonly about: Readonly<Record<string, string | number>>
  readonly path: readonly (string | number)[]
}

/** Everything that is wrong with the steps whatever the data are. A step may use those before it, so that there is no circle. */
export function variableProblems(variables: readonly Variable[]): readonly VariableProblem[] {
  const places = new Map(variables.map(({ id }, index) => [id.toLowerCase(), index]).toReversed() as [string, number][])
  return variables.flatMap((variable, index) => {
    const { id } = variable
    const problems: VariableProblem[] = []
    const complain = (key: Key, about: VariableProblem['about'], path: VariableProblem['path'] = []): void => {
      problems.push({ key, about: { id, ...about }, path: [index, ...path] })
    }
    if (reserved.has(id.toLowerCase())) complain('id-reserved', {}, ['id'])
    if (places.get(id.toLowerCase()) !== index) complain('id-twice', {}, ['id'])
    for (const { column: name, path } of columnsRead(variable)) {
      const place = places.get(name.toLowerCase())
      if (name.toLowerCase() === id.toLowerCase()) complain('uses-itself', {}, path)
      else if (place !== undefined && place > index) complain('uses-later', { column: name }, path)
    }
    return [
      ...problems,
      ...ownProblems(variable).map((own) => ({ ...own, about: { id, ...own.about }, path: [index, ...own.path] })),
    ]
  })
}

/** What is wrong with a step by itself. */
function ownProblems(variable: Variable): readonly VariableProblem[] {
  if (variable.kind === 'bands') {
    const { limits, levels } = variable
    const twice = levels.findIndex((name, at) => levels.indexOf(name) !== at)
    return [
      ...(limits.some((limit, at) => at > 0 && !(limit > (limits[at - 1] ?? limit)))
        ? [{ key: 'limits-order' as const, about: {}, path: ['limits'] }]
        : []),
      ...(levels.length === limits.length + 1
        ? []
        : [
            {
              key: 'levels-count' as const,
              about: { levels: levels.length, needed: limits.length + 1 },
              path: ['levels'],
            },
          ]),
      ...(twice < 0
        ? []
        : [{ key: 'level-twice' as const, about: { level: levels[twice] ?? '' }, path: ['levels', twice] }]),
    ]
  }
  if (isNumber(variable) && typeof variable.needed === 'number' && variable.needed > variable.of.length)
    return [
      { key: 'needed-too-many', about: { needed: variable.needed, columns: variable.of.length }, path: ['needed'] },
    ]
  if (variable.kind !== 'condition') return []
  return variable.cases.flatMap((one, index) =>
    one.if.flatMap((each, at): readonly VariableProblem[] => {
      const path = ['cases', index, 'if', at]
      const isOfNumber = each.from !== undefined || each.below !== undefined
      if ((each.in === undefined) === !isOfNumber) return [{ key: 'test-empty', about: {}, path }]
      return each.from !== undefined && each.below !== undefined && each.from >= each.below
        ? [{ key: 'test-limits', about: { from: each.from, below: each.below }, path }]
        : []
    }),
  )
}
