import { parseArgs } from 'node:util'
import { judgements, type Judgement } from '../../analyses/instrument/bridge-pairs'

export type Command =
  | {
      readonly command: 'run'
      readonly recipe: string
      readonly out: string
      readonly tablesOnly: boolean
      readonly force: boolean
      readonly language: CommandLanguage | null
    }
  | { readonly command: 'overview'; readonly recipe: string; readonly language: CommandLanguage | null }
  | { readonly command: 'quality'; readonly recipe: string; readonly language: CommandLanguage | null }
  | {
      readonly command: 'disclosure'
      readonly recipe: string
      /** Whether everything that is released is attacked. */
      readonly isAttacked: boolean
      /** Who receives it, to be remembered in the recipe; null where nothing is released. */
      readonly releasedTo: string | null
      readonly language: CommandLanguage | null
    }
  | {
      readonly command: 'tree'
      readonly recipe: string
      /** Spreadsheets of names. */
      readonly files: readonly string[]
      readonly language: CommandLanguage | null
      readonly asJson: boolean
    }
  | { readonly command: 'check'; readonly recipe: string; readonly language: CommandLanguage | null }
  | {
      readonly command: 'describe'
      readonly analysis: string | null
      readonly language: CommandLanguage | null
      readonly asJson: boolean
    }
  | {
      readonly command: 'columns'
      readonly file: string
      /** Header of the one column whose values are listed. */
      readonly column: string | null
      /** What the file is read by: an instrument, or a recipe that has it as a source. */
      readonly by: { readonly is: 'instrument' | 'recipe'; readonly path: string } | null
      readonly language: CommandLanguage | null
      readonly asJson: boolean
    }
  | {
      readonly command: 'draft'
      readonly files: readonly string[]
      /** Open questions of an earlier draft and the choices taken. */
      readonly answers: readonly { readonly question: string; readonly choice: string }[]
      readonly out: string
      readonly force: boolean
      readonly language: CommandLanguage | null
    }
  | {
      readonly command: 'bridge'
      readonly older: string
      readonly newer: string
      readonly out: string
      readonly force: boolean
      /** The first round with the newer version; its version where none is given. */
      readonly round: string | null
      readonly judgements: readonly { readonly item: string; readonly judgement: Judgement }[]
      readonly mapsCodes: boolean
      readonly language: CommandLanguage | null
    }
  | {
      readonly command: 'instrument'
      readonly files: readonly string[]
      readonly to: 'json' | 'xlsx' | 'csv'
      readonly out: string
      readonly force: boolean
      readonly language: CommandLanguage | null
    }
  | { readonly command: 'help' }
  | { readonly command: 'version' }

export type CommandLanguage = 'nb' | 'sv' | 'en' | 'da'

