/**
 * Levels of an enumeration as the engine writes its type: `ENUM('a', 'it''s')`, in order of their codes.
 * @throws Error (a bug) when the text is no such type
 */
export function readEnumeration(type: string): readonly string[] {
  const literals = /^ENUM\(((?:'(?:[^']|'')*'(?:, )?)*)\)$/su.exec(type)?.[1]
  if (literals === undefined) throw new Error(`no enumeration: ${type.slice(0, 80)}`)
  return Array.from(literals.matchAll(/'((?:[^']|'')*)'/gsu), (match) => (match[1] ?? '').replaceAll("''", "'"))
}
