import Module from 'node:module'
import { join } from 'node:path'
import { createElectron } from './electron'

/**
 * The program on an installed browser instead of Electron: hands the stand-in to whoever requires `electron`, then runs
 * the same `index.js`. Required by another program (the tests do) it starts nothing until `start` is called, and
 * leaves that program's process alone when it ends.
 */

type Electron = ReturnType<typeof createElectron>
type Load = (request: string, parent: unknown, isMain: boolean) => unknown

/**
 * @param onEnd called when the program has quit and its browsers are closed
 * @param prepare called before the program's first line runs
 */
export function start(
  onEnd: (code: number) => void = () => undefined,
  prepare: (electron: Electron) => void = () => undefined,
): Electron {
  const electron = createElectron(join(__dirname, '..', '..'), onEnd)
  prepare(electron)
  const loader = Module as unknown as { _load: Load }
  const loadAsBefore = loader._load
  loader._load = (request, parent, isMain) =>
    request === 'electron' ? electron : loadAsBefore(request, parent, isMain)
  try {
    // Run anew for every start, as a new process would.
    const program = join(__dirname, 'index.js')
    delete require.cache[program]
    require(program)
  } finally {
    loader._load = loadAsBefore
  }
  return electron
}

if (require.main === module) {
  const { app } = start((code) => process.exit(code))
  // Electron does this by itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
