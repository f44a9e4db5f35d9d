import { NativeSelect, TextInput } from '@mantine/core'
import type { Variable } from '../../../../analyses/variables/model'
import type { Readable } from '../../../state/variables'
import { useSpeaker, useWords } from '../../workbench-context'
import { useLevelCounts } from './level-counts'
import styles from './variables.module.css'

type Recode = Extract<Variable, { kind: 'recode' }>

/** An attribute, and for each of its values the one that it becomes. */
export function RecodeFields({
  draft,
  readable: { attributes },
  onChange,
}: {
  readonly draft: Recode
  readonly readable: Readable
  readonly onChange: (draft: Recode) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const counts = useLevelCounts(draft.of) ?? []
  const { into } = draft
  // Values that the data no longer have stay in sight while something is said of them.
  const levels = [
    ...counts,
    ...Object.keys(into)
      .filter((level) => counts.every((count) => count.level !== level))
      .map((level) => ({ level, people: 0 })),
  ]
  return (
    <fieldset className={styles['fields']}>
      <NativeSelect
        size="xs"
        label={words('computed.attribute')}
        value={draft.of}
        data={[...new Set([...attributes, draft.of])].map((value) => ({
          value,
          label: speaker.label({ attribute: value }),
        }))}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, of: value, into: {} })}
      />
      <p className={styles['how']}>{words('computed.recode-help')}</p>
      <div className={styles['scroll']} role="region" aria-label={words('computed.value')} tabIndex={0}>
        <table className={styles['labels']}>
          <thead>
            <tr>
              <th scope="col">{words('computed.value')}</th>
              <th scope="col">{words('computed.people')}</th>
              <th scope="col">{words('computed.becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {levels.map(({ level, people }) => {
              const name = speaker.level(draft.of, level)
              return (
                <tr key={level}>
                  <th scope="row">
                    <bdi>{name}</bdi>
                  </th>
                  <td>{people === null ? words('quality.withheld') : words.format.count(people)}</td>
                  <td>
                    <TextInput
                      size="xs"
                      aria-label={words('computed.becomes-of', { level: name })}
                      placeholder={draft.others === 'keep' ? name : words('computed.blank')}
                      value={Object.hasOwn(into, level) ? (into[level] ?? '') : ''}
                      onChange={({ currentTarget: { value } }) =>
                        onChange({ ...draft, into: { ...into, [level]: value } })
                      }
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <NativeSelect
        size="xs"
        label={words('computed.others')}
        value={draft.others}
        data={(['keep', 'blank'] as const).map((value) => ({ value, label: words(`computed.others-${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...draft, others: value === 'blank' ? 'blank' : 'keep' })
        }
      />
    </fieldset>
  )
}
