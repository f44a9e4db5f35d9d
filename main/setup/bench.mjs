// npm run bench: every tests/bench/*.bench.mjs in turn, on the built program.
import { existsSync, readdirSync } from 'node:fs'
import { build, command, inProject, installBrowser, installPackages, run, say, SetupError } from './steps.mjs'

await command(async () => {
  await installPackages()
  await build()
  await installBrowser()
  const folder = inProject('tests', 'bench')
  const wanted = process.argv.slice(2)
  const files = (existsSync(folder) ? readdirSync(folder) : [])
    .filter(
      (name) => name.endsWith('.bench.mjs') && (wanted.length === 0 || wanted.some((word) => name.includes(word))),
    )
    .sort()
  if (files.length === 0) throw new SetupError('There is no benchmark of that name in tests/bench.')
  let failures = 0
  for (const file of files) {
    say(`— ${file}`)
    const { code } = await run(process.execPath, [inProject('tests', 'bench', file)])
    if (code !== 0) failures += 1
  }
  return failures === 0 ? 0 : 1
})
