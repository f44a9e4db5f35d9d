import { columnsNamed, defineSurveyTool, headersOf } from '../survey-tool'
import { nettskjemaCodebook } from './codebook'

/** Nettskjema (Universitetet i Oslo). Its own columns begin with a dollar; an answer is stored once it has been sent, so that every row is finished. */
export default defineSurveyTool({
  id: 'nettskjema',
  name: 'Nettskjema',
  systemColumns: [
    { role: 'id', names: /^(\$?submission_?id)$/ },
    { role: 'time', names: /^(\$?created|\$answer_time_ms)$/ },
    { role: 'technical', names: /^\$.*$/ },
  ],
  recognise: (head) => {
    const own = columnsNamed(head, /^\$(submission_id|created|answer_time_ms|submitted)$/)
    return own.length < 2 ? null : { sureness: 1, headers: headersOf(head, own) }
  },
  codebook: nettskjemaCodebook,
})
