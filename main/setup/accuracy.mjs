// npm run accuracy: correct digits against NIST's reference datasets and far tails, beside R's where R is installed.
import { command, inProject, installPackages, run } from './steps.mjs'

await command(async () => {
  await installPackages()
  const { code } = await run(process.execPath, [inProject('tests', 'accuracy', 'accuracy.mjs')])
  return code
})
