import { Button, Checkbox } from '@mantine/core'
import { useState, type DragEvent, type ReactNode } from 'react'
import type { SurveyDataset } from '../../../../analyses/core/datasets'
import { proposeNames, type TreeFile } from '../../../../analyses/organisations/tree-file'
import { treeOfFile, withTreeFile, type TreeReading } from '../../../state/organisations'
import { NoticeList } from '../../../ui/notice'
import { ProblemNotice } from '../../problem-notice'
import { useSpeaker, useSurroundings, useWords, useWorkbench } from '../../workbench-context'
import styles from './organisations.module.css'

interface TreeImport {
  readonly pick: () => void
  readonly drop: (event: DragEvent) => void
  readonly over: (event: DragEvent) => void
  readonly view: ReactNode
}

/** A spreadsheet with a tree, by the button or dropped on the panel: what it holds is shown, with names to be confirmed, before anything of it is used. */
export function useTreeImport(survey: SurveyDataset, levels: readonly string[]): TreeImport {
  const { pickFiles } = useSurroundings().context
  const [problems, setProblems] = useState<TreeReading['problems']>([])
  const [given, setGiven] = useState<{ readonly name: string; readonly file: TreeFile } | null>(null)
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setGiven(null)
    const result = await treeOfFile(file, survey)
    setProblems(result.problems)
    if (result.read !== null) setGiven({ name: file.name, file: result.read })
  }
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  return {
    pick: () => void pickFiles().then(([file]) => read(file)),
    over: (event) => {
      if (hasFiles(event)) event.preventDefault()
    },
    drop: (event) => {
      const [file] = event.dataTransfer.files
      if (file === undefined) return
      event.preventDefault()
      void read(file)
    },
    view: (
      <>
        {problems.map((problem, index) => (
          <ProblemNotice key={index} problem={problem} />
        ))}
        {given === null ? null : (
          <Given key={given.name} {...given} survey={survey} levels={levels} onClose={() => setGiven(null)} />
        )}
      </>
    ),
  }
}

interface GivenProps {
  readonly name: string
  readonly file: TreeFile
  readonly survey: SurveyDataset
  readonly levels: readonly string[]
  readonly onClose: () => void
}

/** What a file holds, and the names in it that may be spellings of places in the data. */
function Given({ name, file, survey, levels, onClose }: GivenProps) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const proposals = proposeNames(
    file.tree,
    Object.fromEntries(survey.attributes.map((attribute) => [attribute.id, attribute.levels])),
  )
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set())
  const keyOf = ({ level, from }: (typeof proposals)[number]): string => `${level}\n${from}`
  const use = (): void => {
    const taken = proposals.filter((proposal) => !refused.has(keyOf(proposal)))
    workbench.change((project) => withTreeFile(project, levels, file, taken))
    onClose()
  }
  return (
    <NoticeList level="info">
      <div className={styles['given']}>
        <p>
          {words('organisations.file-holds', {
            name,
            places: file.tree.places.length,
            headcounts: file.headcounts.length,
            levels: file.tree.levels.map((level) => speaker.label({ attribute: level })).join(' → '),
          })}
        </p>
        {file.unused.length === 0 ? null : (
          <p>{words('organisations.file-unused', { headers: file.unused.join(', ') })}</p>
        )}
        {proposals.map((proposal) => (
          <Checkbox
            key={keyOf(proposal)}
            checked={!refused.has(keyOf(proposal))}
            label={words('organisations.same-name', {
              from: proposal.from,
              into: proposal.into,
              percent: words.format.percent(proposal.score),
            })}
            onChange={() =>
              setRefused(
                refused.has(keyOf(proposal))
                  ? new Set([...refused].filter((key) => key !== keyOf(proposal)))
                  : new Set([...refused, keyOf(proposal)]),
              )
            }
          />
        ))}
        <div className={styles['tools']}>
          <Button size="compact-sm" onClick={use}>
            {words('organisations.use-file')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {words('organisations.cancel')}
          </Button>
        </div>
      </div>
    </NoticeList>
  )
}
