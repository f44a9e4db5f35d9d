// How often the interval of a mean holds what it is of, at the middle and at the ends of a scale, for the help page of dimension-scores: node tests/simulation/bounded-means.mjs
import { writeFileSync } from 'node:fs'
import { bundled } from '../bench/measure.mjs'

const samples = 20_000
const populations = {
  middle: [0.05, 0.2, 0.35, 0.3, 0.1],
  high: [0.02, 0.03, 0.15, 0.4, 0.4],
  'near the top': [0.01, 0.02, 0.05, 0.17, 0.75],
  'at the top': [0.005, 0.005, 0.02, 0.12, 0.85],
  'near the bottom': [0.7, 0.2, 0.06, 0.03, 0.01],
  'at both ends': [0.5, 0, 0, 0, 0.5],
}

const { program, remove } = await bundled('../simulation/program.ts')
await remove()
const rows = []
for (const [population, chances] of Object.entries(populations))
  for (const items of [1, 4])
    for (const n of [5, 8, 15, 30, 60, 150]) {
      const found = program.coverage({ chances, items, n }, samples)
      const row = { population, items, n, coverage: found.program / samples, student: found.student / samples }
      rows.push(row)
      console.log(
        `${population}, ${items} item${items === 1 ? '' : 's'}, n ${n}: ${(100 * row.coverage).toFixed(1)} % (Student ${(100 * row.student).toFixed(1)} %)`,
      )
    }
writeFileSync(
  new URL('bounded-means.json', import.meta.url),
  `${JSON.stringify({ command: 'node tests/simulation/bounded-means.mjs', samples, populations, rows }, null, 2)}\n`,
)
