// npm run attack: random projects, each published and attacked; names those of which something about few people follows.
import { command, inProject, installPackages, run } from './steps.mjs'

await command(async () => {
  await installPackages()
  const { code } = await run(process.execPath, [inProject('tests', 'attack', 'program.mjs'), ...process.argv.slice(2)])
  return code
})
