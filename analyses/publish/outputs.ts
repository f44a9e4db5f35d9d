import { InputError, type Place } from '../core/errors'
import { formats } from '../index'
import type { Recipe } from '../recipe/recipe'
import type { Format } from './format'

type Output = Recipe['output']
/** The lists of a recipe's `output` whose words are formats. */
type OutputList = NonNullable<Format['output']>['list']
const lists: readonly OutputList[] = ['tables', 'report']

/** Ids of the formats that can be written when a recipe asks for them in this list. */
const writableIn = (list: OutputList): readonly string[] =>
  [...formats.values()].filter(({ output }) => output?.list === list).map(({ id }) => id)

/**
 * Formats that a recipe asks for and no format writes, each with what can be asked for instead: nothing is written rather than a part of what was asked.
 * @param placeOf where a path of the recipe stands
 */
export function unwritableFormats(
  output: Output,
  placeOf: (path: readonly (string | number)[]) => Place,
): readonly InputError[] {
  return lists.flatMap((list) => {
    const known = writableIn(list)
    return output[list].flatMap((format, index) =>
      known.includes(format)
        ? []
        : [
            new InputError(
              'recipe:format-not-written',
              { format, known: known.join(', '), count: known.length },
              placeOf(['output', list, index]),
            ),
          ],
    )
  })
}

/** The same output without the formats that are not written. */
export function writablePart(output: Output): Output {
  const isWritable = (list: OutputList) => (format: string) => writableIn(list).includes(format)
  return {
    ...output,
    tables: output.tables.filter(isWritable('tables')),
    report: output.report.filter(isWritable('report')),
  }
}
