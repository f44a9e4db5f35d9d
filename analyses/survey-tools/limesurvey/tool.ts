import { columnsNamed, defineSurveyTool, signsOf } from '../survey-tool'
import { limeSurveyCodebook } from './codebook'

// With “code & text” as heading, a column is called `submitdate. Date submitted`.
const named = (codes: string): RegExp => new RegExp(`^(${codes})(\\. .*)?$`)
const ownColumns = named('submitdate|lastpage|startlanguage|seed|datestamp|refurl|interviewtime')

/** LimeSurvey. A response that was not sent has no `submitdate`. */
export default defineSurveyTool({
  id: 'limesurvey',
  name: 'LimeSurvey',
  systemColumns: [
    { role: 'id', names: named('id|token|seed|response id|externalreference') },
    {
      role: 'time',
      names: named('submitdate|date submitted|startdate|datestamp|interviewtime|grouptime\\d+|.+time_\\w*'),
    },
    { role: 'status', names: named('lastpage') },
    { role: 'person', names: named('ipaddr') },
    { role: 'technical', names: named('startlanguage|refurl') },
  ],
  recognise: (head) => signsOf(head, ownColumns, 2, 3),
  unfinished: (head) => {
    const columns = columnsNamed(head, named('submitdate'))
    return columns.length === 1 ? { columns, isUnfinished: ([cell = '']) => /^(n\/a|null)?$/i.test(cell) } : null
  },
  codebook: limeSurveyCodebook,
})
