import { describe, expect, test } from 'vitest'
import { pngChunks, withPngChunks } from '../../renderer/export/png-chunks'

/** One transparent pixel. */
const pixel = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
)

describe('a PNG that carries its resolution and its passport', () => {
  const png = withPngChunks(pixel, 300, { Title: 'Tittel Æ', Description: 'Beskrivelse', Source: '{"seed":1}' })

  test('resolution stands before the picture, in dots per metre', () => {
    const types = pngChunks(png).map(({ type }) => type)
    expect(types).toEqual(['IHDR', 'pHYs', 'iTXt', 'iTXt', 'iTXt', 'IDAT', 'IEND'])
    const density = pngChunks(png)[1]?.data ?? new Uint8Array(9)
    const view = new DataView(density.buffer, density.byteOffset)
    expect([view.getUint32(0), view.getUint32(4), density[8]]).toEqual([11811, 11811, 1])
  })

  test('texts are UTF-8 under their keywords', () => {
    const texts = pngChunks(png)
      .filter(({ type }) => type === 'iTXt')
      .map(({ data }) => new TextDecoder().decode(data))
    expect(texts).toEqual(['Title\0\0\0\0\0Tittel Æ', 'Description\0\0\0\0\0Beskrivelse', 'Source\0\0\0\0\0{"seed":1}'])
  })

  test('the picture is untouched, and writing again replaces what was written', () => {
    const data = (bytes: Uint8Array): readonly number[] => [
      ...(pngChunks(bytes).find(({ type }) => type === 'IDAT')?.data ?? []),
    ]
    expect(data(png)).toEqual(data(pixel))
    const again = withPngChunks(png, 600, { Title: 'Ny', Description: '' })
    expect(pngChunks(again).map(({ type }) => type)).toEqual(['IHDR', 'pHYs', 'iTXt', 'IDAT', 'IEND'])
  })

  test('what is no PNG, or a damaged one, is refused', () => {
    expect(() => pngChunks(new TextEncoder().encode('%PDF-1.7'))).toThrow('not a PNG')
    expect(() => pngChunks(png.slice(0, 40))).toThrow('too early')
    const damaged = png.slice()
    damaged[20] = (damaged[20] ?? 0) ^ 1
    expect(() => pngChunks(damaged)).toThrow('damaged')
  })
})
