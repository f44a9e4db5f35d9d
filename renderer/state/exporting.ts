import { analyses } from '../../analyses/index'
import { figureInWords, type FigurePageJob, type FigureReport } from '../../analyses/publish/figure-job'
import type { FigureSpec } from '../../analyses/core/figure'
import { passportLine, type Passport } from '../../analyses/publish/passport'
import { publicationProfiles } from '../../analyses/publish/publication-profile'
import type { ResultTable } from '../../analyses/core/result'
import { charactersOf } from '../../analyses/core/shortened'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { machineCsv } from '../../analyses/publish/csv/machine-csv'
import { messagesOf } from '../../analyses/index'
import { sourceRecord } from '../../analyses/recipe/execute'
import { parseRecipe } from '../../analyses/recipe/recipe'
import { fileNames, resultsDocument } from '../../analyses/recipe/results'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { DrawnFigure, FigureOutput } from '../../preload/contract'
import { engineName } from '../database/open'
import { excelCsv, htmlTable, tabbedText } from '../../analyses/publish/table-text'
import type { WordKey } from '../i18n/words'
import { problemOf, type Problem } from '../worker/problem'
import { figureRemarks } from './figure-remarks'
import { isEmpty, type Project } from './project'
import { instrumentFileName, recipeOf, writeProject } from './project-file'
import { isUnsaved, type Workbench } from './workbench'

/** Ways out: figures, tables, the recipe and the project, each as a file the user names, or the clipboard. */
export interface Exports {
  saveFigure(as: string, figure: string, format: FigureOutput): Promise<void>
  saveFigureData(as: string, figure: string): Promise<void>
  saveTable(as: string, table: string, flavour: 'machine' | 'excel'): Promise<void>
  copyTable(as: string, table: string): Promise<void>
  /** What the command line writes, into one folder: all figures in the project's formats, all tables, `results.json` and the recipe. */
  saveEverything(): Promise<void>
  /** The recipe and its instrument, into one folder. */
  saveRecipe(): Promise<void>
  saveProject(where: 'in-place' | 'elsewhere'): Promise<void>
}

