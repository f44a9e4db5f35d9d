import type { FigurePageJob, FigureReport } from '../../analyses/publish/figure-job'
import { figureInWords } from '../../analyses/publish/figure-job'
import { passportLine, type Passport } from '../../analyses/publish/passport'
import { publicationProfiles } from '../../analyses/publish/publication-profile'
import type { Speaker } from '../../analyses/core/speaker'
import type { Recipe } from '../../analyses/recipe/recipe'
import { fileNames } from '../../analyses/recipe/results'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { startFigureProcess } from '../figure-process'
import type { Progress } from './progress'
import type { PendingFolder } from './write-folder'

/**
 * Draws every figure of every outcome in the formats the recipe asks for, in a hidden window of the host.
 * @returns the formats that were drawn: none when tables alone were asked for or this machine has no browser, which is said
 */
export async function drawFigures(input: {
  readonly recipe: Recipe
  readonly outcomes: readonly AnalysisOutcome[]
  readonly passports: ReadonlyMap<string, Passport>
  readonly speaker: Speaker
  readonly folder: PendingFolder
  readonly progress: Progress
  readonly tablesOnly: boolean
  readonly outFolder: string
}): Promise<readonly string[]> {
  const { recipe, outcomes, speaker, folder, progress } = input
  const formats = recipe.output.figures
  const figures = outcomes.flatMap((outcome) => outcome.figures.map((spec) => ({ as: outcome.as, spec })))
  if (formats.length === 0 || figures.length === 0) return []
  if (input.tablesOnly) {
    progress.line(speaker.text('recipe:tables-only'))
    return []
  }
  const host = await startFigureProcess(input.outFolder)
  if (host === null) {
    progress.line(speaker.text('recipe:no-browser'))
    return []
  }
  const profile = publicationProfiles[recipe.output.profile]
  try {
    for (const [index, { as, spec }] of figures.entries()) {
      progress.step(`${as}.${spec.id}`, index / figures.length)
      const passport = input.passports.get(as) ?? null
      const job: FigurePageJob = {
        spec: figureInWords(spec, (label) => speaker.label(label)),
        language: speaker.language,
        profile,
        theme: 'print',
        passport,
      }
      const drawn = await host.draw({
        job: JSON.stringify(job),
        widthMm: profile.widthMm,
        heightMm: profile.heightMm ?? profile.maxHeightMm ?? 240,
        outputs: formats,
        metadata: {
          title: speaker.label(spec.title),
          subject: speaker.label(spec.description),
          keywords: passport === null ? [] : [passportLine(passport)],
          creator: `VälTel Workbench ${passport?.workbench ?? ''}`.trim(),
          language: speaker.language,
        },
      })
      if (drawn.svg !== null) await folder.write(fileNames.figure(as, spec.id, 'svg'), drawn.svg)
      if (drawn.png !== null) await folder.write(fileNames.figure(as, spec.id, 'png'), drawn.png)
      if (drawn.pdf !== null) await folder.write(fileNames.figure(as, spec.id, 'pdf'), drawn.pdf)
      for (const finding of (JSON.parse(drawn.report) as FigureReport).findings)
        progress.line(`${as}.${spec.id}: ${finding.code} ${JSON.stringify(finding)}`)
    }
  } finally {
    await host.close()
  }
  return formats
}
