import { Button, Menu, SegmentedControl } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState, type Ref } from 'react'
import { textIn, type Language } from '../../../analyses/core/words'
import { addDimension } from '../../../analyses/instrument/edits/dimensions'
import { addItem, moveItems } from '../../../analyses/instrument/edits/items'
import { addMeasure } from '../../../analyses/instrument/edits/measures'
import { addScale } from '../../../analyses/instrument/edits/scales'
import { editRedo } from '../../commands/edit-redo'
import { editUndo } from '../../commands/edit-undo'
import { commandFor } from '../../commands/shortcut'
import { instrumentImport } from '../../commands/instrument-import'
import { instrumentSaves } from '../../commands/instrument-save'
import { projectAddFiles } from '../../commands/project-add-files'
import { languageNames } from '../../i18n/words'
import type { OpenInstrument } from '../../state/instrument-editing'
import { FoldingColumns } from '../../ui/folding-columns'
import { IconButton } from '../../ui/icon-button'
import { IconMenu } from '../../ui/icon-menu'
import { Notice } from '../../ui/notice'
import { Pane } from '../../ui/pane'
import { CommandItem } from '../command-controls'
import { RejectedFiles } from '../rejected-files'
import { useProject, useRun, useSpeaker, useSurroundings, useWords } from '../workbench-context'
import { ChangeList } from './change-list'
import { DimensionPanel, DimensionsPanel } from './dimension-panel'
import { DocumentText } from './document-text'
import { EditorProvider, useEditor } from './editor-context'
import styles from './editor.module.css'
import { InstrumentPanel } from './instrument-panel'
import { ItemPanel, ItemsPanel } from './item-panel'
import { MeasurePanel } from './measure-panel'
import { moveChosen, PartTree, removeChosen } from './part-tree'
import { Preview } from './preview'
import { ProblemList } from './problem-list'
import { ScalePanel } from './scale-panel'

const usual: readonly Language[] = ['nb', 'sv', 'en']

/** The questionnaire, to be read and edited: its parts as a tree, the chosen one beside it, and what it gives for the data. */
export function InstrumentEditor({ open }: { readonly open: OpenInstrument }) {
  const words = useWords()
  const name = useProject(({ instrument }) => instrument?.name ?? '')
  const [isText, setIsText] = useState(false)
  const [chosenLanguage, setLanguage] = useState<Language | null>(null)
  const [hasDanish, setHasDanish] = useState(false)
  const layout = useUndoInFields()
  const { document, problems } = open
  if (document === null || isText)
    return (
      <Pane
        title={name}
        actions={
          document === null ? null : (
            <Button variant="default" onClick={() => setIsText(false)}>
              {words('editor.as-parts')}
            </Button>
          )
        }
      >
        <RejectedFiles />
        {document === null ? <Notice level="error">{words('editor.not-json')}</Notice> : null}
        <DocumentText problems={problems.map(({ problem }) => problem)} />
      </Pane>
    )
  const { parts } = document
  const isDanish = hasDanish || JSON.stringify(document.json).includes('"da":')
  const languages: readonly Language[] = isDanish ? [...usual, 'da'] : usual
  const language = chosenLanguage ?? shownLanguage(open, words.language)
  return (
    <EditorProvider parts={parts} problems={problems} languages={languages} language={language}>
      <div className={styles['whole']} ref={layout}>
        <FoldingColumns
          className={styles['layout']}
          label={words('shell.columns')}
          names={[words('instrument.dimensions'), words('rail.instrument'), words('editor.preview-short')]}
        >
          <Pane
            title={name}
            tone="frame"
            className={styles['treePane']}
            actions={<MoreMenu onText={() => setIsText(true)} onDanish={isDanish ? null : () => setHasDanish(true)} />}
          >
            <div className={styles['treeHead']}>
              <SegmentedControl
                fullWidth
                aria-label={words('instrument.language')}
                value={language}
                onChange={(value) => setLanguage(languages.find((each) => each === value) ?? null)}
                data={languages.map((each) => ({ value: each, label: languageNames[each] }))}
              />
              <TreeTools />
            </div>
            <RejectedFiles />
            <ProblemList />
            <ChangeList />
            <PartTree />
          </Pane>
          <ChosenPart />
          <Pane title={words('editor.preview')} tone="frame" className={styles['previewPane']} isReading>
            <Preview />
          </Pane>
        </FoldingColumns>
      </div>
    </EditorProvider>
  )
}

/** The window's language where the items have it, else the first that they have. */
function shownLanguage({ document }: OpenInstrument, wanted: Language): Language {
  const items = document?.parts.items ?? []
  const has = (language: Language): boolean => items.some(({ text }) => text[language] !== undefined)
  return has(wanted) ? wanted : ([...usual, 'da' as const].find(has) ?? wanted)
}

/** Undo and redo in the fields of the editor are those of the project: what is typed there is part of it. */
function useUndoInFields(): Ref<HTMLDivElement> {
  const { isMac } = useSurroundings()
  const run = useRun()
  const layout = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const command = commandFor([editUndo, editRedo], event, isMac)
      const isHere = event.target instanceof Node && layout.current?.contains(event.target) === true
      if (command === undefined || !isHere) return
      event.preventDefault()
      event.stopPropagation()
      run(command)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [isMac, run])
  return layout
}

