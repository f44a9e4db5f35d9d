import { hexColour, linearRgb, type LinearRgb } from '../../renderer/figure/colour'

/** CIE L*a*b* of a colour `#rrggbb`, under D65. */
export function labOf(hex: string): readonly [lightness: number, a: number, b: number] {
  const [red, green, blue] = linearRgb(hex)
  const f = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
  const x = f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
  const y = f(0.2126729 * red + 0.7151522 * green + 0.072175 * blue)
  const z = f((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

export type ColourVision = 'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia' | 'greyscale'

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear light. */
const matrices: Readonly<
  Record<'protanopia' | 'deuteranopia' | 'tritanopia', readonly (readonly [number, number, number])[]>
> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** A colour as somebody with that colour vision, or a copier, sees it. */
export function seenWith(vision: ColourVision, hex: string): string {
  if (vision === 'normal') return hex
  const [red, green, blue] = linearRgb(hex)
  if (vision === 'greyscale') {
    const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return hexColour([grey, grey, grey])
  }
  const seen = matrices[vision].map(([r, g, b]) => r * red + g * green + b * blue)
  return hexColour([seen[0] ?? 0, seen[1] ?? 0, seen[2] ?? 0] satisfies LinearRgb)
}

/** Distance in CIELAB (CIE 1976). */
export function distance(one: string, other: string): number {
  const a = labOf(one)
  const b = labOf(other)
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
