import { analysisAddFitting } from './analysis-add-fitting'
import { analysisDuplicate } from './analysis-duplicate'
import { analysisMoveDown, analysisMoveUp } from './analysis-move'
import { analysisRemove } from './analysis-remove'
import { analysisRename } from './analysis-rename'
import { analysisReset } from './analysis-reset'
import { analysisNext, analysisPrevious } from './analysis-step'
import type { Command } from './command'
import { editClearFilter } from './edit-clear-filter'
import { editRedo } from './edit-redo'
import { editUndo } from './edit-undo'
import { helpAnalysis } from './help-analysis'
import { helpShield } from './help-shield'
import { instrumentImport } from './instrument-import'
import { instrumentNew } from './instrument-new'
import { instrumentSaves } from './instrument-save'
import { outputCopyFigure } from './output-copy-figure'
import { outputSaveFigures } from './output-save-figures'
import { projectAddFiles } from './project-add-files'
import { projectAttack } from './project-attack'
import { projectNew } from './project-new'
import { projectOpen } from './project-open'
import { projectOpenSample } from './project-open-sample'
import { projectSave } from './project-save'
import { projectSaveAs } from './project-save-as'
import { projectSaveRecipe } from './project-save-recipe'
import { projectTakeBack } from './project-take-back'
import { viewCommandPalette } from './view-command-palette'
import { viewFigureLanguages } from './view-figure-language'
import { viewLanguages } from './view-language'
import { viewScreens } from './view-screen'
import { viewThemes } from './view-theme'

/** Every command, in the order in which the palette lists them. */
export const commands: readonly Command[] = [
  projectAddFiles,
  projectNew,
  projectOpen,
  projectOpenSample,
  projectSave,
  projectSaveAs,
  projectSaveRecipe,
  projectTakeBack,
  projectAttack,
  editUndo,
  editRedo,
  editClearFilter,
  analysisAddFitting,
  analysisNext,
  analysisPrevious,
  analysisDuplicate,
  analysisRename,
  analysisReset,
  analysisMoveUp,
  analysisMoveDown,
  analysisRemove,
  instrumentNew,
  instrumentImport,
  ...instrumentSaves,
  outputCopyFigure,
  outputSaveFigures,
  ...viewScreens,
  ...viewLanguages,
  ...viewFigureLanguages,
  ...viewThemes,
  helpAnalysis,
  helpShield,
  viewCommandPalette,
]
