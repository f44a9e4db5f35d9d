import { useState } from 'react'
import type { Note } from '../../analyses/core/words'
import type { Speaker } from '../../analyses/core/speaker'
import { NoticeList } from '../ui/notice'
import type { AlikeNotes } from './alike'
import { useWords } from './workbench-context'

/** Notices of one weight in one frame: each says one thing, and what is alike is told once with its count. */
export function Notices({
  level,
  alike,
  speaker,
}: {
  readonly level: Note['level']
  readonly alike: readonly AlikeNotes[]
  readonly speaker: Speaker
}) {
  return alike.length === 0 ? null : (
    <NoticeList level={level}>
      {alike.map(({ first, others }, index) => (
        <NoticeEntry key={index} first={first} others={others} speaker={speaker} />
      ))}
    </NoticeList>
  )
}

function NoticeEntry({ first, others, speaker }: AlikeNotes & { readonly speaker: Speaker }) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const notice = speaker.notice(first)
  const whole = speaker.note(first)
  const isCut = notice !== whole || others.some((note) => speaker.notice(note) !== speaker.note(note))
  const texts = isOpen ? [whole, ...others.map(speaker.note)] : [notice]
  return (
    <>
      {texts.map((text, index) => (
        <p key={index}>
          <bdi>{text}</bdi>
        </p>
      ))}
      {isCut || others.length > 0 ? (
        <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen((opened) => !opened)}>
          {isOpen
            ? words('notice.less')
            : others.length === 0
              ? words('notice.whole')
              : words('notice.alike', { count: others.length })}
        </button>
      ) : null}
    </>
  )
}