/** What can be done with the chosen parts, for the mouse; the tree has keys for it. */
function TreeTools() {
  const words = useWords()
  const editor = useEditor()
  const { parts, choice, language, edit } = editor
  const { section, keys } = choice
  const dimension =
    section === 'dimensions'
      ? parts.dimensions.find(({ key }) => key === keys[0])?.id
      : section === 'items'
        ? parts.items.find(({ key }) => key === keys.at(-1))?.dimension
        : parts.dimensions[0]?.id
  const isMovable = section === 'items' || (section === 'dimensions' && keys.length === 1)
  return (
    <div className={styles['tools']} role="toolbar" aria-label={words('editor.tools')}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={14} stroke={1.75} />}>
            {words('editor.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => edit(addItem(dimension ?? null), 'items')}>{words('editor.add-item')}</Menu.Item>
          <Menu.Item
            onClick={() =>
              edit(
                addDimension({ [language]: words('editor.new-dimension') }, section === 'items' ? keys : []),
                'dimensions',
              )
            }
          >
            {words(section === 'items' ? 'editor.dimension-of-items' : 'editor.add-dimension')}
          </Menu.Item>
          <Menu.Item onClick={() => edit(addScale(), 'scales')}>{words('editor.add-scale')}</Menu.Item>
          <Menu.Item
            onClick={() =>
              edit(addMeasure(dimension === undefined || dimension === null ? [] : [dimension]), 'measures')
            }
          >
            {words('editor.add-measure')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-start" disabled={section !== 'items'}>
        <Menu.Target>
          <Button variant="default" disabled={section !== 'items'}>
            {words('editor.move-to')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[
            ...parts.dimensions.map(({ id, label }) => ({ id, name: textIn(label, language) || id })),
            { id: null, name: words('instrument.alone') },
          ].map(({ id, name }) => (
            <Menu.Item key={id ?? '#'} onClick={() => edit(moveItems(keys, { dimension: id, before: null }), 'items')}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={styles['gap']} />
      <IconButton
        label={words('editor.move-up')}
        shortcut="Alt+↑"
        disabled={!isMovable}
        onClick={() => moveChosen(editor, -1)}
      >
        <IconArrowUp size={16} stroke={1.75} />
      </IconButton>
      <IconButton
        label={words('editor.move-down')}
        shortcut="Alt+↓"
        disabled={!isMovable}
        onClick={() => moveChosen(editor, 1)}
      >
        <IconArrowDown size={16} stroke={1.75} />
      </IconButton>
      <IconButton
        label={words('editor.remove')}
        disabled={section === 'instrument'}
        onClick={() => removeChosen(editor)}
      >
        <IconTrash size={16} stroke={1.75} />
      </IconButton>
    </div>
  )
}

function MoreMenu({ onText, onDanish }: { readonly onText: () => void; readonly onDanish: (() => void) | null }) {
  const words = useWords()
  return (
    <IconMenu label={words('editor.more')} icon={<IconDots size={16} stroke={1.75} />} width={330}>
      <CommandItem command={projectAddFiles} />
      <CommandItem command={instrumentImport} />
      <Menu.Divider />
      {instrumentSaves.map((command) => (
        <CommandItem key={command.id} command={command} />
      ))}
      <Menu.Divider />
      {onDanish === null ? null : <Menu.Item onClick={onDanish}>{words('editor.add-danish')}</Menu.Item>}
      <Menu.Item onClick={onText}>{words('editor.as-text')}</Menu.Item>
    </IconMenu>
  )
}

/** The panel of what is chosen. */
function ChosenPart() {
  const words = useWords()
  const speaker = useSpeaker()
  const { parts, choice, refusal } = useEditor()
  const { section, keys } = choice
  const items = parts.items.filter(({ key }) => section === 'items' && keys.includes(key))
  const dimensions = parts.dimensions.filter(({ key }) => section === 'dimensions' && keys.includes(key))
  const scale = parts.scales.find(({ key }) => section === 'scales' && key === keys[0])
  const measure = parts.measures.find(({ key }) => section === 'measures' && key === keys[0])
  const [item] = items
  const [dimension] = dimensions
  const title =
    section === 'items'
      ? items.length === 1
        ? words('editor.title-item', { id: item?.id ?? '' })
        : words('editor.title-items', { count: items.length })
      : section === 'dimensions'
        ? dimensions.length === 1
          ? words('editor.title-dimension', { id: dimension?.id ?? '' })
          : words('editor.title-dimensions', { count: dimensions.length })
        : scale !== undefined
          ? words('editor.title-scale', { id: scale.id })
          : measure !== undefined
            ? words('editor.title-measure', { id: measure.id })
            : words('rail.instrument')
  return (
    <Pane title={title} className={styles['partPane']}>
      <div data-panel>
        {refusal === null ? null : (
          <div className={styles['refusal']}>
            <Notice level="error" isAnnounced>
              {speaker.text(refusal.code, refusal.about)}
            </Notice>
          </div>
        )}
        {items.length > 1 ? (
          <ItemsPanel items={items} />
        ) : item !== undefined ? (
          <ItemPanel key={item.key} item={item} />
        ) : dimensions.length > 1 ? (
          <DimensionsPanel dimensions={dimensions} />
        ) : dimension !== undefined ? (
          <DimensionPanel key={dimension.key} dimension={dimension} />
        ) : scale !== undefined ? (
          <ScalePanel key={scale.key} scale={scale} />
        ) : measure !== undefined ? (
          <MeasurePanel key={measure.key} measure={measure} />
        ) : (
          <InstrumentPanel />
        )}
      </div>
    </Pane>
  )
}
