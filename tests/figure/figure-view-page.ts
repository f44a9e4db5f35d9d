import '../../renderer/figure/fonts.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import type { FigureSpec } from '../../analyses/core/figure'
import type { Label } from '../../analyses/core/words'
import { publicationProfiles } from '../../analyses/publish/publication-profile'
import { FigureView } from '../../renderer/figure/figure-view'
import { examples } from './examples'

/** A page with one figure as the window shows it, driven by the test. */
const root = createRoot(document.getElementById('root') ?? document.body)
const say = (label: Label): string => (typeof label === 'string' ? label : '?')

interface Showing {
  readonly id: string
  readonly profile: 'screen' | 'report-a4'
  readonly theme: 'light' | 'dark'
}

declare global {
  interface Window {
    showFigure: (showing: Showing) => void
    drawings: number
    dataOpened: number
  }
}

window.drawings = 0
window.dataOpened = 0
window.showFigure = ({ id, profile, theme }) => {
  const spec = examples.find((candidate): candidate is FigureSpec => candidate.id === id)
  if (spec === undefined) throw new Error(`no example ${id}`)
  document.body.style.background = theme === 'dark' ? '#1b1f20' : '#ffffff'
  document.body.style.color = theme === 'dark' ? '#e3e8e8' : '#1b2325'
  root.render(
    createElement(FigureView, {
      spec,
      resolve: say,
      language: 'nb',
      profile: profile === 'screen' ? 'screen' : publicationProfiles[profile],
      theme,
      showDataLabel: 'Vis tallene',
      onShowData: () => {
        window.dataOpened += 1
      },
      onReady: () => {
        window.drawings += 1
      },
    }),
  )
}
