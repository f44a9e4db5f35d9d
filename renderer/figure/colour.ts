/** Red, green, blue in linear light, each 0 … 1. */
export type LinearRgb = readonly [number, number, number]
/** CIELAB under D65: lightness 0 … 100, a towards red, b towards yellow. */
export type Lab = readonly [number, number, number]

/** `#rrggbb` in linear light (IEC 61966-2-1). */
export function linearRgb(hex: string): LinearRgb {
  const channel = (from: number): number => {
    const encoded = Number.parseInt(hex.slice(from, from + 2), 16) / 255
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

export function hexColour(colour: LinearRgb): string {
  const channel = (linear: number): string => {
    const inside = Math.min(1, Math.max(0, linear))
    const encoded = inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(colour[0])}${channel(colour[1])}${channel(colour[2])}`
}

/** Relative luminance, 0 … 1 (WCAG 2.2). */
function luminance(hex: string): number {
  const [red, green, blue] = linearRgb(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio, 1 … 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const a = luminance(one)
  const b = luminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** `share` of `over` mixed into `under`, as an opacity of that share would look. */
export function mixed(over: string, under: string, share: number): string {
  const channel = (from: number): string => {
    const a = Number.parseInt(over.slice(from, from + 2), 16)
    const b = Number.parseInt(under.slice(from, from + 2), 16)
    return Math.round(a * share + b * (1 - share))
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

const whitePoint: LinearRgb = [0.95047, 1, 1.08883]

/**
 * A colour by CIELAB lightness, chroma and hue (degrees); a chroma that the screen cannot show is lowered until it can, lightness and hue kept.
 */
export function fromLightness(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180
  for (let c = chroma; c > 0; c -= 0.5) {
    const rgb = linearOfLab([lightness, c * Math.cos(angle), c * Math.sin(angle)])
    if (rgb.every((channel) => channel >= -1e-4 && channel <= 1 + 1e-4)) return hexColour(rgb)
  }
  return hexColour(linearOfLab([lightness, 0, 0]))
}

function linearOfLab([lightness, a, b]: Lab): LinearRgb {
  const inverse = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29))
  const f = (lightness + 16) / 116
  const x = whitePoint[0] * inverse(f + a / 500)
  const y = whitePoint[1] * inverse(f)
  const z = whitePoint[2] * inverse(f - b / 200)
  return [
    3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
    -0.969266 * x + 1.8760108 * y + 0.041556 * z,
    0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
  ]
}

/** The colour, moved towards `towards` by the smallest step that gives it the contrast. */
export function withContrast(colour: string, background: string, ratio: number, towards: string): string {
  for (let share = 1; share >= 0; share -= 0.02) {
    const candidate = mixed(colour, towards, share)
    if (contrast(candidate, background) >= ratio) return candidate
  }
  return towards
}
