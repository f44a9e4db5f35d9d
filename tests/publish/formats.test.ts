import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { formats, messagesOf } from '../../analyses/index'
import { unwritableFormats, writablePart } from '../../analyses/publish/outputs'
import { recipeSchema, type Recipe } from '../../analyses/recipe/recipe'
import { projectFolder } from '../source-files'
import { outcomeNamed } from './sample-outcome'

const folder = join(projectFolder, 'analyses', 'publish')
const outputSchema = recipeSchema.shape.output.unwrap()
const words = {
  tables: outputSchema.shape.tables.unwrap().element.options,
  report: outputSchema.shape.report.unwrap().element.options,
}
const output = (change: object): Recipe['output'] => outputSchema.parse(change)

describe('formats', () => {
  test('are found, each under the name of its folder', () => {
    const folders = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'format.ts')))
    expect([...formats.keys()]).toEqual(folders.sort())
    expect(formats.size).toBeGreaterThan(2)
  })

  test.each([...formats.values()].map((format) => [format.id, format] as const))(
    '%s writes a table wherever it says so, and is named in every language',
    (id, { table, clipboard, output: files }) => {
      const outcome = outcomeNamed('a')
      const [scores] = outcome.tables
      if (scores === undefined) throw new Error('no table')
      const speaker = createSpeaker('sv', messagesOf('sv'), null)
      const texts = [
        ...(table === undefined ? [] : [new TextDecoder().decode(table.write(scores, outcome.id, speaker))]),
        ...(clipboard === undefined ? [] : [clipboard.write(scores, outcome.id, speaker)]),
        ...(files === undefined
          ? []
          : files
              .write({ title: 'Modenhet', outcomes: [outcome], speaker })
              .map(({ bytes }) => new TextDecoder().decode(bytes))),
      ]
      expect(texts.length).toBeGreaterThan(0)
      for (const text of texts) expect(text).toContain('Blåvik')
      if (table !== undefined) {
        const names = (['nb', 'sv', 'en'] as const).map((language) => messagesOf(language)[`publish/${id}:save-table`])
        expect(names.filter((name) => name === undefined || name === '')).toEqual([])
        expect(new Set(names).size).toBe(3)
      }
      if (files !== undefined) expect(words[files.list], 'a recipe has the word').toContain(id)
    },
  )

  test('one type of the clipboard is written by one format', () => {
    const types = [...formats.values()].flatMap(({ clipboard }) => clipboard?.type ?? [])
    expect(types).toContain('text/plain')
    expect(new Set(types).size).toBe(types.length)
  })
})

describe('what no format writes', () => {
  const written = (list: 'tables' | 'report'): readonly string[] =>
    [...formats.values()].filter((format) => format.output?.list === list).map(({ id }) => id)

  test('is refused for every word that a recipe may use, with its place and what can be asked for instead', () => {
    const asked = output({ tables: [...words.tables], report: [...words.report] })
    const problems = unwritableFormats(asked, (path) => ({ path: path.join('/') }))
    expect(problems.map(({ code, about, place }) => [code, about['format'], about['known'], place.path])).toEqual(
      (['tables', 'report'] as const).flatMap((list) =>
        asked[list].flatMap((word, index) =>
          written(list).includes(word)
            ? []
            : [['recipe:format-not-written', word, written(list).join(', '), `output/${list}/${index}`]],
        ),
      ),
    )
    expect(problems.map(({ about }) => about['format'])).toEqual(['xlsx', 'html', 'docx'])
  })

  test('is told with the way out, in three languages', () => {
    const [xlsx, html] = unwritableFormats(output({ tables: ['xlsx'], report: ['html'] }), () => ({}))
    const say = (language: 'nb' | 'sv' | 'en'): readonly string[] =>
      [xlsx, html].map((problem) =>
        createSpeaker(language, messagesOf(language), null).text(problem?.code ?? 'recipe:', problem?.about ?? {}),
      )
    expect(say('en')).toEqual([
      'The format “xlsx” is not written by this version. Remove it from the recipe. Formats that are written here: csv.',
      'The format “html” is not written by this version. Remove it from the recipe. No format is written here yet.',
    ])
    expect(say('nb')).toEqual([
      'Formatet «xlsx» skrives ikke av denne versjonen. Fjern det fra oppskriften. Formater som skrives her: csv.',
      'Formatet «html» skrives ikke av denne versjonen. Fjern det fra oppskriften. Foreløpig skrives ingen formater her.',
    ])
    expect(say('sv')).toEqual([
      'Formatet ”xlsx” skrivs inte av den här versionen. Ta bort det ur receptet. Format som skrivs här: csv.',
      'Formatet ”html” skrivs inte av den här versionen. Ta bort det ur receptet. Än så länge skrivs inga format här.',
    ])
  })

  test('is left out of the part that is written', () => {
    const asked = output({ tables: ['xlsx', 'csv'], figures: ['pdf'], report: ['docx'] })
    expect(writablePart(asked)).toEqual({ ...asked, tables: ['csv'], report: [] })
    expect(unwritableFormats(writablePart(asked), () => ({}))).toEqual([])
  })
})
