// What the one-line commands of the README share. Plain Node without packages: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
export const inProject = (...parts) => join(projectFolder, ...parts)

const require = createRequire(import.meta.url)

/** An end that the user can do something about: one line, no stack. */
export class SetupError extends Error {}

export const say = (line) => process.stderr.write(`${line}\n`)

/** Runs `main` and turns its failure into an exit code: a SetupError into its one line, anything else into its stack. */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}

/**
 * Runs a program in the project folder, or another, and gives its exit code.
 *
 * @param options `milliseconds` ends it and everything it started; `quiet` keeps its output for `output`
 */
export function run(
  program,
  parameters,
  { milliseconds, quiet = false, env = {}, shell = false, folder = projectFolder } = {},
) {
  return new Promise((resolve) => {
    const isOwnGroup = milliseconds !== undefined && process.platform !== 'win32'
    const child = spawn(program, parameters, {
      cwd: folder,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...env },
      shell,
      detached: isOwnGroup,
      windowsHide: true,
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text))
    let hasTimedOut = false
    const end = () => {
      if (!isOwnGroup) return child.kill('SIGKILL')
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        child.kill('SIGKILL')
      }
    }
    const timer =
      milliseconds === undefined
        ? undefined
        : setTimeout(() => {
            hasTimedOut = true
            end()
          }, milliseconds)
    const forward = (signal) => (isOwnGroup ? end() : child.kill(signal))
    process.on('SIGINT', forward)
    process.on('SIGTERM', forward)
    const finish = (code, problem) => {
      clearTimeout(timer)
      process.off('SIGINT', forward)
      process.off('SIGTERM', forward)
      resolve({ code, output: problem ?? output, hasTimedOut })
    }
    child.once('error', (error) => finish(127, error.message))
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** npm as this process was started by it, or else from the PATH. */
function npm(parameters, options) {
  const script = process.env['npm_execpath']
  if (script !== undefined && /\.[cm]?js$/.test(script) && existsSync(script))
    return run(process.execPath, [script, ...parameters], options)
  return run('npm', parameters, { ...options, shell: process.platform === 'win32' })
}

/** The program of an installed npm package, run with this Node. */
export function runTool(packageName, binary, parameters, options) {
  const manifest = JSON.parse(readFileSync(inProject('node_modules', packageName, 'package.json'), 'utf8'))
  const path = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[binary]
  return run(process.execPath, [inProject('node_modules', packageName, path), ...parameters], options)
}

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : -1)

/** The packages of a lock file, by place; those that other platforms need are left out, since they are never installed here. */
function lockedPackages(path) {
  if (!existsSync(path)) return null
  const { packages } = JSON.parse(readFileSync(path, 'utf8'))
  return new Map(
    Object.entries(packages).flatMap(([place, { version, optional }]) =>
      place === '' || optional === true ? [] : [[place, version]],
    ),
  )
}

/** Installs the npm packages when some are missing or are not the ones of the lock file. */
export async function installPackages() {
  const wanted = lockedPackages(inProject('package-lock.json'))
  const installed = lockedPackages(inProject('node_modules', '.package-lock.json'))
  if (installed !== null && [...wanted].every(([place, version]) => installed.get(place) === version)) return
  say('Installing npm packages…')
  const options = ['--include=dev', '--no-audit', '--no-fund']
  const clean = await npm(['ci', ...options], { quiet: true })
  if (clean.code === 0) return
  // A registry that holds only this platform's optional packages makes `npm ci` refuse a lock file that names none of the
  // others; `npm install` takes the same versions from it.
  const { code, output } = await npm(['install', '--no-save', ...options], { quiet: true })
  if (code !== 0) throw new SetupError(`npm could not install the packages:\n${lastLines(output, 12)}`)
}

const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n')

/** What the build reads. */
const sources = [
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.json',
  'main',
  'preload',
  'renderer',
  'analyses',
  'fixtures/sample',
  'fixtures/odm-valtel',
]
const notSources = new Set([inProject('main', 'setup')])

function* filesBelow(path) {
  if (!existsSync(path) || notSources.has(path)) return
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name))
}

function hashOfSources() {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const path of filesBelow(inProject(source))) {
      hash.update(relative(projectFolder, path).split(sep).join('/')).update('\0')
      hash.update(readFileSync(path)).update('\0')
    }
  return hash.digest('hex')
}

/** Builds the program when `out/` is missing or was built from other sources. */
export async function build() {
  const note = inProject('out', '.inputs')
  const wanted = hashOfSources()
  const isBuilt = ['main/index.js', 'preload/index.js', 'renderer/index.html'].every((file) =>
    existsSync(inProject('out', file)),
  )
  if (isBuilt && existsSync(note) && readFileSync(note, 'utf8') === wanted) return
  say('Building…')
  rmSync(note, { force: true })
  const { code, output } = await runTool('electron-vite', 'electron-vite', ['build'], { quiet: true })
  if (code !== 0) throw new SetupError(`The build failed:\n${lastLines(output, 40)}`)
  mkdirSync(inProject('out'), { recursive: true })
  writeFileSync(note, wanted)
}

/** What the built program knows of hosts on this machine. */
const hosts = () => require(inProject('out', 'main', 'browsers.js'))

export const electronProgram = () => hosts().findElectron(projectFolder)
export const installedBrowser = () => hosts().findBrowser()

const dayInMilliseconds = 86_400_000
const longestFetch = 20_000

/** Tries to fetch Electron's program, for 20 seconds and at most once a day. */
export async function fetchElectron() {
  if (electronProgram() !== null || process.env['VALTEL_HOST'] === 'chromium') return
  const installer = inProject('node_modules', 'electron', 'install.js')
  const note = inProject('out', '.electron-not-fetched')
  if (!existsSync(installer) || Date.now() - modified(note) < dayInMilliseconds) return
  say('Fetching Electron…')
  const { code, hasTimedOut } = await run(process.execPath, [installer], { quiet: true, milliseconds: longestFetch })
  if (code === 0 && electronProgram() !== null) return
  writeFileSync(note, `${new Date().toISOString()}\n`)
  say(`Electron could not be fetched${hasTimedOut ? ' in time' : ''}; it is tried again tomorrow.`)
}

const isOnPath = (program) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

const canInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && isOnPath('apt-get')

async function installFromDebian(packages, name) {
  say(`Installing the ${name} package…`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { quiet: true, env })
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    quiet: true,
    env,
  })
  if (code !== 0) say(`The ${name} package could not be installed:\n${lastLines(output, 6)}`)
}

/** Installs Debian's Chromium where that can be done without asking: as root, with apt-get, and no browser there yet. */
export async function installBrowser() {
  if (installedBrowser() !== null) return
  // A browser that was named and is not there is the user's to put right.
  if (process.env['VALTEL_BROWSER'] || !canInstall()) return
  await installFromDebian(['chromium', 'chromium-sandbox', 'fonts-liberation'], 'chromium')
}

/** Installs the tools with which the tests look into PDF files, where that can be done without asking; without them those tests are skipped. */
export async function installTestTools() {
  if (!isOnPath('pdffonts') && canInstall()) await installFromDebian(['poppler-utils'], 'poppler-utils')
}

/** Starts a program in the user's place and gives its exit code. */
export async function become(program, parameters, env = {}) {
  return (await run(program, parameters, { env })).code
}

/** True when a window can be shown; Linux without a display server is the one place where it cannot. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}
