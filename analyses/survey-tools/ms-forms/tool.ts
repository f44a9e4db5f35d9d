import { columnsNamed, defineSurveyTool, signsOf } from '../survey-tool'

const ownColumns =
  /^(id|start time|completion time|last modified time|starttidspunkt|fullføringstidspunkt|tidspunkt for siste endring|starttid|slutförandetid|senast ändrad|starttidspunkt|fuldførelsestidspunkt|tidspunkt for seneste ændring)$/
const timeColumns =
  /^(start time|completion time|last modified time|starttidspunkt|fullføringstidspunkt|tidspunkt for siste endring|starttid|slutförandetid|senast ändrad|fuldførelsestidspunkt|tidspunkt for seneste ændring)$/

/** Microsoft Forms. A table of Excel with columns in the language of the form; an answer is stored once it has been sent. */
export default defineSurveyTool({
  id: 'ms-forms',
  name: 'Microsoft Forms',
  systemColumns: [
    { role: 'id', names: /^id$/ },
    { role: 'time', names: timeColumns },
    { role: 'person', names: /^(email|e-post|e-postadresse|e-postadress|e-mail|mail|name|navn|namn)$/ },
    { role: 'technical', names: /^(total points|quiz feedback)$/ },
  ],
  recognise: (head) => (columnsNamed(head, timeColumns).length < 2 ? null : signsOf(head, ownColumns, 2, 3)),
})
