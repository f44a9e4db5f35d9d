// How benchmarks measure and say what they measured.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * What an entry beside this file names of the program, bundled as it is for people: a module loaded file by file is slower.
 * @returns the module, where it lies, and how to remove it
 */
export async function bundled(entry) {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url))
  // Two folders down in the project: packages are found, and so is what the sources find relative to themselves.
  const folder = await mkdtemp(here('../../node_modules/.bench-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await build({
      configFile: false,
      root: here('../..'),
      publicDir: false,
      logLevel: 'error',
      build: { ssr: here(entry), outDir: folder, target: 'node20', minify: false, rolldownOptions: { output: { entryFileNames: 'program.mjs' } } },
    })
    const path = pathToFileURL(join(folder, 'program.mjs')).href
    return { path, program: await import(path), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Seconds that `work` takes: the least of several times, or of one. */
export async function seconds(work, times = 1) {
  let least = Infinity
  for (let turn = 0; turn < times; turn += 1) {
    const start = performance.now()
    await work(turn)
    least = Math.min(least, (performance.now() - start) / 1000)
  }
  return least
}

const figure = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3))

/** A line of the result: what, how much, and how it stands to what it must reach. */
export function report(what, measured, unit, { limit = null, limitText = '' } = {}) {
  const held = limit === null ? '' : measured <= limit ? `  ≤ ${figure(limit)}${limitText}: held` : `  ≤ ${figure(limit)}${limitText}: MISSED`
  process.stdout.write(`${what.padEnd(74)} ${figure(measured).padStart(8)} ${unit}${held}\n`)
}

/** A ratio of ours to theirs, both named. */
export function reportRatio(what, ours, theirs, than, limit) {
  if (theirs === null) {
    report(what, ours, 's')
    process.stdout.write(`${''.padEnd(74)} not compared: ${than} is not installed\n`)
    return
  }
  report(`${what} (${figure(ours)} s) ÷ ${than} (${figure(theirs)} s)`, ours / theirs, '×', { limit })
}

/** Standard output of a program, null where there is none of the name or it ends in an error. */
export function outputOf(program, parameters, input) {
  try {
    return execFileSync(program, parameters, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 26 })
  } catch {
    return null
  }
}

/** What R prints for a script, null where R is not installed. */
export const r = (script) => outputOf('Rscript', ['--vanilla', '-e', script])

/** Seconds that pandas takes to read a file, the least of two; null where it is not installed. */
export async function readByPandas(path) {
  const printed = outputOf(
    '/usr/bin/python3',
    ['-'],
    `import time
import pandas
least = float('inf')
for turn in range(2):
    start = time.perf_counter()
    frame = pandas.read_csv(${JSON.stringify(path)}, sep=';')
    least = min(least, time.perf_counter() - start)
    assert len(frame) == 1000000
print(least)
`,
  )
  return printed === null ? null : Number(printed)
}
