// Correct digits of NIST's Statistical Reference Datasets and of far tails, beside R's where R is installed. It prints and never judges: tests/numeric does.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundled } from '../bench/measure.mjs'

const { program, remove } = await bundled('../accuracy/program.ts')
await remove()
const { certified, correctDigits } = program

/** R's lm and ours both leave out Filip's last power at R's own tolerance of 1e-7. */
const tolerance = 1e-10
const tailNames = { normal: 'normal', 'student-t': 'Student t', f: 'F', 'chi-square': 'chi-square' }
const tailFunctions = {
  normal: program.normal,
  'student-t': program.studentT,
  f: program.fDistribution,
  'chi-square': program.chiSquare,
}
const tailsInR = { normal: 'pnorm', 'student-t': 'pt', f: 'pf', 'chi-square': 'pchisq' }

/** Stored values at 50 digits (mpmath) whose upper tail lies between 1e-300 and 1e-100. */
const farTails = Object.keys(tailNames).map((name) => {
  const { tails = [] } = JSON.parse(
    readFileSync(new URL(`../numeric/distributions/reference/${name}.json`, import.meta.url), 'utf8'),
  )
  return { name, rows: tails.filter(({ upper }) => Number(upper) > 1e-300 && Number(upper) < 1e-100) }
})

const r = answersOfR()
say(`Correct significant digits; ${r === null ? 'R is not installed, so its column is empty' : r.get('version')}.`)
say('A set that is read from beside the project and is not there has a dash.')

table(
  'NIST StRD, one-way analysis of variance',
  ['set', 'F', 'F in R', 'best from doubles'],
  Object.entries(certified.anova).map(([name, set]) => {
    const { statistic } = program.oneWayFromValues(program.anovaGroups(name))
    return [
      name,
      correctDigits(statistic, set.between.F),
      ofR(`anova ${name} F`, set.between.F),
      correctDigits(set.of_the_doubles.F, set.between.F),
    ]
  }),
)
say(
  'Doubles cannot hold the printed decimals near 10⁶ and 10¹² (SmLs04–09): the last column is exact arithmetic on the doubles that are read.',
)

const worst = (found, expected) => Math.min(...expected.map((value, index) => correctDigits(found[index], value)))
table(
  'NIST StRD, linear regression: the worst coefficient and standard error, residual SD, R², F; powers read to 31 digits | rounded to doubles first | R',
  ['set', 'coefficients', 'standard errors', 'residual SD', 'R²', 'F'],
  Object.entries(certified.linear_regression).map(([name, set]) => {
    const ours = ['printed', 'doubles'].map((reading) => {
      const data = program.regressionDesign(name, reading)
      if (data === null) return null
      const fit = program.leastSquares(data.design, data.outcome, { tolerance })
      return [
        worst(fit.estimates, set.estimates),
        worst(fit.standardErrors, set.standard_errors),
        correctDigits(fit.residualDeviation, set.residual_sd),
        correctDigits(fit.rSquared, set.r_squared),
        correctDigits(fit.statistic, Number(set.F)),
      ]
    })
    const listOfR = (what, expected) =>
      Math.min(...expected.map((value, index) => ofR(`regression ${name} ${what}${index}`, value) ?? Number.NaN))
    const theirs = [
      listOfR('b', set.estimates),
      listOfR('se', set.standard_errors),
      ofR(`regression ${name} sd`, set.residual_sd),
      ofR(`regression ${name} r2`, set.r_squared),
      ofR(`regression ${name} F`, Number(set.F)),
    ]
    return [
      name,
      ...theirs.map((their, column) => [ours[0]?.[column], ours[1]?.[column], their].map(digits).join(' | ')),
    ]
  }),
)

table(
  'NIST StRD, univariate',
  ['set', 'mean', 'mean in R', 'SD', 'SD in R'],
  Object.entries(certified.univariate).map(([name, set]) => {
    const values = program.univariateValues(name)
    return [
      name,
      values && correctDigits(program.mean(values), set.mean),
      ofR(`univariate ${name} mean`, set.mean),
      values && correctDigits(program.standardDeviation(values), set.sd_n_minus_1),
      ofR(`univariate ${name} sd`, set.sd_n_minus_1),
    ]
  }),
)
say('NumAcc3 and 4 lie so near 10⁶ and 10⁷ that doubles hold nine and eight digits of their spread.')

