import type { NonResponseKind } from '../../instrument/model'
import type { TableHead } from '../../readers/reader'
import { columnsNamed, defineSurveyTool, hasName, headersOf } from '../survey-tool'
import { redcapCodebook } from './codebook'

/** Rows belong to a record where it is followed over events, or where a form is filled in several times. */
const severalRows = /^redcap_(event_name|repeat_instrument)$/

/** The codes for missing data that REDCap proposes to a project, which come from the null flavours of HL7. A cell has them in place of any answer. */
const missingWords: ReadonlyMap<string, NonResponseKind | null> = new Map([
  ['unk', 'dont_know'],
  ['asku', 'dont_know'],
  ['na', 'not_relevant'],
  ['msk', 'refused'],
  ['ni', null],
  ['inv', null],
  ['nask', null],
  ['nav', null],
  ['navu', null],
  ['np', null],
])

const completeColumn = /^(.+)_complete$/

/**
 * REDCap. A form ends with a column `<form>_complete` (0 incomplete, 1 unverified, 2 complete); a form that was filled in as a survey has a column
 * `<form>_timestamp` too. A checkbox is a column `field___code` for each choice. The record's id is the first column; where a form is filled in several times, the
 * questions of the other forms are blank in its rows.
 */
export default defineSurveyTool({
  id: 'redcap',
  name: 'REDCap',
  systemColumns: [
    { role: 'id', names: /^(record_?id|redcap_.+)$/ },
    { role: 'status', names: completeColumn },
    { role: 'time', names: /^(.+_survey_timestamp|.+_timestamp)$/ },
  ],
  recognise: (head) => {
    const own = columnsNamed(
      head,
      /^redcap_(event_name|repeat_instrument|repeat_instance|survey_identifier|data_access_group)$/,
    )
    if (own.length > 0) return { sureness: 1, headers: headersOf(head, own) }
    const complete = columnsNamed(head, completeColumn).filter((index) => holdsStates(head, index))
    const first = head.columns[0]
    const boxes = columnsNamed(head, /^[a-z][a-z0-9_]*___[a-z0-9_]+$/)
    if (complete.length === 0) return null
    const isSure =
      boxes.length > 0 || (first !== undefined && hasName(first, /^(record_?id|participant_?id|study_?id)$/))
    return { sureness: isSure ? 0.9 : 0.6, headers: headersOf(head, [...complete, ...boxes]) }
  },
  unfinished: (head, read) => {
    const forms = formsOf(head).filter(({ first, complete }) =>
      read.some((index) => index >= first && index < complete),
    )
    const columns = forms.filter(({ timestamp }) => timestamp !== null).map(({ complete }) => complete)
    // A form that a member of staff fills in stays incomplete until somebody says otherwise; only a survey knows whether it was sent.
    if (columns.length === 0 || columns.length < forms.length) return null
    return { columns, isUnfinished: (cells) => cells.every((cell) => cell === '' || /^(0|incomplete)$/i.test(cell)) }
  },
  repeated: (head) => columnsNamed(head, /^redcap_repeat_instrument$/),
  record: (head) => (columnsNamed(head, severalRows).length === 0 ? null : 0),
  missingWords,
  codebook: redcapCodebook,
})

function holdsStates({ sample }: TableHead, index: number): boolean {
  return sample.every(({ cells }) => /^([012]|incomplete|unverified|complete)?$/i.test((cells[index] ?? '').trim()))
}

interface Form {
  /** Columns from 0: the first of the form, its state, and when it was sent as a survey. */
  readonly first: number
  readonly complete: number
  readonly timestamp: number | null
}

/** A form's columns stand together, and its state is the last of them. */
function formsOf(head: TableHead): readonly Form[] {
  let first = 0
  return columnsNamed(head, completeColumn).map((complete) => {
    const name = completeColumn.exec(head.columns[complete]?.name ?? '')?.[1]
    const timestamp = head.columns.findIndex((column) => column.name === `${name ?? ''}_timestamp`)
    const form = { first, complete, timestamp: timestamp < 0 ? null : timestamp }
    first = complete + 1
    return form
  })
}
