/** A short fingerprint of a long text, by which a change is seen: FNV-1a over its UTF-16 code units, twice with different constants, as 16 hexadecimal digits. It protects nothing. */
export function fingerprint(text: string): string {
  let low = 0x811c9dc5
  let high = 0x01000193
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
  }
  return `${hexadecimal(low)}${hexadecimal(high)}`
}

const hexadecimal = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
