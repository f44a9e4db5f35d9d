// npm start: installs what is missing, builds, and opens the workbench window.
import {
  become,
  build,
  command,
  electronProgram,
  fetchElectron,
  hasDisplay,
  inProject,
  installBrowser,
  installedBrowser,
  installPackages,
  projectFolder,
  say,
  SetupError,
} from './steps.mjs'

await command(async () => {
  if (!hasDisplay())
    throw new SetupError(
      'There is no display to open a window on; without one, run a recipe with: npm run report -- fixtures/sample/recipe.json --out report-sample',
    )
  await installPackages()
  await build()
  await fetchElectron()
  const given = process.argv.slice(2)
  const electron = electronProgram()
  if (electron !== null) {
    say('Opening the workbench on Electron.')
    const { ELECTRON_RUN_AS_NODE: _runAsNode, ...environment } = process.env
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0
    return become(electron, [projectFolder, ...(isRoot ? ['--no-sandbox'] : []), ...given], environment)
  }
  await installBrowser()
  const browser = installedBrowser()
  if (browser === null)
    throw new SetupError(
      'Neither Electron nor an installed Chromium, Chrome or Edge was found. Install one of them, or name a browser in the variable VALTEL_BROWSER.',
    )
  say(`Opening the workbench in ${browser.name} (${browser.path}), since Electron is not there.`)
  return become(process.execPath, [inProject('out', 'main', 'chromium.js'), ...given])
})
