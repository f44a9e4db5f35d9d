import { percentOf, quantity, type Label } from '../core/words'
import type { Speaker } from '../core/speaker'
import type { Finding, QualityReport } from './report'
import type { Variant } from './sensitivity'
import {
  absentPhrase,
  chancePhrase,
  limitPhrase,
  nothingPhrase,
  othersPhrase,
  say,
  seenPhrase,
  titleOf,
  valuePhrase,
  variantName,
} from './words'

/** Rows that are named one by one below each finding. */
const mostRows = 20

/** The report as plain text, for the command line. */
export function qualityText(
  { of, findings, absent }: QualityReport,
  variants: readonly Variant[],
  { label }: Pick<Speaker, 'label'>,
): string {
  const found = findings.filter(({ concerned }) => concerned > 0)
  const open = findings.filter(({ limit }) => limit === null)
  const others = findings.filter(({ concerned, limit }) => concerned === 0 && limit !== null)
  const nothing = found.length === 0 ? nothingPhrase(of, others) : othersPhrase(others)
  const lines: readonly Label[][] = [
    [say('text-of', { of })],
    ...found.map(findingLines),
    ...(others.length === 0 ? [] : [[nothing]]),
    ...open.map((finding) => [datesPhrase(finding)]),
    ...(absent.length === 0 ? [] : [[absentPhrase(absent)]]),
    ...(variants.length === 0 ? [] : [[say('text-sensitivity'), ...variants.map(variantLine)]]),
  ]
  const blocks = lines.map((block) => block.map((line, index) => `${index === 0 ? '' : '  '}${label(line)}`).join('\n'))
  return `${[label(say('text-title')), ...blocks].join('\n\n')}\n`
}

/** From when to when the rows are, where only a person knows which of these days are the survey's. */
function datesPhrase(finding: Finding): Label {
  const { from, width, counts } = finding.spread
  return say('text-dates', {
    title: titleOf(finding),
    from: valuePhrase(finding, from),
    to: valuePhrase(finding, from + width * counts.length),
  })
}

function findingLines(finding: Finding): Label[] {
  const { judged, concerned, rows, limit, byChance } = finding
  const named = rows.slice(0, mostRows)
  return [
    say('text-line', {
      title: titleOf(finding),
      concerned,
      judged,
      share: percentOf(judged === 0 ? 0 : concerned / judged),
      limit: limitPhrase(finding, limit),
    }),
    ...(byChance === undefined ? [] : [chancePhrase(byChance)]),
    ...named.map(({ source, row, value }) =>
      say('text-row', { source, row: String(row), seen: seenPhrase(finding, value) }),
    ),
    ...(concerned > named.length ? [say('text-more', { count: concerned - named.length })] : []),
  ]
}

const variantLine = ({ leaves, people, means }: Variant): Label =>
  say('variant', {
    variant: variantName(leaves),
    people,
    means: {
      list: means.map(({ dimension, n, mean }) =>
        n === null
          ? say('mean-withheld', { dimension: { dimension } })
          : say('mean', { dimension: { dimension }, mean: quantity(mean, 'mean'), n }),
      ),
    },
  })
