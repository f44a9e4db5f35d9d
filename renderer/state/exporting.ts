import { formats } from '../../analyses/index'
import { overviewText } from '../../analyses/overview/text'
import { writeDelimited } from '../../analyses/instrument-sheets/delimited'
import { instrumentSheets, type Sheet } from '../../analyses/instrument-sheets/tables'
import { writeWorkbook } from '../../analyses/instrument-sheets/workbook'
import { bundleFiles, bytesOfFigure, drawingOf, figureFiles, figureTasks } from '../../analyses/publish/bundle'
import type { FigureReport } from '../../analyses/publish/figure-job'
import type { OutputFile, PublishedTable } from '../../analyses/publish/format'
import type { ClipboardContent, DrawnFigure, FigureOutput, SavedFile } from '../../preload/contract'
import type { WordKey } from '../i18n/words'
import { problemOf, type Problem } from '../worker/problem'
import {
  bundleOf,
  clipboardOf,
  figureIn,
  filesOf,
  folderName,
  projectSpeaker,
  provenanceOf,
  recipeDocuments,
  tableIn,
} from './exporting-steps'
import { figureRemarks } from './figure-remarks'
import { overviewSections } from './overview'
import { markInstrumentSaved } from './instrument-changes'
import { readInstrument } from './loading-steps'
import type { InstrumentFile } from './project'
import { writeProject } from './project-file'
import type { Workbench } from './workbench'

/** Everything that can be saved or copied: figures, tables, the recipe and the project, each into a file that the user names or onto the clipboard. */
export interface Exports {
  saveFigure(as: string, figure: string, format: FigureOutput): Promise<void>
  saveFigureData(as: string, figure: string): Promise<void>
  /** @param format id of one that writes tables in files of their own */
  saveTable(as: string, table: string, format: string): Promise<void>
  copyTable(as: string, table: string): Promise<void>
  /** The sentences of the overview as plain text. */
  copyOverview(): Promise<void>
  /** As a picture that other programs paste, or as the text of an SVG. */
  copyFigure(as: string, figure: string, format: 'png' | 'svg'): Promise<void>
  /** What the command line writes, into one folder: all figures in the project's formats, all tables, `results.json` and the recipe. */
  saveEverything(): Promise<void>
  /** The recipe and its instrument, into one folder. */
  saveRecipe(): Promise<void>
  /** The instrument: its document as it stands in the project, with faults or without, or as tables. */
  saveInstrument(format: 'json' | 'xlsx' | 'csv'): Promise<void>
  /** A table as a sheet of a workbook, or as a delimited file. */
  saveSheet(sheet: Sheet, format: 'xlsx' | 'csv'): Promise<void>
  saveProject(where: 'in-place' | 'elsewhere'): Promise<void>
}

export interface ExportNews {
  tell(key: WordKey, values?: Readonly<Record<string, string | number>>): void
  fail(problem: Problem): void
}

export function createExports(workbench: Workbench, news: ExportNews): Exports {
  const { store, host } = workbench

  /** Runs a save; a refusal of the machine is told, a cancelled dialog is not. */
  async function attempt(
    busy: 'figures' | 'saving',
    work: () => Promise<{ readonly path: string } | null>,
  ): Promise<void> {
    workbench.patchWindow({ busy })
    try {
      const saved = await work()
      if (saved !== null) news.tell('told.saved', { path: saved.path })
    } catch (error) {
      tellProblem(error)
    } finally {
      workbench.patchWindow({ busy: null })
    }
  }

  function tellProblem(error: unknown): void {
    const problem = problemOf(error)
    if (problem !== null) news.fail(problem)
  }

  /** @param name what the table goes by, before the ending of the format */
  async function saveTableAs(
    name: string,
    table: PublishedTable,
    analysis: string,
    format: string,
  ): Promise<SavedFile | null> {
    const writer = formats.get(format)?.table
    if (writer === undefined) throw new Error(`no format ${format} writes tables`)
    return host.saveFile({
      suggestedName: [name, writer.ending, writer.extension].filter((part) => part !== undefined).join('.'),
      kind: writer.extension,
      bytes: writer.write(table, analysis, projectSpeaker(store.getState())),
    })
  }

  async function saveFigure(as: string, id: string, format: FigureOutput): Promise<SavedFile | null> {
    const drawn = await drawFigureOf(workbench, as, id, format)
    const bytes = drawn === null ? null : bytesOfFigure(drawn, format)
    if (drawn === null || bytes === null) return null
    const saved = await host.saveFile({ suggestedName: `${as}.${id}.${format}`, kind: format, bytes })
    const { findings } = JSON.parse(drawn.report) as FigureReport
    if (saved !== null) for (const { key, values } of figureRemarks(findings)) news.tell(key, values)
    return saved
  }

  async function copyTable(as: string, id: string): Promise<void> {
    const state = store.getState()
    const found = tableIn(state.session, as, id)
    if (found === null) return
    await host.writeClipboard(clipboardOf(found, projectSpeaker(state)))
    news.tell('told.copied', { rows: found.part.rows.length })
  }

  async function copyOverview(): Promise<void> {
    const state = store.getState()
    const project = workbench.project()
    const sections = overviewSections(project, state.session)
    await host.writeClipboard({ text: overviewText(project.title, sections, projectSpeaker(state)) })
    news.tell('told.overview-copied')
  }

  return {
    saveFigure: (as, id, format) => attempt('figures', () => saveFigure(as, id, format)),
    saveFigureData: (as, id) =>
      attempt('saving', async () => {
        const found = figureIn(store.getState().session, as, id)
        return found === null ? null : saveTableAs(`${as}.${id}`, found.part.data, found.outcome.id, 'csv')
      }),
    saveTable: (as, id, format) =>
      attempt('saving', async () => {
        const found = tableIn(store.getState().session, as, id)
        return found === null ? null : saveTableAs(`${as}.${id}`, found.part, found.outcome.id, format)
      }),
    copyTable: (as, id) => copyTable(as, id).catch(tellProblem),
    copyOverview: () => copyOverview().catch(tellProblem),
    copyFigure: (as, id, format) => attempt('figures', async () => copyFigure(workbench, news, as, id, format)),
    saveEverything: () =>
      attempt('figures', async () => {
        const bundle = bundleOf(store.getState(), new Date())
        const files: OutputFile[] = []
        for (const task of figureTasks(bundle))
          for (const file of figureFiles(task, await host.drawFigure(task.drawing))) files.push(file)
        for (const file of bundleFiles(bundle)) files.push(file)
        return host.saveFiles({ suggestedFolder: folderName(bundle.recipe.title, 'report'), files })
      }),
    saveRecipe: () =>
      attempt('saving', async () => {
        const project = workbench.project()
        const files = filesOf(recipeDocuments(project))
        const saved = await host.saveFiles({ suggestedFolder: folderName(project.title, 'recipe'), files })
        if (saved !== null)
          news.tell('told.recipe-files', { files: project.sources.map(({ source }) => source.file).join(', ') })
        return saved
      }),
    saveInstrument: (format) => attempt('saving', () => saveInstrumentAs(workbench, format, news)),
    saveSheet: (sheet, format) => attempt('saving', () => host.saveFile(sheetFile(sheet, format))),
    saveProject: (where) =>
      attempt('saving', async () => {
        const { place } = store.getState()
        const project = workbench.project()
        const saved = await host.saveProject({
          id: where === 'in-place' ? place.id : null,
          suggestedName: place.name ?? folderName(project.title, 'project'),
          bytes: writeProject(project),
        })
        if (saved === null) return null
        workbench.markSaved({ id: saved.id, name: saved.name }, project)
        await host.writeDraft(null)
        return saved
      }),
  }
}

