// What the one decision over everything that is released adds to a recipe, and to another option of one of twelve analyses.
import { fileURLToPath } from 'node:url'
import { bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const { program, remove } = await bundled('disclosure-program.ts')
await remove()

const sample = await program.openRecipe(fileURLToPath(new URL('../../fixtures/sample/recipe.json', import.meta.url)))
const [protectedRun, openRun] = await inTurns(3, () => sample.run(5), [() => seconds(() => sample.run(1))])
reportRatio('The sample recipe with disclosure control', protectedRun, openRun, 'the same with min_group 1', 1.1)
await sample.close()

const madeUp = await program.openMadeUp(4000, 12)
let turn = 0
const levels = () =>
  Array.from({ length: 6 }, (_, index) => `Org ${String(((turn + index) % 12) + 1).padStart(5, '0')}`)
report(
  'Another filter of one of twelve analyses, 4 000 people',
  await seconds(() => {
    turn += 1
    return madeUp.another(levels())
  }, 4),
  's',
  { limit: 0.3, limitText: ' s' },
)
await madeUp.close()
