import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import type { Label } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { buildBridge } from '../../analyses/instrument/bridge'
import { pairItems, type ItemPair, type Judgement } from '../../analyses/instrument/bridge-pairs'
import { pairLabel, relabelledNotes } from '../../analyses/instrument/bridge-words'
import { parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import { errorLine } from '../../analyses/recipe/results'
import type { Command } from './arguments'
import { instrumentAt } from './column-values'

type BridgeCommand = Extract<Command, { command: 'bridge' }>

/**
 * Writes one instrument for the rounds of two versions, and says of each item what it was taken for.
 * @returns 0, or 2 when something must be judged otherwise first; nothing is written then
 */
export function bridge(command: BridgeCommand): 0 | 2 {
  const language = command.language ?? 'en'
  const speaker = createSpeaker(language, messagesOf(language), null)
  try {
    if (resolve(command.older) === resolve(command.newer)) throw new InputError('recipe:bridge-same-file', {})
    if (!command.force && existsSync(command.out))
      throw new InputError('recipe:bridge-out-exists', { file: command.out })
    const [older, newer] = [instrumentAt(command.older), instrumentAt(command.newer)]
    const pairs = pairItems(older, newer)
    const judgements = judgedPairs(pairs, command.judgements)
    const round = command.round ?? newer.version
    const built = buildBridge(older, newer, pairs, { round, judgements, mapsCodes: command.mapsCodes })
    if (built.problems.length > 0) return refuse(built.problems, speaker)
    const text = writeInstrument(built.instrument)
    const read = parseInstrument(text, command.out)
    if (!read.ok) return refuse(read.problems, speaker)
    writeFileSync(command.out, text)
    const labels: readonly Label[] = pairs.map((pair) => pairLabel(pair, judgements.get(pair.key) ?? pair.suggestion))
    const notes = [...built.notes, ...relabelledNotes(pairs)].map((note) => speaker.note(note))
    const codes =
      Object.keys(built.codes).length === 0
        ? []
        : [speaker.text('recipe:bridge-add-codes', { codes: JSON.stringify(built.codes) })]
    const written = speaker.text('recipe:bridge-written', { file: command.out })
    process.stdout.write(
      `${[...labels.map((label) => `  ${speaker.label(label)}`), ...notes, written, ...codes].join('\n')}\n`,
    )
    return 0
  } catch (error) {
    if (error instanceof InputError) return refuse([error], speaker)
    throw error
  }
}

/** Judgements by the keys of pairs; an item may be named by its newer id too. */
function judgedPairs(pairs: readonly ItemPair[], given: BridgeCommand['judgements']): ReadonlyMap<string, Judgement> {
  return new Map(
    given.map(({ item, judgement }) => {
      const pair = pairs.find(({ key }) => key === item) ?? pairs.find(({ newer }) => newer?.id === item)
      return [pair?.key ?? item, judgement] as const
    }),
  )
}

function refuse(problems: readonly InputError[], speaker: Speaker): 2 {
  for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
  return 2
}
