import type { CategoryAxis, DotShape, FigureSpec, LegendEntry, Mark, Tone } from '../../analyses/core/figure'
import type { ResultTable } from '../../analyses/core/result'
import { structureExamples } from './structure-examples'

/**
 * Specs written by hand in bokmål with words as long as the real ones, one for each kind of chart: how to say a figure, and what the drawing tests draw.
 * Numbers come from a small congruential generator, so that every run draws the same.
 */

const noData: ResultTable = { id: 'data', columns: [], rows: [], protection: { kind: 'open' }, suppressed: [] }

/** Numbers 0 … 1 that repeat. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

export const dimensions = [
  ['formal_structure', 'Formell struktur'],
  ['technology', 'Teknologi og infrastruktur'],
  ['culture', 'Kultur og kompetanse'],
  ['interaction', 'Interaksjon'],
  ['relations', 'Sosiale relasjoner og nettverk'],
  ['motivation', 'Personlig motivasjon'],
] as const

export const organisations = [
  'Inderøy kommune',
  'Levanger kommune',
  'Steinkjer kommune',
  'Verdal kommune',
  'Helse Nord-Trøndelag, avdeling for dialyse og nyresykdommer',
  'Helse Nord-Trøndelag, medisinsk avdeling Levanger',
  'Helse Nord-Trøndelag, kirurgisk avdeling',
  'Krokoms kommun',
  'Östersunds kommun',
] as const

const items = [
  'Jeg mener at min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger',
  'Jeg arbeider for å øke bruken av digitale hjelpemidler på min arbeidsplass',
  'Jeg benytter i stor grad digitale løsninger i samarbeidet internt på arbeidsplassen',
  'Arbeidsplassen min har avsatt tid til opplæring i nye digitale verktøy',
  'Kommunikasjonsteknologiinfrastrukturen fungerer slik den skal',
] as const

const answers = ['Helt uenig', 'Delvis uenig', 'Verken enig eller uenig', 'Delvis enig', 'Helt enig'] as const

const dimensionAxis = (asides?: readonly string[]): CategoryAxis => ({
  scale: 'category',
  label: 'Dimensjon',
  unit: null,
  categories: dimensions.map(([id, label], index) => ({
    id,
    label,
    ...(asides?.[index] === undefined ? {} : { aside: asides[index] }),
  })),
})
/** The places a little above or below the line of each dimension. */
const beside = (shift: number): readonly { readonly category: string; readonly shift: number }[] =>
  dimensions.map(([category]) => ({ category, shift }))
const intervalsBeside = (shift: number, means: readonly (number | null)[], half: number, index: number) =>
  ({
    mark: 'interval',
    along: 'x',
    at: beside(shift),
    low: means.map((mean) => (mean === null ? null : mean - half)),
    high: means.map((mean) => (mean === null ? null : mean + half)),
    tone: { role: 'series', index },
  }) as const
const dotsBeside = (shift: number, means: readonly (number | null)[], index: number) =>
  ({ mark: 'dot', x: means, y: beside(shift), tone: { role: 'series', index } }) as const
const scoreAxis = {
  scale: 'linear',
  label: 'Gjennomsnitt',
  unit: 'skalapoeng 1–5',
  domain: [1, 5],
  ticks: [1, 2, 3, 4, 5].map((at) => ({ at })),
} as const
const comma = (value: number, digits = 2): string => value.toFixed(digits).replace('.', ',').replace('-', '−')

const likertTone = (step: number): Tone => ({ role: 'likert', step, of: 5 })
const likertLegend: readonly LegendEntry[] = answers.map((label, step) => ({
  label,
  tone: likertTone(step),
  sign: 'square',
}))

const shares: readonly (readonly number[])[] = [
  [0.04, 0.11, 0.22, 0.41, 0.22],
  [0.02, 0.06, 0.17, 0.48, 0.27],
  [0.07, 0.16, 0.2, 0.39, 0.18],
  [0.19, 0.33, 0.24, 0.18, 0.06],
  [0.0, 0.27, 0.31, 0.3, 0.12],
]

const itemAxis: CategoryAxis = {
  scale: 'category',
  label: 'Utsagn',
  unit: null,
  categories: items.map((label, index) => ({
    id: `q${index}`,
    label,
    aside: `n = ${[412, 409, 415, 398, 77][index] ?? 0}`,
  })),
}

