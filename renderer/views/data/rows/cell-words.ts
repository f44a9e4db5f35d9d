import { blankByte, nonAnswerCode } from '../../../../analyses/core/datasets'
import type { Speaker } from '../../../../analyses/core/speaker'
import type { Instrument } from '../../../../analyses/instrument/model'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import type { StoredValue } from '../../../../analyses/sources/grid/query'
import type { Words } from '../../../i18n/words'

/** How stored values are said in the grid. */
export interface CellSpeaker {
  /** A value in words; empty for a blank. */
  say(column: GridColumn, value: StoredValue): string
  /** Whether what stands in the file says the same as the value in words. */
  isAlike(column: GridColumn, value: StoredValue, raw: string): boolean
}

export function createCellSpeaker(
  words: Words,
  speaker: Speaker,
  instrument: Instrument | null,
  source: string,
  zone: string,
): CellSpeaker {
  const scales = new Map(instrument?.items.map(({ id, scale }) => [id, scale]) ?? [])
  const nonAnswers = new Map(
    Object.entries(nonAnswerCode).map(([kind, code]) => [
      code as number,
      speaker.label({ message: `ingest:understood.${kind as keyof typeof nonAnswerCode}`, values: {} }),
    ]),
  )
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const labelOf = (column: GridColumn, code: number): string => {
    const scale = scales.get(column.id ?? '')
    return scale === undefined ? '' : speaker.label({ response: { scale, value: code } })
  }
  const say = (column: GridColumn, value: StoredValue): string => {
    if (value === null) return ''
    if (typeof value === 'string') {
      const prefix = `${source}/`
      return column.stored?.name === 'series' && value.startsWith(prefix) ? value.slice(prefix.length) : value
    }
    if (column.stored?.type === 'time') return clock.format(value)
    if (column.stored?.type === 'code') {
      if (value <= blankByte) return nonAnswers.get(value) ?? String(value)
      const label = labelOf(column, value)
      return label === '' || label === String(value) ? String(value) : `${value} ${label}`
    }
    return words.format.number(value, decimalsOf(value))
  }
  return {
    say,
    isAlike: (column, value, raw) => {
      if (value === null) return raw === ''
      if (typeof value === 'string') return raw === say(column, value)
      if (column.stored?.type === 'time') return raw.replace('T', ' ') === clock.format(value).slice(0, raw.length)
      if (raw === String(value) || Number(raw.replace(/\s/gu, '').replace(',', '.')) === value) return raw !== ''
      return column.stored?.type === 'code' && (raw === labelOf(column, value) || raw === nonAnswers.get(value))
    },
  }
}

const mostDecimals = 6

/** Decimals that a number has, as far as a person reads them. */
export const decimalsOf = (value: number): number =>
  Math.min(mostDecimals, (String(value).split('.')[1] ?? '').replace(/e.*$/u, '').length)
