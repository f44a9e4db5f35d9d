import type { Finding } from '../../../../analyses/quality/report'
import { valuePhrase } from '../../../../analyses/quality/words'
import { DateField } from '../../../ui/date-field'
import { NumberField } from '../../../ui/number-field'
import { useSpeaker, useWords } from '../../workbench-context'
import styles from './quality.module.css'

interface Props {
  readonly finding: Finding
  readonly title: string
  readonly onChange: (limit: number | string) => void
}

/** Indicators that either hold or do not have no limit to move. */
export const hasMovableLimit = ({ unit }: Pick<Finding, 'unit'>): boolean =>
  unit !== 'yes' && unit !== 'rows' && unit !== 'cells'

/** The limit as a number or a day, beside the slider. */
export function LimitField({ finding, title, onChange }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const { limit, limits, unit } = finding
  const label = words('quality.limit', { title })
  if (limits === null)
    return (
      <div className={styles['field']}>
        <DateField
          label={label}
          pattern={words('date.pattern')}
          problem={words('date.problem', { pattern: words('date.pattern') })}
          language={words.language}
          value={limit === null ? '' : isoDay(limit)}
          onChange={(day) => (day === '' ? undefined : onChange(day))}
        />
      </div>
    )
  // A share is written in percent.
  const factor = unit === 'share' ? 100 : 1
  const [least, most] = [limits[0] * factor, limits[1] * factor]
  return (
    <div className={styles['field']}>
      <NumberField
        label={label}
        value={Math.round((limit ?? limits[0]) * factor * 1000) / 1000}
        decimalMark={words.language === 'en' ? '.' : ','}
        unit={unit === 'share' ? '%' : undefined}
        step={finding.step * factor}
        problemOf={(number) =>
          number >= least && number <= most
            ? null
            : words('quality.limit-not', {
                from: speaker.label(valuePhrase(finding, limits[0])),
                to: speaker.label(valuePhrase(finding, limits[1])),
              })
        }
        notANumber={speaker.text('core:option-not-a-number', { option: label })}
        onChange={(number) => onChange(Math.round((number / factor) * 1e6) / 1e6)}
      />
    </div>
  )
}

/** The limit as a slider below the picture, for the mouse and the arrow keys. */
export function LimitSlider({ finding, title, onChange }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const { spread, limits, limit } = finding
  if (limits === null) return null
  const { step } = finding
  // As wide as the picture above it, so that the slider stands below the mark of the limit.
  const from = spread.from
  const to = spread.from + spread.width * spread.counts.length
  if (!(to > from)) return null
  return (
    <input
      type="range"
      aria-label={words('quality.limit', { title })}
      aria-valuetext={limit === null ? '' : speaker.label(valuePhrase(finding, limit))}
      min={from}
      max={to}
      step="any"
      onKeyDown={(event) => {
        const by =
          event.key === 'ArrowRight' || event.key === 'ArrowUp'
            ? 1
            : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
              ? -1
              : 0
        if (by === 0) return
        event.preventDefault()
        onChange(nearestLimit((limit ?? from) + by * step, limits, step))
      }}
      value={Math.min(to, Math.max(from, limit ?? from))}
      onChange={({ currentTarget }) => onChange(nearestLimit(Number(currentTarget.value), limits, step))}
    />
  )
}

/** The limit that can be chosen next to a place of the slider. */
function nearestLimit(value: number, [least, most]: readonly [number, number], step: number): number {
  const stepped = Math.round(Math.round(value / step) * step * 1e6) / 1e6
  return Math.min(most, Math.max(least, stepped))
}

/** A day in the words of ISO 8601. */
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)
