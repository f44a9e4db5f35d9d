// How often an item lies beyond its reference although nothing has changed, for the help page of round-change: node tests/simulation/top-movers.mjs
import { writeFileSync } from 'node:fs'
import { bundled } from '../bench/measure.mjs'

const [surveys, permutations] = [2000, 999]
const sizes = [
  [15, 15],
  [15, 60],
  [60, 15],
  [40, 40],
  [40, 160],
  [160, 40],
]

const { program, remove } = await bundled('../simulation/program.ts')
await remove()
const rows = []
for (const items of [4, 24])
  for (const spreadRatio of [0.5, 1, 2])
    for (const [n1, n2] of sizes) {
      const found = program.falseAlarms({ n1, n2, spreadRatio, items }, surveys, permutations)
      rows.push({ n1, n2, spreadRatio, items, rate: found / surveys })
      console.log(`${n1} and ${n2}, spread ${spreadRatio}, ${items} items: ${((100 * found) / surveys).toFixed(1)} %`)
    }
writeFileSync(
  new URL('top-movers.json', import.meta.url),
  `${JSON.stringify({ command: 'node tests/simulation/top-movers.mjs', surveys, permutations, rows }, null, 2)}\n`,
)
