const localSignature = 0x04034b50

/** Whether a file begins as a zip archive does that holds anything. */
export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true) === localSignature
}

/**
 * Names of the first parts of a zip archive, as far as the first bytes of the file show them: programs put there what tells whose archive it is.
 * @returns none for what is no archive
 */
export function firstNamesOf(head: Uint8Array): readonly string[] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const names: string[] = []
  for (let at = 0; at + 30 <= head.length && view.getUint32(at, true) === localSignature;) {
    const nameEnd = at + 30 + view.getUint16(at + 26, true)
    if (nameEnd > head.length) break
    names.push(new TextDecoder().decode(head.subarray(at + 30, nameEnd)))
    const hasLengthBehind = (view.getUint16(at + 6, true) & 8) !== 0
    const length = view.getUint32(at + 18, true)
    // Where the length stands behind the part, the next one is found by how it begins.
    at = hasLengthBehind && length === 0 ? nextHeader(view, nameEnd) : nameEnd + view.getUint16(at + 28, true) + length
  }
  return names
}

function nextHeader(view: DataView, from: number): number {
  let at = from
  while (at + 4 <= view.byteLength && view.getUint32(at, true) !== localSignature) at += 1
  return at
}