/** 100 % stacked bars: shares of each answer, with the don't-knows in a column of their own beside them. */
export const likertStacked: FigureSpec = {
  id: 'likert-stacked',
  title: 'Kultur og kompetanse: fordeling av svar',
  description: 'De fleste er enige i tre av utsagnene og uenige i at det er avsatt tid til opplæring.',
  notes: ['n = svar på utsagnet. «Vet ikke» er holdt utenfor og vist for seg.', 'Grupper under fem er skjult.'],
  panelColumns: 2,
  legend: [...likertLegend, { label: 'Vet ikke', tone: { role: 'non-response' }, sign: 'square' }],
  panels: [
    {
      id: 'answers',
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: 'Andel av svar',
        unit: null,
        domain: [0, 1],
        as: 'percent',
        ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at })),
      },
      y: itemAxis,
      marks: answers.map((answer, step): Mark => ({
        mark: 'bar',
        along: 'x',
        at: itemAxis.categories.map(({ id }) => id),
        from: shares.map((own) => own.slice(0, step).reduce((sum, share) => sum + share, 0)),
        to: shares.map((own) => own.slice(0, step + 1).reduce((sum, share) => sum + share, 0)),
        tone: likertTone(step),
        labels: shares.map((own) => (own[step] === 0 ? null : `${Math.round((own[step] ?? 0) * 100)} %`)),
        details: shares.map((own) => `${answer}: ${comma((own[step] ?? 0) * 100, 1)} %`),
      })),
    },
  ],
  data: noData,
}

/** The same answers round the middle: disagreement to the left, agreement to the right, neutral at a column of its own. */
export const likertDiverging: FigureSpec = {
  id: 'likert-diverging',
  title: 'Kultur og kompetanse: uenig mot enig',
  description: 'Enigheten er størst om egen innsats for digitale hjelpemidler.',
  notes: ['Nøytrale svar står for seg til høyre.'],
  panelColumns: 2,
  legend: likertLegend,
  panels: [
    {
      id: 'sides',
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: 'Uenig – enig',
        unit: null,
        domain: [-0.8, 0.8],
        as: 'percent',
        ticks: [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75].map((at) => ({ at, label: `${Math.abs(at * 100)} %` })),
      },
      y: { ...itemAxis, categories: itemAxis.categories.map(({ id, label }) => ({ id, label })) },
      marks: [0, 1, 3, 4].map((step): Mark => {
        const from = (own: readonly number[]): number =>
          step === 0 ? -((own[0] ?? 0) + (own[1] ?? 0)) : step === 1 ? -(own[1] ?? 0) : step === 3 ? 0 : (own[3] ?? 0)
        return {
          mark: 'bar',
          along: 'x',
          at: itemAxis.categories.map(({ id }) => id),
          from: shares.map(from),
          to: shares.map((own) => from(own) + (own[step] ?? 0)),
          tone: likertTone(step),
          labels: shares.map((own) => (own[step] === 0 ? null : `${Math.round((own[step] ?? 0) * 100)} %`)),
        }
      }),
    },
    {
      id: 'neutral',
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: 'Nøytral',
        unit: null,
        domain: [0, 0.5],
        as: 'percent',
        ticks: [0, 0.25, 0.5].map((at) => ({ at })),
      },
      y: itemAxis,
      marks: [
        {
          mark: 'bar',
          along: 'x',
          at: itemAxis.categories.map(({ id }) => id),
          from: shares.map(() => 0),
          to: shares.map((own) => own[2] ?? 0),
          tone: likertTone(2),
          labels: shares.map((own) => `${Math.round((own[2] ?? 0) * 100)} %`),
        },
      ],
    },
  ],
  data: noData,
}

const groupMeans = organisations.map((_, index) => 3.1 + 0.15 * ((index * 5) % 7) + (index === 4 ? 0.35 : 0))
const groupN = [34, 127, 88, 41, 9, 23, 17, 212, 1043] as const

