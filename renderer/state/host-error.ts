import { HostError } from '../../analyses/core/errors'
import type { HostFailure } from '../../preload/contract'

/** For `connectHost`: the host's refusal as an error. */
export function hostError(failure: HostFailure): Error {
  return new HostError(`host:${failure.code}`, { ...failure.about, detail: failure.message })
}
