import { cp, mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { trimExports } from './analyses/engine/trim-exports'

const root = dirname(fileURLToPath(import.meta.url))
const here = (path: string) => join(root, path)
const present = (entries: Record<string, string>) =>
  Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)))

/** Files that the window fetches from its own origin: the sample project and the bundled instrument. */
const servedFixtures: readonly (readonly [from: string, to: string])[] = [
  ['fixtures/sample', 'out/renderer/sample'],
  ['fixtures/odm-valtel/instrument.json', 'out/renderer/sample/odm-valtel/instrument.json'],
]

const copyFixtures: Plugin = {
  name: 'copy-fixtures',
  apply: 'build',
  async closeBundle() {
    for (const [from, to] of servedFixtures) {
      if (!existsSync(here(from))) continue
      await mkdir(dirname(here(to)), { recursive: true })
      await cp(here(from), here(to), { recursive: true, filter: (path) => !path.endsWith('.mjs') })
    }
  },
}

/** The engine starts sooner and holds less without the exports that nobody calls. */
const trimEngine: Plugin = {
  name: 'trim-engine',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'asset' && /duckdb-.*\.wasm$/u.test(file.fileName) && typeof file.source !== 'string')
        file.source = trimExports(file.source)
  },
}

export default defineConfig({
  main: {
    build: {
      outDir: here('out/main'),
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        input: present({
          index: here('main/index.ts'),
          cli: here('main/cli.ts'),
          chromium: here('main/chromium/entry.ts'),
          browsers: here('main/chromium/browsers.ts'),
        }),
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    base: './',
    publicDir: false,
    plugins: [react(), copyFixtures, trimEngine],
    worker: { format: 'es' },
    build: {
      outDir: here('out/renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: true,
      // A data: script or worker would be refused by the policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 6000,
      rolldownOptions: { input: present({ index: here('renderer/index.html'), figure: here('renderer/figure.html') }) },
    },
  },
})
