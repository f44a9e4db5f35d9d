import type { Database } from '../analyses/core/database'
import type { IndicatorsDataset, InventoryDataset } from '../analyses/core/datasets'
import { randomSource } from './random-source'
import type { Shape } from './survey-shapes'

/** As many indicators as the shape has rows, in two tables; every awkward combination of baseline, target and outcome among them. */
export async function indicatorsOfShape(database: Database, shape: Shape): Promise<IndicatorsDataset> {
  const random = randomSource(3)
  const indices = Array.from({ length: shape.rows }, (_, row) => row)
  const number = (of: (row: number) => number): Float64Array =>
    Float64Array.from(indices, (row) =>
      shape.missingItems === true ? Number.NaN : shape.constantItems === true ? 4 : of(row),
    )
  await database.insert('indicators', {
    rowCount: shape.rows,
    columns: [
      { kind: 'text', id: '_source', values: indices.map((row) => (row % 2 === 0 ? 'goals' : 'packages')) },
      { kind: 'integer', id: '_row', values: Int32Array.from(indices, (row) => row + 1) },
      { kind: 'text', id: 'indicator', values: indices.map((row) => `Indikator «${row}» på Ås`) },
      { kind: 'text', id: 'unit', values: indices.map((row) => (row % 3 === 0 ? null : '%')) },
      { kind: 'numeric', id: 'baseline', values: number((row) => (row % 4 === 0 ? Number.NaN : row % 5)) },
      {
        kind: 'numeric',
        id: 'target',
        values: number((row) => (row % 11 === 0 ? Number.NaN : Math.floor(random() * 6))),
      },
      {
        kind: 'numeric',
        id: 'outcome',
        values: number((row) => (row % 7 === 0 ? Number.NaN : Math.floor(random() * 9) - 1)),
      },
    ],
  })
  return { kind: 'indicators', sources: ['goals', 'packages'], tables: { indicators: 'indicators' } }
}

const levels = ['Ingen', 'Påbegynt', 'Prøvd ut', 'I bruk', 'Fast praksis'].map((name, value) => ({
  value,
  label: { nb: name, en: name },
}))

/** As many organisations as the shape has groups (some dozens on ordinary data), in two countries, rated in three areas. */
export async function inventoryOfShape(database: Database, shape: Shape): Promise<InventoryDataset> {
  const random = randomSource(5)
  const areas = ['Prosess', 'Metode', 'Verktøy']
  const count = shape.rows === 0 ? 0 : shape.rows < 1_000 ? Math.min(shape.rows, 24) : shape.organisations
  const organisations = Array.from({ length: count }, (_, row) => `Virksomhet ${row} på Ås`)
  const country = (row: number): string | null =>
    shape.loneGroup === true && row > 0 ? 'Norge' : row === 7 ? null : row % 3 === 0 ? 'Sverige' : 'Norge'
  const indices = Array.from({ length: count * areas.length }, (_, index) => index)
  const at = (index: number): number => Math.floor(index / areas.length)
  await database.insert('inventory', {
    rowCount: indices.length,
    columns: [
      { kind: 'text', id: '_source', values: indices.map(() => 'mapping') },
      { kind: 'integer', id: '_row', values: Int32Array.from(indices, (index) => index + 1) },
      { kind: 'text', id: 'organisation', values: indices.map((index) => organisations[at(index)] ?? null) },
      { kind: 'text', id: 'country', values: indices.map((index) => country(at(index))) },
      { kind: 'text', id: 'area', values: indices.map((index) => areas[index % areas.length] ?? null) },
      {
        kind: 'numeric',
        id: 'value',
        values: Float64Array.from(indices, () =>
          shape.missingItems === true
            ? Number.NaN
            : shape.constantItems === true
              ? 2
              : random() < 0.05
                ? Number.NaN
                : Math.floor(random() * 5),
        ),
      },
    ],
  })
  return {
    kind: 'inventory',
    organisations,
    areas,
    attributes: [
      {
        id: 'country',
        levels: [...new Set(organisations.map((_, row) => country(row)))].filter((level) => level !== null).sort(),
      },
    ],
    levels,
    isScaleDeclared: true,
    tables: { ratings: 'inventory' },
  }
}
