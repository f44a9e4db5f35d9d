import type { Finding } from '../../../../analyses/quality/report'
import { valuePhrase } from '../../../../analyses/quality/words'
import { useSpeaker, useWords } from '../../workbench-context'
import styles from './quality.module.css'

const [width, height] = [300, 44]

/** How the values of an indicator are spread over the rows, with those that are concerned set apart and the limit marked. */
export function ValueSpread({ finding, title }: { readonly finding: Finding; readonly title: string }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { spread, limit } = finding
  const { from, width: step, counts, beyond } = spread
  const to = from + step * counts.length
  const most = counts.reduce((highest, count) => Math.max(highest, count), 1)
  const place = (value: number): number => ((value - from) / (to - from)) * width
  const spoken = (value: number): string => speaker.label(valuePhrase(finding, value))
  // Whole numbers stand for themselves, and the last bar has the highest of them.
  const last = finding.unit === 'items' || finding.unit === 'rows' || finding.unit === 'cells' ? to - step : to
  const description = words('quality.spread', {
    title,
    bars: words('quality.bars', { count: counts.length }),
    from: spoken(from),
    to: spoken(last),
    limit: limit === null ? '–' : spoken(limit),
  })
  return (
    <>
      <svg role="img" aria-label={description} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
        {counts.map((count, index) => {
          const tall = count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 4))
          const start = from + index * step
          return (
            <rect
              key={index}
              className={styles['bar']}
              data-concerned={isConcerned(finding, start + step / 2)}
              x={place(start) + 0.4}
              y={height - tall}
              width={Math.max(0.5, width / counts.length - 0.8)}
              height={tall}
            />
          )
        })}
        {limit === null || limit < from || limit > to ? null : (
          <path className={styles['limit']} d={`M${place(limit)} 0V${height}`} />
        )}
      </svg>
      <span className={styles['ends']} aria-hidden>
        <span>{spoken(from)}</span>
        <span>
          {spoken(last)}
          {beyond === 0 ? '' : ` ${words('quality.beyond', { count: beyond })}`}
        </span>
      </span>
    </>
  )
}

function isConcerned({ concerns, limit }: Finding, middle: number): boolean {
  if (limit === null) return false
  return concerns === 'at-least' || concerns === 'above' ? middle >= limit : middle < limit
}
