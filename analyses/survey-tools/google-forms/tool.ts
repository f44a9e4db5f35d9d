import { columnsNamed, defineSurveyTool, hasName, headersOf } from '../survey-tool'

const timeColumn = /^(timestamp|tidsmerke|tidstämpel|tidsstempel)$/
const writtenTimes =
  /^\d{4}\/\d\d?\/\d\d? \d\d?:\d\d:\d\d [AP]M GMT[-+]?\d*$|^\d\d?[./]\d\d?[./]\d{4} \d\d?[.:]\d\d[.:]\d\d$/

/** Google Forms. The first column is the time, in the language of the form; everything else is questions by their texts. */
export default defineSurveyTool({
  id: 'google-forms',
  name: 'Google Forms',
  systemColumns: [
    { role: 'time', names: timeColumn },
    { role: 'person', names: /^(email address|e-postadresse|e-postadress|e-mail|username|brukernavn|användarnamn)$/ },
  ],
  recognise: (head) => {
    const [first, ...others] = head.columns
    if (first === undefined || others.length === 0 || !hasName(first, timeColumn)) return null
    const times = head.sample.map(({ cells }) => (cells[0] ?? '').trim()).filter((cell) => cell !== '')
    const grids = columnsNamed(head, /\s\[.+\]$/)
    const areWritten = times.length > 0 && times.every((cell) => writtenTimes.test(cell))
    if (!areWritten && grids.length === 0) return null
    return { sureness: areWritten ? 0.9 : 0.7, headers: headersOf(head, [0, ...grids]) }
  },
})
