// npm run check:types: one TypeScript project per room, in the order in which they depend on each other.
import { command, installPackages, runTool } from './steps.mjs'

await command(async () => {
  await installPackages()
  // Always in full: a build that goes on from the last one takes rooms for checked whose neighbours have changed since.
  const rooms = await runTool('typescript', 'tsc', ['--build', '--force', '--pretty', 'false'])
  const strictly =
    '--noEmit --strict --skipLibCheck --target ES2023 --module ESNext --moduleResolution bundler --types node --ignoreConfig --pretty false'
  const configuration = await runTool('typescript', 'tsc', [...strictly.split(' '), 'electron.vite.config.ts'])
  return rooms.code === 0 && configuration.code === 0 ? 0 : 1
})
