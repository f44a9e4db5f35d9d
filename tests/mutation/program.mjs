// Loads the TypeScript of this folder and runs it; see main/setup/mutate.mjs.
import { runnerImport } from 'vite'
import { command, inProject, projectFolder, run, say } from '../../main/setup/steps.mjs'

await command(async () => {
  const { module } = await runnerImport(inProject('tests', 'mutation', 'mutate.ts'), {
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
  })
  return module.mutate(process.argv.slice(2), run, say)
})
