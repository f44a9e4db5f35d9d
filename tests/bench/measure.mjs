// How benchmarks measure and say what they measured.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/** What program.ts names of the program, bundled as it is for people: a module loaded file by file is slower. */
export async function bundledProgram() {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url))
  // Inside the project, so that packages are found.
  const folder = await mkdtemp(here('../../node_modules/.bench-'))
  try {
    await build({
      configFile: false,
      root: here('../..'),
      publicDir: false,
      logLevel: 'error',
      build: { ssr: here('program.ts'), outDir: folder, target: 'node20', minify: false, rolldownOptions: { output: { entryFileNames: 'program.mjs' } } },
    })
    return await import(pathToFileURL(join(folder, 'program.mjs')).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
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

/** What Debian's Python prints for a script that needs pandas, null where that is not installed. */
export const pandas = (script) => outputOf('/usr/bin/python3', ['-'], `import pandas\n${script}`)
