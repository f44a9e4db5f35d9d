import type { FigureSpec, LegendEntry, Mark } from '../../analyses/core/figure'
import type { ResultTable } from '../../analyses/core/result'

/** Charts of structure, target and expectation: a loading heatmap with a sign, a path diagram, a bullet chart and a funnel. */

const noData: ResultTable = { id: 'data', columns: [], rows: [], protection: { kind: 'open' }, suppressed: [] }
const comma = (value: number): string => value.toFixed(2).replace('.', ',').replace('-', '−')

const factors = [
  ['culture', 'Kultur og kompetanse'],
  ['relations', 'Sosiale relasjoner og nettverk'],
  ['motivation', 'Personlig motivasjon'],
] as const
const items = [
  [
    'culture_1',
    'Jeg mener at min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger',
    [0.78, 0.05, 0.02],
  ],
  ['culture_2', 'Jeg får den opplæringen jeg trenger', [0.64, 0.11, -0.07]],
  ['culture_3', 'Jeg vet hvem jeg kan spørre', [0.51, 0.32, -0.12]],
  [
    'relations_1',
    'Jeg benytter i stor grad digitale løsninger i samarbeidet internt på arbeidsplassen',
    [0.02, 0.69, 0.13],
  ],
  ['relations_2', 'Kommunikasjonsteknologiinfrastrukturen hindrer meg i å holde kontakten', [-0.18, -0.58, 0.04]],
  ['relations_3', 'Vi deler erfaringer', [0.3, 0.41, 0.0]],
  ['motivation_1', 'Jeg arbeider for å øke bruken av digitale hjelpemidler på min arbeidsplass', [0.09, -0.03, 0.83]],
  ['motivation_2', 'Digitale løsninger gjør arbeidet mitt mer meningsfylt', [0.01, 0.08, 0.71]],
] as const

export const loadings: FigureSpec = {
  id: 'loadings',
  title: 'Faktorladninger',
  description: 'Tre faktorer; ett utsagn lader negativt.',
  notes: ['Minste rest, oblimin.'],
  legend: [{ label: 'Ikke beregnet', tone: { role: 'not-comparable' }, sign: 'hatch' }],
  legendTitle: 'Ladning',
  panels: [
    {
      id: 'loadings',
      geometry: 'cartesian',
      x: { scale: 'category', label: 'Faktor', unit: null, categories: factors.map(([id, label]) => ({ id, label })) },
      y: { scale: 'category', label: 'Utsagn', unit: null, categories: items.map(([id, label]) => ({ id, label })) },
      marks: [
        {
          mark: 'cell',
          x: items.flatMap(() => factors.map(([id]) => id)),
          y: items.flatMap(([id]) => factors.map(() => id)),
          value: items.flatMap(([, , own]) => [...own]),
          domain: [-1, 1],
          ramp: 'diverging',
          text: items.flatMap(([, , own]) => own.map(comma)),
        },
      ],
    },
  ],
  data: noData,
}

const rowOf = (item: number): number => 10 + item * 13
const factorRows = [rowOf(1), rowOf(4), rowOf(6.5)] as const

/** Items as boxes on the right, factors as ellipses, loadings on arrows as thick as they are large, correlations as bows. */
export const pathDiagram: FigureSpec = {
  id: 'path-diagram',
  title: 'Målemodell',
  description: 'Tre korrelerte faktorer med to eller tre utsagn hver.',
  notes: ['Standardiserte ladninger. Stiplet: negativ.'],
  legend: [
    { label: 'Positiv', tone: { role: 'main' }, sign: 'line' },
    { label: 'Negativ', tone: { role: 'signal' }, sign: 'dashed-line' },
  ],
  panels: [
    {
      id: 'paths',
      geometry: 'diagram',
      x: { scale: 'linear', label: '', unit: null, domain: [0, 160] },
      y: { scale: 'linear', label: '', unit: null, domain: [0, rowOf(7) + 8] },
      marks: [
        ...[false, true].map((isNegative): Mark => {
          const own = items
            .flatMap(([, , values], item) => values.map((value, factor) => ({ value, factor, item })))
            .filter(
              ({ value, factor, item }) =>
                Math.abs(value) > 0.4 && value < 0 === isNegative && factor === Math.min(2, Math.floor(item / 3)),
            )
          return {
            mark: 'connector',
            x: own.map(() => [58, 92] as const),
            y: own.map(({ factor, item }) => [factorRows[factor] ?? 0, rowOf(item)] as const),
            tone: { role: isNegative ? 'signal' : 'main' },
            dash: isNegative ? 'dashed' : 'solid',
            arrow: true,
            weights: own.map(({ value }) => Math.abs(value)),
            labels: own.map(({ value }) => comma(value)),
            labelAt: 0.62,
            details: own.map(({ value, item }) => `${items[item]?.[0] ?? ''}: ${comma(value)}`),
          }
        }),
        {
          mark: 'connector',
          x: [
            [24, 24],
            [24, 24],
            [24, 24],
          ],
          y: [
            [factorRows[0], factorRows[1]],
            [factorRows[1], factorRows[2]],
            [factorRows[0], factorRows[2]],
          ],
          tone: { role: 'muted' },
          arrow: 'both',
          bend: [10, 10, 20],
          labels: ['0,62', '0,55', '0,41'],
        },
        {
          mark: 'node',
          x: factors.map(() => 41),
          y: factorRows,
          width: 34,
          height: 18,
          shape: 'ellipse',
          labels: factors.map(([, label]) => label),
          asides: ['ω = 0,81', null, 'ω = 0,84'],
          tone: { role: 'main' },
        },
        {
          mark: 'node',
          x: items.map(() => 126),
          y: items.map((_, index) => rowOf(index)),
          width: 68,
          height: 10.5,
          shape: 'box',
          labels: items.map(([, label]) => label),
          tone: { role: 'muted' },
          details: items.map(([, label]) => label),
        },
      ],
    },
  ],
  data: noData,
}

