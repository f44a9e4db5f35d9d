import type { FigureFinding } from '../../analyses/publish/figure-job'
import type { WordKey, WordValues } from '../i18n/words'

/** A remark about a figure that was saved: what the reader may want to change before it is printed. */
export interface FigureRemark {
  readonly key: WordKey
  readonly values: WordValues
}

/** The findings of a figure as remarks: one for letters that the bundled typeface lacks, one for everything that is too small, too thin or too close. */
export function figureRemarks(findings: readonly FigureFinding[]): readonly FigureRemark[] {
  const foreign = findings.find((finding) => finding.code === 'letters-not-bundled')
  const tooSmall = findings.filter((finding) => finding !== foreign)
  return [
    ...(tooSmall.length > 0 ? [{ key: 'told.figure-findings' as const, values: { count: tooSmall.length } }] : []),
    ...(foreign === undefined
      ? []
      : [{ key: 'told.figure-letters' as const, values: { letters: foreign.letters, text: foreign.text } }]),
  ]
}
