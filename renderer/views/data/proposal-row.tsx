import { Button } from '@mantine/core'
import { doubtsOf, proposedLabel, reasonOf, type ColumnProposal } from '../../../analyses/sources/proposal'
import { shortened } from '../../../analyses/core/shortened'
import { othersOf, withProposals } from '../../state/mapping'
import { changeSource, type ProjectSource } from '../../state/project'
import type { SourceReading } from '../../state/session'
import { useSpeaker, useWords, useWorkbench } from '../workbench-context'
import styles from './proposals.module.css'

/** Longest text of a proposal in the table. */
const longestText = 72

/** Below a column: what it could be, why, and the button that makes it so. */
export function ProposalRow({
  entry,
  reading,
  proposal,
  columns,
}: {
  readonly entry: ProjectSource
  readonly reading: SourceReading
  readonly proposal: ColumnProposal
  /** Of the table, but for the first. */
  readonly columns: number
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const named = speaker.label(proposedLabel(proposal))
  const what = shortened(named, longestText)
  const confirm = (): void =>
    workbench.change((project) =>
      changeSource(project, entry.source.id, (source) =>
        withProposals(source, reading.columns, [proposal], othersOf(project, entry.source.id)),
      ),
    )
  return (
    <tr>
      <td />
      <td colSpan={columns}>
        <div className={styles['proposal']}>
          <span>{words('proposals.may-be', { what: words('proposals.quoted', { name: what }) })}</span>
          <span className={styles['reason']}>{speaker.label(reasonOf(proposal, named))}</span>
          {doubtsOf(proposal).map((doubt, index) => (
            <span key={index} className={styles['doubt']}>
              {speaker.label(doubt)}
            </span>
          ))}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={words('proposals.confirm-as', { header: proposal.header, what })}
            onClick={(event) => {
              // The button goes with the proposal; the list beside it then says what the column is.
              event.currentTarget.closest('tr')?.previousElementSibling?.querySelector('select')?.focus()
              confirm()
            }}
          >
            {words('proposals.confirm')}
          </Button>
        </div>
      </td>
    </tr>
  )
}