/** Means of groups with intervals; a comparator as a band; one group withheld. */
export const dots: FigureSpec = {
  id: 'dots',
  title: 'Teknologi og infrastruktur etter organisasjon',
  description: 'Gjennomsnittene ligger mellom 3,1 og 4,0 med overlappende intervaller.',
  notes: [
    '95 % konfidensintervall. Welch F(8; 61,2) = 2,31; p = 0,032; ω² = 0,04.',
    ': betyr skjult fordi gruppen er under fem.',
  ],
  legend: [],
  panels: [
    {
      id: 'means',
      geometry: 'cartesian',
      x: scoreAxis,
      y: {
        scale: 'category',
        label: 'Organisasjon',
        unit: null,
        categories: organisations.map((label, index) => ({
          id: label,
          label,
          aside: index === 6 ? 'n = :' : `n = ${groupN[index] ?? 0}`,
        })),
      },
      marks: [
        { mark: 'band', along: 'x', from: 3.42, to: 3.58, tone: { role: 'reference' }, label: 'Alle' },
        {
          mark: 'interval',
          along: 'x',
          at: [...organisations],
          low: groupMeans.map((mean, index) => (index === 6 ? null : mean - 1.9 / Math.sqrt(groupN[index] ?? 1))),
          high: groupMeans.map((mean, index) => (index === 6 ? null : mean + 1.9 / Math.sqrt(groupN[index] ?? 1))),
          tone: { role: 'main' },
        },
        {
          mark: 'dot',
          x: groupMeans.map((mean, index) => (index === 6 ? null : mean)),
          y: [...organisations],
          tone: { role: 'main' },
          details: groupMeans.map(
            (mean, index) =>
              `${organisations[index] ?? ''}\n${comma(mean)} [${comma(mean - 0.2)}; ${comma(mean + 0.2)}]`,
          ),
        },
        { mark: 'text', x: [1.1], y: [organisations[6]], text: [':'], tone: { role: 'muted' }, anchor: 'start' },
      ],
    },
  ],
  data: noData,
}

const verdicts = [
  'changed',
  'practically-unchanged',
  'inconclusive',
  'not-comparable',
  'practically-unchanged',
  'changed',
] as const
const verdictLook: Readonly<
  Record<(typeof verdicts)[number], { readonly label: string; readonly shape: DotShape; readonly tone: Tone }>
> = {
  changed: { label: 'Endret', shape: 'triangle-up', tone: { role: 'good' } },
  'practically-unchanged': { label: 'Praktisk uendret', shape: 'square', tone: { role: 'muted' } },
  inconclusive: { label: 'Uavklart', shape: 'hollow-circle', tone: { role: 'muted' } },
  'not-comparable': { label: 'Ikke sammenlignbar', shape: 'cross', tone: { role: 'not-comparable' } },
}
const before = [3.42, 3.18, 3.55, 3.02, 2.94, 4.01]
const after = [3.81, 3.24, 3.71, null, 2.99, 4.38]

/** Two rounds joined by an arrow, an interval each, and the verdict in a column of its own: glyph and word. */
export const dumbbell: FigureSpec = {
  id: 'dumbbell',
  title: 'Endring fra 2021 til 2022, ledere i helseforetaket',
  description: 'Formell struktur og personlig motivasjon har økt mer enn den minste relevante endringen.',
  notes: [
    'Minste relevante endring: 0,3 skalapoeng. 95 % konfidensintervall i hver runde.',
    'Uparret Welch-test, Holm-justert for seks dimensjoner.',
  ],
  panelColumns: 2,
  legend: [
    { label: '2021', tone: { role: 'series', index: 0 }, sign: 'hollow-dot' },
    { label: '2022', tone: { role: 'series', index: 0 }, sign: 'dot' },
  ],
  panels: [
    {
      id: 'rounds',
      geometry: 'cartesian',
      x: scoreAxis,
      y: dimensionAxis(),
      marks: [
        { ...intervalsBeside(-0.16, before, 0.21, 0), weight: 'thin' },
        intervalsBeside(0.16, after, 0.18, 0),
        {
          mark: 'connector',
          x: before.map((mean, index) =>
            after[index] === null || after[index] === undefined ? null : ([mean, after[index]] as const),
          ),
          y: dimensions.map(
            ([category]) =>
              [
                { category, shift: -0.16 },
                { category, shift: 0.16 },
              ] as const,
          ),
          tone: { role: 'muted' },
          dash: 'dotted',
        },
        { ...dotsBeside(-0.16, before, 0), shape: 'hollow-circle' },
        { ...dotsBeside(0.16, after, 0), shape: 'circle' },
      ],
    },
    {
      id: 'verdict',
      geometry: 'cartesian',
      x: { scale: 'category', label: 'Vurdering', unit: null, categories: [{ id: 'verdict', label: 'Vurdering' }] },
      y: dimensionAxis(['n = 61, 58', 'n = 60, 58', 'n = 61, 57', 'n = 9, 4', 'n = 61, 58', 'n = 61, 58']),
      marks: [
        {
          mark: 'dot',
          x: verdicts.map(() => ({ category: 'verdict', shift: -0.44 })),
          y: dimensions.map(([id]) => id),
          tone: verdicts.map((verdict) => verdictLook[verdict].tone),
          shape: verdicts.map((verdict) => verdictLook[verdict].shape),
          labels: verdicts.map((verdict) => verdictLook[verdict].label),
          size: 'large',
        },
      ],
    },
  ],
  data: noData,
}

