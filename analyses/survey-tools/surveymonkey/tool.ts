import { columnsNamed, defineSurveyTool, headersOf } from '../survey-tool'

/** SurveyMonkey. Two rows of header: the question, and below it the option or the row of a matrix. No column says whether somebody finished. */
export default defineSurveyTool({
  id: 'surveymonkey',
  name: 'SurveyMonkey',
  systemColumns: [
    { role: 'id', names: /^(respondent ?id|collector ?id)$/ },
    { role: 'time', names: /^(start ?date|end ?date|date created|date modified)$/ },
    { role: 'person', names: /^(ip address|email address|first name|last name|custom data \d+)$/ },
  ],
  recognise: (head) => {
    const own = columnsNamed(head, /^(respondent ?id|collector ?id)$/)
    if (own.length === 0) return null
    const isStacked = head.dialect['headerRows'] === 2
    const others = columnsNamed(head, /^(custom data 1|ip address|email address|start date|end date)$/)
    if (own.length < 2 && others.length < 2 && !isStacked) return null
    return { sureness: own.length === 2 || isStacked ? 1 : 0.8, headers: headersOf(head, [...own, ...others]) }
  },
})
