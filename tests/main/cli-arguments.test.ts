import { describe, expect, test } from 'vitest'
import { parseCommand, usage } from '../../main/cli/arguments'

describe('the arguments of the command line', () => {
  test.each([
    [[], { command: 'help' }],
    [['--help'], { command: 'help' }],
    [['run', '-h'], { command: 'help' }],
    [['--version'], { command: 'version' }],
    [
      ['run', 'a.json', '--out', 'folder'],
      { command: 'run', recipe: 'a.json', out: 'folder', tablesOnly: false, force: false, language: null },
    ],
    [
      ['run', '--force', '--tables-only', '--language', 'sv', '--out=folder', 'a.json'],
      { command: 'run', recipe: 'a.json', out: 'folder', tablesOnly: true, force: true, language: 'sv' },
    ],
    [['check', 'a.json'], { command: 'check', recipe: 'a.json', language: null }],
    [['check', 'a.json', '--language', 'da'], { command: 'check', recipe: 'a.json', language: 'da' }],
    [
      ['columns', 'svar.sav'],
      { command: 'columns', file: 'svar.sav', column: null, by: null, language: null, asJson: false },
    ],
    [
      ['columns', 'a.csv', '--json', '--language', 'sv'],
      { command: 'columns', file: 'a.csv', column: null, by: null, language: 'sv', asJson: true },
    ],
    [
      ['draft', 'a.csv', 'b.csv', '--out', 'd'],
      { command: 'draft', files: ['a.csv', 'b.csv'], answers: [], out: 'd', force: false, language: null },
    ],
    [
      ['disclosure', 'a.json'],
      { command: 'disclosure', recipe: 'a.json', isAttacked: false, releasedTo: null, language: null },
    ],
    [
      ['disclosure', 'a.json', '--attack', '--language', 'sv'],
      { command: 'disclosure', recipe: 'a.json', isAttacked: true, releasedTo: null, language: 'sv' },
    ],
    [
      ['disclosure', 'a.json', '--released-to', ' Åre kommun '],
      { command: 'disclosure', recipe: 'a.json', isAttacked: false, releasedTo: 'Åre kommun', language: null },
    ],
    [['describe'], { command: 'describe', analysis: null, language: null, asJson: false }],
    [
      ['describe', 'sources', '--json', '--language', 'nb'],
      { command: 'describe', analysis: 'sources', language: 'nb', asJson: true },
    ],
    [['describe', '--language', 'en'], { command: 'describe', analysis: null, language: 'en', asJson: false }],
  ])('%j', (given, command) => {
    expect(parseCommand(given)).toEqual(command)
  })

  test.each([
    [['run'], 'run needs a recipe: run RECIPE.json --out DIR'],
    [['run', 'a.json'], 'run needs a folder to write to: --out DIR'],
    [['check'], 'check needs a recipe: check RECIPE.json'],
    [['run', 'a.json', 'b.json', 'c.json', '--out', 'd'], 'too many arguments: b.json c.json'],
    [
      ['draw'],
      'there is no command “draw”; there are run, overview, quality, disclosure, check, tree, describe, columns, draft, bridge and instrument',
    ],
    [['draft', '--out', 'd'], 'draft needs the files of an export: draft FILE… --out DIR'],
    [['draft', 'a.csv'], 'draft needs a folder to write to: --out DIR'],
    [['overview'], 'overview needs a recipe: overview RECIPE.json'],
    [['disclosure'], 'disclosure needs a recipe: disclosure RECIPE.json'],
    [['disclosure', 'a.json', '--released-to', ' '], '--released-to needs the name of a recipient'],
    [['check', 'a.json', '--language', 'fi'], '--language is “fi”; it must be nb, sv, en or da'],
  ])('%j is refused in one line', (given, sentence) => {
    expect(() => parseCommand(given)).toThrow(new Error(sentence))
  })

  test('an option that there is not, or that lacks its value, is refused', () => {
    expect(() => parseCommand(['run', 'a.json', '--fast'])).toThrow(/--fast/)
    expect(() => parseCommand(['run', 'a.json', '--out'])).toThrow(/--out/)
  })

  test('the usage names every option', () => {
    for (const option of ['--out', '--tables-only', '--language', '--force', '--json', '--help', '--version'])
      expect(usage).toContain(option)
  })
})
