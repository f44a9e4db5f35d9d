import type { Variable } from '../../analyses/variables/model'
import type { Labels } from '../../analyses/core/level-names'
import type { Language } from '../../analyses/core/words'
import type { OrganisationTree, TypedHeadcount } from '../../analyses/organisations/tree'
import type { SurveyDeclarations } from '../../analyses/recipe/declared'
import type { DeclaredOrders } from '../../analyses/survey/open'
import type { Exclusion } from '../../analyses/quality/exclusions'
import type { EarlierRelease } from '../../analyses/recipe/earlier-release'
import type { GroupOrder } from '../../analyses/recipe/group-order'
import type { Condition, Recipe, RecipeSource } from '../../analyses/recipe/recipe'

/** Identifies a file by its content: a reopened project finds its data by their hash, whatever the file is called now. */
export interface FileIdentity {
  readonly name: string
  /** Lower-case hexadecimal; of a file that has not been read yet, a provisional mark: see `isKnownHash`. */
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

/** Whether a hash is one, and not the mark of a file whose hash is still to come. */
export const isKnownHash = (sha256: string): boolean => /^[0-9a-f]{64}$/.test(sha256)

export interface ProjectSource {
  /** As the recipe has it; `file` is the name of the file. */
  readonly source: RecipeSource
  readonly identity: FileIdentity
}

export interface ProjectAnalysis {
  /** The name its results go by; unique in the project. */
  readonly as: string
  readonly id: string
  /** Version of the analysis that the options are for. */
  readonly version: number
  /** Conditions of this analysis alone, beside the project's. */
  readonly where: readonly Condition[]
  /** How its groups stand in tables and figures; `declared` when left out. */
  readonly order?: GroupOrder
  /** Only what the user chose; the rest takes its defaults. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Names as the program gives them; what people write has capitals, spaces or letters of their own. */
const programName = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/u

/** Whether a person called an analysis so; otherwise it is told by its title. */
export const isGivenByPerson = (as: string): boolean => !programName.test(as)

/** What is saved, versioned and undone: everything that was asked, and no data. */
export interface Project {
  readonly title: string
  /** Of labels in figures, tables and prose. */
  readonly language: Language
  readonly seed: number
  /** Smallest group that may be shown; 1 turns protection off. */
  readonly minGroup: number
  readonly instrument: InstrumentFile | null
  readonly sources: readonly ProjectSource[]
  /** Orders of rounds and of levels that the user gave; absent where none was. */
  readonly orders?: DeclaredOrders
  /** Where organisations and their units belong; absent where nothing is declared. */
  readonly tree?: OrganisationTree
  /** People invited by place and round, typed in; absent where none are. */
  readonly headcounts?: readonly TypedHeadcount[]
  /** Who is left out of every analysis of the survey, line by line; absent where nobody is. */
  readonly exclusions?: readonly Exclusion[]
  /** Names that the user gave attributes and their levels; absent where none was. */
  readonly labels?: Labels
  /** Variables that are computed from the answers, in their order; absent where there are none. */
  readonly variables?: readonly Variable[]
  /** What has left the project before; absent where nothing is remembered. */
  readonly releases?: readonly EarlierRelease[]
  /** The conditions that respondents must meet in every analysis of the survey. */
  readonly where: readonly Condition[]
  readonly analyses: readonly ProjectAnalysis[]
  readonly output: Recipe['output']
}

export interface InstrumentFile {
  readonly name: string
  /** The document as it was given, so that saving it changes nothing. */
  readonly text: string
}

/** The seed of a new project. Any whole number would do, and a fixed one makes two runs of the same project give the same results. */
const firstSeed = 20221122

export function emptyProject(language: Language): Project {
  return {
    title: '',
    language,
    seed: firstSeed,
    minGroup: 5,
    instrument: null,
    sources: [],
    where: [],
    analyses: [],
    output: { tables: ['csv'], figures: ['svg', 'pdf', 'png'], profile: 'report-a4', report: [] },
  }
}

/** The parts of a project that say something of the survey as a whole: when one of them changes, the survey is opened anew from the rows as they were read. */
export const declaredParts = [
  'orders',
  'tree',
  'headcounts',
  'variables',
  'exclusions',
] as const satisfies readonly (keyof Project)[]

/** What the project declares of the survey as a whole. */
export const declaredBy = ({ orders, tree, headcounts, variables, exclusions }: Project): SurveyDeclarations => ({
  ...orders,
  ...(tree === undefined ? {} : { tree }),
  ...(headcounts === undefined ? {} : { headcounts }),
  ...(variables === undefined ? {} : { variables }),
  ...(exclusions === undefined ? {} : { exclusions }),
})

export const isEmpty = (project: Project): boolean =>
  project.sources.length === 0 && project.analyses.length === 0 && project.instrument === null

export function addSource(project: Project, added: ProjectSource): Project {
  return { ...project, sources: [...project.sources, added] }
}

/** Replaces a source's reading; its file stays. */
export function changeSource(project: Project, id: string, change: (source: RecipeSource) => RecipeSource): Project {
  return {
    ...project,
    sources: project.sources.map((entry) =>
      entry.source.id === id ? { ...entry, source: change(entry.source) } : entry,
    ),
  }
}

export function removeSource(project: Project, id: string): Project {
  return { ...project, sources: project.sources.filter((entry) => entry.source.id !== id) }
}

/** The rounds as the user put them, the earliest first. */
export function orderRoundsAs(project: Project, rounds: readonly string[]): Project {
  return { ...project, orders: { ...project.orders, rounds } }
}

/** Leaves the order of the rounds to their names and the data again. */
export function withoutRoundOrder({ orders, ...project }: Project): Project {
  const { rounds: _, ...others } = orders ?? {}
  return Object.keys(others).length === 0 ? project : { ...project, orders: others }
}

export function addAnalysis(project: Project, analysis: ProjectAnalysis, after: string | null = null): Project {
  const index = after === null ? -1 : project.analyses.findIndex(({ as }) => as === after)
  if (index < 0) return { ...project, analyses: [...project.analyses, analysis] }
  return { ...project, analyses: project.analyses.toSpliced(index + 1, 0, analysis) }
}

export function changeAnalysis(
  project: Project,
  as: string,
  change: (analysis: ProjectAnalysis) => ProjectAnalysis,
): Project {
  return { ...project, analyses: project.analyses.map((entry) => (entry.as === as ? change(entry) : entry)) }
}

export function changeOption(project: Project, as: string, option: string, value: unknown): Project {
  return changeAnalysis(project, as, (analysis) => ({ ...analysis, options: { ...analysis.options, [option]: value } }))
}

/** Puts the groups of an analysis in an order; the declared one is what a project has without saying so. */
export function changeOrder(project: Project, as: string, order: GroupOrder): Project {
  return changeAnalysis(project, as, ({ order: _before, ...analysis }) =>
    order === 'declared' ? analysis : { ...analysis, order },
  )
}

export function resetOptions(project: Project, as: string): Project {
  return changeAnalysis(project, as, ({ order: _before, ...analysis }) => ({ ...analysis, options: {} }))
}

export function removeAnalysis(project: Project, as: string): Project {
  return { ...project, analyses: project.analyses.filter((entry) => entry.as !== as) }
}

/** Moves an analysis one place towards the start (−1) or the end (+1). */
export function moveAnalysis(project: Project, as: string, by: -1 | 1): Project {
  const from = project.analyses.findIndex((entry) => entry.as === as)
  const moved = project.analyses[from]
  const to = from + by
  if (moved === undefined || to < 0 || to >= project.analyses.length) return project
  return { ...project, analyses: project.analyses.toSpliced(from, 1).toSpliced(to, 0, moved) }
}

/** Keeps the rows whose `column` holds one of `values`; none of them lifts the condition. */
export function changeCondition(
  where: readonly Condition[],
  column: string,
  values: readonly string[],
): readonly Condition[] {
  if (values.length === 0) return where.filter((condition) => condition.column !== column)
  const next: Condition = { column, in: [...values] }
  return where.some((condition) => condition.column === column)
    ? where.map((condition) => (condition.column === column ? next : condition))
    : [...where, next]
}

/** The conditions an analysis runs under: the project's first, then its own. */
export function conditionsOf(project: Project, analysis: ProjectAnalysis, isSurvey: boolean): readonly Condition[] {
  return isSurvey ? [...project.where, ...analysis.where] : analysis.where
}

/** The levels of an attribute as the user put them, the lowest first; undefined leaves them to the file, their names and the alphabet again. */
export function orderLevelsAs(project: Project, attribute: string, levels: readonly string[] | undefined): Project {
  return withOrders(project, { ...project.orders, levels: withEntry(project.orders?.levels, attribute, levels) })
}

/** The level of an attribute that the others are held against; undefined takes the first again. */
export function chooseReference(project: Project, attribute: string, level: string | undefined): Project {
  return withOrders(project, { ...project.orders, reference: withEntry(project.orders?.reference, attribute, level) })
}

/** A record with one entry changed; undefined without any. */
function withEntry<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> | undefined {
  const others = Object.entries(record ?? {}).filter(([id]) => id !== key)
  const entries: readonly (readonly [string, Value])[] = value === undefined ? others : [...others, [key, value]]
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** Orders that are not given are no keys of the project: an absent key and an undefined one must not differ in a file. */
function withOrders(project: Project, orders: DeclaredOrders): Project {
  const { orders: _, ...others } = project
  const given = Object.fromEntries(Object.entries(orders).filter(([, order]) => order !== undefined))
  return Object.keys(given).length === 0 ? others : { ...others, orders: given }
}
