import type { Speaker } from '../core/speaker'
import type { GroupTable, Section } from './page'

/** The overview as plain text, for the clipboard and the command line: headings, sentences one a line, groups with their counts. */
export function overviewText(
  title: string,
  sections: readonly Section[],
  speaker: Pick<Speaker, 'label' | 'text'>,
): string {
  const blocks = sections.map(({ heading, lines, groups }) => {
    const sentences = lines.map(({ text }) => `- ${speaker.label(text)}`)
    return [speaker.label(heading), ...sentences, ...(groups === undefined ? [] : groupText(groups, speaker))].join(
      '\n',
    )
  })
  return `${[...(title === '' ? [] : [title]), ...blocks].join('\n\n')}\n`
}

/** One row a group, columns apart by tabs, as a spreadsheet takes them. */
function groupText({ attribute, rounds, rows }: GroupTable, { label }: Pick<Speaker, 'label'>): readonly string[] {
  return [
    [label({ attribute }), ...rounds].join('\t'),
    ...rows.map(({ name, cells }) =>
      [name, ...cells.map((cell) => (cell === null ? '' : label(cell.text)))].join('\t'),
    ),
  ]
}
