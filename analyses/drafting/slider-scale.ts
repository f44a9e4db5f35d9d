import { largest, smallest } from '../numeric/summary/extremes'
import { comparable } from '../sources/comparable'
import { countsSomething } from './background-questions'
import type { CandidateColumn } from './answer-clusters'
import type { DraftChoices, DraftQuestion } from './draft'
import { prefixOf } from './header-parts'
import { continuousScale, type MadeScale } from './made-scale'
import { say } from './words'

/** A slider goes from 0 to 100 unless a person says otherwise. */
const top = 100
/** Nobody came nearer to an end than this, so that it may be another one. */
const nearEnd = 5

/** Numbers on a line from 0 to 100: whole matrices of them, or one that reaches from end to end. */
export function sliderScales(
  candidates: readonly CandidateColumn[],
  id: () => string,
  choices: DraftChoices,
): readonly MadeScale[] {
  const groups = new Map<string, CandidateColumn[]>()
  for (const candidate of candidates) {
    if (!isOnLine(candidate)) continue
    const range = candidate.column.known?.range
    const name = comparable(candidate.parts.stem) || (prefixOf(candidate.parts.code)?.prefix ?? '')
    const key = range === undefined ? name : `${name} ${range.join(' ')}`
    groups.set(key, [...(groups.get(key) ?? []), candidate])
  }
  return [...groups].flatMap(([key, members]) => {
    const reaches = members.filter(
      ({ column }) => column.known?.range !== undefined || (column.numbers?.min === 0 && column.numbers.max === top),
    )
    const used = key !== '' && members.length >= 2 ? members : reaches
    return used.length === 0 ? [] : [sliderScale(used, id(), choices)]
  })
}

function isOnLine({ column, parts }: CandidateColumn): boolean {
  const { numbers, n, header, distinct, known } = column
  // Of numbers with other limits the codebook says no more than what may be typed in.
  if (known?.range !== undefined) return known.range[0] === 0 && known.range[1] === top && !countsSomething(parts)
  if (numbers === null || numbers.count < n || (header.levels ?? []).length > 1) return false
  return numbers.min >= 0 && numbers.max <= top && numbers.max > 11 && distinct > 11 && !countsSomething(parts)
}

function sliderScale(members: readonly CandidateColumn[], id: string, choices: DraftChoices): MadeScale {
  const low = smallest(members.map(({ column }) => column.numbers?.min ?? 0))
  const high = largest(members.map(({ column }) => column.numbers?.max ?? 0))
  const asked = choices.ends?.[id]
  const known = members[0]?.column.known?.range
  const [min, max] = asked !== undefined && asked[0] <= low && asked[1] >= high ? asked : (known ?? [0, top])
  const isOpen = known === undefined && (low > nearEnd || high < top - nearEnd)
  const headers = members.map(({ column }) => column.header.name)
  return continuousScale({
    id,
    min,
    max,
    columns: members.map(({ column }) => column.index),
    reason: say('scale.slider', { min, max }),
    isSure: !isOpen || asked !== undefined,
    questions: isOpen ? [sliderQuestion(id, headers, [low, high], [min, max], choices)] : [],
  })
}

function sliderQuestion(
  scale: string,
  columns: readonly string[],
  observed: readonly [number, number],
  chosen: readonly [number, number],
  choices: DraftChoices,
): DraftQuestion {
  const id = `ends:${scale}`
  const near = [Math.floor(observed[0] / 10) * 10, Math.ceil(observed[1] / 10) * 10] as const
  const whole = [0, top] as const
  const ranges = near[0] === 0 && near[1] === top ? [whole] : [whole, near]
  return {
    id,
    about: 'ends',
    columns,
    text: say('question.ends', { min: observed[0], max: observed[1], columns: columns.length }),
    choices: ranges.map(([min, max]) => ({
      id: `${min}-${max}`,
      label: say('choice.range', { min, max }),
      gives: { ends: { [scale]: [min, max] }, answered: [id] },
    })),
    suggested: `0-${top}`,
    chosen: `${chosen[0]}-${chosen[1]}`,
    isAnswered: choices.ends?.[scale] !== undefined || choices.answered?.includes(id) === true,
  }
}
