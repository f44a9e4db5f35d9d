import { quantity } from '../../../../analyses/core/words'
import type { Variant } from '../../../../analyses/quality/sensitivity'
import { variantName } from '../../../../analyses/quality/words'
import { useProject, useSpeaker, useWords } from '../../workbench-context'
import styles from './quality.module.css'

/** The mean of each dimension with and without each line of the exclusions: whether it matters who is left out. */
export function ScoreVariants({ variants }: { readonly variants: readonly Variant[] }) {
  const words = useWords()
  const speaker = useSpeaker()
  const minGroup = useProject((project) => project.minGroup)
  // One line alone is the same as all lines.
  const shown = variants.length === 3 ? variants.slice(0, 2) : variants
  const dimensions = shown[0]?.means.map(({ dimension }) => dimension) ?? []
  if (dimensions.length === 0) return null
  return (
    <section className={styles['section']} aria-label={words('quality.scores')}>
      <h3>{words('quality.scores')}</h3>
      <p className={styles['how']}>{words('quality.scores-about', { min: minGroup })}</p>
      <div className={styles['scroll']} tabIndex={0} role="group" aria-label={words('quality.scores')}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{words('quality.dimension')}</th>
              {shown.map(({ leaves }) => (
                <th key={leaves} scope="col">
                  {speaker.label(variantName(leaves))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dimensions.map((dimension, place) => (
              <tr key={dimension}>
                <th scope="row">{speaker.label({ dimension })}</th>
                {shown.map(({ leaves, means }) => (
                  <td key={leaves}>{cellOf(means[place])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )

  function cellOf(cell: Variant['means'][number] | undefined): string {
    if (cell === undefined || cell.n === null) return words('quality.withheld')
    return words('quality.mean-n', { mean: speaker.label(quantity(cell.mean, 'mean')), n: words.format.count(cell.n) })
  }
}
