import { describe, expect, test } from 'vitest'
import { engineOfTests } from '../database/engine-of-tests'
import { runAnalysis } from '../fixture-project'
import { columnOf, rowsOf } from './outcome-reading'
import { openLogs, type LogSource } from './series-project'

const database = await engineOfTests()

const alarms: LogSource = {
  id: 'alarms',
  kind: 'events',
  time: 't',
  event: 'type',
  subject: 'room',
  text: [
    't,room,type',
    ...['A', 'B'].flatMap((room) =>
      ['2022-05-01T02:00', '2022-05-01T20:00', '2022-05-02T06:00', '2022-05-03T05:00', '2022-05-03T21:00'].map(
        (time) => `${time},${room},Fall`,
      ),
    ),
  ].join('\n'),
}
const uptime = (id: string, rows: readonly string[], subject?: string): LogSource => ({
  id,
  kind: 'coverage',
  start: 'from',
  end: 'to',
  ...(subject === undefined ? {} : { subject }),
  text: [`from,to${subject === undefined ? '' : `,${subject}`}`, ...rows].join('\n'),
})
/** Up for 24, 12 and 24 hours on three days. */
const spans = ['2022-05-01T00:00,2022-05-02T00:00', '2022-05-02T12:00,2022-05-04T00:00']

async function hoursOf(sources: readonly LogSource[], series: string): Promise<readonly unknown[]> {
  const project = await openLogs(database, sources)
  const outcome = await runAnalysis(project, 'control-chart', { series, bucket: 'day', min_coverage: 0.5 })
  return columnOf(outcome, 'points', 'denominator')
}

describe('an uptime log', () => {
  test('without a subject counts for every subject, in both analyses, and the import report says so', async () => {
    const project = await openLogs(database, [alarms, uptime('power', spans)])
    expect(project.datasets.series?.series.map(({ hasCoverage }) => hasCoverage)).toEqual([true, true])
    expect(project.importNotes).toEqual({ alarms: [], power: ['ingest:coverage-of-all'] })
    for (const series of ['alarms/A', 'alarms/B']) {
      const outcome = await runAnalysis(project, 'control-chart', { series, bucket: 'day', min_coverage: 0.5 })
      expect(columnOf(outcome, 'points', 'denominator')).toEqual([24, 12, 24])
      // Two events in 24 hours, one in 12, two in 24.
      expect(columnOf(outcome, 'points', 'value')).toEqual([2, 2, 2])
    }
    const overview = await runAnalysis(project, 'series-overview', {})
    // 60 of 72 hours, and one downtime of 12.
    expect(rowsOf(overview, 'series').map(({ coverage, gaps, longest_gap }) => [coverage, gaps, longest_gap])).toEqual([
      [60 / 72, 1, 12],
      [60 / 72, 1, 12],
    ])
  })

  test('without a subject covers events without a subject', async () => {
    const log: LogSource = { ...alarms, subject: undefined, text: alarms.text.replaceAll(/,[AB],/g, ',,') }
    expect(await hoursOf([log, uptime('power', spans)], 'alarms')).toEqual([24, 12, 24])
  })

  test('of one subject says nothing of another, nor of events without a subject', async () => {
    const own = uptime('own', [`${spans[0]},A`, `${spans[1]},A`], 'room')
    expect(await hoursOf([alarms, own], 'alarms/A')).toEqual([24, 12, 24])
    // The log itself then runs from its first event to its last: 02:00 on the first day to 21:00 on the third.
    expect(await hoursOf([alarms, own], 'alarms/B')).toEqual([22, 24, 21])
    const log: LogSource = { ...alarms, subject: undefined }
    expect(await hoursOf([log, own], 'alarms')).toEqual([22, 24, 21])
  })

  test('with a subject and one without are joined, and time that both cover counts once', async () => {
    const own = uptime('own', ['2022-05-02T06:00,2022-05-02T18:00,A'], 'room')
    expect(await hoursOf([alarms, own, uptime('power', spans)], 'alarms/A')).toEqual([24, 18, 24])
    expect(await hoursOf([alarms, own, uptime('power', spans)], 'alarms/B')).toEqual([24, 12, 24])
    expect(await hoursOf([uptime('power', spans), own, alarms], 'alarms/A')).toEqual([24, 18, 24])
  })
})
