/**
 * The few words of the web platform that reading bytes needs. Browsers, their workers and Node all have them; the rooms under `analyses` compile
 * without the DOM and without Node, so they are declared here and nowhere else.
 */
interface TextDecoderOptions {
  readonly fatal?: boolean
  readonly ignoreBOM?: boolean
}

interface TextDecoder {
  readonly encoding: string
  /** @throws TypeError when `fatal` and the bytes are not of the encoding */
  decode(input?: Uint8Array, options?: { readonly stream?: boolean }): string
}

declare const TextDecoder: { new (label?: string, options?: TextDecoderOptions): TextDecoder }

interface TextEncoder {
  encode(input?: string): Uint8Array
}

declare const TextEncoder: { new (): TextEncoder }
