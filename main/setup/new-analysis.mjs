// npm run new-analysis NAME: writes a small analysis that works, with its tests, to begin from. `-- --unkept` leaves its results to be kept later.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { SetupError, command, inProject, installPackages, projectFolder, run, runTool, say } from './steps.mjs'

const templates = inProject('main', 'setup', 'new-analysis')
const sampleRecipe = inProject('fixtures', 'sample-statistics', 'recipe.json')
const readme = inProject('README.md')
const published = inProject('tests', 'published-columns.ts')
const unkept = '--unkept'

await command(async () => {
  const given = process.argv.slice(2)
  const name = checkedName(given.filter((each) => each !== unkept))
  const written = writeTemplates(name)
  addToReadme(name)
  addToSampleRecipe(name)
  addToPublishedColumns(name)
  await installPackages()
  // Templates are formatted for a name of their own length.
  const formatted = await runTool('prettier', 'prettier', [
    '--write',
    '--log-level',
    'warn',
    '--ignore-unknown',
    ...written,
    published,
  ])
  if (formatted.code !== 0) throw new SetupError('The new files could not be formatted.')
  if (!given.includes(unkept)) await keepResults(name)
  say(nextSteps(name))
  return 0
})

/** @throws SetupError with one sentence that says what a name must be */
function checkedName(given) {
  const [name] = given
  if (given.length !== 1) throw new SetupError('Give one name: npm run new-analysis NAME, for example response-styles.')
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name))
    throw new SetupError(
      `“${name}” cannot be a name: it has lower-case words of a–z and digits with hyphens between, as response-styles has.`,
    )
  const taken = ['analyses', 'tests'].find((folder) => existsSync(inProject(folder, name)))
  if (taken !== undefined) throw new SetupError(`“${name}” is taken: there is a folder ${taken}/${name}.`)
  return name
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Writes the templates under the new name and gives their paths. */
function writeTemplates(name) {
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  const named = (text) =>
    text
      .replaceAll('new-analysis', name)
      .replaceAll('newAnalysis', camel)
      .replaceAll('NewAnalysis', camel.charAt(0).toUpperCase() + camel.slice(1))
  return [
    ['analysis', inProject('analyses', name)],
    ['tests', inProject('tests', name)],
  ].flatMap(([part, to]) => {
    const from = join(templates, part)
    return filesBelow(from).map((template) => {
      const path = join(to, named(relative(from, template)).replace(/\.template$/, ''))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, named(readFileSync(template, 'utf8')))
      return path
    })
  })
}

/** Puts the analysis into the table of what the workbench computes. */
function addToReadme(name) {
  const text = readFileSync(readme, 'utf8')
  const table = /(## What it computes\n\n(?:\|.*\n)+)/
  if (!table.test(text)) throw new SetupError('README.md has no table under “What it computes”.')
  writeFileSync(readme, text.replace(table, `$1| How many gave the highest answer? | \`${name}\` |\n`))
}

/** Every analysis runs in a sample recipe, whose results are kept. */
function addToSampleRecipe(name) {
  const recipe = JSON.parse(readFileSync(sampleRecipe, 'utf8'))
  recipe.analyses.push({ id: name, as: name, options: {} })
  writeFileSync(sampleRecipe, `${JSON.stringify(recipe, null, 2)}\n`)
}

/** What other programs may read of it by name, which the tests hold. */
function addToPublishedColumns(name) {
  const text = readFileSync(published, 'utf8')
  const columns = "{ shares: 'item n ceiling_share conf_low conf_high' }"
  if (!text.endsWith('\n}\n')) throw new SetupError('tests/published-columns.ts does not end with its list.')
  writeFileSync(published, text.replace(/\}\n$/, `'${name}': ${columns},\n}\n`))
}

async function keepResults(name) {
  say('Keeping the results of its reference and of the sample…')
  const { code, output } = await vitest(
    ['tests/kept-results.test.ts', 'tests/references.test.ts', '-t', `\\b${name}\\b`],
    { quiet: true, env: { KEEP_RESULTS: 'anew' } },
  )
  if (code !== 0) throw new SetupError(`The results could not be kept:\n${output}`)
}

function vitest(parameters, options) {
  const settings = ['run', '--config', 'tests/vitest.config.ts', '--project', 'unit']
  return run(process.execPath, [inProject('node_modules', 'vitest', 'vitest.mjs'), ...settings, ...parameters], options)
}

function nextSteps(name) {
  const shown = (path) => relative(projectFolder, path)
  return [
    `analyses/${name} and tests/${name} are written, and ${[readme, sampleRecipe, published].map(shown).join(', ')} and tests/kept-results.json know them.`,
    'It counts the highest answers of each item by group. Everything passes as it is: npm run test:unit.',
    `Begin with analyses/${name}/analysis.ts; analyses/README.md says what each file holds.`,
    'When its numbers are your own, write new ones with Rscript in reference/ and keep the results anew (CONTRIBUTING.md).',
  ].join('\n')
}
