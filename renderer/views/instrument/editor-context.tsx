import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import type { InputError } from '../../../analyses/core/errors'
import type { Language } from '../../../analyses/core/words'
import type { Edit } from '../../../analyses/instrument/edits/edit'
import type { InstrumentParts, Section } from '../../../analyses/instrument/parts'
import { editInstrument, type PlacedProblem } from '../../state/instrument-editing'
import { nothingTaken, type TakenAlong } from '../../state/instrument-removals'
import type { InstrumentChoice } from '../../state/workbench'
import { useSpeaker, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'

/** What every part of the editor works with. */
export interface Editor {
  readonly parts: InstrumentParts
  readonly problems: readonly PlacedProblem[]
  /** Languages that texts are written in, side by side. */
  readonly languages: readonly Language[]
  /** The language in which lists name things. */
  readonly language: Language
  readonly choice: InstrumentChoice
  /** Why the latest edit was not made. */
  readonly refusal: InputError | null
  choose(choice: InstrumentChoice): void
  /** Makes an edit. @param section what is chosen afterwards: the parts that the edit was about; without it the choice stays */
  edit(edit: Edit, section?: Section): void
}

const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('rendered outside the instrument editor')
  return editor
}

interface Props extends Pick<Editor, 'parts' | 'problems' | 'languages' | 'language'> {
  readonly children: ReactNode
}

export const whole: InstrumentChoice = { section: 'instrument', keys: [] }

export function EditorProvider({ parts, problems, languages, language, children }: Props) {
  const { context } = useSurroundings()
  const words = useWords()
  const speaker = useSpeaker()
  const { workbench } = context
  const kept = useWorkbenchState(({ window }) => window.choice)
  const [refusal, setRefusal] = useState<InputError | null>(null)
  const editor = useMemo((): Editor => {
    const choose = (choice: InstrumentChoice): void => {
      setRefusal(null)
      workbench.patchWindow({ choice })
    }
    return {
      parts,
      problems,
      languages,
      language,
      choice: presentChoice(parts, kept),
      refusal,
      choose,
      edit: (edit, section) => {
        const result = editInstrument(workbench, edit)
        if (result === null) return
        setRefusal(result.ok ? null : (result.problems[0] ?? null))
        const taken = Object.entries(result.taken ?? nothingTaken).filter(([, count]) => count > 0)
        const list = taken.map(([kind, count]) => words(`taken.${kind as keyof TakenAlong}`, { count }))
        if (list.length > 0)
          context.tell({ key: 'told.taken-along', level: 'info', values: { what: speaker.label({ list }) } })
        if (!result.ok || section === undefined) return
        workbench.patchWindow({ choice: result.chosen.length === 0 ? whole : { section, keys: result.chosen } })
      },
    }
  }, [parts, problems, languages, language, kept, refusal, workbench, context, words, speaker])
  return <EditorContext value={editor}>{children}</EditorContext>
}

/** What is chosen must exist: undo and other edits may have taken it away. */
function presentChoice(parts: InstrumentParts, choice: InstrumentChoice | null): InstrumentChoice {
  if (choice === null || choice.section === 'instrument') return whole
  const { section } = choice
  const keys = choice.keys.filter((key) => parts[section].some((part) => part.key === key))
  return keys.length === 0 ? whole : { section, keys }
}
