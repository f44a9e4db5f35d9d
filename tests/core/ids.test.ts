import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { attributeId, freeId, idSchema, instrumentIdSchema, isId, sourceId } from '../../analyses/core/ids'

/** Headers as people write them and as programs do: any characters, with the marks that once went wrong at the beginning. */
const header = fc
  .tuple(
    fc.constantFrom('', '- ', '-', '.', '..', '_', ' ', '#', '\u00a0'),
    fc.string({ unit: 'grapheme', maxLength: 90 }),
  )
  .map((parts) => parts.join(''))

describe('an id made of a header', () => {
  test.each([
    ['- Kommune', 'kommune'],
    ['.status', 'status'],
    ['Avdeling / enhet', 'avdeling_enhet'],
    ['Ålder (år)', 'ålder_år'],
    ['__proto__', 'proto'],
    ['=1+1', '1_1'],
    ['  ', 'attribute'],
    ['🙂', 'attribute'],
    ['Hvor mange ansatte har du personalansvar for?', 'hvor_mange_ansatte_har_du_personalansvar_for'],
  ])('%s → %s', (given, id) => {
    expect(attributeId(given)).toBe(id)
  })

  property.prop([header])('is an id of a recipe and of an instrument, whatever the header', (given) => {
    const id = attributeId(given)
    expect(idSchema.safeParse(id).success, id).toBe(true)
    expect(instrumentIdSchema.safeParse(id).success, id).toBe(true)
    expect(attributeId(id)).toBe(id)
  })

  property.prop([header])('the name of a file becomes the id of a source', (given) => {
    expect(isId(sourceId(given)), sourceId(given)).toBe(true)
    expect(isId(sourceId(`${given}.csv`))).toBe(true)
  })
})

describe('a free id', () => {
  property.prop([
    fc.string({ unit: fc.constantFrom('a', '𐐀', 'é'), minLength: 1, maxLength: 80 }),
    fc.integer({ min: 0, max: 12 }),
  ])('is an id and not taken, however long the name', (name, copies) => {
    fc.pre(isId(name))
    const taken: string[] = []
    for (let copy = 0; copy <= copies; copy += 1) {
      const id = freeId(name, taken)
      expect(isId(id), id).toBe(true)
      expect(taken).not.toContain(id)
      taken.push(id)
    }
  })

  test('is the name itself where that is free, else the first number', () => {
    expect(freeId('a', [])).toBe('a')
    expect(freeId('a', ['a', 'a-2'])).toBe('a-3')
    expect(freeId('x'.repeat(80), ['x'.repeat(80)])).toBe(`${'x'.repeat(78)}-2`)
  })
})