const cells = organisations.flatMap((organisation, row) =>
  dimensions.map(([id], column) => ({
    organisation,
    id,
    value: row === 6 || (row === 4 && column > 3) ? null : 2.2 + ((row * 7 + column * 5) % 23) / 9,
    n: groupN[row] ?? 0,
  })),
)

/** Organisation × dimension: value and n in the cell, hatched where withheld. */
export const heatmap: FigureSpec = {
  id: 'heatmap',
  title: 'Dimensjonsskårer etter organisasjon, 2022',
  description: 'Motivasjon er høyest i de fleste organisasjonene; én gruppe er skjult.',
  notes: ['Gjennomsnitt på skalaen 1–5, antall svar under. Skravert: skjult fordi gruppen er under fem.'],
  legend: [{ label: 'Skjult', tone: { role: 'not-comparable' }, sign: 'hatch' }],
  legendTitle: 'Gjennomsnitt',
  panels: [
    {
      id: 'cells',
      geometry: 'cartesian',
      x: dimensionAxis(),
      y: {
        scale: 'category',
        label: 'Organisasjon',
        unit: null,
        categories: organisations.map((label) => ({ id: label, label })),
      },
      marks: [
        {
          mark: 'cell',
          x: cells.map(({ id }) => id),
          y: cells.map(({ organisation }) => organisation),
          value: cells.map(({ value }) => value),
          domain: [1, 5],
          text: cells.map(({ value }) => (value === null ? ':' : comma(value, 1))),
          aside: cells.map(({ value, n }) => (value === null ? null : `n = ${n}`)),
          details: cells.map(
            ({ organisation, id, value }) => `${organisation} · ${id}\n${value === null ? ':' : comma(value)}`,
          ),
        },
      ],
    },
  ],
  data: noData,
}

const profile = [3.81, 3.24, 3.71, 3.3, 2.99, 4.38]
const comparator = [3.5, 3.4, 3.45, 3.35, 3.2, 4.0]

/** The profile of one organisation: dots first, hexagon as a second view of the same numbers. */
export const radar: FigureSpec = {
  id: 'radar',
  title: 'Profil: Levanger kommune mot alle',
  description: 'Levanger ligger over gjennomsnittet i formell struktur og motivasjon og under i relasjoner.',
  notes: ['Fast rekkefølge og hele den oppgitte skalaen. n = 127.'],
  panelColumns: 2,
  legend: [
    { label: 'Levanger kommune', tone: { role: 'series', index: 0 }, sign: 'dot' },
    { label: 'Alle organisasjoner', tone: { role: 'series', index: 1 }, sign: 'dot' },
  ],
  panels: [
    {
      id: 'dots',
      geometry: 'cartesian',
      x: scoreAxis,
      y: dimensionAxis(),
      marks: [
        intervalsBeside(-0.14, profile, 0.18, 0),
        intervalsBeside(0.14, comparator, 0.06, 1),
        dotsBeside(-0.14, profile, 0),
        dotsBeside(0.14, comparator, 1),
      ],
    },
    {
      id: 'radar',
      geometry: 'radial',
      x: dimensionAxis(),
      y: scoreAxis,
      marks: [
        {
          mark: 'line',
          x: dimensions.map(([id]) => id),
          y: comparator,
          tone: { role: 'series', index: 1 },
          closed: true,
        },
        { mark: 'line', x: dimensions.map(([id]) => id), y: profile, tone: { role: 'series', index: 0 }, closed: true },
        {
          mark: 'dot',
          x: dimensions.map(([id]) => id),
          y: comparator,
          tone: { role: 'series', index: 1 },
          size: 'small',
        },
        { mark: 'dot', x: dimensions.map(([id]) => id), y: profile, tone: { role: 'series', index: 0 }, size: 'small' },
      ],
    },
  ],
  data: noData,
}

