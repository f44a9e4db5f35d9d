import type { DraftChoices } from './draft'

/** Choices with others added to them; where both say something the later goes. */
export function withChoice(choices: DraftChoices, added: DraftChoices): DraftChoices {
  const nonAnswers = { ...choices.nonAnswers }
  for (const [scale, kinds] of Object.entries(added.nonAnswers ?? {}))
    nonAnswers[scale] = { ...nonAnswers[scale], ...kinds }
  const spellings = { ...choices.spellings }
  for (const [header, levels] of Object.entries(added.spellings ?? {}))
    spellings[header] = { ...spellings[header], ...levels }
  return {
    ...choices,
    ...(added.grouping === undefined ? {} : { grouping: added.grouping }),
    roles: { ...choices.roles, ...added.roles },
    directions: { ...choices.directions, ...added.directions },
    orders: { ...choices.orders, ...added.orders },
    ends: { ...choices.ends, ...added.ends },
    reversed: { ...choices.reversed, ...added.reversed },
    dimensionOf: { ...choices.dimensionOf, ...added.dimensionOf },
    dimensionLabels: { ...choices.dimensionLabels, ...added.dimensionLabels },
    texts: { ...choices.texts, ...added.texts },
    attributeIds: { ...choices.attributeIds, ...added.attributeIds },
    nonAnswers,
    spellings,
    answered: [...new Set([...(choices.answered ?? []), ...(added.answered ?? [])])],
  }
}
