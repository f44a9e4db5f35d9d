import type { Label, Phrase } from '../core/words'
import type { ItemModel, Predictor, TermResult } from './model'
import { say } from './words'

/** Names that a note spells out. */
export const namesInNote = 12

/** `Levanger against Trondheim (Organisation)`, or a dimension's name. */
export function predictorPhrase(predictor: Predictor): Phrase {
  if (predictor.kind === 'dimension') return termPhrase(predictor.dimension, 'dimension')
  const { attribute, level, reference } = predictor
  return say('predictor.level', { attribute: { attribute }, level, reference })
}

/** `Levanger (Organisation)`. */
export function levelPhrase(attribute: string, level: string): Phrase {
  return say('predictor.short', { attribute: { attribute }, level })
}

/** The name of a column to group by, or of a dimension. */
export function termLabel(term: string, kind: TermResult['kind']): Label {
  return kind === 'dimension' ? { dimension: term } : { attribute: term }
}

export function termPhrase(term: string, kind: TermResult['kind']): Phrase {
  return say('predictor.name', { name: termLabel(term, kind) })
}

/** The first of the predictors, for a note. */
export function predictorList(predictors: readonly Predictor[]): Label {
  return {
    list: [...predictors.slice(0, namesInNote).map(predictorPhrase), ...(predictors.length > namesInNote ? ['…'] : [])],
  }
}

/** Why an item has no model, as messages name it: thresholds that cross are another way of not converging. */
export function fitProblem(
  problem: NonNullable<ItemModel['problem']>,
): Exclude<NonNullable<ItemModel['problem']>, 'thresholds-cross'> {
  return problem === 'thresholds-cross' ? 'not-converged' : problem
}
