import { Button } from '@mantine/core'
import { isCodebookByHand } from '../../../analyses/instrument-sheets/codebook-by-hand'
import type { Draft } from '../../../analyses/drafting/draft'
import { removeSource } from '../../state/project'
import { Notice } from '../../ui/notice'
import { useProject, useSurroundings, useWords, useWorkbench } from '../workbench-context'

/**
 * Offers to take a codebook that somebody keeps by hand as the instrument that it is. Whoever knows it to be answers goes on with the draft.
 * @param id of the source that is drafted from
 */
export function CodebookOffer({ id, draft }: { readonly id: string; readonly draft: Draft }) {
  const words = useWords()
  const workbench = useWorkbench()
  const { loading, opening } = useSurroundings().context
  const entry = useProject(({ sources }) => sources.find(({ source }) => source.id === id))
  const file = entry === undefined ? undefined : loading.files.get(entry.identity.sha256)
  if (file === undefined || !isCodebookByHand(draft.columns, draft.rowsRead)) return null
  const take = (): void => {
    workbench.change((project) => removeSource(project, id))
    void opening.takeInstrumentSheets([file])
  }
  return (
    <Notice
      level="warning"
      actions={
        <Button size="compact-xs" onClick={take}>
          {words('drafting.codebook-take')}
        </Button>
      }
    >
      {words('drafting.codebook')}
    </Notice>
  )
}