table(
  'Far tails, upper probabilities from 1e-300 to 1e-100 against 50 digits: the worst',
  ['distribution', 'values', 'ours', 'R'],
  farTails.map(({ name, rows }) => {
    const least = (digitsOf) => rows.reduce((low, row, index) => Math.min(low, digitsOf(row, index) ?? Number.NaN), 16)
    return [
      tailNames[name],
      String(rows.length),
      least((row) => correctDigits(tailFunctions[name].upper(...row.x.map(Number)), Number(row.upper))),
      least((row, index) => ofR(`tail ${name} ${index}`, Number(row.upper))),
    ]
  }),
)

function say(line) {
  process.stdout.write(`${line}\n`)
}

function digits(value) {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined || Number.isNaN(value)
      ? '–'
      : value.toFixed(1)
}

function table(title, heading, rows) {
  const cells = [heading, ...rows.map((row) => row.map(digits))]
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  say(`\n${title}`)
  for (const row of cells)
    say(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('   '),
    )
}

function ofR(key, expected) {
  const text = r?.get(key)
  return text === undefined ? null : correctDigits(Number(text), expected)
}

/** What R makes of the same sets, by name; null where it is not installed. */
function answersOfR() {
  const folder = mkdtempSync(join(tmpdir(), 'valtel-accuracy-'))
  try {
    const write = (name, rows) => {
      const path = join(folder, name)
      writeFileSync(path, `${rows.map((row) => row.join(' ')).join('\n')}\n`)
      return JSON.stringify(path)
    }
    const lines = [
      'say <- function(key, value) cat(key, "\\t", format(value, digits = 17), "\\n", sep = "")',
      'say("version", R.version.string)',
    ]
    for (const name of Object.keys(certified.anova)) {
      const rows = program.anovaGroups(name).flatMap((group, index) => group.map((value) => [index, value]))
      lines.push(
        `d <- read.table(${write(`anova-${name}`, rows)}); say("anova ${name} F", summary(aov(V2 ~ factor(V1), d))[[1]][1, 4])`,
      )
    }
    for (const [name, set] of Object.entries(certified.linear_regression)) {
      const rows = program.regressionRows(name)
      if (rows === null) continue
      const terms = Array.from({ length: set.terms }, (_, term) =>
        set.model === 'poly' ? `I(V2^${term + 1})` : `V${term + 2}`,
      ).join(' + ')
      lines.push(
        `d <- read.table(${write(`regression-${name}`, rows)}); m <- lm(V1 ~ ${set.model === 'noint' ? '0 + ' : ''}${terms}, d, tol = ${tolerance}); s <- suppressWarnings(summary(m))`,
        `for (i in seq_along(coef(m))) say(paste0("regression ${name} b", i - 1), coef(m)[[i]])`,
        `for (i in seq_len(nrow(s$coefficients))) say(paste0("regression ${name} se", i - 1), s$coefficients[i, 2])`,
        `say("regression ${name} sd", s$sigma); say("regression ${name} r2", s$r.squared); say("regression ${name} F", s$fstatistic[[1]])`,
      )
    }
    for (const name of Object.keys(certified.univariate)) {
      const values = program.univariateValues(name)
      if (values === null) continue
      lines.push(
        `v <- scan(${write(
          `univariate-${name}`,
          values.map((value) => [value]),
        )}, quiet = TRUE); say("univariate ${name} mean", mean(v)); say("univariate ${name} sd", sd(v))`,
      )
    }
    for (const { name, rows } of farTails)
      rows.forEach(({ x }, index) =>
        lines.push(
          `say("tail ${name} ${index}", ${tailsInR[name]}(${x.map((value) => (value === 'Infinity' ? 'Inf' : value)).join(', ')}, lower.tail = FALSE))`,
        ),
      )
    const script = join(folder, 'accuracy.R')
    writeFileSync(script, `${lines.join('\n')}\n`)
    const { status, stdout } = spawnSync('Rscript', ['--vanilla', script], { encoding: 'utf8', maxBuffer: 1e8 })
    return status === 0
      ? new Map(
          stdout
            .split('\n')
            .map((line) => line.split('\t'))
            .filter((parts) => parts.length === 2),
        )
      : null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
