import type { HostFailure, HostFailureCode } from '../preload/contract'

export type Refusal = Error & HostFailure

/** An error that the window can explain to the user: a translation key and its values. */
export function refusal(code: HostFailureCode, message: string, about: HostFailure['about'] = {}): Refusal {
  return Object.assign(new Error(message), { name: 'Refusal', code, about })
}

const codeOfSystemError: Readonly<Record<string, HostFailureCode>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EISDIR: 'name-refused',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EEXIST: 'file-exists',
  EBUSY: 'file-busy',
  ETXTBSY: 'file-busy',
  ENAMETOOLONG: 'name-refused',
}

/** What the window is told of any error: a refusal as it is, a system error by its kind, anything else as a bug. */
export function failureOf(error: unknown): HostFailure {
  if (error instanceof Error && error.name === 'Refusal') {
    const { code, about, message } = error as Refusal
    return { code, about, message }
  }
  if (error instanceof Error && 'syscall' in error) {
    const { code, path, message } = error as NodeJS.ErrnoException
    return {
      code: codeOfSystemError[code ?? ''] ?? 'file-failed',
      about: { path: path ?? '', reason: code ?? '' },
      message,
    }
  }
  return { code: 'bug', about: {}, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
