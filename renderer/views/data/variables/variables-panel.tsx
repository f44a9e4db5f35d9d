import { useState } from 'react'
import type { Attribute } from '../../../../analyses/core/datasets'
import { languageNames } from '../../../i18n/words'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'
import { ComputedVariables } from './computed-variables'
import { LabelRow, labelLanguages } from './label-row'
import styles from './variables.module.css'

/** The attributes of the people who answered, with the names that they and their values have in results. */
export function VariablesPanel() {
  const words = useWords()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  if (survey === null || survey.attributes.length === 0)
    return (
      <div className={styles['panel']}>
        <p className={styles['how']}>{words('variables.none')}</p>
        <ComputedVariables />
      </div>
    )
  return (
    <div className={styles['panel']}>
      <ComputedVariables />
      <h3>{words('variables.names')}</h3>
      <p className={styles['how']}>{words('variables.labels-help')}</p>
      {survey.attributes.map((attribute) => (
        <AttributeLabels key={attribute.id} attribute={attribute} />
      ))}
    </div>
  )
}

/** Folded until it is looked at: a project may have hundreds of units. */
function AttributeLabels({ attribute: { id, levels } }: { readonly attribute: Attribute }) {
  const words = useWords()
  const speaker = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  const name = speaker.label({ attribute: id })
  return (
    <details className={styles['section']} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <strong>{name}</strong>{' '}
        <span className={styles['how']}>{words('values.levels', { count: levels.length })}</span>
      </summary>
      {!isOpen ? null : (
        <div className={styles['scroll']} role="region" aria-label={name} tabIndex={0}>
          <table className={styles['labels']}>
            <thead>
              <tr>
                <th scope="col">{words('variables.in-data')}</th>
                {labelLanguages.map((language) => (
                  <th key={language} scope="col" lang={language}>
                    {languageNames[language]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <LabelRow named={{ attribute: id, level: null }} title={name} />
              {levels.map((level) => (
                <LabelRow key={level} named={{ attribute: id, level }} title={level} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
