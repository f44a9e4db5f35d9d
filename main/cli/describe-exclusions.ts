import { messagesOf } from '../../analyses/index'
import { createSpeaker } from '../../analyses/core/speaker'
import type { Language } from '../../analyses/core/words'
import { keptRows } from '../../analyses/quality/exclusions'
import { indicators } from '../../analyses/quality/indicators'
import { aboutPhrase, titleOf } from '../../analyses/quality/words'

/** What `describe exclusions` prints: every rule that a line of a recipe's exclusions can name, for people or as JSON for programs. */
export function describeExclusions(language: Language, asJson: boolean): string {
  const { label } = createSpeaker(language, messagesOf(language), null)
  const rules = indicators.map((indicator) => ({
    rule: indicator.id,
    title: label(titleOf(indicator)),
    limit: indicator.limits === null ? '2022-08-31' : indicator.limits.join(' – '),
    ...(indicator.id === 'repeated-id' ? { keep: keptRows } : {}),
    about: label(aboutPhrase(indicator)),
    references: indicator.references,
  }))
  if (asJson) return `${JSON.stringify(rules, null, 2)}\n`
  return rules
    .map(({ rule, title, limit, keep, about, references }) =>
      [
        `${rule}  ${title}`,
        `limit  ${limit}`,
        ...(keep === undefined ? [] : [`keep  ${keep.join(' | ')}`]),
        about,
        ...references,
      ].join('\n  '),
    )
    .map((page) => `${page}\n`)
    .join('\n')
}
