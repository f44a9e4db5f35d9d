import type { InterfaceLanguage, Language } from './words'

/** What is to be read about an analysis: its method and formulas, what it assumes, when not to use it, and where it comes from. */
export interface HelpPage {
  /** The page's own language, which may be another than was asked for. */
  readonly language: InterfaceLanguage
  readonly markdown: string
}

/**
 * Where the help page of an analysis lies: beside the analysis, `README.md` in English and `README.<language>.md` in others. What is not translated is read
 * in English; Danish borrows bokmål's.
 * @param isThere whether there is a file at a path relative to `analyses/`
 */
export function helpPlace(
  id: string,
  language: Language,
  isThere: (path: string) => boolean,
): { readonly path: string; readonly language: InterfaceLanguage } | null {
  const wanted = language === 'da' ? 'nb' : language
  const places = [
    { path: `./${id}/README.${wanted}.md`, language: wanted },
    { path: `./${id}/README.md`, language: 'en' },
  ] as const
  return places.find(({ path }) => isThere(path)) ?? null
}
