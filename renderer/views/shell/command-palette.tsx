import { Kbd } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { analyses } from '../../../analyses/index'
import { commands } from '../../commands/all'
import { addToProject, isOffered } from '../../commands/analysis-add'
import { shortcutText } from '../../commands/shortcut'
import { useRun, useSpeaker, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import { analysisName } from '../analysis/analysis-words'
import styles from './shell.module.css'

const groups = ['project', 'edit', 'analysis', 'output', 'view', 'help'] as const

/** Everything that can be done, found by typing. */
export function CommandPalette() {
  const words = useWords()
  const speaker = useSpeaker()
  const run = useRun()
  const { context, isMac } = useSurroundings()
  const [isOpen, setIsOpen] = useState(false)
  const state = useWorkbenchState((whole) => (isOpen ? whole : null))
  const actions: readonly SpotlightActionGroupData[] =
    state === null
      ? []
      : groups.map((group) => ({
          group: words(`palette.${group}`),
          actions: [
            ...commands
              .filter((command) => command.group === group && command.isHidden !== true && command.enabled(state))
              .map((command) => ({
                id: command.id,
                role: 'option',
                label: words(command.label),
                onClick: () => run(command),
                rightSection:
                  command.shortcut === undefined ? undefined : (
                    <Kbd size="xs">{shortcutText(command.shortcut, isMac)}</Kbd>
                  ),
              })),
            ...(group === 'analysis'
              ? [
                  ...state.history.present.analyses.map((analysis) => ({
                    id: `show:${analysis.as}`,
                    role: 'option',
                    label: words('palette.show', {
                      name: analysisName(analysis, state.history.present.analyses, words, speaker),
                    }),
                    keywords: [analysis.as],
                    onClick: () => context.workbench.patchWindow({ screen: 'analyses', analysis: analysis.as }),
                  })),
                  ...[...analyses.keys()]
                    .filter((id) => isOffered(context.workbench.project(), id))
                    .map((id) => ({
                      id: `add:${id}`,
                      role: 'option',
                      label: words('palette.add', { name: speaker.text(`${id}:title`) }),
                      description: speaker.text(`${id}:summary`),
                      onClick: () => addToProject(context.workbench, id),
                    })),
                ]
              : []),
          ],
        }))
  return (
    <Spotlight
      actions={actions.filter((group) => group.actions.length > 0)}
      onSpotlightOpen={() => setIsOpen(true)}
      onSpotlightClose={() => setIsOpen(false)}
      nothingFound={words('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      shortcut={null}
      searchProps={{
        leftSection: <IconSearch size={16} stroke={1.75} />,
        placeholder: words('palette.placeholder'),
        'aria-label': words('palette.placeholder'),
        role: 'combobox',
        'aria-autocomplete': 'list',
        ref: tellChoice,
      }}
      scrollAreaProps={{ id: listId, role: 'listbox', 'aria-label': words('command.view-command-palette') }}
      transitionProps={{ duration: 60 }}
      size={600}
      attributes={{ content: { 'aria-label': words('command.view-command-palette') } }}
      overlayProps={{ backgroundOpacity: 0.22, blur: 0 }}
      classNames={{ actionsGroup: styles['paletteGroup'], empty: styles['paletteEmpty'] }}
      yOffset="12vh"
    />
  )
}

const listId = 'palette-list'

/**
 * Tells screen readers which entry is chosen while the keyboard stays in the field: the library marks it for the eye only.
 * @returns what ends it
 */
function tellChoice(field: HTMLInputElement | null): (() => void) | undefined {
  const dialog = field?.closest('[role=dialog]') ?? null
  if (field === null || dialog === null) return undefined
  const tell = (): void => {
    const entries = [...dialog.querySelectorAll('[role=option]')]
    field.setAttribute('aria-expanded', String(entries.length > 0))
    if (entries.length > 0) field.setAttribute('aria-controls', listId)
    else field.removeAttribute('aria-controls')
    field.removeAttribute('aria-activedescendant')
    for (const [index, entry] of entries.entries()) {
      const isChosen = entry.hasAttribute('data-selected')
      entry.id = `palette-entry-${index}`
      entry.setAttribute('aria-selected', String(isChosen))
      if (isChosen) field.setAttribute('aria-activedescendant', entry.id)
    }
  }
  const observer = new MutationObserver(tell)
  observer.observe(dialog, { subtree: true, childList: true, attributeFilter: ['data-selected'] })
  tell()
  return () => observer.disconnect()
}
