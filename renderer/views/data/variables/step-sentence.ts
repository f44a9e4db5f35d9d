import type { Variable } from '../../../../analyses/variables/model'
import { writeNumber } from '../../../ui/typed-number'
import { useSpeaker, useWords, useWorkbenchState } from '../../workbench-context'

/** The name of a column that a step reads. */
export function useColumnName(): (column: string) => string {
  const words = useWords()
  const speaker = useSpeaker()
  const items = useWorkbenchState(({ session }) => session.survey.dataset?.instrument ?? session.instrument.instrument)
  return (column) => {
    const item = items?.items.find(({ id }) => id === column)
    if (item === undefined) return speaker.label({ attribute: column })
    const text = speaker.label({ item: column })
    return text === column ? column : words('computed.item', { id: column, text })
  }
}

/** What a step makes, as one sentence. */
export function useStepSentence(): (variable: Variable) => string {
  const words = useWords()
  const speaker = useSpeaker()
  const nameOf = useColumnName()
  const number = (value: number): string => writeNumber(value, words.language === 'en' ? '.' : ',')
  return (variable) => {
    switch (variable.kind) {
      case 'bands':
        return words('computed.says-bands', {
          column: nameOf(variable.of),
          limits: speaker.label({ list: variable.limits.map(number) }),
          count: variable.limits.length,
        })
      case 'recode': {
        const changes = Object.entries(variable.into).map(
          ([from, into]) => `${speaker.level(variable.of, from)} → ${into}`,
        )
        return words(variable.others === 'keep' ? 'computed.says-recode' : 'computed.says-recode-blank', {
          column: nameOf(variable.of),
          changes: changes.length > mostNamed ? [...changes.slice(0, mostNamed), '…'].join('; ') : changes.join('; '),
        })
      }
      case 'combination':
        return words('computed.says-combination', { columns: speaker.label({ list: variable.of.map(nameOf) }) })
      case 'sum':
      case 'mean':
      case 'count':
        return words(`computed.says-${variable.kind}`, {
          columns: columnsText(variable.of),
          needed:
            variable.needed === 'all'
              ? words('computed.needed-all')
              : variable.needed === 'half'
                ? words('computed.needed-half')
                : words('computed.needed-number', { count: variable.needed }),
        })
      case 'condition':
        return words('computed.says-condition', {
          levels: speaker.label({ list: [...new Set(variable.cases.map(({ level }) => level))] }),
          columns: columnsText([...new Set(variable.cases.flatMap((one) => one.if.map(({ of }) => of)))]),
          otherwise: variable.else ?? words('computed.blank'),
        })
    }
  }

  function columnsText(columns: readonly string[]): string {
    const named = columns.slice(0, mostNamed).map(nameOf)
    return speaker.label({ list: columns.length > named.length ? [...named, '…'] : named })
  }
}

/** Columns or changes that a sentence names. */
const mostNamed = 8
