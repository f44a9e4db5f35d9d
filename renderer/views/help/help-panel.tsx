import { Drawer } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { HelpPage } from '../../../analyses/core/help'
import { helpOf } from '../../../analyses/index'
import { Markdown } from '../../ui/markdown'
import { readMarkdown } from '../../ui/markdown-document'
import { Notice } from '../../ui/notice'
import { useProject, useSpeaker, useWorkbench, useWorkbenchState, useWords } from '../workbench-context'
import styles from './help-panel.module.css'

/** The help page of the analysis shown, over the right side of the window. */
export function HelpPanel() {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const isOpen = useWorkbenchState(({ window }) => window.isHelpOpen)
  const name = useWorkbenchState(({ window }) => window.analysis)
  const id = useProject((project) => project.analyses.find(({ as }) => as === name)?.id ?? null)
  const title = id === null ? '' : words('help.title', { analysis: speaker.text(`${id}:title`) })
  return (
    <Drawer
      opened={isOpen && id !== null}
      onClose={() => workbench.patchWindow({ isHelpOpen: false })}
      position="right"
      size="min(720px, 92vw)"
      title={title}
      closeButtonProps={{ 'aria-label': words('help.close') }}
      overlayProps={{ backgroundOpacity: 0.22, blur: 0 }}
      transitionProps={{ duration: 60 }}
      classNames={{
        content: styles['content'],
        header: styles['header'],
        title: styles['title'],
        body: styles['body'],
      }}
    >
      {/* In focus, so that the keys that scroll work at once. */}
      <div className={styles['page']} role="region" aria-label={title} tabIndex={0} data-autofocus>
        {id === null ? null : <Help key={`${id} ${words.language}`} id={id} />}
      </div>
    </Drawer>
  )
}

function Help({ id }: { readonly id: string }) {
  const words = useWords()
  const page = useHelp(id, words.language)
  const document = useMemo(() => (page == null ? null : readMarkdown(page.markdown)), [page])
  if (page === undefined) return null
  if (page === null || document === null) return <p>{words('help.none')}</p>
  return (
    <>
      {page.language === words.language ? null : <Notice level="info">{words('help.not-translated')}</Notice>}
      <div lang={page.language}>
        <Markdown blocks={document.blocks} headingAbove={2} />
      </div>
    </>
  )
}

/** @returns undefined while the page is being fetched */
function useHelp(id: string, language: Parameters<typeof helpOf>[1]): HelpPage | null | undefined {
  const [page, setPage] = useState<HelpPage | null>()
  useEffect(() => {
    let isCurrent = true
    void helpOf(id, language).then(
      (found) => isCurrent && setPage(found),
      () => isCurrent && setPage(null),
    )
    return () => {
      isCurrent = false
    }
  }, [id, language])
  return page
}
