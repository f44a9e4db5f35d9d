import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { shortPlace } from '../../../../analyses/organisations/edits'
import type { OrganisationNode } from '../../../../analyses/organisations/nodes'
import { DrillButton } from '../../drill-button'
import { useSpeaker, useWords } from '../../workbench-context'
import { HeadcountCell } from './headcount-cell'
import styles from './organisations.module.css'
import { usePlaceNames } from './place-names'

interface NameProps {
  readonly node: OrganisationNode
  readonly levels: readonly string[]
  readonly isFolded: boolean
  readonly onFold: () => void
}

/** The name of a place, indented as it lies in others; a click on its sign filters everything to it. */
export function NameCell({ node, levels, isFolded, onFold }: NameProps) {
  const words = useWords()
  const speaker = useSpeaker()
  const names = usePlaceNames(levels)
  const Chevron = isFolded ? IconChevronRight : IconChevronDown
  const isWrong = node.severalPlaces.length > 0 || node.lacksPlace
  const wrong =
    node.severalPlaces.length > 0
      ? words('organisations.several', { places: speaker.label({ list: names.around(node, node.severalPlaces) }) })
      : words('organisations.lacks')
  return (
    <div role="rowheader" className={styles['name']} style={{ paddingInlineStart: 6 + node.nesting * 16 }}>
      <span className={styles['nameInner']}>
        {node.hasPlaces ? (
          <span
            className={styles['fold']}
            aria-hidden
            onClick={(event) => {
              event.stopPropagation()
              onFold()
            }}
          >
            <Chevron size={13} stroke={2} />
          </span>
        ) : (
          <span className={styles['fold']} />
        )}
        <span className={styles['text']}>
          {node.isInData && node.rounds.some(({ respondents }) => respondents !== null && respondents > 0) ? (
            <DrillButton levels={shortPlace(levels, node.path)}>
              <bdi>{names.of(node)}</bdi>
            </DrillButton>
          ) : (
            <bdi>{names.of(node)}</bdi>
          )}{' '}
          <small>{speaker.label({ attribute: node.level })}</small>
        </span>
        {isWrong ? (
          <IconAlertTriangle className={styles['sign']} size={14} stroke={1.75} role="img" aria-label={wrong}>
            <title>{wrong}</title>
          </IconAlertTriangle>
        ) : null}
      </span>
    </div>
  )
}

interface RoundProps {
  readonly node: OrganisationNode
  readonly index: number
  readonly round: string
  readonly onType: (headcount: number | null) => void
  readonly onPaste: (text: string) => void
  readonly onGo: (by: number, step: number) => void
}

/** What is known of a place in a round: those who answered, those invited, and the share. */
export function RoundCells({ node, index, round, onType, onPaste, onGo }: RoundProps) {
  const words = useWords()
  const speaker = useSpeaker()
  const cell = node.rounds[index]
  if (cell === undefined) return null
  const { respondents, rate, isTooMany, isIncomplete } = cell
  return (
    <>
      <div role="gridcell" className={styles['number']}>
        {respondents === null ? (
          <abbr title={words('table.withheld')} aria-label={words('table.withheld')}>
            :
          </abbr>
        ) : (
          words.format.count(respondents)
        )}
      </div>
      <HeadcountCell
        place={speaker.level(node.level, node.name)}
        round={round}
        cell={cell}
        onType={onType}
        onPaste={onPaste}
        onGo={onGo}
      />
      <div role="gridcell" className={styles['number']}>
        {rate !== null ? (
          words.format.percent(rate)
        ) : isTooMany ? (
          <span className={styles['bad']}>{words('organisations.too-many')}</span>
        ) : isIncomplete ? (
          <span className={styles['muted']}>{words('organisations.incomplete')}</span>
        ) : (
          <span className={styles['muted']}>–</span>
        )}
      </div>
    </>
  )
}
