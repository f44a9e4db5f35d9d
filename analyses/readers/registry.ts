import type { Reader } from './reader'

const modules = import.meta.glob<{ readonly default: Reader }>('./*/reader.ts', { eager: true })

/** Every file format that is read. A format is found because its folder has a `reader.ts`. */
export const readers: readonly Reader[] = Object.values(modules).map(({ default: reader }) => reader)
