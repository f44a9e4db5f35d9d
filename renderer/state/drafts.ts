import { isEmpty, type Project } from './project'
import { writeProject } from './project-file'
import { isUnsaved, type Workbench } from './workbench'

/** Milliseconds without a change after which unsaved work is stored as a draft. */
const quiet = 1500

/** Keeps unsaved work where a crash does not reach it. @returns a function that stops */
export function keepDraft(workbench: Workbench): () => void {
  const { store, host } = workbench
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history.present === before.history.present && state.place === before.place) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const now = store.getState()
      const project = now.history.present
      if (!isUnsaved(now) || isEmpty(project)) return
      void putBy(project, now.place).catch(() => undefined)
    }, quiet)
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }

  /** @throws InputError for what could not be opened again: the draft before stays, and saving tells why */
  async function putBy(project: Project, place: { readonly id: string | null; readonly name: string | null }) {
    const bytes = writeProject(project)
    const name = place.name ?? (project.title === '' ? 'project' : project.title)
    await host.writeDraft({ name, projectId: place.id, bytes })
  }
}
