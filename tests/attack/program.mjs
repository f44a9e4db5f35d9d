// Loads the TypeScript of this folder and runs it; see main/setup/attack.mjs.
import { runnerImport } from 'vite'
import { command, inProject, projectFolder, say } from '../../main/setup/steps.mjs'

await command(async () => {
  const { module } = await runnerImport(inProject('tests', 'attack', 'many-projects.ts'), {
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
  })
  return module.attackMany(process.argv.slice(2), say)
})
