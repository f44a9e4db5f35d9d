import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nonAnswerCode } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import { parseInstrument } from '../../analyses/instrument/format'
import { scaleOf, type Instrument } from '../../analyses/instrument/model'
import type { DataFile } from '../../analyses/readers/data-file'
import { readers } from '../../analyses/readers/registry'
import { answeredDraft } from '../../analyses/drafting/answered-draft'
import { withCodebook } from '../../analyses/drafting/codebook-evidence'
import type { Draft } from '../../analyses/drafting/draft'
import { gatherEvidence } from '../../analyses/drafting/evidence'
import { openTable } from '../../analyses/readers/reader'
import { readCodebook, sortFiles, type SortedFiles } from '../../analyses/sources/drafting'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import type { Codebook } from '../../analyses/survey-tools/codebook'
import { draftInstrument } from '../../analyses/survey-tools/drafting'
import { surveyXactCodebook } from '../../analyses/survey-tools/surveyxact/codebook'
import { readStructure } from '../../analyses/survey-tools/limesurvey/survey-structure'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey } from '../sources/reading'
import { fileAt, hasReferences, projectFolder, referenceFolder, textFile, valuesOf } from '../sources/sample-data'

const formats = join(projectFolder, 'fixtures', 'formats')
const real = join(referenceFolder, 'formats')
const source = (more: Partial<SurveySource> = {}): SurveySource => ({
  kind: 'survey',
  id: 's',
  file: 'x',
  round: '2022',
  attributes: [],
  ...more,
})

interface Drafted {
  readonly instrument: Instrument
  readonly source: Draft['source']
  /** Questions that are still to be answered. */
  readonly open: readonly string[]
  readonly roles: Readonly<Record<string, string>>
  readonly data: readonly DataFile[]
  readonly parts: readonly string[]
}

async function lookAt(files: readonly DataFile[]): Promise<{ readonly drafted: Draft; readonly sorted: SortedFiles }> {
  const sorted = await sortFiles(files, readers)
  const [first] = sorted.data
  if (first === undefined) throw new Error('no answers')
  const gathered = await gatherEvidence((await openTable(readers, first)).table)
  const codebook = await readCodebook(sorted.codebook, readers, undefined)
  const evidence = codebook === null ? gathered : withCodebook(gathered, codebook)
  return { drafted: answeredDraft(evidence, [], { name: 'export' }), sorted }
}

async function draftOf(files: readonly DataFile[]): Promise<Drafted> {
  const { drafted, sorted } = await lookAt(files)
  const read = parseInstrument(JSON.stringify(drafted.document), 'instrument.json')
  if (!read.ok) throw new Error(read.problems.map(String).join())
  return {
    instrument: read.value,
    source: drafted.source,
    open: drafted.questions.filter(({ isAnswered }) => !isAnswered).map(({ id }) => id),
    roles: Object.fromEntries(drafted.columns.map(({ header, role }) => [header, role])),
    data: sorted.data,
    parts: sorted.codebook.map(({ tool, part, file }) => `${tool} ${part} ${file.name}`),
  }
}
const draftAt = (...paths: readonly string[]): Promise<Drafted> => draftOf(paths.map((path) => fileAt(path)))
const itemNamed = ({ instrument }: Drafted, id: string): Instrument['items'][number] => {
  const item = instrument.items.find((each) => each.id === id)
  if (item === undefined) throw new Error(`no item ${id}`)
  return item
}
const scaleNamed = (drafted: Drafted, id: string): ReturnType<typeof scaleOf> =>
  scaleOf(drafted.instrument, itemNamed(drafted, id))