const indicators = [
  ['Forskningsinstitusjoner i grenseoverskridende prosjekter', 3, 4],
  ['Bedrifter som får støtte til å innføre produkter som er nye for bedriften', 12, 4],
  ['Demonstrasjons- og testprosjekter', 6, 5],
] as const

/** Outcome as a bar over a paler one for the scale, target as a tick. */
export const bullet: FigureSpec = {
  id: 'bullet',
  title: 'Mål og resultat',
  description: 'Én av tre indikatorer nådde målet.',
  notes: [],
  legend: [
    { label: 'Resultat', tone: { role: 'main' }, sign: 'square' },
    { label: 'Mål', tone: { role: 'reference' }, sign: 'dot', shape: 'tick' },
  ],
  panels: [
    {
      id: 'bullets',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'Antall', unit: 'stk.', domain: [0, 15] },
      y: {
        scale: 'category',
        label: 'Indikator',
        unit: null,
        categories: indicators.map(([label], index) => ({ id: `i${index}`, label })),
      },
      marks: [
        {
          mark: 'bar',
          along: 'x',
          at: indicators.map((_, index) => `i${index}`),
          from: [0, 0, 0],
          to: [15, 15, 15],
          tone: { role: 'non-response' },
          thickness: 0.8,
        },
        {
          mark: 'bar',
          along: 'x',
          at: indicators.map((_, index) => `i${index}`),
          from: [0, 0, 0],
          to: indicators.map(([, , outcome]) => outcome),
          tone: { role: 'main' },
          thickness: 0.4,
        },
        {
          mark: 'dot',
          x: indicators.map(([, target]) => target),
          y: indicators.map((_, index) => `i${index}`),
          tone: { role: 'reference' },
          shape: 'tick',
          details: indicators.map(([label, target]) => `${label}: ${target}`),
        },
      ],
    },
  ],
  data: noData,
}

const sizes = Array.from({ length: 46 }, (_, step) => 5 + step * 5)
const funnelLegend: readonly LegendEntry[] = [
  { label: '95 %', tone: { role: 'limit' }, sign: 'dashed-line' },
  { label: '99,8 %', tone: { role: 'limit' }, sign: 'dotted-line' },
]

/** Means against n with limits that narrow, two kinds of dashes, and the diagonal of a calibration beside it. */
export const funnel: FigureSpec = {
  id: 'funnel',
  title: 'Organisasjoner mot forventet',
  description: 'Én organisasjon ligger utenfor 99,8 %-grensene.',
  notes: [],
  legend: funnelLegend,
  panelColumns: 2,
  panels: [
    {
      id: 'funnel',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'Antall svar', unit: 'n', domain: [0, 240] },
      y: { scale: 'linear', label: 'Gjennomsnitt', unit: 'skalapoeng 1–5' },
      marks: [
        ...([1.96, 3.09] as const).flatMap((width, kind) =>
          ([-1, 1] as const).map((side): Mark => ({
            mark: 'line',
            x: sizes,
            y: sizes.map((n) => 3.4 + (side * width * 0.8) / Math.sqrt(n)),
            tone: { role: 'limit' },
            dash: kind === 0 ? 'dashed' : 'dotted',
            weight: 'thin',
          })),
        ),
        { mark: 'rule', along: 'y', at: 3.4, tone: { role: 'reference' } },
        {
          mark: 'dot',
          x: [12, 34, 88, 127, 212],
          y: [3.9, 3.2, 3.45, 3.72, 3.38],
          tone: [{ role: 'main' }, { role: 'main' }, { role: 'main' }, { role: 'signal' }, { role: 'main' }],
        },
      ],
    },
    {
      id: 'calibration',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'Predikert', unit: 'skalapoeng', domain: [1, 5] },
      y: { scale: 'linear', label: 'Observert', unit: 'skalapoeng', domain: [1, 5] },
      marks: [
        { mark: 'line', x: [1, 5], y: [1, 5], tone: { role: 'reference' }, dash: 'dotted', weight: 'thin' },
        { mark: 'line', x: [1.6, 2.4, 3.1, 3.8, 4.6], y: [1.9, 2.6, 3.2, 3.7, 4.2], tone: { role: 'main' } },
        { mark: 'dot', x: [1.6, 2.4, 3.1, 3.8, 4.6], y: [1.9, 2.6, 3.2, 3.7, 4.2], tone: { role: 'main' } },
      ],
    },
  ],
  data: noData,
}

export const structureExamples: readonly FigureSpec[] = [loadings, pathDiagram, bullet, funnel]
