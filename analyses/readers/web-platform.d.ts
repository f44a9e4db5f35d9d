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

interface ByteStreamReader {
  read(): Promise<
    { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: undefined }
  >
  cancel(): Promise<void>
}

interface ByteStreamWriter {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

interface DecompressionStream {
  readonly readable: { getReader(): ByteStreamReader }
  readonly writable: { getWriter(): ByteStreamWriter }
}

/** Inflates zlib (`deflate`), gzip and, where the host is new enough, bare deflate streams. */
declare const DecompressionStream: { new (format: 'deflate' | 'gzip' | 'deflate-raw'): DecompressionStream }
