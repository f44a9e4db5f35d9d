import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react'
import type { Language } from '../../../analyses/core/words'
import { labelDifferences, scaleWarnings } from '../../../analyses/drafting/label-strength'
import {
  addNonResponse,
  addScale,
  editNonResponse,
  removeNonResponse,
  removeScale,
  renameScale,
  setRange,
  setScaleKind,
  setStepLabel,
  setUnit,
  turnLabels,
} from '../../../analyses/instrument/edits/scales'
import type { ScalePart } from '../../../analyses/instrument/parts'
import { languageNames } from '../../i18n/words'
import { IconButton } from '../../ui/icon-button'
import { Notice } from '../../ui/notice'
import { useSpeaker, useWords, useWorkbench } from '../workbench-context'
import { useEditor } from './editor-context'
import styles from './editor.module.css'
import { FieldProblems } from './field-problems'
import { IdField } from './id-field'
import { NumberCommitField } from './number-commit-field'

/** Steps that are listed one by one; of a longer scale the ends and those with labels. */
const mostSteps = 21

/** Everything about one scale. */
export function ScalePanel({ scale }: { readonly scale: ScalePart }) {
  const words = useWords()
  const { parts, edit } = useEditor()
  const { key, id, kind, min, max, unit } = scale
  const users = parts.items.filter((item) => item.scale === id)
  return (
    <div className={styles['panel']}>
      <p className={styles['hint']}>{words('editor.scale-used-by', { count: users.length })}</p>
      <LabelWarnings scale={scale} />
      <FieldProblems section="scales" partKey={key} fields={['']} />
      <div className={styles['row']} data-field="min">
        <NativeSelect
          label={words('editor.scale-kind')}
          value={kind}
          data={[
            { value: 'ordinal', label: words('editor.scale-ordinal') },
            { value: 'continuous', label: words('editor.scale-continuous') },
          ]}
          onChange={(event) =>
            edit(setScaleKind(key, event.currentTarget.value === 'continuous' ? 'continuous' : 'ordinal'))
          }
        />
        <NumberCommitField
          label={words('editor.lowest')}
          value={min}
          onNumber={(value) => edit(setRange(key, value ?? min, max))}
        />
        <NumberCommitField
          label={words('editor.highest')}
          value={max}
          onNumber={(value) => edit(setRange(key, min, value ?? max))}
        />
        {kind === 'continuous' ? (
          <TextInput
            label={words('editor.unit')}
            value={unit}
            onChange={(event) => edit(setUnit(key, event.currentTarget.value))}
          />
        ) : null}
      </div>
      <FieldProblems section="scales" partKey={key} fields={['kind', 'min', 'max', 'unit', 'codes']} />
      {kind === 'ordinal' ? <StepLabels scale={scale} /> : null}
      <NonResponses scale={scale} />
      <IdField section="scales" partKey={key} id={id} rename={(next) => renameScale(key, next)} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(addScale(key), 'scales')}>
          {words('editor.copy-scale')}
        </Button>
        <Button variant="default" onClick={() => edit(removeScale(key), 'scales')}>
          {words('editor.remove-scale')}
        </Button>
      </div>
    </div>
  )
}

/** Tells where the labels of a scale are not the same in its languages. */
function LabelWarnings({ scale }: { readonly scale: ScalePart }) {
  const speaker = useSpeaker()
  return scaleWarnings(scale).map((note, index) => (
    <Notice key={index} level="warning">
      {speaker.note(note)}
    </Notice>
  ))
}

