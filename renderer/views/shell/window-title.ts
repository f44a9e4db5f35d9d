const program = 'VälTel Workbench'

/** What a project is saved as, without the ending of its file. */
export const savedName = (fileName: string): string => fileName.replace(/\.json$/iu, '')

/**
 * The title of the window, which the system shows in its lists of windows too: the project's title, and the name it is saved under where that is another.
 * @param title null where no project is shown
 * @param fileName null before the project has been saved
 */
export function windowTitle(title: string | null, fileName: string | null): string {
  if (title === null) return program
  const name = fileName === null ? '' : savedName(fileName)
  const both = title === '' || title === name ? name : name === '' ? title : `${title} (${name})`
  return both === '' ? program : `${both} – ${program}`
}
