/**
 * The drawing library names the parts of an SVG at random; here they are named by what is drawn, so that the same figure is the same file, and two
 * figures in one document do not clip each other.
 * @param source the SVG as the library gives it, its first `defs` named `defs-` and six hexadecimal digits
 */
export function withSteadyNames(source: string): string {
  const traceless = source.replaceAll(/(trace scatter|trace bars?) trace[0-9a-f]+/g, '$1')
  const random = /id="defs-([0-9a-f]+)"/.exec(traceless)?.[1]
  const renamed = (name: string): string =>
    random === undefined ? traceless : traceless.replaceAll(namesWith(random), `$1${name}`)
  const name = fingerprint(renamed(''))
  return renamed(name).replace('<svg ', `<svg id="figure-${name}" `)
}

/** The beginnings of names, and of references to them, that end in the random digits. The same digits may stand in a coordinate, which must stay. */
function namesWith(random: string): RegExp {
  return new RegExp(`((?:id="|#)[a-z]+-?)${random}`, 'g')
}

/** FNV-1a, 32 bits, as hexadecimal. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
