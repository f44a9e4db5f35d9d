import { expect, test } from 'vitest'
import { exportsOf, namesTakenBy, type Export } from './source-exports'
import { filesBelow, readProjectFile } from './source-files'

const endings = ['.ts', '.tsx', '.mjs']
const sources = ['main', 'preload', 'renderer', 'analyses'].flatMap((folder) => filesBelow(folder, endings))

/** Files that a registry takes up by their place: their `default` is used. */
const registered = ['analyses', 'analyses/readers', 'analyses/sources', 'analyses/survey-tools'].flatMap((folder) => {
  const registry = readProjectFile(`${folder}/${folder === 'analyses' ? 'index' : 'registry'}.ts`)
  return [...registry.matchAll(/'\.\/([^']*\*[^']*\.ts)'/g)].map(
    ([, pattern = '']) => new RegExp(`^${folder}/${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`),
  )
})
const isRegistered = ({ file, name }: Export): boolean =>
  name === 'default' && registered.some((place) => place.test(file))

/** Names that are there for others than the program, by file and name, and for whom. */
const entryPoints: Readonly<Record<string, string>> = {
  'analyses/recipe/results-schema.ts resultsSchema': 'the published form of results.json, which the tests read with it',
  'analyses/core/contract.ts derivedMessageKeys': 'the tests of the catalogues',
  'analyses/publish/publication-profile.ts profileNamed': "figures at a width of one's own, which the tests draw",
  'analyses/readers/data-file.ts memoryFile': 'files that the tests make up',
  'analyses/numeric/comparison/effect-size.ts cohensD': "certified by itself; Hedges' g is its correction",
  'analyses/numeric/comparison/one-way-anova.ts oneWayFromValues': "the accuracy program, over NIST's values",
  'analyses/numeric/comparison/welch.ts welchTTest': 'what comparisons of many groups come to with two',
  'analyses/numeric/comparison/welch.ts studentTTest': 'what comparisons of many groups come to with two',
  'analyses/numeric/distributions/gamma-function.ts logBeta': 'special functions are certified one by one',
  'analyses/numeric/distributions/normal.ts complementaryError': 'special functions are certified one by one',
  'analyses/numeric/factor-model/discriminant-validity.ts residualCorrelations': 'certified by itself',
  'analyses/numeric/factor-model/samples.ts listwiseSample': 'the bench of factor models',
  'analyses/numeric/ordinal-regression/fit.ts categoryProbabilities': 'certified by itself',
  'analyses/numeric/regression/least-squares.ts linearCombination': 'certified by itself',
  'analyses/numeric/resampling/bootstrap.ts jackknifeAcceleration': 'the definition that faster forms are held against',
  'analyses/numeric/summary/rank.ts rankGroups': 'the definition that the form over counts is held against',
  'analyses/numeric/summary/summary.ts shapeOf': 'the definition that the form over counts is held against',
}

const takenBySources = new Set(sources.flatMap(namesTakenBy))
const takenByTests = new Set(filesBelow('tests', endings).flatMap(namesTakenBy))
const nameOf = ({ file, name }: Export): string => `${file} ${name}`
const isIn = (users: ReadonlySet<string>, own: Export): boolean => users.has(nameOf(own)) || users.has(`${own.file} *`)

const untaken = sources.flatMap(exportsOf).filter((own) => !isRegistered(own) && !isIn(takenBySources, own))

test('what a file exports, another file of the program uses', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(registered).toHaveLength(5)
  // A type is exported with the signature that it is part of, and a step that its file uses may have a test of its own.
  const isPart = (own: Export): boolean =>
    own.isType ? own.isUsedInside || isIn(takenByTests, own) : own.isUsedInside && isIn(takenByTests, own)
  const unused = untaken.filter((own) => !isPart(own)).map(nameOf)
  expect(unused.filter((name) => !Object.hasOwn(entryPoints, name))).toEqual([])
})

test('no entry point is kept that the program uses by now, or that is gone', () => {
  const names = new Set(untaken.map(nameOf))
  expect(Object.keys(entryPoints).filter((name) => !names.has(name))).toEqual([])
})
