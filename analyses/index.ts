import type { AnyAnalysis } from './core/contract'
import { helpPlace, type HelpPage } from './core/help'
import type { Language } from './core/words'
import type { Catalog } from './core/message-format'
import type { Format } from './publish/format'

/**
 * The registries: an analysis is found because its folder has an `analysis.ts`, a format that is written because it has a `format.ts`. Nothing is edited here to
 * add one. Messages of every room come with it, each under the folder's name (`publish/<format>` for a format that is written). Kinds of source and formats that
 * are read have registries of their own, since the worker that reads files would otherwise load every analysis.
 */
const modules = import.meta.glob<{ readonly default: AnyAnalysis }>('./*/analysis.ts', { eager: true })
const messageFiles = import.meta.glob<Readonly<Record<string, string>>>(
  ['./*/messages.*.json', './readers/*/messages.*.json', './sources/*/messages.*.json', './publish/*/messages.*.json'],
  { eager: true, import: 'default' },
)
const formatModules = import.meta.glob<{ readonly default: Format }>('./publish/*/format.ts', { eager: true })
const helpPages = import.meta.glob<string>('./*/README*.md', { query: '?raw', import: 'default' })

const menuGroups = ['quality', 'scores', 'comparison', 'structure', 'series', 'organisations'] as const
const folderOf = (path: string): string => path.split('/')[1] ?? ''
/** What is said while a file is read has been published under one name, in `results.json` too, whichever room says it. */
const roomOf = (path: string): string => {
  if (/^\.\/(readers|sources)\//.test(path)) return 'ingest'
  const format = /^\.\/(publish\/[^/]+)\/messages/.exec(path)?.[1]
  return format ?? folderOf(path)
}

/** Every analysis by id, in the order of the menu. */
export const analyses: ReadonlyMap<string, AnyAnalysis> = new Map(
  Object.entries(modules)
    .map(([path, module]): [string, AnyAnalysis] => [folderOf(path), module.default])
    .sort(
      ([, a], [, b]) =>
        menuGroups.indexOf(a.menu.group) - menuGroups.indexOf(b.menu.group) ||
        a.menu.order - b.menu.order ||
        (a.id < b.id ? -1 : 1),
    ),
)

/** Every format of results by id, in the order of the ids. */
export const formats: ReadonlyMap<string, Format> = new Map(
  Object.values(formatModules)
    .map(({ default: format }): [string, Format] => [format.id, format])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

/** The messages of all rooms in a language, by `room:key`. Danish borrows bokmål's. */
export function messagesOf(language: Language): Catalog {
  return catalogs[language === 'da' ? 'nb' : language]
}

/** The help page of an analysis in the language that comes closest to the one asked for; null when there is none. */
export async function helpOf(id: string, language: Language): Promise<HelpPage | null> {
  const place = helpPlace(id, language, (path) => Object.hasOwn(helpPages, path))
  const markdown = place === null ? undefined : await helpPages[place.path]?.()
  return place === null || markdown === undefined ? null : { language: place.language, markdown }
}

const catalogs = { nb: catalogOf('nb'), sv: catalogOf('sv'), en: catalogOf('en') }

function catalogOf(language: string): Catalog {
  const catalog: Record<string, string> = {}
  for (const [path, messages] of Object.entries(messageFiles)) {
    if (!path.endsWith(`/messages.${language}.json`)) continue
    for (const [key, message] of Object.entries(messages)) catalog[`${roomOf(path)}:${key}`] = message
  }
  return catalog
}
