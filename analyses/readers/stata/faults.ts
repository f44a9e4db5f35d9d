import { InputError } from '../../core/errors'

/** The file says something that no file of Stata says, or ends before what it says is there. */
export function damaged(file: string, byte: number): InputError {
  return new InputError('ingest:stata-damaged', { byte }, { file })
}

export function cut(file: string): InputError {
  return new InputError('ingest:stata-cut', {}, { file })
}

/** Runs what reads numbers by their place; a place beyond the bytes makes the file a damaged one. */
export function readingWithin<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw damaged(file, 0)
    throw error
  }
}
