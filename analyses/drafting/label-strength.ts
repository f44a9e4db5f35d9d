import type { Language, Note, Phrase, Text } from '../core/words'
import { largest, smallest } from '../numeric/summary/extremes'
import { labelledSteps } from '../instrument/scale-warnings'
import { scoreAnswer } from './answer-scores'
import { say, warning } from './words'

/** What differs between the languages of a scale, beside the number of its labels. */
export type LabelDifference =
  /** The labels of a step put it at different strengths. */
  | { readonly kind: 'strength'; readonly step: number; readonly labels: readonly StepLabel[] }
  /** The labels of these languages run the other way than those of the first. */
  | { readonly kind: 'turned'; readonly languages: readonly Language[] }

export interface StepLabel {
  readonly language: Language
  readonly label: string
}

const languages: readonly Language[] = ['nb', 'sv', 'en', 'da']

/** Places of answers lie between −1 and 1. Further apart than this, the words of two languages are of different strength: “agree” against “partly agree”, not “agree” against “mostly agree”. */
const widestApart = 0.2

/**
 * Where the labels of a scale are of different strength in its languages, by what is known of their words: their direction, and words such as “strongly”, “partly” and
 * “delvis”. A label with a word that nothing is known of is not judged.
 */
export function labelDifferences({
  labels,
}: {
  readonly labels: Readonly<Record<string, Text>>
}): readonly LabelDifference[] {
  const steps = Object.entries(labels)
    .map(([code, text]) => ({ step: Number(code), text }))
    .sort((one, other) => one.step - other.step)
  const placesOf = (language: Language): readonly number[] => steps.flatMap(({ text }) => placeOf(text[language]) ?? [])
  const directions = languages.flatMap((language) => {
    const direction = directionOf(placesOf(language))
    return direction === 0 ? [] : [{ language, direction }]
  })
  const turned = directions.filter(({ direction }) => direction !== directions[0]?.direction)
  if (turned.length > 0) return [{ kind: 'turned', languages: turned.map(({ language }) => language) }]
  return steps.flatMap(({ step, text }): readonly LabelDifference[] => {
    const known = languages.flatMap((language) => {
      const place = placeOf(text[language])
      return place === null ? [] : [{ language, label: text[language] ?? '', place }]
    })
    const places = known.map(({ place }) => place)
    if (largest(places) - smallest(places) <= widestApart) return []
    return [{ kind: 'strength', step, labels: known.map(({ language, label }) => ({ language, label })) }]
  })
}

/** Where the words of a label put it, −1 … 1; null where one of them is not known. */
function placeOf(label: string | undefined): number | null {
  if (label === undefined || label.trim() === '') return null
  const { score, unknown } = scoreAnswer(label)
  return unknown.length > 0 ? null : score
}

/** Whether places rise (1) or fall (−1) from the first to the last; 0 where they do neither clearly. */
function directionOf(places: readonly number[]): -1 | 0 | 1 {
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined || places.length < 2 || Math.abs(last - first) < 0.5) return 0
  return last > first ? 1 : -1
}

/** What must be said of the labels of a scale that people answer on in several languages. */
export function scaleWarnings(scale: {
  readonly id: string
  readonly labels: Readonly<Record<string, Text>>
}): readonly Note[] {
  const counts = labelledSteps(scale)
  const uneven = new Set(counts.map(({ steps }) => steps)).size > 1
  return [
    ...(uneven
      ? [
          warning('labels-uneven', {
            id: scale.id,
            counts: {
              list: counts.map(({ language, steps }): Phrase => say('labels-uneven.count', { language, steps })),
            },
          }),
        ]
      : []),
    ...labelDifferences(scale).map((difference) =>
      difference.kind === 'turned'
        ? warning('labels-turned', {
            id: scale.id,
            languages: { list: difference.languages.map((language): Phrase => say('language', { language })) },
          })
        : warning('labels-strength', {
            id: scale.id,
            step: difference.step,
            labels: { list: difference.labels.map((label): Phrase => say('labels-strength.label', { ...label })) },
          }),
    ),
  ]
}
