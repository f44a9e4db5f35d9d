import { Kbd, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronDown,
  IconDeviceFloppy,
  IconLanguage,
  IconMoonStars,
  IconSearch,
  IconSun,
} from '@tabler/icons-react'
import { useId } from 'react'
import { commands } from '../../commands/all'
import type { Command } from '../../commands/command'
import { editRedo } from '../../commands/edit-redo'
import { editUndo } from '../../commands/edit-undo'
import { outputSaveFigures } from '../../commands/output-save-figures'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectNew } from '../../commands/project-new'
import { projectOpen } from '../../commands/project-open'
import { projectSave } from '../../commands/project-save'
import { projectSaveAs } from '../../commands/project-save-as'
import { projectSaveRecipe } from '../../commands/project-save-recipe'
import { shortcutText } from '../../commands/shortcut'
import { viewFigureLanguages } from '../../commands/view-figure-language'
import { viewLanguages } from '../../commands/view-language'
import { viewThemes } from '../../commands/view-theme'
import { languageNames } from '../../i18n/words'
import { isDark, isUnsaved } from '../../state/workbench'
import { IconButton } from '../../ui/icon-button'
import { IconMenu } from '../../ui/icon-menu'
import { CommandIcon, CommandItem } from '../command-controls'
import { useProject, useRun, useSurroundings, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './shell.module.css'
import { savedName } from './window-title'

/** The project's name, undo and redo, the palette, and what is done to the project as a whole. */
export function TitleBar() {
  const words = useWords()
  const workbench = useWorkbench()
  const { context, isMac } = useSurroundings()
  const title = useProject((project) => project.title)
  const undoable = useWorkbenchState(editUndo.enabled)
  const redoable = useWorkbenchState(editRedo.enabled)
  const unsaved = useWorkbenchState(isUnsaved)
  const name = useWorkbenchState(({ place }) => place.name)
  // The name of the file is said where the title does not say it.
  const isNamed = name !== null && [savedName(name), ''].includes(title)
  const isEmptyWindow = useWorkbenchState(({ window }) => window.screen === 'start')

  return (
    <header className={styles['titleBar']}>
      <Mark />
      {isEmptyWindow ? (
        <strong>VälTel Workbench</strong>
      ) : (
        <>
          <input
            className={styles['titleField']}
            aria-label={words('title.project-title')}
            placeholder={name === null ? words('title.untitled') : savedName(name)}
            value={title}
            onChange={(event) => {
              const { value } = event.currentTarget
              workbench.change((project) => ({ ...project, title: value }), 'title')
            }}
            onBlur={() => workbench.settle()}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
            }}
          />
          <span className={styles['unsaved']} title={name ?? undefined}>
            {unsaved ? words('title.unsaved') : name === null ? '' : words('title.saved')}
          </span>
          {name === null || isNamed ? null : <bdi className={styles['fileName']}>{savedName(name)}</bdi>}
        </>
      )}
      <span className={styles['gap']} />
      <button type="button" className={styles['palette']} onClick={context.openPalette}>
        <IconSearch size={14} stroke={1.75} aria-hidden />
        <span className={styles['paletteText']}>{words('title.palette')}</span>
        <Kbd size="xs">{shortcutText('Mod+K', isMac)}</Kbd>
      </button>
      <CommandIcon command={editUndo} isEnabled={undoable}>
        <IconArrowBackUp size={17} stroke={1.75} />
      </CommandIcon>
      <CommandIcon command={editRedo} isEnabled={redoable}>
        <IconArrowForwardUp size={17} stroke={1.75} />
      </CommandIcon>
      <span className={styles['divider']} />
      <LanguageMenu />
      <ThemeButton />
      <span className={styles['divider']} />
      <CommandMenu
        label={words('title.project-menu')}
        groups={[
          [projectNew, projectOpen, projectAddFiles],
          [projectSave, projectSaveAs],
          [projectSaveRecipe, outputSaveFigures],
        ]}
      />
    </header>
  )
}

function CommandMenu({ label, groups }: { readonly label: string; readonly groups: readonly (readonly Command[])[] }) {
  return (
    <Menu position="bottom-end" width={290}>
      <Menu.Target>
        <button type="button" className={styles['palette']} style={{ color: 'var(--text)' }}>
          <IconDeviceFloppy size={15} stroke={1.75} aria-hidden />
          {label}
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group, index) => [
          index === 0 ? null : <Menu.Divider key={`divider-${group[0]?.id ?? ''}`} />,
          ...group.map((command) => <CommandItem key={command.id} command={command} />),
        ])}
      </Menu.Dropdown>
    </Menu>
  )
}

function LanguageMenu() {
  const words = useWords()
  const language = useWorkbenchState(({ window }) => window.language)
  const figures = useProject((project) => project.language)
  return (
    <IconMenu
      label={words('title.languages')}
      icon={<IconLanguage size={17} stroke={1.75} />}
      width={220}
      closeOnItemClick={false}
    >
      <LanguageChoice heading={words('title.window-language')} chosen={language} choices={viewLanguages} />
      <Menu.Divider />
      <LanguageChoice heading={words('title.figure-language')} chosen={figures} choices={viewFigureLanguages} />
    </IconMenu>
  )
}

function LanguageChoice({
  heading,
  chosen,
  choices,
}: {
  readonly heading: string
  readonly chosen: string
  readonly choices: readonly Command[]
}) {
  const run = useRun()
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <Menu.Label id={id}>{heading}</Menu.Label>
      <Menu.RadioGroup value={chosen}>
        {choices.map((command) => {
          const language = command.id.split('-').at(-1) ?? ''
          return (
            <Menu.RadioItem key={command.id} value={language} onChange={() => run(command)}>
              {languageNames[language as keyof typeof languageNames]}
            </Menu.RadioItem>
          )
        })}
      </Menu.RadioGroup>
    </div>
  )
}

function ThemeButton() {
  const words = useWords()
  const run = useRun()
  const dark = useWorkbenchState(isDark)
  const target = commands.find(({ id }) => id === (dark ? 'view.theme-light' : 'view.theme-dark')) ?? viewThemes[0]
  return (
    <IconButton
      label={words(dark ? 'command.view-light' : 'command.view-dark')}
      onClick={() => target !== undefined && run(target)}
    >
      {dark ? <IconSun size={17} stroke={1.75} /> : <IconMoonStars size={17} stroke={1.75} />}
    </IconButton>
  )
}

/** The program's mark: six dimensions around a centre. */
function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <span className={styles['mark']} aria-hidden>
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      >
        <path d="M10 1.5 17.4 5.75v8.5L10 18.5 2.6 14.25v-8.5Z" />
        <path d="M10 5.6 13.2 8.1 14 12.2 10 13.4 6.9 11.8 5.6 7.6Z" fill="currentColor" fillOpacity="0.22" />
      </svg>
    </span>
  )
}
