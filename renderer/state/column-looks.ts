import type { ColumnProposal } from '../../analyses/sources/proposal'
import { sourceOf } from '../../analyses/sources/registry'
import type { UnderstoodColumn } from '../../analyses/sources/understood'
import type { Ingest, IngestProgress } from '../worker/ingest'
import { problemOf, type Problem } from '../worker/problem'
import type { Loading } from './loading'
import type { ProjectSource } from './project'
import type { Workbench } from './workbench'

/** What a closer look at the columns of a source tells, beside what its reading does. Nothing of the project is changed by it. */
export interface ColumnLooks {
  /** Columns that could be something by their wording; none while the file is not at hand. */
  propose(entry: ProjectSource, signal: AbortSignal): Promise<readonly ColumnProposal[]>
  /**
   * What every value of a column is read as, over the whole file.
   * @param position of the column, from 1
   * @returns what it is or why it cannot be read; neither where it was called off, the kind of source does not say it, or the file is not at hand
   */
  understand(
    entry: ProjectSource,
    position: number,
    signal: AbortSignal,
    onProgress: (progress: IngestProgress) => void,
  ): Promise<ColumnLook>
}

export interface ColumnLook {
  readonly column: UnderstoodColumn | null
  readonly problem: Problem | null
}

export function createColumnLooks(workbench: Workbench, ingest: Ingest, files: Loading['files']): ColumnLooks {
  const given = ({ source, identity }: ProjectSource) => {
    const file = files.get(identity.sha256)
    return file === undefined ? null : { file, name: source.file }
  }
  const instrument = () => workbench.store.getState().session.instrument.instrument
  return {
    propose: async (entry, signal) => {
      const { source } = entry
      const file = given(entry)
      if (file === null || sourceOf(source.kind).propose === undefined) return []
      const others = workbench.project().sources.flatMap((other) => (other.source.id === source.id ? [] : other.source))
      return ingest.call({ call: 'propose', given: file, source, instrument: instrument(), others }, signal)
    },
    understand: async (entry, position, signal, onProgress) => {
      const { source } = entry
      const file = given(entry)
      if (file === null) return { column: null, problem: null }
      const call = { call: 'understand', given: file, source, instrument: instrument(), position } as const
      try {
        return { column: await ingest.call(call, signal, onProgress), problem: null }
      } catch (error) {
        return { column: null, problem: problemOf(error) }
      }
    },
  }
}
