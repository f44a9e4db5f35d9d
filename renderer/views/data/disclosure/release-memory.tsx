import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { dayLabel, dayOf } from '../../../../analyses/core/days'
import type { EarlierRelease } from '../../../../analyses/recipe/earlier-release'
import { releasedOutcomes } from '../../../state/disclosure'
import { withoutRelease, withRelease } from '../../../state/releases'
import { projectOf } from '../../../state/workbench'
import { useProject, useSpeaker, useWords, useWorkbench } from '../../workbench-context'
import styles from './disclosure.module.css'

/** What has left the project, as far as somebody wrote it down, and a way to write down that it leaves now. */
export function ReleaseMemory({ isPending }: { readonly isPending: boolean }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const releases = useProject((project) => project.releases) ?? []
  const hasAnalyses = useProject(({ analyses }) => analyses.length > 0)
  const [to, setTo] = useState('')
  const recipient = to.trim()
  const nameOf = (release: EarlierRelease): string =>
    words('disclosure.release-of', { to: release.to, on: speaker.label(dayLabel(release.on)) })
  const remember = (): void => {
    const state = workbench.store.getState()
    const outcomes = releasedOutcomes(projectOf(state), state.session)
    workbench.change((project) =>
      withRelease(project, state.session, outcomes, { on: dayOf(new Date()), to: recipient }),
    )
    setTo('')
  }
  return (
    <section className={styles['section']} aria-label={words('disclosure.remembered')}>
      <h3>{words('disclosure.remembered')}</h3>
      <p className={styles['line']}>{words('disclosure.remembered-why')}</p>
      {releases.length === 0 ? null : (
        <ul className={styles['releases']}>
          {releases.map((release, index) => (
            <li key={index}>
              <span className={styles['line']}>{nameOf(release)}</span>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={words('disclosure.forget-named', { release: nameOf(release) })}
                onClick={() => workbench.change((project) => withoutRelease(project, index))}
              >
                {words('disclosure.forget')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (recipient !== '' && !isPending) remember()
        }}
      >
        <TextInput
          size="xs"
          label={words('disclosure.recipient')}
          maxLength={200}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Button variant="default" size="xs" type="submit" disabled={isPending || recipient === '' || !hasAnalyses}>
          {words('disclosure.remember')}
        </Button>
      </form>
    </section>
  )
}
