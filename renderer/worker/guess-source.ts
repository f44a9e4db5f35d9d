import { freeId, sourceId } from '../../analyses/core/ids'
import type { Instrument } from '../../analyses/instrument/model'
import type { Inspection } from '../../analyses/sources/inspect'
import type { RecipeSource, SurveySource } from '../../analyses/recipe/recipe'

/** Sensor logs with more columns than this are rarer than questionnaires. */
const widestLog = 9

/**
 * A first reading of a file, for the user to correct: what the inspection suggests, made whole where a recipe asks for more.
 * What nothing speaks for is taken for a survey, since that is what most files are.
 */
export function guessSource(
  inspection: Inspection,
  taken: {
    readonly takenIds: readonly string[]
    readonly takenRounds: readonly string[]
    readonly instrument: Instrument | null
  },
): RecipeSource {
  const { suggestion: offered, head } = inspection
  // Without an instrument nothing speaks for a survey, while every export has a time of submission: logs are narrow, questionnaires wide.
  const isBlindLog =
    taken.instrument === null &&
    offered !== null &&
    (offered.kind === 'observations' || offered.kind === 'events' || offered.kind === 'coverage') &&
    head.columns.length > widestLog
  const suggestion = isBlindLog ? null : offered
  const id = freeId(offered?.id ?? sourceId(head.file), taken.takenIds)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (suggestion === null || suggestion.kind === 'survey') {
    const freeTexts = new Set(
      inspection.attributeSuggestions
        .filter(({ header }) => isFreeText(inspection, header))
        .map((attribute) => attribute.id),
    )
    const survey: SurveySource = {
      id,
      kind: 'survey',
      file: head.file,
      // A column that says the round row by row goes before the file's name.
      ...(hasRoundColumn(inspection) ? {} : { round: roundOf(head.file, taken.takenRounds) }),
      attributes: (suggestion?.attributes ?? inspection.attributeSuggestions.map((attribute) => attribute.id)).filter(
        (attribute) => !freeTexts.has(attribute),
      ),
    }
    const columns = Object.fromEntries(
      Object.entries(suggestion?.columns ?? {}).filter(([, attribute]) => !freeTexts.has(attribute)),
    )
    return Object.keys(columns).length === 0 ? survey : { ...survey, columns }
  }
  switch (suggestion.kind) {
    case 'headcount':
    case 'indicators':
    case 'inventory':
      return { id, kind: suggestion.kind, file: head.file }
    case 'coverage':
      return {
        id,
        kind: 'coverage',
        file: head.file,
        start: suggestion.start,
        end: suggestion.end,
        time_zone: suggestion.time_zone ?? zone,
        ...(suggestion.subject === undefined ? {} : { subject: suggestion.subject }),
      }
    case 'events':
      return {
        id,
        kind: 'events',
        file: head.file,
        time: suggestion.time,
        ...(suggestion.event === undefined ? {} : { event: suggestion.event }),
        time_zone: suggestion.time_zone ?? zone,
        ...(suggestion.subject === undefined ? {} : { subject: suggestion.subject }),
      }
    case 'observations':
      return {
        id,
        kind: 'observations',
        file: head.file,
        time: suggestion.time,
        value: suggestion.value,
        time_zone: suggestion.time_zone ?? zone,
        ...(suggestion.series === undefined ? {} : { series: suggestion.series }),
        ...(suggestion.unit === undefined ? {} : { unit: suggestion.unit }),
      }
  }
}

const hasRoundColumn = ({ headers }: Inspection): boolean =>
  headers.some((header) => /^(round|runde|omgang|omgång|målerunde|mätomgång)$/i.test(header.trim()))

const commentNames = /komment|comment|fritekst|fritext|merknad|anmärkning|utdyp|free ?text|annet|annat|other/i
/** Names of places and units are shorter than what people write when they are asked to say more. */
const mostWords = 9

/** What people wrote in their own words stays in the file: it is nobody's group, and may say who they are. */
function isFreeText({ headers, preview }: Inspection, header: string): boolean {
  if (commentNames.test(header)) return true
  const index = headers.indexOf(header)
  return preview.some((row) => (row[index] ?? '').trim().split(/\s+/).length > mostWords)
}

/** The year in the file's name, else the first number that no round has. */
function roundOf(file: string, taken: readonly string[]): string {
  const year = /(?<!\d)(?:19|20)\d{2}(?!\d)/.exec(file)?.[0]
  if (year !== undefined && !taken.includes(year)) return year
  for (let number = 1; ; number += 1) if (!taken.includes(String(number))) return String(number)
}
