import { expect, test } from 'vitest'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { ColumnUse } from '../../analyses/sources/columns'
import type { ColumnProposal } from '../../analyses/sources/proposal'
import { roundDifferences, withProposals } from '../../renderer/state/mapping'

const columnOf = (position: number, header: string, role = 'ignored', id: string | null = null): ColumnUse => ({
  position,
  header,
  role,
  id,
  matchedBy: null,
})
const proposal = (position: number, header: string, role: ColumnProposal['role'], id: string): ColumnProposal => ({
  position,
  header,
  role,
  id,
  score: 0.8,
  like: header,
  basis: { from: 'text' },
  doubts: [],
})

const columns = [columnOf(1, 'Id'), columnOf(2, 'Kommune du bor i'), columnOf(3, 'Jeg trives godt')]
const source: RecipeSource = { id: 'r2', kind: 'survey', file: 'b.csv', round: '2024', attributes: [] }
const earlier: RecipeSource = {
  id: 'r1',
  kind: 'survey',
  file: 'a.csv',
  round: '2023',
  attributes: ['organisation'],
  values: { organisation: { 'NAMSOS ': 'Namsos' } },
}

test('what is confirmed lands in the mapping, the list of attributes and the fields, and spellings come with the attribute', () => {
  const proposals = [
    proposal(1, 'Id', 'respondent', 'respondent'),
    proposal(2, 'Kommune du bor i', 'attribute', 'organisation'),
    proposal(3, 'Jeg trives godt', 'item', 'trivsel'),
  ]
  expect(withProposals(source, columns, proposals, [earlier])).toEqual({
    ...source,
    respondent: 'Id',
    attributes: ['organisation'],
    columns: { 'Kommune du bor i': 'organisation', 'Jeg trives godt': 'trivsel' },
    values: { organisation: { 'NAMSOS ': 'Namsos' } },
  })
})

test('spellings that the source has of its own stay', () => {
  const own = { ...source, values: { organisation: { Grane: 'Grane kommune' } } }
  const made = withProposals(own, columns, [proposal(2, 'Kommune du bor i', 'attribute', 'organisation')], [earlier])
  expect(made).toMatchObject({ values: own.values })
})

test('a round column that is confirmed is the column of the round', () => {
  const made = withProposals(source, columns, [proposal(1, 'Id', 'round', 'round')], [])
  expect(made).toMatchObject({ round_column: 'Id' })
})

test('what differs between two rounds: the same, new and without a column', () => {
  const before = [
    columnOf(1, 'A', 'item', 'a'),
    columnOf(2, 'B', 'item', 'b'),
    columnOf(3, 'C', 'attribute', 'c'),
    columnOf(4, 'Kommentar'),
  ]
  const now = [
    columnOf(1, 'A.', 'item', 'a'),
    columnOf(2, 'Bb'),
    columnOf(3, 'Kommentar'),
    columnOf(4, 'Ny'),
    columnOf(5, 'Token', 'system'),
  ]
  expect(roundDifferences(before, now, [proposal(2, 'Bb', 'item', 'b')])).toEqual({
    same: 1,
    added: ['Ny'],
    missing: [{ role: 'attribute', id: 'c' }],
  })
})
