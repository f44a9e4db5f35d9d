// npm run mutate: a sample of small changes of the sources, each judged by the tests that can see it.
import { command, inProject, installPackages, run } from './steps.mjs'

await command(async () => {
  await installPackages()
  const { code } = await run(process.execPath, [
    inProject('tests', 'mutation', 'program.mjs'),
    ...process.argv.slice(2),
  ])
  return code
})
