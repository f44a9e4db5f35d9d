import { Button, NativeSelect } from '@mantine/core'
import type { Attribute } from '../../../analyses/core/datasets'
import { chooseReference, orderLevelsAs } from '../../state/project'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './data.module.css'
import { OrderedList } from './ordered-list'

/** Attributes with more levels than this are places or persons, whose order nobody gives by hand. */
const mostLevels = 40
/** Stands for the first level as the reference. */
const first = ''

/** The levels of an attribute in their order, and the level that the others are held against, which the user may change. */
export function LevelOrder({ attribute: id }: { readonly attribute: string }) {
  const words = useWords()
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset)?.attributes ?? []
  const attribute = attributes.find((each) => each.id === id)
  if (attribute === undefined || attribute.levels.length < 2 || attribute.levels.length > mostLevels) return null
  return (
    <section className={styles['order']} aria-label={words('data.levels')}>
      <h3>{words('data.levels')}</h3>
      <span className={styles['how']}>{words('data.levels-help')}</span>
      <LevelList attribute={attribute} />
    </section>
  )
}

function LevelList({ attribute }: { readonly attribute: Attribute }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const { id } = attribute
  const isDeclared = useProject(
    (project) => project.orders?.levels !== undefined && Object.hasOwn(project.orders.levels, id),
  )
  const alphabet = new Intl.Collator(words.language, { numeric: true })
  const nameOf = (level: string): string => speaker.level(id, level)
  const levels = attribute.order ?? attribute.levels.toSorted((a, b) => alphabet.compare(nameOf(a), nameOf(b)))
  const name = speaker.label({ attribute: id })
  return (
    <>
      <OrderedList
        names={levels}
        shownAs={nameOf}
        earlier={(level) => words('data.level-earlier', { level })}
        later={(level) => words('data.level-later', { level })}
        onOrder={(moved) => workbench.change((project) => orderLevelsAs(project, id, moved))}
      />
      <NativeSelect
        label={words('data.reference', { attribute: name })}
        value={attribute.reference ?? first}
        data={[
          { value: first, label: words('data.reference-first') },
          ...levels.map((level) => ({ value: level, label: nameOf(level) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          workbench.change((project) => chooseReference(project, id, value === first ? undefined : value))
        }
      />
      {isDeclared ? (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => workbench.change((project) => orderLevelsAs(project, id, undefined))}
        >
          {words('data.rounds-reset')}
        </Button>
      ) : null}
    </>
  )
}
