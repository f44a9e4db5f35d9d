import { InputError } from '../core/errors'
import type { Fields, FieldValues } from '../core/fields'
import type { Phrase } from '../core/words'
import type { ReadTotals, ValueBlock } from './reader'
import type { TextReading } from './text-reading'

/** What can be declared of how an SPSS file is written. */
export const spssSettings = {
  encoding: {
    kind: 'choice',
    choices: ['utf-8', 'windows-1252', 'iso-8859-15', 'macintosh', 'ibm850', 'ibm865'],
    names: {
      'utf-8': 'UTF-8',
      'windows-1252': 'Windows-1252',
      'iso-8859-15': 'ISO 8859-15',
      macintosh: 'Mac Roman',
      ibm850: 'IBM 850',
      ibm865: 'IBM 865',
    },
  },
} as const satisfies Fields

export type SpssOverride = FieldValues<typeof spssSettings>

/** Whether the encoding is not one that the file or somebody says. */
export const isFoundOut = (text: TextReading): boolean => text.unknown !== null || text.isAssumed

/** What is to be said of an encoding that was found out. */
export function encodingReasons({ unknown, isAssumed, encoding }: TextReading): readonly Phrase[] {
  if (unknown !== null) return [{ message: 'ingest:spss-unknown-encoding', values: { named: unknown, encoding } }]
  return isAssumed ? [{ message: 'ingest:spss-assumed-encoding', values: { encoding } }] : []
}

/** Blocks of which texts are looked at to find out an encoding. */
const probedBlocks = 4

/**
 * Texts of the first cases, as bytes.
 * @param blocks of cases, read with a decoder of whoever calls
 */
export async function textsOfFirstCases(
  blocks: (decode: TextReading['decode']) => AsyncGenerator<ValueBlock, ReadTotals>,
): Promise<readonly Uint8Array[]> {
  const texts: Uint8Array[] = []
  const cases = blocks((bytes, start, end) => {
    texts.push(bytes.slice(start, end))
    return ''
  })
  try {
    for (let block = 0; block < probedBlocks && (await cases.next()).done !== true; block += 1);
  } catch (error) {
    // What is wrong with the first cases is a problem of the head, and said there.
    if (!(error instanceof InputError)) throw error
  } finally {
    await cases.return({ records: 0, blankLines: 0 })
  }
  return texts
}
