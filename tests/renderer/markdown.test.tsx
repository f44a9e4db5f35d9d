import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { analyses, helpOf } from '../../analyses/index'
import { Markdown } from '../../renderer/ui/markdown'
import { readMarkdown } from '../../renderer/ui/markdown-document'

/** Class names are the style sheet's business. */
const html = (source: string, headingAbove: 1 | 2 | 3 = 2): string =>
  renderToStaticMarkup(createElement(Markdown, { blocks: readMarkdown(source).blocks, headingAbove }))
    .replaceAll(/ class="[^"]*"/g, '')
    .replaceAll(/<\/?(?:div|span)>/g, '')

describe('a Markdown document', () => {
  test('has the title that it begins with', () => {
    expect(readMarkdown('# Group `by` *comparison*\n\nText').title).toBe('Group by comparison')
    expect(readMarkdown('Text\n\n# Late').title).toBeNull()
    expect(readMarkdown('').blocks).toEqual([])
    expect(html('# Title\n\nText')).toBe('<p>Text</p>')
  })

  test('has its headings below the one of the page', () => {
    expect(html('# T\n## Method\n### Part\n')).toBe('<h3>Method</h3><h4>Part</h4>')
    expect(html('# T\n###### Deep\n', 3)).toBe('<h6>Deep</h6>')
  })

  test('shows emphasis, code, quotes, lists in lists and rules', () => {
    expect(html('**a** *b* `c_d` ~~e~~\\\nf')).toBe(
      '<p><strong>a</strong> <em>b</em> <code>c_d</code> <del>e</del><br/>f</p>',
    )
    expect(html('- a\n  - b\n- c')).toBe('<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>')
    expect(html('3. a\n4. b')).toBe('<ol start="3"><li>a</li><li>b</li></ol>')
    expect(html('> said\n\n---')).toBe('<blockquote><p>said</p></blockquote><hr/>')
    expect(html('```\na < b\n```')).toBe('<pre><code>a &lt; b</code></pre>')
  })

  test('shows tables with the heads of their columns and rows, and formulas as they stand', () => {
    expect(html('| what | formula |\n|---|--:|\n| `t` | \\|t\\|·√2 < Σx² |')).toBe(
      '<table><thead><tr><th scope="col">what</th><th scope="col" align="right">formula</th></tr></thead>' +
        '<tbody><tr><th scope="row"><code>t</code></th><td align="right">|t|·√2 &lt; Σx²</td></tr></tbody></table>',
    )
    expect(html('| | |\n|---|---|\n| a | b |')).toBe(
      '<table><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>',
    )
  })

  test('makes no HTML of what looks like it, and no link', () => {
    expect(html('<script>alert(1)</script>\n\na <b onclick="x">b</b> c')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>a &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt; c</p>',
    )
    expect(html('[word](javascript:alert(1)) ![picture](https://a.example/x.png)')).toBe(
      '<p><span title="javascript:alert(1)">word picture</p>',
    )
  })
})

describe.each([...analyses.keys()])('the help page of %s', (id) => {
  test.each(['nb', 'sv', 'en', 'da'] as const)('is shown whole in the window, asked for in %s', async (language) => {
    const page = await helpOf(id, language)
    if (page === null) throw new Error(`${id} has no help page`)
    expect(['en', language === 'da' ? 'nb' : language]).toContain(page.language)
    const { title, blocks } = readMarkdown(page.markdown)
    expect(title).not.toBeNull()
    const shown = renderToStaticMarkup(createElement(Markdown, { blocks, headingAbove: 2 }))
    expect(shown).toMatch(/<h3>/)
    expect(shown, 'a table or a mark that was not understood').not.toMatch(/\|---|\*\*|<p>\||`/)
  })
})
