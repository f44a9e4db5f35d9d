import styles from './sparkline.module.css'

interface Props {
  /** In their order; null breaks the line. */
  readonly values: readonly (number | null)[]
  /** The ends of the scale, which the picture spans whatever the values are. */
  readonly range: readonly [number, number]
  readonly lowest: string
  readonly highest: string
  /** One sentence that stands for the picture. */
  readonly description: string
}

const width = 112
const height = 34
const edge = 4
/** With more values than this, single ones are not marked. */
const mostDots = 24

/** A small picture of values in their order, between the ends of their scale. */
export function Sparkline({ values, range: [low, high], lowest, highest, description }: Props) {
  const x = (index: number): number =>
    values.length < 2 ? width / 2 : edge + (index / (values.length - 1)) * (width - 2 * edge)
  const y = (value: number): number =>
    high > low ? height - edge - ((value - low) / (high - low)) * (height - 2 * edge) : height / 2
  const last = values.findLastIndex((value) => value !== null)
  return (
    <span className={styles['root']}>
      <span className={styles['ends']} aria-hidden>
        <span>{highest}</span>
        <span>{lowest}</span>
      </span>
      <svg role="img" aria-label={description} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <path className={styles['edge']} d={`M0 ${edge}H${width}M0 ${height - edge}H${width}`} />
        <path className={styles['line']} d={pathOf(values, x, y)} />
        {values.map((value, index) =>
          value === null || (values.length > mostDots && index !== last) ? null : (
            <circle
              key={index}
              className={styles['dot']}
              data-last={index === last}
              cx={x(index)}
              cy={y(value)}
              r={index === last ? 3.2 : 2.2}
            />
          ),
        )}
      </svg>
    </span>
  )
}

/** The line through the values; a gap is a gap. */
function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = ''
  values.forEach((value, index) => {
    if (value === null) return
    const isJoined = index > 0 && (values[index - 1] ?? null) !== null
    path += `${isJoined ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
  })
  return path
}