function StepLabels({ scale }: { readonly scale: ScalePart }) {
  const words = useWords()
  const workbench = useWorkbench()
  const { languages, edit } = useEditor()
  const { key, min, max, labels } = scale
  const all = Array.from({ length: Math.max(0, Math.min(201, max - min + 1)) }, (_, step) => min + step)
  const steps =
    all.length <= mostSteps
      ? all
      : all.filter((code) => code === min || code === max || Object.hasOwn(labels, String(code)))
  const others = Object.keys(labels)
    .map(Number)
    .filter((code) => !all.includes(code))
  const uneven = new Set(
    labelDifferences(scale).flatMap((difference) => (difference.kind === 'strength' ? [difference.step] : [])),
  )
  return (
    <div data-field="labels">
      <table className={styles['labels']}>
        <caption>{words('editor.labels')}</caption>
        <thead>
          <LanguageHeads first={words('editor.step')} languages={languages} />
        </thead>
        <tbody>
          {[...steps, ...others].map((code) => (
            <tr key={code}>
              <th scope="row">
                {code}
                {uneven.has(code) ? (
                  <IconAlertTriangle
                    className={styles['warningSign']}
                    size={13}
                    stroke={1.75}
                    role="img"
                    aria-label={words('editor.strength-differs')}
                  />
                ) : null}
              </th>
              {languages.map((language) => (
                <td key={language}>
                  <TextInput
                    lang={language}
                    aria-label={words('editor.label-of-step', { step: code, language: languageNames[language] })}
                    value={labels[String(code)]?.[language] ?? ''}
                    onChange={(event) => edit(setStepLabel(key, code, language, event.currentTarget.value))}
                    onBlur={() => workbench.settle()}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <FieldProblems section="scales" partKey={key} fields={['labels']} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(turnLabels(key))}>
          {words('editor.turn-labels')}
        </Button>
      </div>
    </div>
  )
}

function LanguageHeads({ first, languages }: { readonly first: string; readonly languages: readonly Language[] }) {
  return (
    <tr>
      <th scope="col">{first}</th>
      {languages.map((language) => (
        <th key={language} scope="col">
          {languageNames[language]}
        </th>
      ))}
    </tr>
  )
}

const kinds = ['dont_know', 'not_relevant', 'refused'] as const

/** Answers that are none: each with its code, its kind and its words. */
function NonResponses({ scale: { key, nonResponses } }: { readonly scale: ScalePart }) {
  const words = useWords()
  const workbench = useWorkbench()
  const { languages, edit } = useEditor()
  return (
    <div data-field="non_responses" className={styles['block']}>
      <h3>{words('editor.non-responses')}</h3>
      <p className={styles['hint']}>{words('editor.non-responses-help')}</p>
      {nonResponses.map(({ code, kind, label }, place) => (
        <div key={place} className={styles['nonResponse']} role="group" aria-label={String(code)}>
          <div className={styles['nonResponseFields']}>
            <NumberCommitField
              label={words('editor.code')}
              value={code}
              onNumber={(value) => edit(editNonResponse(key, place, { code: value ?? code }))}
            />
            <NativeSelect
              label={words('editor.non-response-kind')}
              value={kind}
              data={kinds.map((each) => ({ value: each, label: words(`editor.kind-${each}`) }))}
              onChange={(event) => {
                const chosen = kinds.find((each) => each === event.currentTarget.value)
                if (chosen !== undefined) edit(editNonResponse(key, place, { kind: chosen }))
              }}
            />
            {languages.map((language) => (
              <TextInput
                key={language}
                lang={language}
                label={languageNames[language]}
                value={label[language] ?? ''}
                onChange={(event) => edit(editNonResponse(key, place, { language, words: event.currentTarget.value }))}
                onBlur={() => workbench.settle()}
              />
            ))}
          </div>
          <IconButton
            label={words('editor.remove-non-response', { code })}
            onClick={() => edit(removeNonResponse(key, place))}
          >
            <IconTrash size={15} stroke={1.75} />
          </IconButton>
        </div>
      ))}
      <FieldProblems section="scales" partKey={key} fields={['non_responses']} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={() => edit(addNonResponse(key))}>
          {words('editor.add-non-response')}
        </Button>
      </div>
    </div>
  )
}
