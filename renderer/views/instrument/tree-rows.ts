import { textIn, type Language } from '../../../analyses/core/words'
import type { InstrumentParts, Section } from '../../../analyses/instrument/parts'

/** One line of the tree of an instrument. */
export interface TreeRow {
  /** Unique in the tree. */
  readonly id: string
  readonly level: 1 | 2
  /** What it stands for; a heading stands for no part. */
  readonly section: Section | 'instrument' | 'heading'
  /** Key of the part; empty for the instrument and for headings. */
  readonly key: string
  readonly name: string
  /** Id of the part, where the name is words. */
  readonly remark: string
  /** Rows below that belong to it. */
  readonly count: number
  /** Null where nothing can be folded. */
  readonly isOpen: boolean | null
  /** For items: the dimension that they are in, for dimensions their own id. */
  readonly dimension: string | null
}

interface Names {
  readonly instrument: string
  readonly alone: string
  readonly scales: string
  readonly measures: string
  /** Stands for a text that is still to be written. */
  readonly untitled: string
}

/** Rows of the tree in their order: the instrument, dimensions with their items, items that stand alone, scales and measures. @param folded ids of rows that are folded */
export function treeRows(
  parts: InstrumentParts,
  language: Language,
  names: Names,
  folded: ReadonlySet<string>,
): readonly TreeRow[] {
  const rows: TreeRow[] = [
    {
      ...plain,
      id: 'instrument',
      section: 'instrument',
      name: textIn(parts.label, language) || parts.id || names.instrument,
    },
  ]
  const group = (head: TreeRow, children: readonly TreeRow[]): void => {
    const isOpen = !folded.has(head.id)
    rows.push({ ...head, count: children.length, isOpen: children.length === 0 ? null : isOpen })
    if (isOpen) for (const child of children) rows.push(child)
  }
  const named = (section: Section, key: string, id: string, name: string): TreeRow => ({
    ...plain,
    id: `${section}:${key}`,
    level: 2,
    section,
    key,
    name: name === '' ? `${names.untitled} (${id})` : name,
    remark: name === '' || name === id ? '' : id,
  })
  const itemsOf = (dimension: string | null): readonly TreeRow[] =>
    parts.items
      .filter((item) => belongsTo(parts, item.dimension) === dimension)
      .map((item) => ({ ...named('items', item.key, item.id, textIn(item.text, language)), dimension }))
  const seen = new Set<string>()
  for (const { key, id, label } of parts.dimensions) {
    // Of two dimensions with one id the first has the items.
    const children = seen.has(id) ? [] : itemsOf(id)
    seen.add(id)
    group({ ...named('dimensions', key, id, textIn(label, language)), level: 1, dimension: id }, children)
  }
  const alone = itemsOf(null)
  if (alone.length > 0) group({ ...plain, id: 'alone', name: names.alone }, alone)
  const scales = parts.scales.map(({ key, id }) => named('scales', key, id, id))
  group({ ...plain, id: 'scales', name: names.scales }, scales)
  if (parts.measures.length > 0)
    group(
      { ...plain, id: 'measures', name: names.measures },
      parts.measures.map(({ key, id, label }) => named('measures', key, id, textIn(label, language))),
    )
  return rows
}

const plain = { level: 1, section: 'heading', key: '', remark: '', count: 0, isOpen: null, dimension: null } as const

/** The dimension that an item stands under; one that does not exist is none. */
const belongsTo = (parts: InstrumentParts, dimension: string | null): string | null =>
  parts.dimensions.some(({ id }) => id === dimension) ? dimension : null
