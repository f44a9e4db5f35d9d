import { columnsNamed, defineSurveyTool, headersOf, signsOf } from '../survey-tool'

const ownColumns =
  /^(startdate|enddate|recordeddate|responseid|responseset|progress|finished|duration \(in seconds\)|distributionchannel|userlanguage|externalreference|externaldatareference)$/
const no = /^(0(\.0+)?|false|falsch|falskt|usann|usant|nei|nej|no)$/i
/** Answers that an author gave to try the survey out, and those that Qualtrics took for spam, by code and by label. */
const notReal = /^([128](\.0+)?|survey preview|survey test|spam)$/i

/** Qualtrics. The third row of the header names each column by `{"ImportId": …}`; the oldest exports have two rows and the columns V1 to V10. */
export default defineSurveyTool({
  id: 'qualtrics',
  name: 'Qualtrics',
  systemColumns: [
    { role: 'id', names: /^(responseid|responseset|externalreference|externaldatareference|_recordid)$/ },
    { role: 'time', names: /^(startdate|enddate|recordeddate|duration \(in seconds\))$/ },
    { role: 'status', names: /^(status|progress|finished)$/ },
    {
      role: 'person',
      names:
        /^(ipaddress|recipient(last|first)name|recipientemail|location(latitude|longitude|accuracy)|emailaddress|email)$/,
    },
    { role: 'technical', names: /^(userlanguage|distributionchannel)$/ },
  ],
  recognise: (head) => {
    const known = columnsNamed(head, /^(_recordid|qid\d+(_.*|-.*)?)$/)
    const own = columnsNamed(head, ownColumns)
    if (known.length > 0 && own.length > 0) return { sureness: 1, headers: headersOf(head, own) }
    return signsOf(head, ownColumns, 3, 4)
  },
  unfinished: (head) => {
    const [finished] = columnsNamed(head, /^finished$/)
    const [progress] = columnsNamed(head, /^progress$/)
    const [status] = columnsNamed(head, /^status$/)
    const columns = [finished ?? progress, status].filter((index) => index !== undefined)
    if (columns.length === 0) return null
    const isBegun = (cell: string): boolean => (finished === undefined ? /^\d{1,2}(\.\d+)?$/.test(cell) : no.test(cell))
    return {
      columns,
      isUnfinished: (cells) => {
        const isPartial = finished === undefined && progress === undefined ? false : isBegun(cells[0] ?? '')
        return isPartial || (status !== undefined && notReal.test(cells[columns.length - 1] ?? ''))
      },
    }
  },
})
