import type { HeaderColumn, TableHead } from '../../readers/reader'
import { isNearUsualName, usualAttribute } from '../columns'
import { filledCells } from '../recognition'

const commentNames = /komment|comment|fritekst|fritext|merknad|anmärkning|utdyp|free ?text|annet|annat|other/i

/** Names of places and units are shorter than what people write when they are asked to say more. */
const mostWordsOfName = 9
const longestName = 80
/** From so many words on, a text that goes on in small letters may be a sentence. */
const fewestWordsOfSentence = 4
/** A question that so many leave empty is one that asks for more, and not one that everybody answers. */
const blankShareOfComments = 0.25
/** Of answers that could be chosen from a list, each is given so often. */
const repeatsOfChoices = 8
const repeatsOfNames = 2

/**
 * Whether a column holds answers in people's own words. Such a column is not imported: it forms no groups, and it may identify the people who wrote it. The shape of
 * the texts tells, whatever language they and the header are in: sentences that many did not write, or that few wrote alike. Names are long now and then, so that a
 * header that asks for a unit or an organisation goes before the shape of what stands under it. A column whose file lists the answers has no others.
 */
export function isFreeText(head: TableHead, column: HeaderColumn, index: number): boolean {
  if (commentNames.test(column.name)) return true
  if ((column.levels ?? []).length > 1) return false
  const cells = filledCells(head, index)
  const texts = [...new Set(cells)]
  const sentences = texts.filter(isSentence)
  const repeats = cells.length / Math.max(1, texts.length)
  if (usualAttribute(column) !== null) return sentences.length > texts.length / 2 && repeats < repeatsOfNames
  const blankShare = 1 - cells.length / Math.max(1, head.sample.length)
  const isNear = isNearUsualName(column)
  const isLong = texts.some((text) => wordsOf(text).length > mostWordsOfName || text.length > longestName)
  if (isLong && (!isNear || repeats < repeatsOfNames)) return true
  return (
    sentences.length > 0 &&
    (blankShare >= blankShareOfComments || repeats < (isNear ? repeatsOfNames : repeatsOfChoices))
  )
}

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/u)

/** Whether a text reads as something that a person wrote: it has the marks of a sentence, or its words go on in small letters as those of names seldom do. */
export function isSentence(text: string): boolean {
  const words = wordsOf(text)
  if (words.length >= 3 && /\p{L}{2}[.!?…]+["'”’»)]*$|\p{L}{3}[.!?;]\s+\p{L}/u.test(text)) return true
  if (words.length < fewestWordsOfSentence || /\d/u.test(text)) return false
  const small = words.slice(1).filter((word) => /^\P{L}*\p{Ll}/u.test(word)).length
  return small >= (words.length - 1) * 0.7
}
