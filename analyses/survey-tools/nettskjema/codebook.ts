import { z } from 'zod'
import { InputError } from '../../core/errors'
import type { Codebook, CodebookAnswer, CodebookPart, CodebookReader, CodebookVariable } from '../codebook'
import { languageOf, plainText, textOf } from '../text-language'
import { code } from '../words'

const text = z.string().nullish()
const option = z.object({ text, externalAnswerOptionId: text, sequence: z.number().nullish() })
const element = z.object({
  elementType: z.string(),
  text,
  externalElementId: text,
  sequence: z.number().nullish(),
  minimumValue: z.number().nullish(),
  maximumValue: z.number().nullish(),
  answerOptions: z.array(option).nullish(),
  subElements: z.array(z.object({ text, externalElementId: text, sequence: z.number().nullish() })).nullish(),
})
const codebook = z.array(element)
type Element = z.output<typeof element>

/** The codebook of Nettskjema's programming interface: a list of elements in JSON. */
export const nettskjemaCodebook: CodebookReader = {
  parts: { elements: 'text' },
  recognise: ({ beginning }) =>
    /^\s*\[\s*\{/.test(beginning) && /"elementId"\s*:/.test(beginning) && /"elementType"\s*:/.test(beginning)
      ? 'elements'
      : null,
  read: ({ elements }) => ({ title: null, variables: variablesOf(elementsOf(elements)) }),
}

function elementsOf(part: CodebookPart | undefined): readonly Element[] {
  const file = part?.file ?? ''
  try {
    return codebook.parse(JSON.parse(part?.text ?? ''))
  } catch {
    throw new InputError(code('codebook-unreadable'), { tool: 'Nettskjema' }, { file })
  }
}

function variablesOf(elements: readonly Element[]): Codebook['variables'] {
  const language = languageOf(
    elements.flatMap((each) => [each.text, ...(each.answerOptions ?? []).map((answer) => answer.text)]).map(String),
  )
  const speak = (words: string | null | undefined): CodebookVariable['text'] => textOf(language, plainText(words ?? ''))
  const chosen: readonly CodebookAnswer[] = [
    { code: '0', label: { nb: 'Ikke valgt', sv: 'Inte vald', da: 'Ikke valgt', en: 'Not chosen' } },
    { code: '1', label: { nb: 'Valgt', sv: 'Vald', da: 'Valgt', en: 'Chosen' } },
  ]
  return elements.flatMap((each): CodebookVariable[] => {
    const { elementType, externalElementId: id, minimumValue, maximumValue } = each
    if (id === null || id === undefined || id === '') return []
    const options = (each.answerOptions ?? []).map((answer) => ({
      code: answer.externalAnswerOptionId ?? '',
      label: speak(answer.text),
    }))
    const block = { id, title: speak(each.text) }
    const rows = each.subElements ?? []
    const one = { column: id, text: speak(each.text), answers: [], block: null }
    switch (elementType) {
      case 'RADIO':
      case 'SELECT':
        return [{ ...one, kind: 'choice', answers: options }]
      case 'CHECKBOX':
        return options.map((choice) => ({
          column: `${id}.${choice.code}`,
          text: choice.label,
          kind: 'checkbox',
          answers: chosen,
          block,
        }))
      case 'MATRIX_RADIO':
        return rows.map((row) => ({
          column: `${id}.${row.externalElementId ?? ''}`,
          text: speak(row.text),
          kind: 'choice',
          answers: options,
          block,
        }))
      case 'MATRIX_CHECKBOX':
        return rows.flatMap((row) =>
          options.map((choice) => ({
            column: `${id}.${row.externalElementId ?? ''}.${choice.code}`,
            text: textOf(language, `${plainText(row.text ?? '')}: ${Object.values(choice.label).join()}`),
            kind: 'checkbox' as const,
            answers: chosen,
            block: { id: `${id}.${row.externalElementId ?? ''}`, title: speak(row.text) },
          })),
        )
      case 'LINEAR_SCALE':
      case 'NUMBER': {
        // A scale that does not say where it begins begins at 0; a number may be below it.
        const low = minimumValue ?? (elementType === 'LINEAR_SCALE' ? 0 : null)
        const range = low === null || typeof maximumValue !== 'number' ? {} : { range: [low, maximumValue] as const }
        return [{ ...one, kind: 'number', ...range }]
      }
      default:
        return elementType === 'QUESTION' ? [{ ...one, kind: 'text' }] : []
    }
  })
}
