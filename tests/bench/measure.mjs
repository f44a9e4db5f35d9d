// How benchmarks measure and say what they measured.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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
      build: {
        ssr: here(entry),
        outDir: folder,
        target: 'node20',
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
      },
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

const figure = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3)

/** A line of the result: what, how much, and how it stands to what it must reach. */
export function report(what, measured, unit, { limit = null, limitText = '' } = {}) {
  const held =
    limit === null
      ? ''
      : measured <= limit
        ? `  ≤ ${figure(limit)}${limitText}: held`
        : `  ≤ ${figure(limit)}${limitText}: MISSED`
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

/**
 * A program of another language that answers a line with a line, so that its measurements and ours take turns on a machine that is not always equally quick.
 * @returns null where the program is not installed or ends before its first answer
 */
export async function answering(command, parameters, script) {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (line) => {
    child.stdin.write(`${line}\n`)
    const { value, done } = await lines.next()
    return done === true ? null : value
  }
  if (script !== '') child.stdin.write(script)
  if ((await ask('ready')) === null) return null
  return { ask: async (line) => Number(await ask(line)), text: ask, end: () => child.stdin.end() }
}

/** R, answering a name with the seconds that the expression of the name takes. */
export const answeringR = (setup, expressions) =>
  answering(
    'Rscript',
    [
      '--vanilla',
      '-e',
      `${setup}
work <- list(${Object.entries(expressions)
        .map(([name, expression]) => `${name} = function() ${expression}`)
        .join(', ')})
input <- file('stdin', 'r')
repeat {
  line <- readLines(input, 1)
  if (length(line) == 0) break
  if (line %in% names(work)) { gc(FALSE); cat(system.time(work[[line]]())[['elapsed']], '\\n', sep = '') }
  else if (line == 'ready') cat('ready\\n')
  else cat(format(eval(parse(text = line)), digits = 17), '\\n', sep = ' ')
  flush(stdout())
}`,
    ],
    '',
  )

/** pandas, answering `read` with the seconds that reading a file takes. */
export const answeringPandas = (path) =>
  answering(
    '/usr/bin/python3',
    [
      '-c',
      `import sys, time
import pandas
for line in sys.stdin:
    start = time.perf_counter()
    if line.strip() == 'read':
        assert len(pandas.read_csv(${JSON.stringify(path)}, sep=';')) == 1000000
        print(time.perf_counter() - start, flush=True)
    else:
        print('ready', flush=True)
`,
    ],
    '',
  )

/** The least of several times each of ours and, in turns, of theirs. */
export async function inTurns(times, ours, theirs) {
  let least = Infinity
  let leastOfTheirs = theirs.map(() => Infinity)
  for (let turn = 0; turn < times; turn += 1) {
    least = Math.min(least, await seconds(ours))
    for (const [index, their] of theirs.entries())
      leastOfTheirs = leastOfTheirs.with(index, Math.min(leastOfTheirs[index], await their()))
  }
  return [least, ...leastOfTheirs]
}
