import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

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
