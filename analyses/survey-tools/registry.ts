import type { HeaderColumn, TableHead } from '../readers/reader'
import type { Phrase } from '../core/words'
import { hasName, headersOf, type SurveyTool, type ToolSigns } from './survey-tool'
import { say } from './words'

const modules = import.meta.glob<{ readonly default: SurveyTool }>('./*/tool.ts', { eager: true })

/** Every survey tool by its id. A tool is found because its folder has a `tool.ts`. */
export const surveyTools: ReadonlyMap<string, SurveyTool> = new Map(
  Object.values(modules)
    .map(({ default: tool }): [string, SurveyTool] => [tool.id, tool])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

/** The tool that a file most likely comes from. */
export interface RecognisedTool extends ToolSigns {
  readonly tool: SurveyTool
}

/** @returns null when the file does not have the shape of any tool's export */
export function recogniseTool(head: TableHead): RecognisedTool | null {
  let best: RecognisedTool | null = null
  for (const tool of surveyTools.values()) {
    const signs = tool.recognise(head)
    if (signs !== null && (best === null || signs.sureness > best.sureness)) best = { tool, ...signs }
  }
  return best
}

/** Whether a header is one that a survey tool writes for itself. */
export function isToolColumn(column: HeaderColumn): boolean {
  for (const { systemColumns } of surveyTools.values())
    if (systemColumns.some(({ names }) => hasName(column, names))) return true
  return false
}

/** By what a file was recognised, and which of the tool's own columns are about persons. */
export function toolPhrases(head: TableHead): readonly Phrase[] {
  const found = recogniseTool(head)
  if (found === null) return []
  const { tool, headers } = found
  const personal = tool.systemColumns.filter(({ role }) => role === 'person')
  const persons = head.columns.flatMap((column, index) =>
    personal.some(({ names }) => hasName(column, names)) ? [index] : [],
  )
  return [
    say('recognised', { tool: tool.name, headers: { list: headers }, count: headers.length }),
    ...(persons.length === 0
      ? []
      : [say('persons', { headers: { list: headersOf(head, persons) }, count: persons.length })]),
    ...((tool.repeated?.(head) ?? []).length === 0 ? [] : [say('repeated', { tool: tool.name })]),
  ]
}