/** A figure of the results as it prints in the project's profile; null where the results have no such figure. */
async function drawFigureOf(
  workbench: Workbench,
  as: string,
  id: string,
  format: FigureOutput,
): Promise<DrawnFigure | null> {
  const state = workbench.store.getState()
  const found = figureIn(state.session, as, id)
  if (found === null) return null
  const { profile } = workbench.project().output
  const context = { profile, speaker: projectSpeaker(state), provenance: provenanceOf(state, new Date()) }
  return workbench.host.drawFigure(drawingOf(context, found.outcome, found.part, [format]))
}

/** A drawing as it goes to the clipboard: the picture, else the text of the SVG. */
function copiedFigure(drawn: DrawnFigure | null): ClipboardContent | null {
  if (drawn === null) return null
  const { png, svg } = drawn
  return png !== null ? { png } : svg === null ? null : { text: svg }
}

/** Copies a figure; nothing is saved that a path could be told of. */
async function copyFigure(
  workbench: Workbench,
  news: ExportNews,
  as: string,
  id: string,
  format: 'png' | 'svg',
): Promise<null> {
  const content = copiedFigure(await drawFigureOf(workbench, as, id, format))
  if (content === null) return null
  await workbench.host.writeClipboard(content)
  news.tell(format === 'png' ? 'told.figure-copied-png' : 'told.figure-copied-svg')
  return null
}

/** Tables can only be made of an instrument that can be read. */
async function saveInstrumentAs(
  workbench: Workbench,
  format: 'json' | 'xlsx' | 'csv',
  news: ExportNews,
): Promise<{ readonly path: string } | null> {
  const { instrument } = workbench.project()
  if (instrument === null) return null
  const saved = await writeInstrumentAs(workbench, instrument, format, news)
  if (saved !== null) markInstrumentSaved(instrument)
  return saved
}

async function writeInstrumentAs(
  { host }: Workbench,
  file: InstrumentFile,
  format: 'json' | 'xlsx' | 'csv',
  news: ExportNews,
): Promise<{ readonly path: string } | null> {
  const name = file.name.replace(/\.json$/i, '')
  if (format === 'json')
    return host.saveFile({ suggestedName: `${name}.json`, kind: 'json', bytes: new TextEncoder().encode(file.text) })
  const { instrument } = readInstrument(file)
  if (instrument === null) {
    news.tell('told.instrument-needs-repair')
    return null
  }
  const sheets = instrumentSheets(instrument)
  if (format === 'xlsx')
    return host.saveFile({ suggestedName: `${name}.xlsx`, kind: 'xlsx', bytes: writeWorkbook(sheets) })
  const files = sheets.map((sheet) => ({ name: `${sheet.name}.csv`, bytes: writeDelimited(sheet) }))
  return host.saveFiles({ suggestedFolder: folderName(name, 'instrument'), files })
}

const sheetFile = (sheet: Sheet, format: 'xlsx' | 'csv') => ({
  suggestedName: `${sheet.name}.${format}`,
  kind: format,
  bytes: format === 'xlsx' ? writeWorkbook([sheet]) : writeDelimited(sheet),
})
