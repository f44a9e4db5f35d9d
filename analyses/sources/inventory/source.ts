import { InputError } from '../../core/errors'
import { textIn, type Note } from '../../core/words'
import type { TableHead } from '../../readers/reader'
import { readWritten, registryEntryOf, storeWritten } from '../loading'
import type { InventoryPart } from '../parts'
import { holdsTimes, looksLikeSurveyExport } from '../recognition'
import type { ImportReport } from '../report'
import { defineSource, type LoadTask } from '../source'
import { joinNamedRows, rowsNaming } from '../staging'
import { looksLikeInventory, matchInventoryColumns, type InventoryColumns } from './columns'
import { inventoryFields, type InventorySource } from './fields'
import { createLevelScale } from './level-scale'
import { batchOf, readRatings } from './ratings'
import { recodedRows } from './recoded-rows'

export interface InventoryReport extends ImportReport, Omit<InventoryPart, 'source' | 'file'> {}

const stored = { table: 'inventory', rows: rowsNaming('_source') }

/**
 * Which organisation stands where on an ordinal scale. A file has a row an organisation and a column an area, or a row a rating with the columns `area` and
 * `level`. A cell holds a level's number or its label in any language.
 */
export default defineSource({
  kind: 'inventory',
  order: 7,
  sign: 'building',
  opens: 'inventory',
  isAboutOrganisations: true,
  fields: inventoryFields,
  stored,
  recognise: ({ head }) => {
    const isOther = looksLikeSurveyExport(head) || head.columns.some((column) => holdsTimes(head, column))
    return !isOther && looksLikeInventory(head) ? { sureness: 0.4, values: {} } : null
  },
  match: matchInventoryColumns,
  load: loadInventory,
  part: ({ source, file, organisations, areas, spellings, attributes, levels, isScaleDeclared }: InventoryReport) => ({
    data: 'inventory',
    source,
    file,
    organisations,
    areas,
    spellings,
    attributes,
    levels,
    isScaleDeclared,
  }),
  facts: ({ organisations, areas, levels, isScaleDeclared }, language) => [
    { term: 'facts.organisations', value: organisations.length },
    { term: 'facts.areas', value: areas.length },
    {
      term: 'facts.levels',
      value: levels.map(({ value, label }) =>
        isScaleDeclared ? `${value} ${textIn(label, language)}` : String(value),
      ),
    },
  ],
})

/** @throws InputError for a file without areas, a scale that cannot be known, and an organisation that stands twice; Aborted */
async function loadInventory(task: LoadTask<InventorySource, InventoryColumns>): Promise<InventoryReport> {
  const { database, table, source, match } = task
  const { head } = table
  const { written, spellings, notes } = recodedRows(await readWritten(task), match, source)
  const scale = createLevelScale(source.levels, head.numbers)
  const found = readRatings(written, head, match, scale)
  const levels = scale.levels()
  if (found.organisations.length > 0 && levels.length === 0) throw levelsNeeded(head, match)
  const isScaleDeclared = source.levels !== undefined
  const assumed: readonly Note[] = isScaleDeclared
    ? []
    : [
        {
          code: 'ingest:levels-assumed',
          level: 'info',
          about: { min: levels[0]?.value ?? 0, max: levels.at(-1)?.value ?? 0 },
        },
      ]
  const attributes = match.attributes.map(({ id }) => id)
  const entry = registryEntryOf({ stored }, task)
  const understood = { ...found, batch: batchOf(attributes, found), notes: [...notes, ...found.notes, ...assumed] }
  const report = await storeWritten(task, written, understood, {
    entry,
    nothingUsed: (rows) =>
      new InputError(
        'ingest:no-named-rows',
        { rows, column: head.columns[match.organisation]?.name ?? '' },
        { file: table.file.name },
      ),
    join: (staged) => joinNamedRows(database, staged, entry),
  })
  return {
    ...report,
    organisations: found.organisations.map(({ name }) => name),
    areas: found.areas,
    spellings,
    attributes: attributes.map((id, position) => ({
      id,
      levels: [...new Set(found.organisations.map((organisation) => organisation.attributes[position] ?? null))]
        .filter((level) => level !== null)
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    })),
    levels,
    isScaleDeclared,
  }
}

function levelsNeeded(head: TableHead, { areas, long }: InventoryColumns): InputError {
  const rated = long === null ? areas.map(({ id }) => id) : [head.columns[long.level]?.name ?? '']
  const about = { columns: { list: rated.slice(0, 30) } }
  return new InputError('ingest:levels-needed', about, { file: head.file, line: head.headerLine })
}
