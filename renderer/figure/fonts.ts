import regular from 'inter-ui/web/Inter-Regular.woff2?url'
import semibold from 'inter-ui/web/Inter-SemiBold.woff2?url'

/** The faces of `fonts.css`, for pictures that cannot see a style sheet. */
const faces = [
  { url: regular, weight: 400 },
  { url: semibold, weight: 600 },
] as const

/** Waits until the page can draw in Inter, so that nothing is measured or printed in a stand-in. */
export async function loadFigureFonts(): Promise<void> {
  await Promise.all(faces.map(({ weight }) => document.fonts.load(`${weight} 16px Inter`)))
}

let embedded: Promise<string> | null = null

/** Style rules that carry the fonts in themselves, for an SVG that is drawn as a picture and so cannot see the page's. */
export function embeddedFontRules(): Promise<string> {
  embedded ??= Promise.all(
    faces.map(async ({ url, weight }) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      return `@font-face{font-family:Inter;font-weight:${weight};font-style:normal;src:url(data:font/woff2;base64,${base64(bytes)}) format("woff2")}`
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
