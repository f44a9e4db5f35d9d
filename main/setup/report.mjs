// npm run report -- RECIPE --out DIR: installs what is missing, builds, and runs the recipe on the command line.
import { become, build, command, electronProgram, inProject, installBrowser, installPackages } from './steps.mjs'

await command(async () => {
  await installPackages()
  await build()
  if (electronProgram() === null) await installBrowser()
  return become(process.execPath, [inProject('out', 'main', 'cli.js'), 'run', ...process.argv.slice(2)])
})
