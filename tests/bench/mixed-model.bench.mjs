// Mixed models as the variance-components and aggregation analyses fit them, against lme4 on the same data. Reading the rows is part of it on both sides.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answeringR, bundled, inTurns, reportRatio } from './measure.mjs'

const { program, remove } = await bundled('mixed-model-program.ts')
await remove()

const soldiersFile = fileURLToPath(new URL('../../fixtures/surveys/bh1996/bh1996.csv', import.meta.url))
const [head, ...lines] = (await readFile(soldiersFile, 'utf8'))
  .trim()
  .split('\n')
  .map((line) => line.split(','))
const soldiers = (name) => Float64Array.from(lines, (line) => Number(line[head.indexOf(name)]))
const pupils = program.pupils()
const employees = program.employees()

const folder = await mkdtemp(join(tmpdir(), 'mixed-model-'))
const csv = (columns) =>
  [
    Object.keys(columns).join(','),
    ...Array.from(Object.values(columns)[0], (_, row) =>
      Object.values(columns)
        .map((column) => column[row])
        .join(','),
    ),
  ].join('\n')
await writeFile(join(folder, 'pupils.csv'), csv(pupils))
await writeFile(join(folder, 'employees.csv'), csv(employees))

const r = await answeringR(
  `suppressPackageStartupMessages(library(lme4))
bh <- read.csv(${JSON.stringify(soldiersFile)}); pupils <- read.csv(${JSON.stringify(join(folder, 'pupils.csv'))}); employees <- read.csv(${JSON.stringify(join(folder, 'employees.csv'))})
for (v in c('organisation', 'unit', 'person', 'round')) employees[[v]] <- factor(employees[[v]])
bh$GRP <- factor(bh$GRP); pupils$school <- factor(pupils$school)
fitted <- lmer(y ~ x + z + (1 | school), pupils, REML = FALSE)`,
  {
    soldiers: 'lmer(WBEING ~ HRS + G_HRS + (1 | GRP), bh)',
    slope: 'lmer(WBEING ~ HRS + LEAD + G_HRS + (LEAD | GRP), bh)',
    pupils: 'lmer(y ~ x + z + (1 | school), pupils)',
    employees: 'lmer(y ~ round + (1 | organisation) + (1 | unit) + (1 | person), employees)',
    profile: "suppressMessages(confint(fitted, parm = 'theta_', method = 'profile'))",
  },
)

const fixed = (n, columns) => [
  { id: '(Intercept)', values: new Float64Array(n).fill(1) },
  ...Object.entries(columns).map(([id, values]) => ({ id, values })),
]
const coded = (values) => Int32Array.from(values, (value) => value - 1)
const fit = (data) => {
  const model = program.mixedModel(data)
  const found = typeof model === 'string' ? model : model.fit('reml')
  if (typeof found === 'string') throw new Error(found)
  return found
}
const group = { id: 'GRP', codes: coded(soldiers('GRP')), levels: 99 }
const ofSoldiers = {
  response: soldiers('WBEING'),
  fixed: fixed(lines.length, { HRS: soldiers('HRS'), G_HRS: soldiers('G_HRS') }),
  random: [group],
}
const withSlope = {
  response: soldiers('WBEING'),
  fixed: fixed(lines.length, { HRS: soldiers('HRS'), LEAD: soldiers('LEAD'), G_HRS: soldiers('G_HRS') }),
  random: [{ ...group, slopes: [{ id: 'LEAD', values: soldiers('LEAD') }] }],
}
const ofPupils = {
  response: pupils.y,
  fixed: fixed(pupils.y.length, { x: pupils.x, z: pupils.z }),
  random: [{ id: 'school', codes: pupils.school, levels: 160 }],
}
const dummy = (round) => Float64Array.from(employees.round, (own) => (own === round ? 1 : 0))
const ofEmployees = {
  response: employees.y,
  fixed: fixed(employees.y.length, { second: dummy(1), third: dummy(2) }),
  random: [
    { id: 'organisation', codes: employees.organisation, levels: 40 },
    { id: 'unit', codes: employees.unit, levels: 200 },
    { id: 'person', codes: employees.person, levels: 4000 },
  ],
}
const cases = [
  ['7 382 soldiers in 99 companies, two covariates', 'soldiers', 5, () => fit(ofSoldiers)],
  ['the same with a correlated random slope', 'slope', 3, () => fit(withSlope)],
  ['7 185 pupils in 160 schools, two covariates', 'pupils', 5, () => fit(ofPupils)],
  ['7 200 answers of 4 000 persons in 200 units in 40 organisations, rounds', 'employees', 3, () => fit(ofEmployees)],
]
for (const [what, name, times, ours] of cases) {
  const [our, their = null] = await inTurns(times, ours, r === null ? [] : [() => r.ask(name)])
  reportRatio(`REML: ${what}`, our, their, 'lme4', 1)
}
const pupilsFit = fit(ofPupils)
const [our, their = null] = await inTurns(
  3,
  () => pupilsFit.profileIntervals(0.95),
  r === null ? [] : [() => r.ask('profile')],
)
reportRatio('profile intervals of the schools’ model', our, their, 'confint of lme4', 1)
r?.end()
await rm(folder, { recursive: true, force: true })
