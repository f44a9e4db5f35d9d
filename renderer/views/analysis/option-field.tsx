import { Button, Select, Switch, TextInput } from '@mantine/core'
import { useId, useState, type ReactNode } from 'react'
import type { Dataset } from '../../../analyses/core/datasets'
import type { InputError } from '../../../analyses/core/errors'
import {
  choicesFor,
  columnsFor,
  momentPattern,
  optionProblems,
  type ChoiceOption,
  type ColumnOption,
  type ColumnsOption,
  type NumberOption,
  type Option,
} from '../../../analyses/core/options'
import type { Speaker } from '../../../analyses/core/speaker'
import type { Words } from '../../i18n/words'
import { DateField } from '../../ui/date-field'
import { NumberField } from '../../ui/number-field'
import { writeDate } from '../../ui/typed-date'
import styles from './analysis.module.css'
import { columnWords } from './analysis-words'

interface Props<O extends Option = Option> {
  readonly analysis: string
  readonly id: string
  readonly option: O
  readonly value: unknown
  readonly dataset: Dataset
  readonly speaker: Speaker
  readonly words: Words
  readonly onChange: (value: unknown) => void
  /** A run of small changes has ended. */
  readonly onSettle: () => void
}

/** The control of one declared option: one kind of control a kind of option, and no analysis known by name. */
export function OptionField(props: Props) {
  switch (props.option.kind) {
    case 'number':
      return <NumberOptionField {...props} option={props.option} />
    case 'choice':
      return <ChoiceOptionField {...props} option={props.option} />
    case 'flag':
      return <FlagOptionField {...props} />
    case 'column':
      return <ColumnOptionField {...props} option={props.option} />
    case 'columns':
      if (props.option.of === 'moment') return <MomentsOptionField {...props} option={props.option} />
      return <ColumnsOptionField {...props} option={props.option} />
  }
}

const labelOf = ({ speaker, analysis, id }: Props): string => speaker.text(`${analysis}:option.${id}.label`)
const helpOf = ({ speaker, analysis, id }: Props): string => speaker.text(`${analysis}:option.${id}.help`)

function firstProblem({ id, option, dataset }: Props, value: unknown): InputError | undefined {
  return optionProblems({ [id]: option }, { [id]: value }, dataset)[0]
}

function problemWords(props: Props, value: unknown): string | null {
  const problem = firstProblem(props, value)
  return problem === undefined ? null : props.speaker.text(problem.code, { ...problem.about, option: labelOf(props) })
}

function NumberOptionField(props: Props<NumberOption>) {
  const { option, value, speaker, words } = props
  const unit = option.unit === undefined ? undefined : speaker.text(option.unit as `${string}:${string}`)
  return (
    <div onBlur={props.onSettle}>
      <NumberField
        label={labelOf(props)}
        description={helpOf(props)}
        value={typeof value === 'number' ? value : option.default}
        decimalMark={words.language === 'en' ? '.' : ','}
        unit={unit}
        step={option.step ?? (option.integer === true ? 1 : stepFor(option))}
        problemOf={(number) => problemWords(props, number)}
        notANumber={speaker.text('core:option-not-a-number', { option: labelOf(props) })}
        onChange={props.onChange}
      />
    </div>
  )
}

/** About a fiftieth of the range, as 1, 2 or 5 times a power of ten. */
function stepFor({ min, max }: NumberOption): number {
  const rough = (max - min) / 50
  if (!Number.isFinite(rough) || rough <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const digit = rough / power
  return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : 5) * power
}

/** Up to this many choices are all in sight. */
const visibleChoices = 5

function ChoiceOptionField(props: Props<ChoiceOption>) {
  const { option, value, speaker, analysis, id, onChange } = props
  const name = useId()
  const textOf = (choice: string): string => speaker.text(`${analysis}:option.${id}.choice.${choice}`)
  if (option.choices.length > visibleChoices) {
    return (
      <Select
        label={labelOf(props)}
        description={helpOf(props)}
        data={option.choices.map((choice) => ({ value: choice, label: textOf(choice) }))}
        value={typeof value === 'string' ? value : option.default}
        title={textOf(typeof value === 'string' ? value : option.default)}
        allowDeselect={false}
        onChange={(next) => next !== null && onChange(next)}
      />
    )
  }
  return (
    <Field props={props} role="radiogroup">
      {option.choices.map((choice) => (
        <label key={choice} className={styles['choice']}>
          <input type="radio" name={name} checked={value === choice} onChange={() => onChange(choice)} />
          <span>{textOf(choice)}</span>
        </label>
      ))}
    </Field>
  )
}

