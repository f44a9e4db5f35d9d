/**
 * The root of a monotone function to the last digit of a double, by bracketing outwards from a guess and then Chandrupatla's method (1997, doi
 * 10.1016/S0965-9978(96)00051-8).
 *
 * @param f      strictly monotone; may return ±Infinity
 * @param guess  where to begin
 * @param size   first distance to try, > 0
 * @param low    least place at which f may be asked
 * @param high   greatest place
 * @returns the root, or NaN when no change of sign was found within `low`…`high`
 */
export const monotoneRoot = (
  f: (x: number) => number,
  guess: number,
  size: number,
  low: number,
  high: number,
): number => {
  let a = Math.min(high, Math.max(low, guess))
  let fa = f(a)
  if (fa === 0) return a
  if (Number.isNaN(fa)) return Number.NaN
  let b = a
  let fb = fa
  const forward = Math.min(high, a + size)
  const fForward = f(forward)
  const backward = Math.max(low, a - size)
  const fBackward = f(backward)
  // Towards which side the function comes nearer to zero.
  const direction = (fForward - fBackward) * fa < 0 ? 1 : -1
  if (Math.sign(fForward) !== Math.sign(fa)) {
    b = forward
    fb = fForward
  } else if (Math.sign(fBackward) !== Math.sign(fa)) {
    b = backward
    fb = fBackward
  } else {
    let distance = size
    let edge = direction > 0 ? forward : backward
    let fEdge = direction > 0 ? fForward : fBackward
    for (let i = 0; i < 200; i++) {
      distance *= 2
      const next = Math.min(high, Math.max(low, a + direction * distance))
      const value = f(next)
      if (Math.sign(value) !== Math.sign(fa)) {
        a = edge
        fa = fEdge
        b = next
        fb = value
        break
      }
      if (next === low || next === high) return Number.NaN
      edge = next
      fEdge = value
    }
    if (b === a) return Number.NaN
  }
  let c = a
  let fc = fa
  let t = 0.5
  for (let i = 0; i < 200; i++) {
    const x = a + t * (b - a)
    const fx = f(x)
    if (Math.sign(fx) === Math.sign(fa)) {
      c = a
      fc = fa
    } else {
      c = b
      fc = fb
      b = a
      fb = fa
    }
    a = x
    fa = fx
    const best = Math.abs(fa) < Math.abs(fb) ? a : b
    const limit = 2.2e-16 * Math.abs(best) + 1e-300
    const share = limit / Math.abs(b - c)
    if (share > 0.5 || fa === 0) return best
    const xi = (a - b) / (c - b)
    const phi = (fa - fb) / (fc - fb)
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
      t = (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
    } else t = 0.5
    t = Math.min(1 - share, Math.max(share, t))
    if (Number.isNaN(t)) t = 0.5
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b
}
