import { mostRecordsPerBlock } from './reader'

/** Numbers that a block holds at most, so that a file of very many columns takes no more memory than one of many. */
const mostNumbersPerBlock = 1 << 22
const fewestRecordsPerBlock = 16

/** Records of a block of a format that gives values. */
export function recordsPerBlock(columns: number): number {
  const fitting = Math.floor(mostNumbersPerBlock / Math.max(1, columns))
  return Math.max(fewestRecordsPerBlock, Math.min(mostRecordsPerBlock, fitting))
}