export interface ExportNews {
  tell(key: WordKey, values?: Readonly<Record<string, string | number>>): void
  fail(problem: Problem): void
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

export function createExports(workbench: Workbench, news: ExportNews): Exports {
  const { store, host } = workbench

  function speaker(): Speaker {
    const { language } = workbench.project()
    return createSpeaker(language, messagesOf(language), store.getState().session.instrument.instrument)
  }

  function outcomeOf(as: string): AnalysisOutcome | null {
    return store.getState().session.results[as]?.outcome ?? null
  }

  function passportOf(outcome: AnalysisOutcome): Passport {
    const project = workbench.project()
    return {
      workbench: store.getState().host.workbenchVersion,
      data: Object.fromEntries(project.sources.map(({ source, identity }) => [source.id, identity.sha256])),
      analysis: { id: outcome.id, version: outcome.version },
      options: outcome.options,
      seed: project.seed,
      filter: outcome.where,
      n: outcome.nUsed,
      rule: { min_group: project.minGroup },
      date: new Date().toISOString(),
    }
  }

  async function draw(
    outcome: AnalysisOutcome,
    spec: FigureSpec,
    outputs: readonly FigureOutput[],
  ): Promise<DrawnFigure> {
    const words = speaker()
    const profile = publicationProfiles[workbench.project().output.profile]
    const passport = passportOf(outcome)
    const job: FigurePageJob = {
      spec: figureInWords(spec, words.label),
      language: words.language,
      profile,
      theme: 'print',
      passport,
    }
    return host.drawFigure({
      job: JSON.stringify(job),
      widthMm: profile.widthMm,
      heightMm: profile.heightMm ?? profile.maxHeightMm ?? 240,
      outputs,
      metadata: {
        title: words.label(spec.title),
        subject: words.label(spec.description),
        keywords: [passportLine(passport)],
        creator: `VälTel Workbench ${passport.workbench}`,
        language: words.language,
      },
    })
  }

  function tableOf(as: string, id: string): { readonly outcome: AnalysisOutcome; readonly table: ResultTable } | null {
    const outcome = outcomeOf(as)
    const table = outcome?.tables.find((candidate) => candidate.id === id)
    return outcome === null || table === undefined ? null : { outcome, table }
  }

  function figureOf(as: string, id: string): { readonly outcome: AnalysisOutcome; readonly spec: FigureSpec } | null {
    const outcome = outcomeOf(as)
    const spec = outcome?.figures.find((candidate) => candidate.id === id)
    return outcome === null || spec === undefined ? null : { outcome, spec }
  }

  /** Runs a save; a refusal of the machine is told, a cancelled dialog is not. */
  async function attempt(
    busy: 'figures' | 'saving' | null,
    work: () => Promise<{ readonly path: string } | null>,
  ): Promise<void> {
    if (busy !== null) workbench.patchWindow({ busy })
    try {
      const saved = await work()
      if (saved !== null) news.tell('told.saved', { path: saved.path })
    } catch (error) {
      const problem = problemOf(error)
      if (problem !== null) news.fail(problem)
    } finally {
      if (busy !== null) workbench.patchWindow({ busy: null })
    }
  }

  const machineText = (table: ResultTable, words: Speaker): Uint8Array =>
    encode(machineCsv(table, (phrase) => words.label(phrase)))

  function recipeText(): string {
    return recipeOf(workbench.project(), (id) => (analyses.get(id)?.needs.data ?? 'survey') === 'survey')
  }

  function recipeFiles(): { readonly name: string; readonly bytes: Uint8Array }[] {
    const { instrument } = workbench.project()
    return [
      { name: 'recipe.json', bytes: encode(recipeText()) },
      ...(instrument === null ? [] : [{ name: instrumentFileName, bytes: encode(instrument.text) }]),
    ]
  }

  /** The same document as the command line writes for the same recipe; null while an analysis has no result yet. */
  function resultsOf(words: Speaker): string | null {
    const { session, host: described } = store.getState()
    const project = workbench.project()
    const recipe = parseRecipe(recipeText(), 'recipe.json')
    const outcomes = project.analyses.map(({ as }) => outcomeOf(as))
    if (!recipe.ok || outcomes.some((outcome) => outcome === null)) return null
    return `${JSON.stringify(
      resultsDocument({
        workbench: described.workbenchVersion,
        engine: engineName,
        ranAt: new Date().toISOString(),
        recipe: recipe.value,
        sources: project.sources.flatMap(({ source }) => {
          const report = session.sources[source.id]?.reading?.report
          return report === null || report === undefined ? [] : [sourceRecord(report)]
        }),
        outcomes: outcomes.filter((outcome) => outcome !== null),
        figureFormats: project.output.figures,
        speaker: words,
      }),
      null,
      1,
    )}\n`
  }

  return {
    saveFigure: (as, id, format) =>
      attempt('figures', async () => {
        const found = figureOf(as, id)
        if (found === null) return null
        const drawn = await draw(found.outcome, found.spec, [format])
        const bytes = format === 'svg' ? (drawn.svg === null ? null : encode(drawn.svg)) : drawn[format]
        if (bytes === null) return null
        const saved = await host.saveFile({ suggestedName: `${as}.${id}.${format}`, kind: format, bytes })
        const { findings } = JSON.parse(drawn.report) as FigureReport
        if (saved !== null) for (const { key, values } of figureRemarks(findings)) news.tell(key, values)
        return saved
      }),
    saveFigureData: (as, id) =>
      attempt('saving', async () => {
        const found = figureOf(as, id)
        return found === null
          ? null
          : host.saveFile({
              suggestedName: `${as}.${id}.csv`,
              kind: 'csv',
              bytes: machineText(found.spec.data, speaker()),
            })
      }),
    saveTable: (as, id, flavour) =>
      attempt('saving', async () => {
        const found = tableOf(as, id)
        if (found === null) return null
        const words = speaker()
        const bytes =
          flavour === 'machine'
            ? machineText(found.table, words)
            : encode(excelCsv(found.table, found.outcome.id, words))
        return host.saveFile({
          suggestedName: flavour === 'machine' ? `${as}.${id}.csv` : `${as}.${id}.excel.csv`,
          kind: 'csv',
          bytes,
        })
      }),
    copyTable: async (as, id) => {
      const found = tableOf(as, id)
      if (found === null) return
      const words = speaker()
      try {
        await host.writeClipboard({
          text: tabbedText(found.table, found.outcome.id, words),
          html: htmlTable(found.table, found.outcome.id, words),
        })
        news.tell('told.copied', { rows: found.table.rows.length })
      } catch (error) {
        const problem = problemOf(error)
        if (problem !== null) news.fail(problem)
      }
    },
    saveEverything: () =>
      attempt('figures', async () => {
        const project = workbench.project()
        const words = speaker()
        const files: { name: string; bytes: Uint8Array }[] = []
        for (const { as } of project.analyses) {
          const outcome = outcomeOf(as)
          if (outcome === null) continue
          for (const table of outcome.tables)
            files.push({ name: fileNames.table(as, table.id), bytes: machineText(table, words) })
          for (const spec of outcome.figures) {
            // A recipe may ask for tables alone.
            const drawn = project.output.figures.length === 0 ? null : await draw(outcome, spec, project.output.figures)
            if (drawn?.svg != null) files.push({ name: fileNames.figure(as, spec.id, 'svg'), bytes: encode(drawn.svg) })
            if (drawn?.pdf != null) files.push({ name: fileNames.figure(as, spec.id, 'pdf'), bytes: drawn.pdf })
            if (drawn?.png != null) files.push({ name: fileNames.figure(as, spec.id, 'png'), bytes: drawn.png })
            files.push({ name: fileNames.figureData(as, spec.id), bytes: machineText(spec.data, words) })
          }
        }
        const document = resultsOf(words)
        if (document !== null) files.push({ name: 'results.json', bytes: encode(document) })
        files.push(...recipeFiles())
        return host.saveFiles({ suggestedFolder: folderName(project.title, 'report'), files })
      }),
    saveRecipe: () =>
      attempt('saving', async () => {
        const project = workbench.project()
        const saved = await host.saveFiles({
          suggestedFolder: folderName(project.title, 'recipe'),
          files: recipeFiles(),
        })
        if (saved !== null)
          news.tell('told.recipe-files', { files: project.sources.map(({ source }) => source.file).join(', ') })
        return saved
      }),
    saveProject: (where) =>
      attempt('saving', async () => {
        const { place } = store.getState()
        const project = workbench.project()
        const saved = await host.saveProject({
          id: where === 'in-place' ? place.id : null,
          suggestedName: place.name ?? folderName(project.title, 'project'),
          bytes: writeProject(project),
        })
        if (saved !== null) {
          workbench.markSaved({ id: saved.id, name: saved.name }, project)
          await host.writeDraft(null)
        }
        return saved
      }),
  }
}

/** A project's title as the name of a file or folder. */
function folderName(title: string, otherwise: string): string {
  const legible = title
    .replace(/[^\p{L}\p{N} _.-]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const plain = charactersOf(legible).slice(0, 80).join('').trim()
  return plain === '' ? otherwise : plain
}

/** Milliseconds of quiet after which unsaved work is put by. */
const quiet = 1500

/** Keeps unsaved work where a crash does not reach it. @returns a function that stops */
export function keepDraft(workbench: Workbench): () => void {
  const { store, host } = workbench
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history.present === before.history.present && state.place === before.place) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const now = store.getState()
      const project = now.history.present
      if (!isUnsaved(now) || isEmpty(project)) return
      void putBy(project, now.place).catch(() => undefined)
    }, quiet)
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }

  /** @throws InputError for what could not be opened again: the draft before stays, and saving tells why */
  async function putBy(project: Project, place: { readonly id: string | null; readonly name: string | null }) {
    const bytes = writeProject(project)
    const name = place.name ?? (project.title === '' ? 'project' : project.title)
    await host.writeDraft({ name, projectId: place.id, bytes })
  }
}
