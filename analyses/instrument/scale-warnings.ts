import type { Language } from '../core/words'
import type { ResponseScale } from './model'

const languages: readonly Language[] = ['nb', 'sv', 'en', 'da']

/** How many steps of a scale each language has a label for; languages without any are left out. */
export const labelledSteps = ({
  labels,
}: Pick<ResponseScale, 'labels'>): readonly { readonly language: Language; readonly steps: number }[] =>
  languages.flatMap((language) => {
    const steps = Object.values(labels).filter((label) => (label[language] ?? '').trim() !== '').length
    return steps === 0 ? [] : [{ language, steps }]
  })