const pairs = organisations
  .slice(0, 5)
  .flatMap((a, first) => organisations.slice(first + 1, 5).map((b) => [a, b] as const))
const pairAxis: CategoryAxis = {
  scale: 'category',
  label: 'Par',
  unit: null,
  categories: pairs.map(([a, b], index) => ({ id: `p${index}`, label: `${a} − ${b}` })),
}
const differences = pairs.map((_, index) => -0.55 + 0.13 * index)
const halves = pairs.map((_, index) => 0.18 + 0.03 * (index % 4))

/** Differences between pairs with intervals, the smallest relevant effect as a band, the numbers in a column. */
export const forest: FigureSpec = {
  id: 'forest',
  title: 'Parvise forskjeller i kultur og kompetanse',
  description: 'To av ti forskjeller er større enn den minste relevante.',
  notes: ['Games–Howell, 95 % simultane konfidensintervaller. Fylt: justert p under 0,05.'],
  panelColumns: 2,
  legend: [
    { label: 'Justert p < 0,05', tone: { role: 'main' }, sign: 'dot' },
    { label: 'Ikke påvist', tone: { role: 'main' }, sign: 'hollow-dot' },
    { label: 'Mindre enn minste relevante forskjell', tone: { role: 'reference' }, sign: 'band' },
  ],
  panels: [
    {
      id: 'pairs',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'Forskjell i gjennomsnitt', unit: 'skalapoeng' },
      y: pairAxis,
      marks: [
        { mark: 'band', along: 'x', from: -0.3, to: 0.3, tone: { role: 'reference' } },
        { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
        {
          mark: 'interval',
          along: 'x',
          at: pairs.map((_, index) => `p${index}`),
          low: differences.map((difference, index) => difference - (halves[index] ?? 0)),
          high: differences.map((difference, index) => difference + (halves[index] ?? 0)),
          tone: { role: 'main' },
        },
        {
          mark: 'dot',
          x: differences,
          y: pairs.map((_, index) => `p${index}`),
          tone: { role: 'main' },
          shape: differences.map((difference, index): DotShape =>
            Math.abs(difference) > (halves[index] ?? 0) ? 'circle' : 'hollow-circle',
          ),
        },
      ],
    },
    {
      id: 'numbers',
      geometry: 'cartesian',
      x: {
        scale: 'category',
        label: 'Tall',
        unit: null,
        categories: [
          { id: 'estimate', label: 'Forskjell [95 % KI]' },
          { id: 'p', label: 'p' },
        ],
      },
      y: pairAxis,
      marks: [
        {
          mark: 'text',
          x: pairs.map(() => 'estimate'),
          y: pairs.map((_, index) => `p${index}`),
          text: differences.map(
            (difference, index) =>
              `${comma(difference)} [${comma(difference - (halves[index] ?? 0))}; ${comma(difference + (halves[index] ?? 0))}]`,
          ),
          tone: { role: 'main' },
        },
        {
          mark: 'text',
          x: pairs.map(() => 'p'),
          y: pairs.map((_, index) => `p${index}`),
          text: pairs.map((_, index) => (index === 0 ? '< 0,001' : comma(0.003 + 0.09 * index, 3))),
          tone: { role: 'main' },
        },
      ],
    },
  ],
  data: noData,
}

const hour = 3_600_000
const start = Date.UTC(2022, 2, 21, 23)

