import { projectOf } from '../state/workbench'
import type { Command } from './command'

export const projectSaveRecipe: Command = {
  id: 'project.save-recipe',
  label: 'command.project-save-recipe',
  group: 'project',
  enabled: (state) => projectOf(state).sources.length > 0,
  run: ({ exports }) => exports.saveRecipe(),
}
