import { Button, TextInput } from '@mantine/core'
import { addDimension } from '../../../analyses/instrument/edits/dimensions'
import { setInstrumentId, setReferences, setVersion } from '../../../analyses/instrument/edits/instrument'
import { addScale } from '../../../analyses/instrument/edits/scales'
import { Notice } from '../../ui/notice'
import { useWords, useWorkbench } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'
import { IdField } from './id-field'
import { LinesField, TextFields } from './text-fields'

/** What is said of the instrument as a whole. */
export function InstrumentPanel() {
  const words = useWords()
  const workbench = useWorkbench()
  const { parts, language, edit } = useEditor()
  return (
    <div className={styles['panel']}>
      {parts.illustrative ? <Notice level="info">{words('editor.illustrative')}</Notice> : null}
      <TextFields section={null} partKey="" field="label" title={words('editor.label')} text={parts.label} />
      <div className={styles['row']}>
        <IdField section={null} partKey="" id={parts.id} rename={setInstrumentId} />
        <div data-field="version">
          <TextInput
            label={words('editor.version')}
            value={parts.version}
            onChange={(event) => edit(setVersion(event.currentTarget.value))}
            onBlur={() => workbench.settle()}
          />
          <FieldProblems section={null} fields={['version']} />
        </div>
      </div>
      <LinesField
        label={words('editor.references')}
        description={words('editor.references-help')}
        lines={parts.references}
        onCommit={(references) => edit(setReferences(references))}
      />
      <FieldProblems
        section={null}
        fields={['', 'instrument', 'illustrative', 'scales', 'dimensions', 'items', 'measures', 'references']}
      />
      <div className={styles['actions']}>
        <Button
          variant="default"
          onClick={() => edit(addDimension({ [language]: words('editor.new-dimension') }), 'dimensions')}
        >
          {words('editor.add-dimension')}
        </Button>
        <Button variant="default" onClick={() => edit(addScale(), 'scales')}>
          {words('editor.add-scale')}
        </Button>
      </div>
    </div>
  )
}
