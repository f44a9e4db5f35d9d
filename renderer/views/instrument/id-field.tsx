import type { Edit } from '../../../analyses/instrument/edits/edit'
import type { Section } from '../../../analyses/instrument/parts'
import { CommitField } from '../../ui/commit-field'
import { useWords } from '../workbench-context'
import { useEditor } from './editor-context'
import { FieldProblems } from './field-problems'

interface Props {
  readonly section: Section | null
  readonly partKey: string
  readonly id: string
  readonly description?: string
  readonly rename: (id: string) => Edit
}

/** The id of a part. It takes effect when the field is left or with Enter, and whatever names the part follows. */
export function IdField({ section, partKey, id, description, rename }: Props) {
  const words = useWords()
  const { edit } = useEditor()
  return (
    <div data-field="id">
      <CommitField
        label={words('editor.id')}
        description={description}
        value={id}
        onCommit={(value) => edit(rename(value.trim()), section ?? undefined)}
      />
      <FieldProblems section={section} partKey={partKey} fields={['id']} />
    </div>
  )
}
