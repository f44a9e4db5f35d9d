import { randomSource } from '../random-source'

const items = Array.from({ length: 12 }, (_, index) => `q${index + 1}`)
const reversed = new Set(['q3', 'q8', 'q11'])
const dimensionOf = (index: number): string => (index < 6 ? 'culture' : 'technology')

/** An instrument of twelve items in two dimensions, some of them reversed. */
export const carelessInstrument = (): string =>
  JSON.stringify({
    instrument: 1,
    id: 'careless',
    version: '1',
    illustrative: true,
    label: { en: 'Careless answers' },
    scales: [
      {
        id: 'agree5',
        kind: 'ordinal',
        min: 1,
        max: 5,
        labels: {},
        non_responses: [{ code: 9, kind: 'dont_know', label: { en: 'Don’t know', nb: 'Vet ikke', sv: 'Vet ej' } }],
      },
    ],
    dimensions: [
      {
        id: 'culture',
        label: { en: 'Culture', nb: 'Kultur og kompetanse', sv: 'Kultur och kompetens' },
        score: 'mean',
        min_answered: 'half',
      },
      {
        id: 'technology',
        label: { en: 'Technology', nb: 'Teknologi og infrastruktur', sv: 'Teknologi och infrastruktur' },
        score: 'mean',
        min_answered: 'half',
      },
    ],
    items: items.map((id, index) => ({
      id,
      dimension: dimensionOf(index),
      scale: 'agree5',
      text: { en: `Statement ${index + 1}` },
      reversed: reversed.has(id),
    })),
  })

/**
 * An export in the shape of Qualtrics' of people who answer with care, but for rows 1 to 6 (the same answer throughout in 20 seconds), 7 and 8 (a row twice), 9 (don't know
 * throughout), 10 (a value outside the scale) and 11 (begun before the survey).
 */
export function carelessExport(people: number, organisations = ['Namsos', 'Steinkjer', 'Åre']): string {
  const random = randomSource(20221122)
  const answer = (id: string, trait: number): number => {
    const z = 3 + (reversed.has(id) ? -trait : trait) + (random() + random() + random() - 1.5) * 1.6
    return Math.min(5, Math.max(1, Math.round(z)))
  }
  const rows = Array.from({ length: people }, (_, row) => {
    const trait = (random() - 0.5) * 3
    const answers = items.map((id): number => answer(id, trait))
    const seconds = row < 6 ? 20 : 120 + Math.floor(random() * 200)
    return {
      organisation: organisations[row % organisations.length] ?? '',
      answers,
      seconds,
      day: row === 10 ? '2022-07-01' : '2022-08-15',
    }
  })
  for (const row of rows.slice(0, 6)) row.answers.fill(4)
  const [seventh, eighth, ninth, tenth] = rows.slice(6, 10)
  if (seventh !== undefined && eighth !== undefined) rows[7] = { ...seventh, seconds: eighth.seconds }
  ninth?.answers.fill(9)
  tenth?.answers.splice(0, 1, 7)
  const lines = rows.map(({ organisation, answers, seconds, day }, row) => {
    const start = Date.parse(`${day}T08:00:00Z`) + row * 60_000
    const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
    return [moment(start), moment(start + seconds * 1000), seconds, 'True', `R_${row}`, organisation, ...answers].join(
      ',',
    )
  })
  const header = ['StartDate', 'EndDate', 'Duration (in seconds)', 'Finished', 'ResponseId', 'Organisasjon', ...items]
  return `${header.join(',')}\n${lines.join('\n')}\n`
}

/** A recipe that reads the export, with lines of exclusions. */
export const carelessRecipe = (exclusions?: readonly unknown[]): string =>
  JSON.stringify({
    recipe: 1,
    language: 'en',
    instrument: 'instrument.json',
    sources: [
      {
        id: 'r2022',
        kind: 'survey',
        file: 'svar.csv',
        round: '2022',
        columns: { Organisasjon: 'organisation' },
        attributes: ['organisation'],
      },
    ],
    ...(exclusions === undefined ? {} : { exclusions }),
    analyses: [
      { id: 'dimension-scores', as: 'scores' },
      { id: 'participation', as: 'participation', options: { by: ['round'] } },
    ],
    output: { tables: ['csv'] },
  })
