import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Place } from '../../analyses/core/errors'
import type { Speaker } from '../../analyses/core/speaker'
import type { Words } from '../i18n/words'
import type { SourceState } from '../state/session'
import { Notice } from '../ui/notice'
import { together } from './alike'
import { useSpeaker, useWords } from './workbench-context'

type Problem = NonNullable<SourceState['problem']>

/** What went wrong, as a sentence with its place, in the reader's language. */
export function problemText(
  problem: Problem,
  words: Words,
  speaker: Speaker,
): { readonly place: string; readonly text: string } {
  switch (problem.kind) {
    case 'input':
      return { place: placeWords(problem.place, words), text: speaker.notice(problem) }
    case 'host':
      return { place: '', text: hostText(problem, words) }
    case 'bug':
      return { place: '', text: words('problem.bug', { detail: problem.detail }) }
  }
}

const hostCodes = [
  'name-refused',
  'not-a-known-project',
  'file-missing',
  'file-too-large',
  'file-exists',
  'permission-denied',
  'disk-full',
  'file-busy',
  'figure-failed',
  'figure-overflows',
  'clipboard-failed',
] as const

function hostText(problem: Extract<Problem, { kind: 'host' }>, words: Words): string {
  const known = hostCodes.find((code) => code === problem.code)
  const path = String(problem.about['path'] ?? problem.about['name'] ?? '')
  if (known === undefined) return words('failure.other', { detail: String(problem.about['detail'] ?? problem.code) })
  return words(`failure.${known}`, { path, detail: String(problem.about['detail'] ?? '') })
}

/** `2021.csv, line 14, column Q5_1` in the reader's language. */
function placeWords(place: Place, words: Words): string {
  const parts: string[] = []
  if (place.file !== undefined) parts.push(place.file)
  if (place.line !== undefined) parts.push(words('place.line', { line: words.format.count(place.line) }))
  if (place.column !== undefined) parts.push(words('place.column', { column: String(place.column) }))
  if (place.path !== undefined && place.path !== '') parts.push(place.path)
  return parts.join(', ')
}

interface Props {
  readonly problem: Problem
  readonly actions?: ReactNode
  readonly isAnnounced?: boolean
}

/** What went wrong in one place, as a notice. */
export function ProblemNotice({ problem, actions, isAnnounced = true }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const { place, text } = problemText(problem, words, speaker)
  return (
    <Notice level="error" place={place} isAnnounced={isAnnounced} actions={actions}>
      <bdi>{text}</bdi>
    </Notice>
  )
}

/** Up to so many problems of one kind are each a notice of its own, since each has to be put right; more of them are one, with a count. */
const mostOfOneKind = 4

/** Problems of which many of one kind are one notice: the first, with the others behind a count. */
export function ProblemNotices({
  problems,
  actions,
  isAnnounced,
}: {
  readonly problems: readonly Problem[]
  /** Beside the last notice. */
  readonly actions?: ReactNode
  readonly isAnnounced: boolean
}) {
  const kinds = together(problems, (problem) => (problem.kind === 'bug' ? 'bug' : problem.code)).flatMap((same) =>
    same.length <= mostOfOneKind ? same.map((problem) => [problem]) : [same],
  )
  return kinds.map((same, index) => (
    <AlikeProblems
      key={index}
      problems={same}
      actions={index === kinds.length - 1 ? actions : undefined}
      isAnnounced={isAnnounced}
    />
  ))
}

function AlikeProblems({
  problems,
  actions,
  isAnnounced,
}: {
  readonly problems: readonly Problem[]
  readonly actions: ReactNode
  readonly isAnnounced: boolean
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  const [first, ...others] = problems
  if (first === undefined) return null
  const { place, text } = problemText(first, words, speaker)
  return (
    <Notice level="error" place={place} isAnnounced={isAnnounced} actions={actions}>
      <bdi>{text}</bdi>
      {others.length === 0 ? null : (
        <>
          {isOpen ? (
            <ul>
              {others.map((problem, index) => {
                const said = problemText(problem, words, speaker)
                return (
                  <li key={index}>
                    {said.place === '' ? null : <strong>{said.place}: </strong>}
                    <bdi>{said.text}</bdi>
                  </li>
                )
              })}
            </ul>
          ) : null}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={isOpen}
            onClick={() => setIsOpen((opened) => !opened)}
          >
            {isOpen ? words('notice.less') : words('notice.alike', { count: others.length })}
          </Button>
        </>
      )}
    </Notice>
  )
}
