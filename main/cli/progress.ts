/** Progress on stderr: a bar on a terminal, a line a step elsewhere. */
export interface Progress {
  /** @param share 0 … 1 of this step; null when it cannot be known */
  step(text: string, share: number | null): void
  line(text: string): void
  end(): void
}

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let current = ''
  let isBarShown = false
  const clear = (): void => {
    if (isBarShown) stream.write('\r\u001b[2K')
    isBarShown = false
  }
  return {
    step(text, share) {
      if (stream.isTTY) {
        const width = 24
        const filled = share === null ? 0 : Math.round(share * width)
        const bar = share === null ? ' '.repeat(width) : `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
        stream.write(`\r\u001b[2K${bar} ${text}`)
        isBarShown = true
        return
      }
      if (text !== current) stream.write(`${text}\n`)
      current = text
    },
    line(text) {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}
