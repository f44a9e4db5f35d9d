import { join } from 'node:path'
import packageFile from '../package.json'
import { parseCommand, usage, type Command } from './cli/arguments'
import { bridge } from './cli/bridge'
import { check } from './cli/check'
import { columns } from './cli/columns'
import { draft } from './cli/draft'
import { describe } from './cli/describe'
import { disclosure } from './cli/disclosure'
import { instrument } from './cli/instrument'
import { overview } from './cli/overview'
import { quality } from './cli/quality'
import { run } from './cli/run'
import { tree } from './cli/tree'

/** Entry of the command line: plain Node, no window. The built file stands in `out/main`. */
async function main(given: readonly string[]): Promise<number> {
  let command: Command
  try {
    command = parseCommand(given)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  switch (command.command) {
    case 'help':
      process.stdout.write(usage)
      return 0
    case 'version':
      process.stdout.write(`${packageFile.version}\n`)
      return 0
    case 'describe': {
      const text = describe(command.analysis, command.language ?? 'en', command.asJson)
      if (text === null) {
        process.stderr.write(`there is no analysis “${command.analysis ?? ''}”; describe lists them\n`)
        return 2
      }
      process.stdout.write(text)
      return 0
    }
    case 'check':
      return check(command)
    case 'tree':
      return tree(command)
    case 'overview':
      return overview(command)
    case 'quality':
      return quality(command)
    case 'disclosure':
      return disclosure(command, new Date())
    case 'columns':
      return columns(command)
    case 'instrument':
      return instrument(command)
    case 'draft':
      return draft(command)
    case 'bridge':
      return bridge(command)
    case 'run':
      return run(command, { workbench: packageFile.version, outFolder: join(__dirname, '..'), now: new Date() })
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(
      `This is a bug in the workbench; nothing was written.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    process.exitCode = 70
  },
)
