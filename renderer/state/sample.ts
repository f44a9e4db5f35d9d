import { documentText } from '../../analyses/core/documents'
import type { InputError } from '../../analyses/core/errors'
import { hashFile } from '../worker/hash'
import type { InstrumentFile, Project, ProjectSource } from './project'
import { readProject } from './project-file'

/** Gives a file of the sample that the program is shipped with, by its path in the sample's folder. */
export type FetchSample = (path: string) => Promise<Uint8Array<ArrayBuffer>>

export type Sample =
  | {
      readonly ok: true
      readonly project: Project
      /** The data of the project's sources, by hash. */
      readonly files: ReadonlyMap<string, File>
    }
  | { readonly ok: false; readonly problems: readonly InputError[] }

/** The sample project whole: its recipe, its instrument and its data. @throws Error when a file is not there */
export async function readSample(
  fetchSample: FetchSample,
  versionOf: (analysis: string) => number,
  hash: (file: File) => Promise<string> = hashFile,
): Promise<Sample> {
  const read = readProject(await fetchSample('recipe.json'), 'recipe.json', versionOf)
  if (!read.ok) return read
  const instrument = read.instrumentPath === null ? null : await readInstrumentFile(fetchSample, read.instrumentPath)
  const files = new Map<string, File>()
  const sources: ProjectSource[] = []
  for (const { source } of read.project.sources) {
    const file = new File([await fetchSample(source.file)], source.file)
    const sha256 = await hash(file)
    files.set(sha256, file)
    sources.push({ source, identity: { name: source.file, sha256, size: file.size } })
  }
  return { ok: true, project: { ...read.project, instrument, sources }, files }
}

async function readInstrumentFile(fetchSample: FetchSample, name: string): Promise<InstrumentFile> {
  return { name, text: documentText(await fetchSample(name), name) }
}

export async function fetchSampleFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`./sample/${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