/** A sensor's series with two gaps, its declared range and the downtime as bands. */
export const series: FigureSpec = (() => {
  const random = numbers(7)
  const times: number[] = []
  const values: (number | null)[] = []
  for (let index = 0; index < 24 * 12; index += 1) {
    times.push(start + index * hour)
    const isDown = (index > 80 && index < 104) || (index > 200 && index < 206)
    values.push(isDown ? null : 640 + 180 * Math.sin(((index % 24) / 24) * 2 * Math.PI - 1.4) + 90 * (random() - 0.5))
  }
  return {
    id: 'series',
    title: 'CO₂ i pasientrom 3',
    description: 'CO₂ svinger med døgnet og overstiger 800 ppm de fleste ettermiddager; føleren var nede to ganger.',
    notes: ['262 av 288 timer målt (91 %). Skravert: føleren var nede. Klokken ble stilt 27. mars.'],
    legend: [
      { label: 'Timemiddel', tone: { role: 'main' }, sign: 'line' },
      { label: 'Føler nede', tone: { role: 'gap' }, sign: 'band' },
    ],
    panels: [
      {
        id: 'co2',
        geometry: 'cartesian',
        x: { scale: 'time', label: 'Tid', unit: 'Europe/Oslo', timeZone: 'Europe/Oslo' },
        y: { scale: 'linear', label: 'CO₂-konsentrasjon', unit: 'ppm' },
        marks: [
          { mark: 'band', along: 'x', from: start + 80.5 * hour, to: start + 103.5 * hour, tone: { role: 'gap' } },
          { mark: 'band', along: 'x', from: start + 200.5 * hour, to: start + 205.5 * hour, tone: { role: 'gap' } },
          { mark: 'rule', along: 'y', at: 800, tone: { role: 'limit' }, label: 'Anbefalt grense' },
          { mark: 'line', x: times, y: values, tone: { role: 'main' } },
        ],
      },
    ],
    data: noData,
  }
})()

/** Individuals and moving range of two phases: limits held as steps, signals in shape and colour, phases named with their reason. */
export const controlChart: FigureSpec = (() => {
  const random = numbers(11)
  const day = 24 * hour
  const times = Array.from({ length: 48 }, (_, index) => Date.UTC(2022, 0, 3) + index * 7 * day)
  const change = 26
  const values = times.map((_, index) =>
    index === 14 || index === 15
      ? null
      : (index < change ? 12.4 : 8.6) + 4.2 * (random() - 0.5) + (index === 20 ? 5.2 : 0),
  )
  const ranges = values.map((value, index) => {
    const previous = values[index - 1]
    return value === null || previous === null || previous === undefined ? null : Math.abs(value - previous)
  })
  const signals = values.map((value, index) =>
    value !== null && (index === 20 || (index > 40 && index < 44)) ? value : null,
  )
  const phase = (index: number): { readonly centre: number; readonly lower: number; readonly upper: number } =>
    index < change ? { centre: 12.4, lower: 7.6, upper: 17.2 } : { centre: 8.6, lower: 4.5, upper: 12.7 }
  const broken = <T>(
    pick: (index: number) => T,
  ): { readonly x: readonly (number | null)[]; readonly y: readonly (T | null)[] } => {
    const edge = (times[change] ?? 0) - 3.5 * day
    return {
      x: [...times.slice(0, change), edge, null, edge, ...times.slice(change)],
      y: [
        ...times.slice(0, change).map((_, index) => pick(index)),
        pick(0),
        null,
        pick(change),
        ...times.slice(change).map((_, index) => pick(index + change)),
      ],
    }
  }
  const x = { scale: 'time', label: 'Uke', unit: 'Europe/Oslo', timeZone: 'Europe/Oslo' } as const
  return {
    id: 'control-chart',
    title: 'Fall per 1 000 romdøgn, XmR-kart',
    description:
      'Etter at romføleren ble tatt i bruk falt nivået fra 12,4 til 8,6; ett punkt er over øvre grense i første fase.',
    notes: ['Grenser: gjennomsnitt ± 2,66 × gjennomsnittlig glidende differanse. Regler: Making Data Count.'],
    panelColumns: 1,
    legend: [
      { label: 'Signal', tone: { role: 'signal' }, sign: 'dot', shape: 'diamond' },
      { label: 'Senterlinje', tone: { role: 'reference' }, sign: 'line' },
      { label: 'Kontrollgrense', tone: { role: 'limit' }, sign: 'dashed-line' },
    ],
    panels: [
      {
        id: 'x',
        title: 'Enkeltverdier',
        geometry: 'cartesian',
        x,
        y: { scale: 'linear', label: 'Fall', unit: 'per 1 000 romdøgn' },
        marks: [
          {
            mark: 'rule',
            along: 'x',
            at: (times[change] ?? 0) - 3.5 * day,
            tone: { role: 'muted' },
            dash: 'dotted',
            label: 'Romføler tatt i bruk',
          },
          {
            mark: 'line',
            ...broken((index) => phase(index).centre),
            tone: { role: 'reference' },
            steps: true,
            weight: 'thin',
          },
          {
            mark: 'line',
            ...broken((index) => phase(index).upper),
            tone: { role: 'limit' },
            dash: 'dashed',
            steps: true,
            weight: 'thin',
          },
          {
            mark: 'line',
            ...broken((index) => phase(index).lower),
            tone: { role: 'limit' },
            dash: 'dashed',
            steps: true,
            weight: 'thin',
          },
          { mark: 'line', x: times, y: values, tone: { role: 'main' }, weight: 'thin' },
          { mark: 'dot', x: times, y: values, tone: { role: 'main' }, size: 'small' },
          {
            mark: 'dot',
            x: times,
            y: signals,
            tone: { role: 'signal' },
            shape: 'diamond',
            labels: signals.map((value, index) => (index === 20 && value !== null ? comma(value, 1) : null)),
          },
        ],
      },
      {
        id: 'mr',
        title: 'Glidende differanse',
        geometry: 'cartesian',
        x,
        y: { scale: 'linear', label: 'Differanse', unit: 'per 1 000 romdøgn' },
        marks: [
          { mark: 'rule', along: 'y', at: 5.9, tone: { role: 'limit' }, label: 'Øvre grense 5,9' },
          { mark: 'line', x: times, y: ranges, tone: { role: 'main' }, weight: 'thin' },
          { mark: 'dot', x: times, y: ranges, tone: { role: 'main' }, size: 'small' },
        ],
      },
    ],
    data: noData,
  }
})()

