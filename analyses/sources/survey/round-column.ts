import { areRoundNames } from '../../instrument/round-order'
import type { TableHead } from '../../readers/reader'
import { isNamed, roundNames } from '../columns'
import { filledCells } from '../recognition'

/** Names that a column of rounds may have, and columns of other things too: its cells decide. */
const possibleNames: readonly string[] = [
  'wave',
  'time point',
  'timepoint',
  'time',
  'measurement',
  'occasion',
  'assessment',
  'visit',
  'event',
  'event name',
  'redcap_event_name',
  'redcap event name',
  'redcap_repeat_instance',
  'repeat instance',
  'survey round',
  'survey wave',
  'survey year',
  'year',
  'period',
  'phase',
  'måling',
  'måletidspunkt',
  'målepunkt',
  'tidspunkt',
  'år',
  'årstall',
  'periode',
  'fase',
  'bølge',
  'undersøkelsesår',
  'mätning',
  'mättillfälle',
  'mättidpunkt',
  'tidpunkt',
  'tillfälle',
  'årtal',
  'fas',
  'våg',
  'mätår',
  'årstal',
  'målingsrunde',
]

/** A column with more different cells in the beginning of a file says something else than the round. */
const mostRounds = 60

/** @returns the index from 0 of the column that says the round row by row, or −1 */
export function findRoundColumn(head: TableHead, isTaken: (index: number) => boolean = () => false): number {
  const isFree = (index: number): boolean => !isTaken(index) && head.columns[index]?.isRowNumber !== true
  const usual = head.columns.findIndex((column, index) => isFree(index) && isNamed(column, roundNames))
  if (usual >= 0) return usual
  return head.columns.findIndex((column, index) => {
    if (!isFree(index) || !isNamed(column, possibleNames)) return false
    const cells = filledCells(head, index)
    const distinct = [...new Set(cells)]
    return (
      distinct.length > 0 &&
      distinct.length <= mostRounds &&
      (distinct.length < cells.length || cells.length <= 2) &&
      areRoundNames(distinct)
    )
  })
}
