import { columnsNamed, defineSurveyTool, signsOf } from '../survey-tool'
import { surveyXactCodebook } from './codebook'

const statusColumns = /^(stato|statoverall|stat(overall)?)_\d+$/
const completedColumn = /^(stato|statoverall)_4$/
/** A chosen status, as a code or by its label. */
const chosen = /^(1(\.0+)?|valgt|vald|selected|chosen)$/i

/** SurveyXact (Rambøll). Each status that a respondent can have is a column of 0 and 1: new, distributed, some answers, completed, rejected. */
export default defineSurveyTool({
  id: 'surveyxact',
  name: 'SurveyXact',
  systemColumns: [
    { role: 'status', names: statusColumns },
    { role: 'id', names: /^(respid|svar-?id)$/ },
  ],
  recognise: (head) => signsOf(head, statusColumns, 3, 4),
  unfinished: (head) => {
    const columns = columnsNamed(head, completedColumn)
    return columns.length === 1 ? { columns, isUnfinished: ([cell = '']) => !chosen.test(cell) } : null
  },
  codebook: surveyXactCodebook,
})