function FlagOptionField(props: Props) {
  return (
    <Switch
      label={labelOf(props)}
      description={helpOf(props)}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

function ColumnOptionField(props: Props<ColumnOption>) {
  const { option, value, dataset, speaker, words, onChange } = props
  const available = choicesFor(option.of, dataset)
  const known = typeof value === 'string' && !available.includes(value) ? [...available, value] : available
  const nothing = ''
  return (
    <Select
      label={labelOf(props)}
      description={helpOf(props)}
      data={[
        ...(option.optional === true ? [{ value: nothing, label: words('options.none') }] : []),
        ...known.map((column) => ({ value: column, label: columnWords(option.of, column, speaker) })),
      ]}
      value={typeof value === 'string' ? value : nothing}
      title={typeof value === 'string' ? columnWords(option.of, value, speaker) : undefined}
      allowDeselect={false}
      searchable={known.length > 8}
      nothingFoundMessage={words('options.nothing-found')}
      error={
        value === null && option.optional !== true
          ? problemWords(props, value)
          : typeof value === 'string'
            ? problemWords(props, value)
            : null
      }
      onChange={(next) => next !== null && onChange(next === nothing ? null : next)}
    />
  )
}

/** Above this many, items are listed only when asked for. */
const searchableFrom = 10

function ColumnsOptionField(props: Props<ColumnsOption>) {
  const { option, value, dataset, speaker, words, onChange } = props
  const [search, setSearch] = useState('')
  const available = choicesFor(option.of, dataset)
  const chosen = (
    Array.isArray(value) ? (value as readonly unknown[]) : typeof value === 'string' ? [value] : []
  ).filter((entry): entry is string => typeof entry === 'string')
  const dimensions = option.of === 'outcome' ? columnsFor('dimension', dataset) : []
  const hasNested = dimensions.length > 0
  const [showsItems, setShowsItems] = useState(() => hasNested && chosen.some((id) => !dimensions.includes(id)))
  const all = [...available, ...chosen.filter((id) => !available.includes(id))]
  const listed = all.filter(
    (id) =>
      (!hasNested || showsItems || dimensions.includes(id) || chosen.includes(id)) &&
      columnWords(option.of, id, speaker).toLocaleLowerCase().includes(search.toLocaleLowerCase()),
  )
  const isSingle = option.max === 1
  const name = useId()

  // Groups stand in the order in which they were chosen, since the table is keyed in that order; outcomes in the instrument's.
  const keepsOrderOfChoice = option.of === 'group' || option.of === 'attribute'
  const change = (id: string, isIn: boolean): void => {
    const next = isSingle ? [id] : isIn ? [...chosen, id] : chosen.filter((entry) => entry !== id)
    onChange(keepsOrderOfChoice ? next : all.filter((entry) => next.includes(entry)))
  }
  return (
    <Field props={props} error={problemWords(props, chosen)}>
      {listed.length > searchableFrom || search !== '' ? (
        <TextInput
          aria-label={words('options.search', { option: labelOf(props) })}
          placeholder={words('options.search-placeholder')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          mb={4}
        />
      ) : null}
      <div className={styles['choiceScroll']}>
        {listed.map((id) => (
          <label key={id} className={styles['choice']} data-level={hasNested && !dimensions.includes(id) ? 2 : 1}>
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={isSingle ? name : undefined}
              checked={chosen.includes(id)}
              onChange={(event) => change(id, event.currentTarget.checked)}
            />
            <bdi>{columnWords(option.of, id, speaker)}</bdi>
          </label>
        ))}
      </div>
      <div className={styles['optionFoot']}>
        {hasNested ? (
          <Button variant="subtle" size="compact-xs" onClick={() => setShowsItems((shows) => !shows)}>
            {words(showsItems ? 'options.hide-items' : 'options.show-items')}
          </Button>
        ) : null}
        {!isSingle && !keepsOrderOfChoice && all.length > 3 ? (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange(hasNested ? dimensions : available)}
            disabled={
              (hasNested ? dimensions : available).every((id) => chosen.includes(id)) &&
              chosen.length === (hasNested ? dimensions : available).length
            }
          >
            {words(hasNested ? 'options.all-dimensions' : 'options.all')}
          </Button>
        ) : null}
        {!isSingle && (option.min ?? 0) === 0 && chosen.length > 0 ? (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
            {words('options.none')}
          </Button>
        ) : null}
      </div>
    </Field>
  )
}

/** Dates with their reasons, such as the day a routine changed. */
function MomentsOptionField(props: Props<ColumnsOption>) {
  const { value, words, onChange } = props
  const moments = Array.isArray(value)
    ? (value as readonly unknown[]).filter((entry): entry is string => typeof entry === 'string')
    : []
  const [date, setDate] = useState('')
  const [reason, setReason] = useState('')
  const next = `${date} ${reason.trim()}`
  const isReady = momentPattern.test(next) && !moments.includes(next)
  const add = (): void => {
    if (!isReady) return
    onChange([...moments, next].sort())
    setDate('')
    setReason('')
  }
  return (
    <Field props={props} error={problemWords(props, moments)}>
      {moments.map((moment) => (
        <div key={moment} className={styles['moment']}>
          <bdi>{momentWords(moment, words.language)}</bdi>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={words('options.remove-moment', { moment: momentWords(moment, words.language) })}
            onClick={() => onChange(moments.filter((entry) => entry !== moment))}
          >
            ×
          </Button>
        </div>
      ))}
      <div className={styles['newMoment']}>
        <DateField
          label={words('options.moment-date')}
          pattern={words('date.pattern')}
          problem={words('date.problem', { pattern: words('date.pattern') })}
          language={words.language}
          value={date}
          onChange={setDate}
          onEnter={add}
        />
        <TextInput
          aria-label={words('options.moment-reason')}
          placeholder={words('options.moment-reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
      </div>
      <Button variant="default" size="compact-xs" style={{ justifySelf: 'start' }} disabled={!isReady} onClick={add}>
        {words('options.add-moment')}
      </Button>
    </Field>
  )
}

/** A moment with its date as the language writes it. */
const momentWords = (moment: string, language: Words['language']): string =>
  moment.replace(/^\d{4}-\d{2}-\d{2}/u, (iso) => writeDate(iso, language))

function Field({
  props,
  role,
  error = null,
  children,
}: {
  readonly props: Props
  readonly role?: 'radiogroup'
  readonly error?: string | null
  readonly children: ReactNode
}) {
  const help = useId()
  return (
    <fieldset aria-describedby={help} role={role}>
      <legend>{labelOf(props)}</legend>
      <p id={help} className={styles['help']}>
        {helpOf(props)}
      </p>
      <div className={styles['choices']}>{children}</div>
      {error === null ? null : (
        <p className={styles['optionError']} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
