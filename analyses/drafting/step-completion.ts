import type { AnswerOrder } from './answer-order'
import { smallest } from '../numeric/summary/extremes'
import { oppositeLabel } from './opposites'

/** Steps from the lowest to the highest, some of which nobody chose: these have a label that was made up, or none. */
export interface CompletedStep {
  readonly labels: readonly string[]
  readonly proposed: string | null
}

/** More steps than these are not made up. */
const mostMissing = 2
const tolerance = 0.05

/**
 * The answers with the opposites that none of the respondents chose: where somebody may agree somewhat, somebody may disagree somewhat.
 * @returns null where nothing seems to be missing
 */
export function completedSteps({
  steps,
  scores,
  family,
  isBipolar,
  isSure,
}: AnswerOrder): readonly CompletedStep[] | null {
  if (!isSure || scores === null || steps.length < 3) return null
  const rungs = steps.map((labels, at) => ({ labels, score: scores[at] ?? 0 }))
  const isSized =
    family === 'extent' &&
    rungs.every(
      ({ labels }) =>
        labels.some((label) => oppositeLabel(label) !== null) ||
        labels.some((label) => /noen|viss|nogen|some|nokon|någon/iu.test(label)),
    )
  const mirror = isBipolar ? (score: number) => -score : isSized ? mirroredDegree : null
  if (mirror === null) return null
  const above = rungs.filter(({ score }) => score > mirrorCentre(isBipolar) + tolerance)
  const below = rungs.filter(({ score }) => score < mirrorCentre(isBipolar) - tolerance)
  const hasMiddle = above.length + below.length < rungs.length
  if (above.length === below.length || (!hasMiddle && Math.abs(above.length - below.length) !== 1)) return null
  const [more, fewer] = above.length > below.length ? [above, below] : [below, above]
  if (fewer.length === 0 || more.length - fewer.length > mostMissing) return null
  const alone = more
    .map((rung) => ({ rung, gap: smallest(fewer.map(({ score }) => Math.abs(score - mirror(rung.score)))) }))
    .toSorted((a, b) => b.gap - a.gap)
    .slice(0, more.length - fewer.length)
  const added = alone.map(({ rung }) => ({
    score: mirror(rung.score),
    labels: [],
    proposed: oppositeLabel(rung.labels[0] ?? '') ?? '',
  }))
  return [...rungs.map((rung) => ({ ...rung, proposed: null })), ...added]
    .toSorted((a, b) => a.score - b.score)
    .map(({ labels, proposed }) => ({ labels, proposed }))
}

const mirrorCentre = (isBipolar: boolean): number => (isBipolar ? 0 : 0.45)

/** Small and large, very small and very large. */
const mirroredDegree = (amount: number): number =>
  amount < 0.45 ? (amount < 0.16 ? 0.9 : 0.75) : amount > 0.8 ? 0.11 : 0.22
