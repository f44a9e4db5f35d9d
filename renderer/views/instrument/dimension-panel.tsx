import { Button, NativeSelect } from '@mantine/core'
import {
  mergeDimensions,
  removeDimension,
  renameDimension,
  setMinAnswered,
  setScore,
} from '../../../analyses/instrument/edits/dimensions'
import { addItem } from '../../../analyses/instrument/edits/items'
import { addMeasure } from '../../../analyses/instrument/edits/measures'
import type { DimensionPart } from '../../../analyses/instrument/parts'
import { useWords } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'
import { IdField } from './id-field'
import { MeasureLinks } from './measure-panel'
import { NumberCommitField } from './number-commit-field'
import { TextFields } from './text-fields'

/** Everything about one dimension. */
export function DimensionPanel({ dimension }: { readonly dimension: DimensionPart }) {
  const words = useWords()
  const { edit } = useEditor()
  const { key, id, label, description } = dimension
  return (
    <div className={styles['panel']}>
      <FieldProblems section="dimensions" partKey={key} fields={['']} />
      <TextFields section="dimensions" partKey={key} field="label" title={words('editor.label')} text={label} />
      <TextFields
        section="dimensions"
        partKey={key}
        field="description"
        title={words('editor.description')}
        text={description}
      />
      <ScoringFields dimension={dimension} />
      <IdField section="dimensions" partKey={key} id={id} rename={(next) => renameDimension(key, next)} />
      <MeasureLinks targets={[id]} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(addItem(id), 'items')}>
          {words('editor.add-item')}
        </Button>
        <Button variant="default" onClick={() => edit(addMeasure([id]), 'measures')}>
          {words('editor.add-measure')}
        </Button>
        <Button variant="default" onClick={() => edit(removeDimension(key), 'dimensions')}>
          {words('editor.remove-dimension')}
        </Button>
      </div>
    </div>
  )
}

function ScoringFields({ dimension: { key, id, score, minAnswered } }: { readonly dimension: DimensionPart }) {
  const words = useWords()
  const { parts, edit } = useEditor()
  const count = parts.items.filter((item) => item.dimension === id).length
  return (
    <div className={styles['row']}>
      <div data-field="score">
        <NativeSelect
          label={words('editor.score')}
          value={score}
          data={[
            { value: 'mean', label: words('editor.score-mean') },
            { value: 'sum', label: words('editor.score-sum') },
          ]}
          onChange={(event) => edit(setScore([key], event.currentTarget.value === 'sum' ? 'sum' : 'mean'))}
        />
        <FieldProblems section="dimensions" partKey={key} fields={['score']} />
      </div>
      <div data-field="min_answered">
        <div className={styles['withButton']}>
          <NativeSelect
            label={words('editor.min-answered')}
            value={typeof minAnswered === 'number' ? 'count' : minAnswered}
            data={[
              { value: 'half', label: words('editor.answered-half') },
              { value: 'all', label: words('editor.answered-all') },
              { value: 'count', label: words('editor.answered-count') },
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget
              edit(
                setMinAnswered([key], value === 'half' || value === 'all' ? value : Math.max(1, Math.ceil(count / 2))),
              )
            }}
          />
          {typeof minAnswered === 'number' ? (
            <NumberCommitField
              className={styles['short']}
              label={words('editor.of-items', { count })}
              value={minAnswered}
              onNumber={(value) => edit(setMinAnswered([key], value ?? 1))}
            />
          ) : null}
        </div>
        <FieldProblems section="dimensions" partKey={key} fields={['min_answered']} />
      </div>
    </div>
  )
}

/** What can be done with several dimensions at once. */
export function DimensionsPanel({ dimensions }: { readonly dimensions: readonly DimensionPart[] }) {
  const words = useWords()
  const { edit } = useEditor()
  const keys = dimensions.map(({ key }) => key)
  return (
    <div className={styles['panel']}>
      <p>{words('editor.merge-help')}</p>
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(mergeDimensions(keys), 'dimensions')}>
          {words('editor.merge')}
        </Button>
        {dimensions.length === 0 ? null : (
          <>
            <Button variant="default" onClick={() => edit(setScore(keys, 'mean'))}>
              {words('editor.score-mean')}
            </Button>
            <Button variant="default" onClick={() => edit(setScore(keys, 'sum'))}>
              {words('editor.score-sum')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
