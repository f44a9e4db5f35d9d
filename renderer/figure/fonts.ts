import latinExtRegular from '@fontsource/inter/files/inter-latin-ext-400-normal.woff2?url'
import latinExtSemibold from '@fontsource/inter/files/inter-latin-ext-600-normal.woff2?url'
import latinRegular from '@fontsource/inter/files/inter-latin-400-normal.woff2?url'
import latinSemibold from '@fontsource/inter/files/inter-latin-600-normal.woff2?url'

/** The bundled faces, with the letters that tell whether each is loaded, and the range it is for. */
const faces = [
  {
    url: latinRegular,
    weight: 400,
    sample: 'Aå',
    range:
      'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  },
  {
    url: latinSemibold,
    weight: 600,
    sample: 'Aå',
    range:
      'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  },
  {
    url: latinExtRegular,
    weight: 400,
    sample: 'őž',
    range: 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB',
  },
  {
    url: latinExtSemibold,
    weight: 600,
    sample: 'őž',
    range: 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB',
  },
] as const

/** Waits until the page can draw in Inter, so that nothing is measured or printed in a stand-in. */
export async function loadFigureFonts(): Promise<void> {
  await Promise.all(faces.map(({ weight, sample }) => document.fonts.load(`${weight} 16px Inter`, sample)))
}

let embedded: Promise<string> | null = null

/** Style rules that carry the fonts in themselves, for an SVG that is drawn as a picture and so cannot see the page's. */
export function embeddedFontRules(): Promise<string> {
  embedded ??= Promise.all(
    faces.map(async ({ url, weight, range }) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      return `@font-face{font-family:Inter;font-weight:${weight};font-style:normal;unicode-range:${range};src:url(data:font/woff2;base64,${base64(bytes)}) format("woff2")}`
    }),
  ).then((rules) => rules.join(''))
  return embedded
}

/** Bytes as base64, in pieces that the engine's argument limit allows. */
export function base64(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)))
  return btoa(pieces.join(''))
}
