/** An object of a document of JSON, of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** @returns null for anything else */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** @returns an empty list for anything else */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** @returns an empty text for anything else */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The object that a document is. @returns null where it is none */
export function parseObject(document: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(document))
  } catch {
    return null
  }
}