export const usage = `VälTel Workbench, command line

  run RECIPE.json --out DIR [--tables-only] [--language nb|sv|en|da] [--force]
      runs a recipe; DIR is written whole or not at all, and must not exist unless --force
  overview RECIPE.json [--language …]
      prints in plain sentences who answered, where the dimensions stand, what changed, what must
      not be concluded and what to look at next; a filter that all analyses share holds for it too
  quality RECIPE.json [--language …]
      looks for rows that may not be what a person meant to answer (rows twice, one answer throughout, speed,
      blanks, impossible values), names them, and tells what the recipe's exclusions do to the scores
  disclosure RECIPE.json [--attack] [--released-to RECIPIENT] [--language …]
      prints for a data protection officer what the recipe releases of people, by which rule, and what
      that guarantees; --attack tries to work out something about few people from all of it together;
      --released-to remembers in the recipe that it has left today, so that what is shown later is held
      against it
  check RECIPE.json [--language …]
      validates recipe, instrument and columns without running; prints every problem
  tree RECIPE.json [FILE…] [--json] [--language …]
      prints the organisation tree with respondents and headcounts, and what is wrong with it; with
      spreadsheets of names (a column a level, names beside their parents, or names that are indented)
      as it is with them, and with --json what to write in the recipe
  describe [ANALYSIS | sources | exclusions] [--json] [--language …]
      lists the analyses, or one with its options, limits, defaults and tables; or the kinds of
      source, with what a recipe can say of each; or the rules by which people can be left out
  columns FILE [--instrument INSTRUMENT.json | --recipe RECIPE.json] [--column HEADER] [--json] [--language …]
      reads a data file of any format and prints its rows and what each column holds; with an instrument
      or a recipe also which columns could be items by their wording, and with a column each of its
      values, what it is read as, and why where it is treated as blank

  draft FILE… --out DIR [--answer QUESTION=CHOICE]… [--force] [--language …]
      drafts an instrument and a recipe from the files of one export: the answers and, where the
      survey tool gives one, its codebook; without one the questions, scales and dimensions are found
      in the answers, and what only you can know is listed as questions that --answer answers;
      --answer grouping=structure makes dimensions by how the answers hang together

  bridge OLDER.json NEWER.json --out INSTRUMENT.json [--round ROUND] [--judge ITEM=same|wording|meaning|apart]…
      [--map-codes] [--force] [--language …]
      makes one instrument of two versions, so that the rounds of both can share a project; ROUND is the
      first with the newer version, and --map-codes lets codes of the older be read by their labels

  instrument FILE… --to json|xlsx|csv --out PATH [--force] [--language …]
      writes an instrument as its document, as a workbook, or as a folder of delimited files; it is read
      from any of these, and from a codebook that somebody keeps by hand (--language: of its texts where
      no header names one)

  --help, --version

Exit codes: 0 all ran; 1 an analysis was refused or failed, the others are written, or an attack found something; 2 the recipe or an input cannot be used, nothing is written.
`

/** @throws Error with one line that says what is wrong with the arguments */
export function parseCommand(given: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      to: { type: 'string' },
      'tables-only': { type: 'boolean' },
      language: { type: 'string' },
      force: { type: 'boolean' },
      answer: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      instrument: { type: 'string' },
      recipe: { type: 'string' },
      column: { type: 'string' },
      round: { type: 'string' },
      judge: { type: 'string', multiple: true },
      'map-codes': { type: 'boolean' },
      attack: { type: 'boolean' },
      'released-to': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  })
  if (values.help === true) return { command: 'help' }
  if (values.version === true) return { command: 'version' }
  const language = languageOf(values.language)
  const [name, target, ...rest] = positionals
  if (rest.length > (name === 'bridge' ? 1 : 0) && name !== 'draft' && name !== 'instrument' && name !== 'tree')
    throw new Error(`too many arguments: ${rest.join(' ')}`)
  switch (name) {
    case 'run':
      if (target === undefined) throw new Error('run needs a recipe: run RECIPE.json --out DIR')
      if (values.out === undefined) throw new Error('run needs a folder to write to: --out DIR')
      return {
        command: 'run',
        recipe: target,
        out: values.out,
        tablesOnly: values['tables-only'] === true,
        force: values.force === true,
        language,
      }
    case 'overview':
      if (target === undefined) throw new Error('overview needs a recipe: overview RECIPE.json')
      return { command: 'overview', recipe: target, language }
    case 'quality':
      if (target === undefined) throw new Error('quality needs a recipe: quality RECIPE.json')
      return { command: 'quality', recipe: target, language }
    case 'disclosure':
      return disclosureOf(target, values['released-to'], values.attack === true, language)
    case 'check':
      if (target === undefined) throw new Error('check needs a recipe: check RECIPE.json')
      return { command: 'check', recipe: target, language }
    case 'tree':
      if (target === undefined) throw new Error('tree needs a recipe: tree RECIPE.json [FILE…]')
      return { command: 'tree', recipe: target, files: rest, language, asJson: values.json === true }
    case 'describe':
      return { command: 'describe', analysis: target ?? null, language, asJson: values.json === true }
    case 'columns':
      if (target === undefined) throw new Error('columns needs a data file: columns FILE')
      return {
        command: 'columns',
        file: target,
        column: values.column ?? null,
        by: readBy(values.instrument, values.recipe),
        language,
        asJson: values.json === true,
      }
    case 'draft':
      if (target === undefined) throw new Error('draft needs the files of an export: draft FILE… --out DIR')
      if (values.out === undefined) throw new Error('draft needs a folder to write to: --out DIR')
      return {
        command: 'draft',
        files: [target, ...rest],
        answers: (values.answer ?? []).map(answerOf),
        out: values.out,
        force: values.force === true,
        language,
      }
    case 'bridge': {
      const [newer] = rest
      if (target === undefined || newer === undefined)
        throw new Error('bridge needs two instruments: bridge OLDER.json NEWER.json --out INSTRUMENT.json')
      if (values.out === undefined) throw new Error('bridge needs a file to write to: --out INSTRUMENT.json')
      return {
        command: 'bridge',
        older: target,
        newer,
        out: values.out,
        force: values.force === true,
        round: values.round ?? null,
        judgements: (values.judge ?? []).map(judgementOf),
        mapsCodes: values['map-codes'] === true,
        language,
      }
    }
    case 'instrument':
      if (target === undefined)
        throw new Error('instrument needs a file: instrument FILE… --to json|xlsx|csv --out PATH')
      if (values.to !== 'json' && values.to !== 'xlsx' && values.to !== 'csv')
        throw new Error('instrument needs a form to write: --to json, xlsx or csv')
      if (values.out === undefined) throw new Error('instrument needs a name to write to: --out PATH')
      return {
        command: 'instrument',
        files: [target, ...rest],
        to: values.to,
        out: values.out,
        force: values.force === true,
        language,
      }
    case undefined:
      return { command: 'help' }
    default:
      throw new Error(
        `there is no command “${name}”; there are run, overview, quality, disclosure, check, tree, describe, columns, draft, bridge and instrument`,
      )
  }
}

