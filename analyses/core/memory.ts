/** The type of `ReadContext.remember`, where it is explained. */
export type Remember = <T>(parameters: readonly unknown[], data: readonly ArrayBufferView[], make: () => T) => T

interface Entry {
  readonly parameters: string
  readonly data: readonly Uint8Array[]
  readonly made: unknown
}

/**
 * Keeps what was made together with a copy of all that it was made of. Both are compared in full, so that a thing remembered is the thing that would be made.
 * @param entries how many things are kept; the one longest unused goes first
 * @param bytes the data of all things kept together; a thing made of more is not kept
 */
export function createMemory(entries = 8, bytes = 64_000_000): Remember {
  const kept: Entry[] = []
  return <T>(parameters: readonly unknown[], data: readonly ArrayBufferView[], make: () => T): T => {
    const text = JSON.stringify(parameters)
    const views = data.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))
    const at = kept.findIndex(
      (entry) =>
        entry.parameters === text &&
        entry.data.length === views.length &&
        entry.data.every((own, index) => isSame(own, views[index])),
    )
    const [found] = at < 0 ? [] : kept.splice(at, 1)
    if (found !== undefined) {
      kept.push(found)
      return found.made as T
    }
    const made = make()
    if (sizeOf(views) <= bytes) {
      kept.push({ parameters: text, data: views.map((view) => view.slice()), made })
      while (kept.length > entries || kept.reduce((sum, entry) => sum + sizeOf(entry.data), 0) > bytes) kept.shift()
    }
    return made
  }
}

function sizeOf(data: readonly Uint8Array[]): number {
  return data.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  if (b === undefined || a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false
  return true
}