describe('an instrument is drafted from what a tool says of its questions', () => {
  test.skipIf(!hasReferences)(
    'SurveyXact: the workbook is answers and codebook in one, as its three files are',
    async () => {
      const folder = join(real, 'surveyxact')
      const whole = await draftAt(join(folder, 'ex_survey2.xlsx'))
      expect(whole.data.map(({ name }) => name)).toEqual(['ex_survey2.xlsx'])
      expect(whole.parts.toSorted()).toEqual([
        'surveyxact labels ex_survey2.xlsx',
        'surveyxact structure ex_survey2.xlsx',
      ])
      const files = readdirSync(join(folder, 'ex_survey2_semicolon_ansi')).map((name) =>
        join(folder, 'ex_survey2_semicolon_ansi', name),
      )
      const apart = await draftAt(...files.filter((path) => path.endsWith('.csv')))
      expect(whole.instrument.items).toEqual(apart.instrument.items)
      expect(whole.instrument.scales).toEqual(apart.instrument.scales)
    },
  )

  test.each(['surveyxact-semicolon', 'surveyxact-tab'])(
    'SurveyXact: three files are one export, %s',
    async (folder) => {
      const names = ['labels', 'dataset', 'structure'].map((name) => join(formats, folder, `${name}.csv`))
      const drafted = await draftAt(...names)
      expect(drafted.data.map(({ name }) => name)).toEqual(['dataset.csv'])
      expect(drafted.parts).toEqual(['surveyxact labels labels.csv', 'surveyxact structure structure.csv'])
      expect(scaleNamed(drafted, 'Q7_1')).toMatchObject({
        min: 1,
        max: 5,
        labels: { '1': { nb: 'Helt uenig' }, '5': { nb: 'Helt enig' } },
        nonResponses: [
          { code: 8, kind: 'not_relevant', label: { nb: 'Ikke relevant' } },
          { code: 9, kind: 'dont_know', label: { nb: 'Vet ikke' } },
        ],
      })
      expect(itemNamed(drafted, 'Q7_4').text).toEqual({ nb: 'Opplæringen i nye digitale løsninger blir ofte for kort' })
      expect(drafted.instrument.items.some(({ id }) => /^(stato|Organisasjon|Rolle|Kommentar)/.test(id))).toBe(false)
    },
  )

  test('SurveyXact: the language is that of questions and answers together, whichever of the two is told', () => {
    const header = [
      'questionName',
      'variableName',
      'questionType',
      'subType',
      'questionText',
      'choiceValue',
      'choiceText',
    ]
    const part = (rows: readonly (readonly string[])[]) => ({ file: 'x.csv', rows, text: '' })
    const languageIn = (question: string, label: string): readonly string[] => {
      const { variables } = surveyXactCodebook.read({
        structure: part([header, ['Q1', 'Q1', 'Closed', 'Single', question, '', '']]),
        labels: part([['Q1', '1', label]]),
      })
      return variables.flatMap(({ text, answers }) =>
        [text, ...answers.map((answer) => answer.label)].flatMap(Object.keys),
      )
    }
    expect(languageIn('Hur nöjd är du med ditt arbete?', 'A')).toEqual(['sv', 'sv'])
    expect(languageIn('1', 'Vet inte vad jag tycker')).toEqual(['sv', 'sv'])
    expect(languageIn('1', 'A')).toEqual(['en', 'en'])
  })

  test('LimeSurvey: texts, a matrix as a dimension, and codes that are no numbers numbered in their order', async () => {
    const folder = join(formats, 'constructed')
    const drafted = await draftAt(
      join(folder, 'constructed_results_full_answers.csv'),
      join(folder, 'constructed_survey_123456.lss'),
    )
    expect(drafted.parts).toEqual(['limesurvey structure constructed_survey_123456.lss'])
    expect(drafted.instrument.dimensions).toMatchObject([{ id: 'digi', label: { nb: 'Hvor enig er du?' } }])
    expect(itemNamed(drafted, 'digi_SQ001')).toMatchObject({
      dimension: 'digi',
      text: { nb: 'Vi har klare digitale mål' },
    })
    expect(scaleNamed(drafted, 'digi_SQ001')).toMatchObject({
      min: 1,
      max: 5,
      labels: { '1': { nb: 'Helt uenig' } },
      nonResponses: [{ kind: 'dont_know' }],
    })
    const database = await emptiedEngine()
    const [data] = drafted.data
    const report = await loadSurvey(database, data!, source(), drafted.instrument)
    expect(report.nonAnswers).toEqual([{ item: 'digi_SQ001', kind: 'dont_know', count: 1 }])
    expect(await valuesOf(database, 'responses', 'digi_SQ002')).toEqual([5, 2])
  })

  test('LimeSurvey: codes that are no numbers are numbered in the order of their words', async () => {
    const rows = ['A1,A2,A5', 'A5,A4,A6', 'A3,A2,A1', 'A2,A2,A4']
    const drafted = await draftOf([
      textFile(
        'codes.csv',
        `id,digi[SQ001],digi[SQ002],digi[SQ003]\n${rows.map((row, at) => `${at + 1},${row}`).join('\n')}\n`,
      ),
      fileAt(join(formats, 'constructed', 'constructed_survey_123456.lss')),
    ])
    expect(scaleNamed(drafted, 'digi_SQ001')).toMatchObject({
      min: 1,
      max: 5,
      nonResponses: [{ code: 6, kind: 'dont_know' }],
      codes: { A1: 1, A5: 5, A6: 6 },
    })
    const database = await emptiedEngine()
    await loadSurvey(database, drafted.data[0]!, source(), drafted.instrument)
    expect(await valuesOf(database, 'responses', 'digi_SQ003')).toEqual([5, nonAnswerCode.dont_know, 1, 4])
  })

  test('LimeSurvey 4 and later: texts in tables of their own, in several languages', async () => {
    const row = (fields: Readonly<Record<string, string>>): string =>
      `<row>${Object.entries(fields)
        .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
        .join('')}</row>`
    const table = (name: string, rows: readonly Readonly<Record<string, string>>[]): string =>
      `<${name}><rows>${rows.map(row).join('')}</rows></${name}>`
    const lss = `<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>${table(
      'questions',
      [{ qid: '1', parent_qid: '0', gid: '1', type: 'L', title: 'q', question_order: '1', relevance: '1' }],
    )}${table('question_l10ns', [
      { qid: '1', language: 'nb', question: '<p>Hvor ofte?</p>' },
      { qid: '1', language: 'sv', question: 'Hur ofta?' },
    ])}${table('answers', [
      { aid: '7', qid: '1', code: '2', sortorder: '2', scale_id: '0' },
      { aid: '6', qid: '1', code: '1', sortorder: '1', scale_id: '0' },
      { aid: '8', qid: '1', code: '3', sortorder: '3', scale_id: '0' },
    ])}${table('answer_l10ns', [
      { aid: '6', language: 'nb', answer: 'Aldri' },
      { aid: '6', language: 'sv', answer: 'Aldrig' },
      { aid: '7', language: 'nb', answer: 'Ofte' },
      { aid: '8', language: 'nb', answer: 'Alltid' },
      { aid: '8', language: 'sv', answer: 'Alltid' },
    ])}</document>`
    const drafted = await draftOf([textFile('survey.lss', lss), textFile('results.csv', 'q\n1\n2\n2\n1\n')])
    expect(itemNamed(drafted, 'q').text).toEqual({ nb: 'Hvor ofte?', sv: 'Hur ofta?' })
    expect(scaleNamed(drafted, 'q').labels).toEqual({
      '1': { nb: 'Aldri', sv: 'Aldrig' },
      '2': { nb: 'Ofte' },
      '3': { nb: 'Alltid', sv: 'Alltid' },
    })
  })

  test('REDCap: choices, checkboxes, limits and the roles that a question is put to', async () => {
    const head = [
      'Variable / Field Name,Form Name,Section Header,Field Type,Field Label',
      '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number',
      'Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...)',
      'Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation',
    ].join(',')
    const scale = '"1, Never | 2, Seldom, if at all | 3, Often | 99, Don\'t know"'
    const dictionary = [
      head,
      `record_id,f,,text,Record,,,,,,,,,,,,,`,
      `role,f,,radio,Role,"1, Leader | 2, Employee",,,,,,,,,,,,`,
      `a1,f,How often,radio,Row one,${scale},,,,,,,,,,m,,`,
      `a2,f,,radio,Row two,${scale},,,,,,"[role] = '1'",,,,m,,`,
      `a3,f,,radio,Alone,${scale},,,,,,"[a1] > 2",,,,,,`,
      `c,f,,checkbox,Which,"1, One | -2, Two",,,,,,,,,,,,`,
      `n,f,,text,Years,,,number,0,50,,,,,,,,`,
      '',
    ].join('\n')
    const data = 'record_id,role,a1,a2,a3,c___1,c____2,n,f_complete\n1,1,1,2,3,0,1,7,2\n'
    const drafted = await draftOf([textFile('data.csv', data), textFile('dictionary.csv', dictionary)])
    expect(drafted.instrument.items.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3'])
    expect(scaleNamed(drafted, 'a1')).toMatchObject({
      min: 1,
      max: 3,
      labels: { '2': { en: 'Seldom, if at all' } },
      nonResponses: [{ code: 99, kind: 'dont_know' }],
    })
    expect(itemNamed(drafted, 'a2')).toMatchObject({ dimension: 'm', askedOf: ['1'] })
    expect(itemNamed(drafted, 'a3')).toMatchObject({ dimension: null, askedOf: [] })
    // One of several answers, and a number of years, are no questions on a scale; a person may still say that they are.
    expect(drafted.roles).toMatchObject({ c___1: 'unused', c____2: 'unused', n: 'unused', role: 'attribute' })
    expect(drafted.open).toEqual([])
  })

  test('what the codebook leaves open is left out and named, and nothing is made up', () => {
    const answers = (...codes: readonly (readonly [string, string])[]): Codebook['variables'][number]['answers'] =>
      codes.map(([code, label]) => ({ code, label: { en: label } }))
    const variable = (column: string, more: Partial<Codebook['variables'][number]>): Codebook['variables'][number] => ({
      column,
      text: { en: column },
      kind: 'choice',
      answers: [],
      block: null,
      ...more,
    })
    const draft = draftInstrument(
      {
        title: null,
        variables: [
          variable('good', { answers: answers(['5', 'High'], ['4', ''], ['3', 'Low'], ['6', "Don't know"]) }),
          variable('hole', { answers: answers(['1', 'Low'], ['2', 'N/A'], ['3', 'High']) }),
          variable('mixed', { answers: answers(['5', 'a'], ['1', 'b'], ['3', 'c']) }),
          variable('one', { answers: answers(['1', 'Only']) }),
          variable('number', { kind: 'number' }),
          variable('words', { kind: 'text' }),
          variable('Round', { answers: answers(['1', 'a'], ['2', 'b']) }),
          variable('GOOD', { answers: answers(['1', 'a'], ['2', 'b']) }),
        ],
      },
      { name: 'x', isAttribute: () => false, isRole: () => false },
    )
    expect(draft?.document.items.map(({ id, aliases }) => [id, aliases])).toEqual([
      ['good', undefined],
      ['Round-item', ['Round']],
      ['good-2', ['GOOD']],
    ])
    expect(draft?.document.scales[0]).toMatchObject({ min: 3, max: 5, non_responses: [{ code: 6 }] })
    expect(draft?.decisions.map(({ message, values }) => [message, values?.['columns']])).toEqual([
      ['survey-tools:drafted', undefined],
      ['survey-tools:non-answers', undefined],
      ['survey-tools:left-out.text', { list: ['words'] }],
      ['survey-tools:left-out.order', { list: ['hole', 'mixed'] }],
      ['survey-tools:left-out.few', { list: ['one'] }],
      ['survey-tools:left-out.range', { list: ['number'] }],
    ])
    const none = { title: null, variables: [variable('words', { kind: 'text' as const })] }
    expect(draftInstrument(none, { name: 'x', isAttribute: () => false, isRole: () => false })).toBeNull()
  })

  test.each([13, 14, 15])(
    'release of Stata %i: a scale of which the ends are named, and answers that are none by a letter',
    async (release) => {
      const drafted = await draftAt(join(formats, 'stata', `haven-${release}.dta`))
      expect(scaleNamed(drafted, 'q1')).toMatchObject({
        min: 1,
        max: 5,
        labels: { '1': { nb: 'Helt uenig' }, '5': { nb: 'Helt enig' } },
        nonResponses: [{ kind: 'dont_know' }, { kind: 'not_relevant' }],
      })
      const { dont_know, not_relevant } = nonAnswerCode
      // The eight answers of make-with-haven.R: 1, 2, 5, .a, .b, none, .c and 4. Stata's `.c` has no name and is a blank.
      const database = await emptiedEngine()
      await loadSurvey(database, drafted.data[0]!, source(), drafted.instrument)
      expect(await valuesOf(database, 'responses', 'q1')).toEqual([1, 2, 5, dont_know, not_relevant, 4])
    },
  )

  test('codes of which the ends alone are named are a scale where somebody answered between them', () => {
    const ends = (seen?: readonly number[]): readonly string[] => {
      const draft = draftInstrument(
        {
          title: null,
          variables: [
            {
              column: 'q',
              text: { en: 'q' },
              kind: 'choice',
              answers: [
                { code: '1', label: { en: 'Not at all' } },
                { code: '7', label: { en: 'Entirely' } },
              ],
              block: null,
              ...(seen === undefined ? {} : { seen }),
            },
          ],
        },
        { name: 'x', isAttribute: () => false, isRole: () => false },
      )
      return (draft?.document.scales ?? []).map(({ min, max }) => `${min}–${max}`)
    }
    expect(ends([1, 4, 7])).toEqual(['1–7'])
    // Yes and no may be 1 and 7; a number outside, or between two codes, is on another scale.
    for (const seen of [undefined, [], [1, 7], [0, 4], [4, 8], [4.5]]) expect(ends(seen)).toEqual([])
  })

  const draftOfAnswers = (answers: readonly (readonly [code: string, words: string])[]) => {
    const codebook: Codebook = {
      title: null,
      variables: [
        {
          column: 'q',
          text: { en: 'q' },
          kind: 'choice',
          answers: answers.map(([code, en]) => ({ code, label: { en } })),
          block: null,
        },
      ],
    }
    return draftInstrument(codebook, { name: 'x', isAttribute: () => false, isRole: () => false })
  }

  test('choice ids are put in the order of the words, and the scale says what each stands for', async () => {
    const draft = draftOfAnswers([
      ['2', 'Disagree'],
      ['4', 'Neither'],
      ['5', 'Agree'],
      ['6', 'Strongly agree'],
      ['8', "Don't know"],
      ['9', 'Strongly disagree'],
    ])
    expect(draft?.decisions.map(({ message }) => message)).toContain('survey-tools:reordered')
    const read = parseInstrument(JSON.stringify(draft?.document), 'i.json')
    if (!read.ok) throw new Error(String(read.problems[0]))
    expect(read.value.scales).toMatchObject([
      {
        min: 1,
        max: 5,
        labels: { '1': { en: 'Strongly disagree' }, '5': { en: 'Strongly agree' } },
        nonResponses: [{ code: 6, kind: 'dont_know' }],
        codes: { '9': 1, '2': 2, '4': 3, '5': 4, '6': 5, '8': 6 },
      },
    ])
    const database = await emptiedEngine()
    await loadSurvey(database, textFile('d.csv', 'q\n9\n2\n4\n5\n6\n8\n'), source(), read.value)
    expect(await valuesOf(database, 'responses', 'q')).toEqual([1, 2, 3, 4, 5, nonAnswerCode.dont_know])
  })

  test('codes in the order of the words, either way, stay; codes without order and words without one are no scale', () => {
    const scaleOfWords = (codes: string, ...words: readonly string[]) =>
      draftOfAnswers(words.map((word, index) => [codes[index] ?? '', word] as const))?.document.scales
    expect(scaleOfWords('123', 'Low', 'Medium', 'High')).toMatchObject([
      { min: 1, max: 3, labels: { '1': { en: 'Low' } } },
    ])
    expect(scaleOfWords('321', 'Low', 'Medium', 'High')).toMatchObject([
      { min: 1, max: 3, labels: { '1': { en: 'High' } } },
    ])
    expect(scaleOfWords('123', 'Low', 'Medium', 'High')?.[0]).not.toHaveProperty('codes')
    expect(scaleOfWords('312', 'Bus', 'Car', 'Train')).toBeUndefined()
  })

  test('whatever a codebook holds, the draft reads back as an instrument', () => {
    const text = fc.oneof(fc.constantFrom('Vet ikke', 'Helt enig', '', 'N/A', '  '), fc.string({ maxLength: 12 }))
    const column = fc.oneof(
      fc.constantFrom('round', 'q1', 'Q1', 'q[1]', '_x', '-', 'ø 1'),
      fc.string({ minLength: 1, maxLength: 90 }),
    )
    const variables = fc.uniqueArray(
      fc.record({
        column,
        text: fc.record({ nb: text }),
        kind: fc.constantFrom('choice', 'checkbox', 'number', 'text'),
        answers: fc.array(
          fc.record({
            code: fc.oneof(fc.integer({ min: -9, max: 99 }).map(String), text),
            label: fc.record({ nb: text }),
          }),
          { maxLength: 7 },
        ),
        block: fc.option(fc.record({ id: column, title: fc.record({ nb: text }) })),
      }),
      { maxLength: 12, selector: (variable) => variable.column },
    )
    fc.assert(
      fc.property(variables, (given) => {
        const codebook = { title: null, variables: given } as Codebook
        const draft = draftInstrument(codebook, { name: 'x', isAttribute: () => false, isRole: () => false })
        if (draft === null) return
        const read = parseInstrument(JSON.stringify(draft.document), 'i.json')
        expect(read.ok ? [] : read.problems.map(String)).toEqual([])
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})

describe('a structure of LimeSurvey that is broken or hostile is refused with its line', () => {
  const lss = readFileSync(join(formats, 'constructed', 'constructed_survey_123456.lss'), 'utf8')

  test.each([
    ['a document type', lss.replace('<document>', '<!DOCTYPE d [<!ENTITY a "b">]>\n<document>'), 2],
    ['an element that is not closed', lss.replace('</document>', ''), lss.split('\n').length],
    ['elements that cross', '<document>\n<a><b></a></b></document>', 2],
  ])('%s', (_, text, line) => {
    let error: unknown
    try {
      readStructure(text, 's.lss')
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).place).toMatchObject({ file: 's.lss', line })
  })

  test('a file that is cut or changed anywhere is read or refused, and never more than that', () => {
    fc.assert(
      fc.property(fc.nat(lss.length), fc.nat(40), fc.string({ maxLength: 4 }), (at, length, put) => {
        try {
          readStructure(lss.slice(0, at) + put + lss.slice(at + length), 's.lss')
        } catch (error) {
          expect(error).toBeInstanceOf(InputError)
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})

describe.skipIf(!hasReferences)(
  'real exports with their codebooks, read in place (left out where the folder is not there)',
  () => {
    test.each(['surveyxact/ex_survey2_semicolon_ansi', 'surveyxact/ex_survey2_tab_utf16'])('%s', async (folder) => {
      const drafted = await draftAt(
        ...['labels', 'dataset', 'structure'].map((name) => join(real, folder, `${name}.csv`)),
      )
      /* By the file itself: of its 235 columns with named answers 62 and 4 hold marks from 1 to 6, 28 agreement, 19 importance and 18 an extent: 131. The 58 of p_01 … say
       * whether somebody has a subject, had it, is going to choose it or cannot: whether that is an order is asked. The other 46 are 34 boxes that were ticked or not, and 12
       * questions about the background: no scale. */
      expect(drafted.instrument.items).toHaveLength(131 + 58)
      expect(drafted.instrument.items.filter(({ id }) => /^p_\d/u.test(id))).toHaveLength(58)
      expect(drafted.open.filter((id) => id.startsWith('order:'))).toHaveLength(1)
      expect(scaleNamed(drafted, 'b_7_3')).toMatchObject({
        min: 1,
        max: 6,
        nonResponses: [{ code: 7, kind: 'not_relevant', label: { nb: 'Ikke fått karakter' } }],
      })
      expect(drafted.roles).toMatchObject({ b_4: 'attribute' })
      expect(itemNamed(drafted, 'b_7_3')).toMatchObject({ text: { nb: 'Norsk' }, dimension: 'b_7' })
      // One answer of several that may be chosen is no question on a scale.
      expect(drafted.roles).toMatchObject({ v_1_5: 'unused', s_2: 'attribute' })
      const database = await emptiedEngine()
      const report = await loadSurvey(database, drafted.data[0]!, source(), drafted.instrument)
      expect([report.rowsRead, report.leftOut['unfinished'], report.rowsUsed]).toEqual([999, 659, 340])
      const grades = (await valuesOf(database, 'responses', 'b_7_3')).map(Number).filter((value) => value > 0)
      expect(grades.reduce((sum, value) => sum + value, 0) / grades.length).toBeCloseTo(4.542, 3)
    })

    test('Nettskjema', async () => {
      const folder = join(real, 'nettskjema')
      const drafted = await draftAt(
        join(folder, 'elements-codebook-123823.json'),
        join(folder, 'data-123823-2025-08-19-2249.txt'),
      )
      expect(drafted.parts).toEqual(['nettskjema elements elements-codebook-123823.json'])
      expect(scaleNamed(drafted, 'radio_matrix.grants')).toMatchObject({
        min: 1,
        max: 2,
        nonResponses: [{ code: 3, kind: 'not_relevant' }],
      })
      const database = await emptiedEngine()
      const report = await loadSurvey(database, drafted.data[0]!, source(), drafted.instrument)
      expect([report.rowsRead, report.rowsUsed, report.missingItems]).toEqual([3, 3, []])
      expect(await valuesOf(database, 'responses', 'radio')).toEqual([1, -1, -1])
      expect(drafted.roles).toMatchObject({ 'checkbox_matrix.1.IT': 'unused', dropdown: 'attribute', slider: 'item' })
    })

    test('REDCap: questions with answers on a scale are items, the others are not', async () => {
      const [data, dictionary] = ['survey/data.csv', 'survey/dictionary.csv']
      const drafted = await draftAt(join(real, 'redcap', data), join(real, 'redcap', dictionary))
      expect(drafted.parts).toHaveLength(1)
      expect(drafted.instrument.items.map(({ id }) => id)).toContain('pmq2')
      const database = await emptiedEngine()
      // Neither of its two people came to these questions.
      const read = loadSurvey(database, drafted.data[0]!, source({ unfinished: 'use' }), drafted.instrument)
      await expect(read).rejects.toMatchObject({ code: 'ingest:no-answers', about: { rows: 2 } })
    })

    test.each([
      ['checkboxes-1/data.csv', 'checkboxes-1/dictionary.csv', []],
      ['clinical-trial-1/data.csv', 'clinical-trial-1/dictionary.csv', ['ethnicity', 'race', 'gender']],
      ['decimal-comma/data.csv', 'decimal-comma/dictionay.csv', []],
      ['simple/data.csv', 'simple/dictionary.csv', ['sex', 'ethnicity']],
    ])('REDCap, %s has groups of people and no answers on a scale', async (data, dictionary, groups) => {
      const files = [data, dictionary].map((name) => fileAt(join(real, 'redcap', name)))
      const { drafted } = await lookAt(files)
      expect(drafted.document).toBeNull()
      expect(drafted.columns.flatMap(({ header, role }) => (role === 'attribute' ? [header] : []))).toEqual(groups)
    })

    test('SPSS: the file itself names its codes', async () => {
      const drafted = await draftAt(join(real, 'spss/norsk_surveyxact_usermissing.sav'))
      expect(drafted.parts).toEqual([])
      expect(scaleNamed(drafted, 'b_7_3')).toMatchObject({ min: 1, max: 6, nonResponses: [{ code: 7 }] })
      const database = await emptiedEngine()
      await loadSurvey(database, drafted.data[0]!, source(), drafted.instrument)
      const grades = (await valuesOf(database, 'responses', 'b_7_3')).map(Number).filter((value) => value > 0)
      expect(grades.reduce((sum, value) => sum + value, 0) / grades.length).toBeCloseTo(4.542, 3)
    })
  },
)