/** Several organisations over three rounds, named at the end of their lines. */
export const slopes: FigureSpec = {
  id: 'slopes',
  title: 'Motivasjon over tid',
  description: 'Tre av fire organisasjoner øker fra runde til runde.',
  notes: ['Gjennomsnitt i hver runde, n = 31–212.'],
  legend: ['Inderøy', 'Levanger', 'Krokom', 'Östersund'].map((label, index): LegendEntry => ({
    label,
    tone: { role: 'series', index },
    sign: 'line',
  })),
  panels: [
    {
      id: 'rounds',
      geometry: 'cartesian',
      x: { scale: 'time', label: 'Runde', unit: 'Europe/Oslo', timeZone: 'Europe/Oslo' },
      y: { ...scoreAxis, domain: [2.5, 4.5], ticks: [2.5, 3, 3.5, 4, 4.5].map((at) => ({ at })) },
      marks: [0, 1, 2, 3].flatMap((index): readonly Mark[] => {
        const x = [Date.UTC(2021, 4, 15), Date.UTC(2022, 7, 15), Date.UTC(2023, 7, 20)]
        const y = [3 + 0.24 * index, 3.1 + 0.2 * index + 0.02 * index, 3.55 + 0.06 * index]
        return [
          {
            mark: 'ribbon',
            x,
            low: y.map((value) => value - 0.09),
            high: y.map((value) => value + 0.09),
            tone: { role: 'series', index },
          },
          { mark: 'line', x, y, tone: { role: 'series', index } },
          { mark: 'dot', x, y, tone: { role: 'series', index } },
        ]
      }),
    },
  ],
  data: noData,
}

/** One panel an organisation, on common scales. */
export const smallMultiples: FigureSpec = {
  id: 'small-multiples',
  title: 'Dimensjonsskårer, seks organisasjoner',
  description: 'Motivasjon er høyest overalt.',
  notes: ['95 % konfidensintervall.'],
  panelColumns: 3,
  legend: [],
  panels: organisations.slice(0, 6).map((organisation, panel) => {
    const means = dimensions.map((_, index) => 2.6 + ((panel * 3 + index * 4) % 11) / 7)
    return {
      id: `o${panel}`,
      title: organisation,
      geometry: 'cartesian' as const,
      x: scoreAxis,
      y: dimensionAxis(),
      marks: [
        {
          mark: 'interval' as const,
          along: 'x' as const,
          at: dimensions.map(([id]) => id),
          low: means.map((mean) => mean - 0.3),
          high: means.map((mean) => mean + 0.3),
          tone: { role: 'main' as const },
        },
        { mark: 'dot' as const, x: means, y: dimensions.map(([id]) => id), tone: { role: 'main' as const } },
      ],
    }
  }),
  data: noData,
}

