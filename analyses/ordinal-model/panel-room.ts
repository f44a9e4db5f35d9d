/** Panels of a figure; more are in the table alone. */
export const mostPanels = 6
/** Rows that the panels of a figure can hold one under the other on a page. */
const mostRows = 24

/** Rows of each panel, where two stand side by side. */
export function rowsInPanel(panels: number): number {
  return Math.max(4, Math.floor(mostRows / Math.ceil(panels / 2)))
}
