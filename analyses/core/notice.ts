import { shortened } from './shortened'
import { core, type Label, type MessageCode, type Value, type Values } from './words'

/** The most characters of a notice: what is longer is not read. */
export const longestNotice = 300

/** How much of what a notice names is said: entries of each list, and characters of each name. */
interface Room {
  readonly entries: number
  readonly characters: number
}

/** From everything to the least that still tells which things are meant; the first with which the notice is short enough is taken. */
const rooms: readonly Room[] = [
  { entries: Infinity, characters: Infinity },
  { entries: 8, characters: 80 },
  { entries: 4, characters: 60 },
  { entries: 3, characters: 40 },
  { entries: 2, characters: 32 },
  { entries: 1, characters: 24 },
]

/** What a notice is said with: messages and names in a language. */
export interface NoticeVoice {
  text(code: MessageCode, values?: Values): string
  label(label: Label): string
}

/**
 * A note or a refusal as a notice: its sentence in at most 300 characters, where the sentence itself leaves that room. Long lists end with «and 23 more», and long names with
 * an ellipsis, no sooner than they must.
 */
export function noticeText(code: MessageCode, about: Values, voice: NoticeVoice): string {
  let said = ''
  for (const room of rooms) {
    said = voice.text(code, cutValues(about, room, voice))
    if (said.length <= longestNotice) return said
  }
  return said
}

const cutValues = (values: Values, room: Room, voice: NoticeVoice): Values =>
  Object.fromEntries(Object.entries(values).map(([place, value]) => [place, cutValue(value, room, voice)]))

function cutValue(value: Value, room: Room, voice: NoticeVoice): Value {
  return typeof value === 'object' && value !== null ? cutLabel(value, room, voice) : cutName(value, room)
}

const cutName = (value: string | number | boolean | null, { characters }: Room): Value =>
  typeof value === 'string' ? shortened(value, characters) : value

function cutLabel(label: Label, room: Room, voice: NoticeVoice): Label {
  if (typeof label === 'string') return shortened(label, room.characters)
  if ('list' in label) {
    const { list } = label
    // «and one more» would take as much room as the one.
    const shown = list.length <= room.entries + 1 ? list : list.slice(0, room.entries)
    const cut = shown.map((entry) => cutLabel(entry, room, voice))
    return {
      list: shown.length === list.length ? cut : [...cut, core.say('and-more', { count: list.length - shown.length })],
    }
  }
  if ('message' in label)
    return label.values === undefined ? label : { message: label.message, values: cutValues(label.values, room, voice) }
  if ('item' in label && label.quoted !== undefined)
    return { ...label, quoted: Math.min(label.quoted, room.characters) }
  if ('dimension' in label || 'item' in label || 'outcome' in label || 'attribute' in label) {
    const name = voice.label(label)
    return name.length <= room.characters ? label : shortened(name, room.characters)
  }
  return label
}
