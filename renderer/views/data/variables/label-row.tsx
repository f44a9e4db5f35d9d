import { useState } from 'react'
import { usualAttributeLabel, usualLevelLabel } from '../../../../analyses/core/usual-labels'
import type { Language } from '../../../../analyses/core/words'
import { languageNames } from '../../../i18n/words'
import { labelOf, levelOfName, withLabel, type Named } from '../../../state/labels'
import { CommitField } from '../../../ui/commit-field'
import { useProject, useWords, useWorkbench } from '../../workbench-context'
import styles from './variables.module.css'

export const labelLanguages = ['nb', 'sv', 'da', 'en'] as const satisfies readonly Language[]

/** The names of an attribute or a level, the languages side by side. A usual name stands pale where nobody gave another. */
export function LabelRow({ named, title }: { readonly named: Named; readonly title: string }) {
  const words = useWords()
  const workbench = useWorkbench()
  const given = useProject((project) => labelOf(project.labels, named))
  const [clash, setClash] = useState<{ readonly name: string; readonly other: string } | null>(null)
  const { attribute, level } = named
  const usual = level === null ? usualAttributeLabel(attribute) : usualLevelLabel(attribute, level)
  return (
    <tr>
      <th scope="row">
        <bdi>{title}</bdi>
        {clash === null ? null : (
          <p role="alert" className={styles['clash']}>
            {words('variables.label-twice', clash)}
          </p>
        )}
      </th>
      {labelLanguages.map((language) => (
        <td key={language}>
          <CommitField
            size="xs"
            lang={language}
            aria-label={words('variables.label-in', { name: title, language: languageNames[language] })}
            value={given?.[language] ?? ''}
            placeholder={usual?.[language] ?? ''}
            onCommit={(name) => {
              const other = levelOfName(workbench.project(), named, language, name)
              setClash(other === null ? null : { name: name.trim(), other })
              if (other === null) workbench.change((project) => withLabel(project, named, language, name))
            }}
          />
        </td>
      ))}
    </tr>
  )
}
