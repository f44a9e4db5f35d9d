import { Button, Menu, TextInput } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { SurveyDataset } from '../../../../analyses/core/datasets'
import { canMove, moveNode, removeNode } from '../../../../analyses/organisations/edits'
import { organisationNodes, type OrganisationNode } from '../../../../analyses/organisations/nodes'
import { changeOrganisations, treeSheet } from '../../../state/organisations'
import { alikeNotes } from '../../alike'
import { Notices } from '../../notices'
import {
  useProject,
  useSpeaker,
  useSurroundings,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../../workbench-context'
import { AddPlace, MovePlaces } from './place-forms'
import styles from './organisations.module.css'
import { TreeGrid } from './tree-grid'
import { useTreeImport } from './tree-import'

/** The organisation tree with the people who answered and those invited, where places are moved, added, found and counted. */
export function OrganisationsPanel() {
  const words = useWords()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  if (survey?.organisations === undefined) return <p className={styles['how']}>{words('organisations.none')}</p>
  return <Organisations survey={survey} counts={survey.organisations} />
}

interface Props {
  readonly survey: SurveyDataset
  readonly counts: NonNullable<SurveyDataset['organisations']>
}

type Form = 'add' | 'move' | null

function Organisations({ survey, counts }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const tree = useProject((project) => project.tree)
  const headcounts = useProject((project) => project.headcounts)
  const minGroup = useProject((project) => project.minGroup)
  const rounds = useMemo(() => survey.rounds.map(({ id }) => id), [survey])
  const nodes = useMemo(
    () =>
      organisationNodes({
        counts,
        rounds,
        tree,
        headcounts: headcounts ?? [],
        minGroup,
        compare: (a, b) => speaker.compare(speaker.label(a), speaker.label(b)),
      }),
    [counts, rounds, tree, headcounts, minGroup, speaker],
  )
  const [search, setSearch] = useState('')
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [form, setForm] = useState<Form>(null)
  const { levels } = counts
  const chosen = nodes.filter(({ key }) => marked.has(key))
  const move = (moved: readonly OrganisationNode[], into: OrganisationNode): void => {
    workbench.change((project) =>
      changeOrganisations(project, (declared) =>
        moved
          .filter(({ path }) => canMove(path, into.path))
          .reduce((now, node) => moveNode(now, levels, node, into.path), declared),
      ),
    )
    setForm(null)
    setMarked(new Set())
  }
  const imported = useTreeImport(survey, levels)
  const removable = chosen.filter((node) => node.isDeclared && !node.isInData && !node.hasPlaces)
  return (
    <div className={styles['panel']} data-takes-files onDrop={imported.drop} onDragOver={imported.over}>
      <div className={styles['tools']}>
        <TextInput
          className={styles['search'] ?? ''}
          aria-label={words('organisations.search')}
          placeholder={words('organisations.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button size="compact-sm" variant="default" disabled={chosen.length === 0} onClick={() => setForm('move')}>
          {words('organisations.move')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setForm('add')}>
          {words('organisations.add')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={removable.length === 0 || removable.length < chosen.length}
          title={words('organisations.remove-about')}
          onClick={() => {
            workbench.change((project) =>
              changeOrganisations(project, (declared) =>
                removable.reduce((now, { path }) => removeNode(now, levels, path), declared),
              ),
            )
            setMarked(new Set())
          }}
        >
          {words('organisations.remove')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUpload size={14} stroke={1.75} aria-hidden />}
          onClick={imported.pick}
        >
          {words('organisations.import')}
        </Button>
        <ExportMenu nodes={nodes} levels={levels} rounds={rounds} />
      </div>
      {form === 'move' && chosen.length > 0 ? (
        <MovePlaces
          nodes={nodes}
          levels={levels}
          chosen={chosen}
          onMove={(into) => move(chosen, into)}
          onClose={() => setForm(null)}
        />
      ) : null}
      {form === 'add' ? (
        <AddPlace nodes={nodes} levels={levels} within={chosen[0] ?? null} onClose={() => setForm(null)} />
      ) : null}
      {imported.view}
      {(['warning', 'info'] as const).map((level) => (
        <Notices
          key={level}
          level={level}
          alike={alikeNotes((survey.notes ?? []).filter((note) => note.level === level))}
          speaker={speaker}
        />
      ))}
      <p className={styles['how']}>{words('organisations.about', { min: minGroup })}</p>
      <TreeGrid
        nodes={nodes}
        levels={levels}
        rounds={rounds}
        search={search}
        marked={marked}
        onMark={setMarked}
        onMove={move}
        onAskMove={() => setForm('move')}
      />
    </div>
  )
}

function ExportMenu({
  nodes,
  levels,
  rounds,
}: {
  readonly nodes: readonly OrganisationNode[]
  readonly levels: readonly string[]
  readonly rounds: readonly string[]
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const { exports } = useSurroundings().context
  const save = (format: 'csv' | 'xlsx'): void =>
    void exports.saveSheet(
      treeSheet(
        nodes,
        levels.map((id) => ({ id, name: speaker.label({ attribute: id }) })),
        rounds.map((id) => ({ id, name: words('organisations.headcount-of', { round: id }) })),
      ),
      format,
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} stroke={1.75} aria-hidden />}>
          {words('organisations.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('xlsx')}>{words('organisations.export-xlsx')}</Menu.Item>
        <Menu.Item onClick={() => save('csv')}>{words('organisations.export-csv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
