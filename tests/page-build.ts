import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { trimExports } from '../analyses/engine/trim-exports'

/** The engine as the window has it. */
function trimEngine(bundle: Rolldown.OutputBundle): void {
  for (const file of Object.values(bundle))
    if (file.type === 'asset' && file.fileName.endsWith('.wasm')) file.source = trimExports(file.source as Uint8Array)
}

/**
 * Builds a page for a browser as the program's own are built, and answers the folder it lies in, which the caller removes.
 * @param root the folder that the page's paths begin at
 * @param page its file, `index.html` of the root when it is left out
 */
export async function buildPage(root: string, page?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'built-page-'))
  await build({
    configFile: false,
    root,
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [{ name: 'trim-engine', generateBundle: (_, bundle) => trimEngine(bundle) }],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome130',
      minify: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      ...(page === undefined ? {} : { rolldownOptions: { input: { page: join(root, page) } } }),
    },
  })
  return folder
}
