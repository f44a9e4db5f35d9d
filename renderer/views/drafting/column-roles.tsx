import type { ColumnRole } from '../../../analyses/drafting/draft'
import { useWords } from '../workbench-context'

/** What a person can take a column for, the most usual first. */
export const columnRoles: readonly ColumnRole[] = [
  'item',
  'attribute',
  'respondent',
  'round',
  'weight',
  'time',
  'free-text',
  'contact',
  'technical',
  'unused',
]

export const isRole = (text: string): text is ColumnRole => columnRoles.some((role) => role === text)

/** The roles as the choices of a list. */
export function RoleOptions({ isItemOffered }: { readonly isItemOffered: boolean }) {
  const words = useWords()
  return columnRoles.map((role) =>
    role === 'item' && !isItemOffered ? null : (
      <option key={role} value={role}>
        {words(`drafting.role-${role}`)}
      </option>
    ),
  )
}
