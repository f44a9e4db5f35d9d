import { figureFiles, figureTasks, type Bundle } from '../../analyses/publish/bundle'
import type { FigureFormat, FigureReport } from '../../analyses/publish/figure-job'
import { startFigureProcess } from '../figure-process'
import type { Progress } from './progress'
import type { PendingFolder } from './write-folder'

/**
 * Draws every figure of every outcome in the formats the recipe asks for, in a hidden window of the host.
 * @returns the formats that were drawn: none when tables alone were asked for or this machine has no browser, which is said
 */
export async function drawFigures(
  bundle: Bundle,
  {
    folder,
    progress,
    tablesOnly,
    outFolder,
  }: {
    readonly folder: PendingFolder
    readonly progress: Progress
    readonly tablesOnly: boolean
    readonly outFolder: string
  },
): Promise<readonly FigureFormat[]> {
  const { speaker, figureFormats } = bundle
  const tasks = figureTasks(bundle)
  if (tasks.length === 0) return []
  if (tablesOnly) {
    progress.line(speaker.text('recipe:tables-only'))
    return []
  }
  const host = await startFigureProcess(outFolder)
  if (host === null) {
    progress.line(speaker.text('recipe:no-browser'))
    return []
  }
  try {
    for (const [index, task] of tasks.entries()) {
      const name = `${task.as}.${task.figure}`
      progress.step(name, index / tasks.length)
      const drawn = await host.draw(task.drawing)
      for (const file of figureFiles(task, drawn)) await folder.write(file.name, file.bytes)
      for (const finding of (JSON.parse(drawn.report) as FigureReport).findings)
        progress.line(`${name}: ${finding.code} ${JSON.stringify(finding)}`)
    }
  } finally {
    await host.close()
  }
  return figureFormats
}
