import { rowsPerBatch, type Database } from '../../analyses/core/database'
import { randomSource } from '../random-source'

/**
 * Statements whose results must have the same bits in every adapter, over seeded rows: sums, moments, quantiles, mathematics, ordering, windows, texts.
 * Those expected are in expected-bits.ts; a new engine version that changes them is a new version of every result.
 */
export const bitStatements: Readonly<Record<string, string>> = {
  sums: 'SELECT sum(x) AS s, sum(b) AS b, sum(x * x) AS q, fsum(x) AS f, count(*) AS n, count(x) AS c FROM bits',
  moments:
    'SELECT avg(x) AS a, var_samp(x) AS v, stddev_samp(x) AS s, skewness(x) AS k, kurtosis(x) AS u, corr(x, y) AS r, covar_samp(x, y) AS w, regr_slope(y, x) AS l FROM bits',
  'by-group': 'SELECT g, count(x) AS n, avg(x) AS a, var_samp(x) AS v, sum(x) AS s FROM bits GROUP BY g ORDER BY g',
  centred:
    'SELECT g, sum((x - m) * (x - m)) AS s FROM (SELECT g, x, avg(x) OVER (PARTITION BY g) AS m FROM bits) GROUP BY g ORDER BY g',
  quantiles:
    'SELECT median(x) AS m, quantile_cont(x, 0.1) AS a, quantile_cont(x, 0.9) AS b, quantile_disc(x, 0.25) AS c, mad(x) AS d FROM bits',
  functions:
    'SELECT sum(exp(x / 10)) AS e, sum(ln(abs(x) + 1)) AS l, sum(sin(x)) AS s, sum(power(abs(x), 0.3)) AS p, sum(sqrt(abs(x))) AS q, sum(atan2(x, y)) AS t, sum(x % 0.7) AS m FROM bits',
  distinct: 'SELECT b, count(*) AS n, min(x) AS lo, max(x) AS hi, arg_max(y, x) AS y FROM bits GROUP BY b ORDER BY b',
  window: 'SELECT sum(r * x) AS s FROM (SELECT x, row_number() OVER (ORDER BY x, i) AS r FROM bits)',
  running:
    'SELECT sum(t) AS s FROM (SELECT sum(x) OVER (ORDER BY i ROWS BETWEEN 100 PRECEDING AND CURRENT ROW) AS t FROM bits WHERE i < 20000)',
  parsing:
    "SELECT '0.1'::DOUBLE + '0.2'::DOUBLE AS a, '1e-320'::DOUBLE AS b, 1 / 3 AS c, sum((x::VARCHAR)::DOUBLE) AS d FROM bits",
  hashing: 'SELECT sum(hash(i) % 1000003) AS h, sum(hash(g::VARCHAR) % 1000003) AS t FROM bits',
  joining: 'SELECT sum(a.x * b.y) AS s, count(*) AS n FROM bits a JOIN bits b ON a.i = b.i + 17 WHERE a.g = b.g',
}

const rows = rowsPerBatch + 77_120

/** Fills table `bits` and answers every statement, each number as the sixteen hexadecimal digits of its bits. */
export async function storedBits(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const random = randomSource(20221122)
  for (let start = 0; start < rows; start += rowsPerBatch) {
    const rowCount = Math.min(rowsPerBatch, rows - start)
    const make = (value: (row: number) => number): Float64Array =>
      Float64Array.from({ length: rowCount }, (_, row) => value(row))
    await database.insert('bits', {
      rowCount,
      columns: [
        { kind: 'integer', id: 'i', values: Int32Array.from({ length: rowCount }, (_, row) => start + row) },
        {
          kind: 'byte',
          id: 'b',
          values: Int8Array.from({ length: rowCount }, () => (random() < 0.03 ? -125 : 1 + Math.floor(random() * 5))),
        },
        {
          kind: 'numeric',
          id: 'x',
          values: make(() => (random() < 0.02 ? Number.NaN : (random() - 0.5) * 10 ** Math.floor(random() * 4))),
        },
        { kind: 'numeric', id: 'y', values: make(() => random() * 3 + random()) },
        {
          kind: 'factor',
          id: 'g',
          codes: Int32Array.from({ length: rowCount }, () => Math.floor(random() * 9)),
          levels: ['Levanger', 'Östersund', 'Verdal', 'Åre', 'Steinkjer', 'Ørland', 'Krokom', 'Stjørdal', 'Berg'],
        },
      ],
    })
  }
  const bits: Record<string, readonly string[]> = {}
  for (const [name, sql] of Object.entries(bitStatements)) {
    const frame = await database.frame(sql)
    bits[name] = Object.values(frame.columns).map((column) =>
      column.kind === 'numeric'
        ? Array.from(column.values, hexadecimal).join(' ')
        : Array.from(column.codes, (code) => column.levels[code] ?? '·').join('|'),
    )
  }
  return bits
}

function hexadecimal(value: number): string {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]?.toString(16).padStart(16, '0') ?? ''
}