/** Upright bars with labels; one hatched since it is not comparable. */
export const columns: FigureSpec = {
  id: 'columns',
  title: 'Svarprosent etter organisasjon',
  description: 'Svarprosenten varierer fra 12 til 91 prosent.',
  notes: ['Skravert: for få svar til å sammenlignes.'],
  legend: [{ label: 'For få svar', tone: { role: 'not-comparable' }, sign: 'hatch' }],
  panels: [
    {
      id: 'rates',
      geometry: 'cartesian',
      x: {
        scale: 'category',
        label: 'Organisasjon',
        unit: null,
        categories: organisations
          .slice(0, 6)
          .map((label, index) => ({ id: label, label, aside: `n = ${groupN[index] ?? 0}` })),
      },
      y: { scale: 'linear', label: 'Svarprosent', unit: null, domain: [0, 1], as: 'percent' },
      marks: [
        { mark: 'rule', along: 'y', at: 0.3, tone: { role: 'limit' }, label: 'Krav 30 %' },
        {
          mark: 'bar',
          along: 'y',
          at: organisations.slice(0, 6),
          from: [0, 0, 0, 0, 0, 0],
          to: [0.41, 0.63, 0.55, null, 0.91, 0.77],
          tone: { role: 'main' },
          labels: ['41 %', '63 %', '55 %', null, '91 %', '77 %'],
          thickness: 0.55,
        },
        {
          mark: 'bar',
          along: 'y',
          at: [organisations[3]],
          from: [0],
          to: [0.12],
          tone: { role: 'not-comparable' },
          hatched: true,
          labels: ['12 %'],
          thickness: 0.55,
        },
      ],
    },
  ],
  data: noData,
}

/** Labels as hostile as data can be; all must be shown as they are. */
export const hostileLabels = [
  '<b>fet</b>',
  '<img src=x onerror=alert(1)>',
  '<a href="https://example.org">lenke</a>',
  '=1+1',
  '&lt;ikke en tagg&gt; &amp; <br> <sub>2</sub>',
  "👩‍⚕️ Sykepleier “sitat” 'apostrof'",
  'وحدة العناية المركزة',
  '${x} $\\alpha$ %{text}',
  'linje\nskift\tog   mellomrom',
] as const

export const hostile: FigureSpec = {
  id: 'hostile',
  title: '<b>Tittel</b> <script>alert(1)</script>',
  description: '<i>Beskrivelse</i> & mer',
  notes: ['<a href="javascript:alert(1)">note</a>'],
  legend: hostileLabels
    .slice(0, 3)
    .map((label, index): LegendEntry => ({ label, tone: { role: 'series', index }, sign: 'dot' })),
  panels: [
    {
      id: 'labels',
      title: '<u>Panel</u>',
      geometry: 'cartesian',
      x: { scale: 'linear', label: '<b>x</b>', unit: '<i>enhet</i>' },
      y: {
        scale: 'category',
        label: '<b>y</b>',
        unit: null,
        categories: hostileLabels.map((label, index) => ({ id: `c${index}`, label, aside: `n = ${index + 5}` })),
      },
      marks: [
        {
          mark: 'dot',
          x: hostileLabels.map((_, index) => index),
          y: hostileLabels.map((_, index) => `c${index}`),
          tone: { role: 'main' },
          labels: hostileLabels,
          details: hostileLabels,
        },
      ],
    },
  ],
  data: noData,
}

export const examples: readonly FigureSpec[] = [
  likertStacked,
  likertDiverging,
  dots,
  dumbbell,
  heatmap,
  radar,
  forest,
  series,
  controlChart,
  slopes,
  smallMultiples,
  columns,
  ...structureExamples,
  hostile,
]
