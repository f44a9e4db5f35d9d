import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { textIn } from '../../../analyses/core/words'
import { removeMeasure, setBelow, setTargets } from '../../../analyses/instrument/edits/measures'
import type { MeasurePart } from '../../../analyses/instrument/parts'
import { useWords } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'
import { NumberCommitField } from './number-commit-field'
import { TextFields } from './text-fields'

/** Everything about one measure. */
export function MeasurePanel({ measure }: { readonly measure: MeasurePart }) {
  const words = useWords()
  const { edit } = useEditor()
  const { key, label, note, below } = measure
  return (
    <div className={styles['panel']}>
      <FieldProblems section="measures" partKey={key} fields={['', 'id']} />
      <TextFields section="measures" partKey={key} field="label" title={words('editor.label')} text={label} />
      <TextFields section="measures" partKey={key} field="note" title={words('editor.note')} text={note} />
      <NumberCommitField
        className={styles['medium']}
        label={words('editor.below')}
        description={words('editor.below-help')}
        isOptional
        value={below}
        onNumber={(value) => edit(setBelow(key, value))}
      />
      <Targets measure={measure} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(removeMeasure(key), 'measures')}>
          {words('editor.remove-measure')}
        </Button>
      </div>
    </div>
  )
}

/** The dimensions and items that a measure is for. */
function Targets({ measure }: { readonly measure: MeasurePart }) {
  const words = useWords()
  const { parts, language, edit } = useEditor()
  const toggle = (id: string): void =>
    edit(
      setTargets(
        measure.key,
        measure.for.includes(id) ? measure.for.filter((target) => target !== id) : [...measure.for, id],
      ),
    )
  const items = parts.items.filter(({ id }) => measure.for.includes(id))
  const unknown = measure.for.filter((id) => ![...parts.dimensions, ...parts.items].some((part) => part.id === id))
  return (
    <fieldset className={styles['fieldset']} data-field="for">
      <legend>{words('editor.measure-for')}</legend>
      <div className={styles['checks']}>
        {[
          ...parts.dimensions.map(({ id, label }) => ({ id, name: textIn(label, language) || id })),
          ...items.map(({ id, text }) => ({ id, name: textIn(text, language) || id })),
          ...unknown.map((id) => ({ id, name: id })),
        ].map(({ id, name }) => (
          <Checkbox key={id} size="xs" label={name} checked={measure.for.includes(id)} onChange={() => toggle(id)} />
        ))}
      </div>
      <NativeSelect
        label={words('editor.measure-add-item')}
        value=""
        data={[
          { value: '', label: words('editor.choose') },
          ...parts.items
            .filter(({ id }) => !measure.for.includes(id))
            .map(({ id, text }) => ({ value: id, label: textIn(text, language) || id })),
        ]}
        onChange={(event) => toggle(event.currentTarget.value)}
      />
      <FieldProblems section="measures" partKey={measure.key} fields={['for', 'below']} />
    </fieldset>
  )
}

/** Measures that are for one of these ids, each leading to its panel. */
export function MeasureLinks({ targets }: { readonly targets: readonly string[] }) {
  const words = useWords()
  const { parts, language, choose } = useEditor()
  const measures = parts.measures.filter((measure) => measure.for.some((id) => targets.includes(id)))
  if (measures.length === 0) return null
  return (
    <section className={styles['block']}>
      <h3>{words('instrument.measures')}</h3>
      <ul className={styles['links']}>
        {measures.map(({ key, id, label, below }) => (
          <li key={key}>
            <button
              type="button"
              className={styles['link']}
              onClick={() => choose({ section: 'measures', keys: [key] })}
            >
              {textIn(label, language) || id}
            </button>{' '}
            {below === null ? null : words('instrument.measure-below', { limit: words.format.number(below, 1) })}
          </li>
        ))}
      </ul>
    </section>
  )
}
