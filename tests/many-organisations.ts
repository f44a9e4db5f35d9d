import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instrument } from '../analyses/instrument/model'
import { randomSource } from './random-source'
import { projectFolder } from './source-files'

/** A file as it is dropped on the window. */
interface NamedText {
  readonly name: string
  readonly text: string
}

/** Names as long as they are in the offices' lists, longer than columns are wide: made here, in bokmål and Swedish, of parts that such names have. */
const departments = [
  'Avdeling for nyremedisin og dialysebehandling',
  'Avdeling for anestesiologi, operasjon og intensivbehandling',
  'Verksamhetsområde för ortopedi, handkirurgi och rörelseorganens rehabilitering',
  'Interkommunalt samarbeid om barneverntjeneste og familieveiledning',
  'Förvaltningen för funktionsstöd och socialpsykiatri',
]
const places = ['Ytre', 'Indre', 'Nordre', 'Søndre', 'Vestre', 'Östra', 'Västra', 'Norra', 'Södra', 'Övre']
const bodies = ['Østerdalsfjord og Lågfjellsøy kommune', 'Åsbygdens kommun', 'Skogsjöbygdens kommunalförbund']
const services = [
  'Hjemmetjenesten',
  'Särskilt boende',
  'Legevakt og kommunal akutt døgnenhet',
  'Dagverksamhet för äldre',
  'Sengepost',
  'Rehabiliteringstjenesten',
  'Elevhälsan',
]

const organisations = 30
const units = 200

interface Unit {
  readonly country: string
  readonly region: string
  readonly organisation: string
  readonly unit: string
}

/** Thirty organisations in four regions of two countries, and two hundred units, some of which have one name in several organisations. */
export function manyUnits(): readonly Unit[] {
  const owners = Array.from({ length: organisations }, (_, index) => {
    const isNorwegian = index % 2 === 0
    const name =
      index < departments.length
        ? (departments[index] ?? '')
        : `${places[index % places.length] ?? ''} ${bodies[index % bodies.length] ?? ''}${index >= 20 ? ` ${index}` : ''}`
    return {
      country: isNorwegian ? 'Norge' : 'Sverige',
      region: isNorwegian
        ? index % 4 === 0
          ? 'Trøndelag'
          : 'Møre og Romsdal'
        : index % 4 === 1
          ? 'Jämtland Härjedalen'
          : 'Västernorrland',
      organisation: name,
    }
  })
  return Array.from({ length: units }, (_, index) => {
    const owner = owners[index % organisations]
    if (owner === undefined) throw new Error('every unit has an organisation')
    const turn = Math.floor(index / organisations)
    return {
      ...owner,
      unit: `${services[(index + turn) % services.length] ?? ''} ${['Nord', 'Sør', 'Öst'][turn % 3] ?? ''}`,
    }
  })
}

const rounds = ['2021', '2022'] as const
const roles = ['employee', 'leader'] as const

/**
 * The files of a project with the sample's instrument, thirty organisations with long names and two hundred units in two rounds: answers and headcounts. The same bytes
 * every time.
 */
export function manyOrganisations(): readonly NamedText[] {
  const instrumentText = readFileSync(join(projectFolder, 'fixtures/sample/instrument.json'), 'utf8')
  const instrument = JSON.parse(instrumentText) as Instrument
  const items = instrument.items.filter(({ scale }) => scale === 'agree5').map(({ id }) => id)
  const random = randomSource(30_200)
  const all = manyUnits()
  const level = new Map(all.map(({ organisation }) => [organisation, 3 + (random() - 0.5) * 1.2]))
  const answers: string[] = [['country', 'region', 'organisation', 'unit', 'role', 'round', ...items].join(';')]
  const heads: string[] = ['round,country,region,organisation,unit,role,headcount']
  for (const [turn, round] of rounds.entries())
    for (const [index, place] of all.entries())
      for (const role of roles) {
        // A unit in twenty has fewer people than may be shown.
        const people = role === 'leader' ? 1 + (index % 3) : index % 20 === 7 ? 3 : 6 + (index % 5)
        heads.push(
          [round, place.country, place.region, quoted(place.organisation), quoted(place.unit), role, people + 2].join(
            ',',
          ),
        )
        for (let person = 0; person < people; person += 1) {
          const own = (level.get(place.organisation) ?? 3) + turn * 0.15 + (random() - 0.5) * 1.4
          const given = items.map(() =>
            random() < 0.04 ? '' : String(Math.min(5, Math.max(1, Math.round(own + (random() - 0.5) * 2)))),
          )
          answers.push([place.country, place.region, place.organisation, place.unit, role, round, ...given].join(';'))
        }
      }
  return [
    { name: 'instrument.json', text: instrumentText },
    { name: 'svar.csv', text: answers.join('\n') },
    { name: 'headcount.csv', text: heads.join('\n') },
  ]
}

const quoted = (name: string): string => `"${name}"`

/** The recipe of every analysis of a survey, by organisation where it has groups. @param only names of the analyses that are wanted; all when left out */
export function manyOrganisationsRecipe(language: 'nb' | 'sv', only?: readonly string[]): NamedText {
  const inFirst = [{ column: 'round', in: ['2021'] }]
  const attributes = ['country', 'region', 'organisation', 'unit', 'role']
  return {
    name: 'recipe.json',
    text: JSON.stringify({
      recipe: 1,
      title: 'Medarbeiderundersøkelsen om digital modenhet i tretti organisasjoner 2021–2022',
      language,
      instrument: 'instrument.json',
      sources: [
        {
          id: 'svar',
          kind: 'survey',
          file: 'svar.csv',
          dialect: { delimiter: ';', decimal: '.', encoding: 'utf-8' },
          attributes,
        },
        { id: 'heads', kind: 'headcount', file: 'headcount.csv' },
      ],
      analyses: [
        { id: 'participation', as: 'participation', options: { by: ['round', 'organisation'] } },
        { id: 'dimension-scores', as: 'scores', where: inFirst, options: { by: ['organisation'] } },
        { id: 'item-statistics', as: 'items', where: inFirst, options: {} },
        { id: 'group-comparison', as: 'comparison', where: inFirst, options: { by: 'organisation', test: 'welch' } },
        { id: 'round-change', as: 'change', options: { by: ['organisation'], from: '2021', to: '2022' } },
        { id: 'reliability', as: 'reliability', where: inFirst, options: { by: ['organisation'] } },
        { id: 'structure', as: 'structure', where: inFirst, options: {} },
        { id: 'invariance', as: 'invariance', where: inFirst, options: { by: ['country'] } },
        { id: 'revalidation', as: 'relations', where: inFirst, options: {} },
        { id: 'aggregation', as: 'aggregation', where: inFirst, options: {} },
        { id: 'factorial-variance', as: 'factorial', where: inFirst, options: { factors: ['country', 'role'] } },
        { id: 'variance-components', as: 'components', options: { random: ['organisation', 'organisation/unit'] } },
        { id: 'ordinal-model', as: 'ordinal', where: inFirst, options: {} },
        { id: 'drivers', as: 'drivers', where: inFirst, options: { outcome: 'motivation' } },
        { id: 'measures', as: 'measures', options: {} },
      ].filter(({ as }) => only?.includes(as) ?? true),
      output: { tables: ['csv'], figures: ['svg'], profile: 'report-a4' },
    }),
  }
}
