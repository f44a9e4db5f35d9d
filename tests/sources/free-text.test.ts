import { describe, expect, test } from 'vitest'
import { parseInstrument } from '../../analyses/instrument/format'
import { exportOfOrganisations, exportWithComments, ownInstrument } from '../own-export'
import { encode, textFile } from './sample-data'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { recognise } from './reading'

const parsed = parseInstrument(ownInstrument(), 'mini.json')
const instrument = parsed.ok ? parsed.value : null

const attributesOf = async (file: DataFile): Promise<unknown> =>
  (await recognise(file, { instrument })).source['attributes']

describe('what people wrote in their own words is no attribute', () => {
  test.each([
    ['Har du något mer att tillägga?', ['Bra', 'Chefen på natten är elak', '']],
    ['Onko muuta?', ['Hyvä', 'Yövuoron esimies on ilkeä kaikille', '']],
    ['Vil du utdype?', ['Bra', 'Ok', '']],
    ['F12', ['Systemet är långsamt. Inget fungerar', 'Bra', 'Nej', '', '']],
    ['Noe mer?', ['Mer opplæring, gjerne her på huset', '', '']],
    ['Hva kan enheten din gjøre bedre?', ['Lytte mer til oss som jobber natt', '', 'Ingenting', '']],
    ['What else?', Array.from({ length: 9 }, (_, row) => `I would like ${'more '.repeat(row + 1)}time`)],
    ['Sluttord', ['Her er det mye som burde vært gjort annerledes for lenge siden', 'Nei']],
  ] as const)('%s', async (header, comments) => {
    expect(await attributesOf(textFile('a.csv', exportWithComments(header, comments)))).toEqual(['organisation'])
  })

  test.each([
    ['Ansettelse', ['Fast', 'Vikar', 'Midlertidig'], 'ansettelse'],
    ['Hur länge?', ['Mindre än 1 år', '1–5 år', 'Mer än 10 år', ''], 'hur_länge'],
    ['Erfaring', ['Mindre enn ett år', 'Mer enn ti år i yrket', 'Ett til ti år'], 'erfaring'],
    ['Arbeidssted', ['Senter for helse og omsorg', 'St. Olavs hospital'], 'arbeidssted'],
    ['Alder', ['18-24', '25-34', '35-44', '10-12'], 'alder'],
    ['Skift', ['Dag', 'Natt', '', ''], 'skift'],
  ] as const)('%s is chosen from few answers, and is one', async (header, answers, id) => {
    expect(await attributesOf(textFile('a.csv', exportWithComments(header, answers)))).toEqual(['organisation', id])
  })
})

describe('a header that asks for the unit goes before the shape of what stands under it', () => {
  const long = 'Tilrettelagte botjenester for mennesker med nedsatt funksjonsevne i Steinkjer kommune 1'

  test.each([
    ['Organisasjon', 'organisation'],
    ['Organisation', 'organisation'],
    ['organization:', 'organisation'],
    ['Kommune', 'organisation'],
    ['Enhet', 'unit'],
    ['Avdelning', 'unit'],
    ['Rolle', 'role'],
    ['Hvilken kommune arbeider du i?', 'hvilken_kommune_arbeider_du_i'],
    ['Enhetsnavn', 'enhetsnavn'],
  ])('%s', async (header, id) => {
    expect(await attributesOf(textFile('a.csv', exportOfOrganisations(header, ['B kommun', long])))).toEqual([id])
    expect(await attributesOf(textFile('a.csv', exportOfOrganisations(header, ['', 'B kommun', long])))).toEqual([id])
  })

  test('unless nearly everybody wrote something else in whole sentences', async () => {
    const sentences = Array.from(
      { length: 40 },
      (_, row) => `Jag arbetar på avdelning ${'a'.repeat(row + 1)} om nätterna`,
    )
    expect(await attributesOf(textFile('a.csv', exportOfOrganisations('Enhet', sentences)))).toEqual([])
    expect(await attributesOf(textFile('a.csv', exportOfOrganisations('Vilken enhet?', sentences)))).toEqual([])
  })

  test('a name as long as a sentence under a header that asks for nothing of the kind is none', async () => {
    expect(await attributesOf(textFile('a.csv', exportOfOrganisations('Q1', ['B kommun', long])))).toEqual([])
  })
})

test('an export in windows-1252 with labels for answers: comments are left out, organisations are found as they are written', async () => {
  const labels = ['Instämmer helt', 'Instämmer delvis', 'Vet ej', '']
  const names = [
    'Östersunds kommun',
    'Ostersunds kommun',
    'Åre kommun',
    'Åre Kommun ',
    'Region Jämtland Härjedalen, Östersunds sjukhus',
  ]
  const rows = Array.from({ length: 60 }, (_, row) =>
    [
      880_106 + 7 * row,
      `2023-05-${String(9 + (row % 20)).padStart(2, '0')} 08:22`,
      'Completed',
      names[row % names.length],
      labels[row % labels.length],
      labels[(row + 1) % labels.length],
      row % 5 < 3 ? '' : row % 2 === 0 ? '""Systemet"" är långsamt' : 'Mer utbildning; gärna på plats',
    ]
      .map((cell) => `"${cell}"`)
      .join(';'),
  )
  const header =
    'Respondent-ID;Startad;Status;Vilken organisation arbetar du i?;Jag trivs;Jag lär mig;Har du något mer att tillägga?'
  const bytes = encode(`${header}\r\n${rows.join('\r\n')}\r\n`, 'windows-1252')
  const { source, head } = await recognise(memoryFile('medarbetarenkat_2023.csv', bytes), { instrument })
  expect(head.dialect).toMatchObject({ encoding: 'windows-1252', delimiter: ';' })
  expect(source).toMatchObject({
    kind: 'survey',
    round: '2023',
    attributes: ['vilken_organisation_arbetar_du_i'],
    columns: { 'Vilken organisation arbetar du i?': 'vilken_organisation_arbetar_du_i' },
  })
})
