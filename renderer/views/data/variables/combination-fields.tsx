import { NativeSelect } from '@mantine/core'
import type { Variable } from '../../../../analyses/variables/model'
import type { Readable } from '../../../state/variables'
import { useSpeaker, useWords } from '../../workbench-context'
import styles from './variables.module.css'

type Combination = Extract<Variable, { kind: 'combination' }>

/** The attributes whose values are put together, the wider first. */
export function CombinationFields({
  draft,
  readable: { attributes },
  onChange,
}: {
  readonly draft: Combination
  readonly readable: Readable
  readonly onChange: (draft: Combination) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  return (
    <fieldset className={styles['fields']}>
      <div className={styles['row']}>
        {draft.of.map((column, index) => (
          <NativeSelect
            key={index}
            size="xs"
            label={words('computed.attribute-number', { number: index + 1 })}
            value={column}
            data={[...new Set([...attributes, column])].map((value) => ({
              value,
              label: speaker.label({ attribute: value }),
            }))}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, of: draft.of.with(index, value) })}
          />
        ))}
      </div>
    </fieldset>
  )
}
