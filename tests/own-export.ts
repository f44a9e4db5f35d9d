/** An export without an instrument of its own, in the shapes that people have: a question for the organisation, two items, forty people. */

const answers = [
  [1, 1],
  [2, 3],
  [3, 5],
  [4, 2],
  [5, 4],
] as const

const rowsOf = (cells: (row: number) => readonly (string | number)[]): string =>
  Array.from({ length: 40 }, (_, row) => cells(row).join(';')).join('\n')

const answersOf = (row: number): readonly number[] => answers[row % answers.length] ?? []

export const question = 'Vilken organisation arbetar du i?'

export const ownExport = `${question};Jag trivs;Jag lär mig\n${rowsOf((row) => [row % 2 === 0 ? 'A kommun' : 'B kommun', ...answersOf(row)])}\n`

/** @param comments what is written under the last question, by turns */
export const exportWithComments = (header: string, comments: readonly string[]): string =>
  `Organisation;Jag trivs;Jag lär mig;${header}\n${rowsOf((row) => [
    row % 2 === 0 ? 'A kommun' : 'B kommun',
    ...answersOf(row),
    comments[row % comments.length] ?? '',
  ])}\n`

/** @param header of the column that holds the organisation, by turns one of these */
export const exportOfOrganisations = (header: string, names: readonly string[]): string =>
  `${header};Jag trivs;Jag lär mig\n${rowsOf((row) => [names[row % names.length] ?? '', ...answersOf(row)])}\n`

const scale = {
  id: 'a',
  kind: 'ordinal',
  min: 1,
  max: 5,
  labels: Object.fromEntries([1, 2, 3, 4, 5].map((code) => [code, { sv: String(code) }])),
}

/** The instrument of these exports. @param ids of the items and the dimension, which are made of nothing else */
export const ownInstrument = (ids = { dimension: 't', items: ['t1', 't2'] }): string =>
  JSON.stringify({
    instrument: 1,
    id: 'mini',
    version: '1',
    label: { sv: 'Mini' },
    scales: [scale],
    dimensions: [{ id: ids.dimension, label: { sv: 'Trivsel' }, score: 'mean', min_answered: 'half' }],
    items: ['Jag trivs', 'Jag lär mig'].map((text, index) => ({
      id: ids.items[index],
      dimension: ids.dimension,
      scale: 'a',
      text: { sv: text },
    })),
  })
