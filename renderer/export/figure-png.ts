import { withPngChunks, type PngTexts } from './png-chunks'

/** Pixels of a length in print. */
export function pixelsAt(millimetres: number, dpi: number): number {
  return Math.round((millimetres / 25.4) * dpi)
}

export interface PngWishes {
  readonly widthMm: number
  readonly heightMm: number
  readonly dpi: number
  readonly background: string
  /** `@font-face` rules that carry their fonts in themselves. */
  readonly fontRules: string
  readonly texts: PngTexts
}

/**
 * Rasterises an SVG at the exact number of pixels that its printed size has at the resolution.
 * @throws Error when the browser cannot draw it, or the picture is larger than a canvas may be
 */
export async function rasterise(svg: SVGSVGElement, wishes: PngWishes): Promise<Uint8Array> {
  const width = pixelsAt(wishes.widthMm, wishes.dpi)
  const height = pixelsAt(wishes.heightMm, wishes.dpi)
  const copy = svg.cloneNode(true) as SVGSVGElement
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  copy.setAttribute('preserveAspectRatio', 'none')
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style')
  style.textContent = wishes.fontRules
  copy.prepend(style)
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { alpha: false })
    if (context === null) throw new Error(`no canvas of ${width} × ${height} pixels`)
    context.fillStyle = wishes.background
    context.fillRect(0, 0, width, height)
    context.drawImage(image, 0, 0, width, height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob === null) throw new Error(`a picture of ${width} × ${height} pixels cannot be made`)
    return withPngChunks(new Uint8Array(await blob.arrayBuffer()), wishes.dpi, wishes.texts)
  } finally {
    URL.revokeObjectURL(url)
  }
}