function disclosureOf(
  recipe: string | undefined,
  releasedTo: string | undefined,
  isAttacked: boolean,
  language: CommandLanguage | null,
): Command {
  if (recipe === undefined) throw new Error('disclosure needs a recipe: disclosure RECIPE.json')
  const recipient = releasedTo?.trim() ?? null
  if (recipient === '') throw new Error('--released-to needs the name of a recipient')
  return { command: 'disclosure', recipe, isAttacked, releasedTo: recipient, language }
}

function judgementOf(given: string): { readonly item: string; readonly judgement: Judgement } {
  const [, item, kind] = /^(.+)=([a-z]+)$/u.exec(given) ?? []
  const judgement = judgements.find((each) => each === kind)
  if (item === undefined || judgement === undefined)
    throw new Error(`--judge is “${given}”; it must be ITEM=${judgements.join('|')}`)
  return { item, judgement }
}

function readBy(
  instrument: string | undefined,
  recipe: string | undefined,
): Extract<Command, { command: 'columns' }>['by'] {
  if (instrument !== undefined && recipe !== undefined)
    throw new Error('columns takes --instrument or --recipe, and not both')
  if (recipe !== undefined) return { is: 'recipe', path: recipe }
  return instrument === undefined ? null : { is: 'instrument', path: instrument }
}

function languageOf(value: string | undefined): CommandLanguage | null {
  if (value === undefined) return null
  if (value === 'nb' || value === 'sv' || value === 'en' || value === 'da') return value
  throw new Error(`--language is “${value}”; it must be nb, sv, en or da`)
}

/** A question's id may have `=` in it, a choice's may not. */
function answerOf(text: string): { readonly question: string; readonly choice: string } {
  const at = text.lastIndexOf('=')
  if (at <= 0 || at === text.length - 1) throw new Error(`an answer is QUESTION=CHOICE, not “${text}”`)
  return { question: text.slice(0, at), choice: text.slice(at + 1) }
}
