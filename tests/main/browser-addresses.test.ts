import { expect, test } from 'vitest'
import { shownOrigin, toOwn, toShown } from '../../main/chromium/browser'

/** The scheme of the program stands for an origin that no network has: RFC 6761 keeps `.invalid` for names that do not exist. */

test.each([
  ['app://workbench/index.html', `${shownOrigin}/index.html`],
  ['app://workbench/', `${shownOrigin}/`],
  ['app://workbench/a.js?v=app://workbench', `${shownOrigin}/a.js?v=app://workbench`],
])('%s is shown to the browser as %s, and understood from it', (own, shown) => {
  expect(new URL(shownOrigin).hostname.endsWith('.invalid')).toBe(true)
  expect(toShown(own)).toBe(shown)
  expect(toOwn(shown)).toBe(own)
  expect(toOwn(`blob:${shown}`)).toBe(`blob:${own}`)
})

test.each(['https://example.org/app://workbench', 'data:text/plain,a', 'about:blank'])(
  '%s stays as it is',
  (address) => {
    expect(toShown(address)).toBe(address)
    expect(toOwn(address)).toBe(address)
  },
)
