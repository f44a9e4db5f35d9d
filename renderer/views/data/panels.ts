import { IconChecklist, IconShieldLock, IconSitemap, IconTable, IconTags } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { WordKey } from '../../i18n/words'
import { DisclosurePanel } from './disclosure/disclosure-panel'
import { OrganisationsPanel } from './organisations/organisations-panel'
import { QualityPanel } from './quality/quality-panel'
import { RowsPanel } from './rows/rows-panel'
import { VariablesPanel } from './variables/variables-panel'

/** A screen of the data that belongs to the whole project and to no file alone. */
export interface ProjectPanel {
  /** Also the id in the window's state; never shown. */
  readonly id: string
  /** Heading of the panel, and its name in the list. */
  readonly title: WordKey
  /** One line below its name in the list. */
  readonly subtitle: WordKey
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
  /** What stands beside the list, below the heading. It scrolls by itself and is not mounted while another is shown. */
  readonly Panel: ComponentType
}

/**
 * The panels in the order of the list, below the files. To add one: write its component in a folder beside this file, its two texts in
 * `renderer/i18n/<language>.json` as `panel.<id>` and `panel.<id>-about`, and one entry here. The list, the keyboard's way to it, the folding
 * of narrow windows and the heading follow.
 */
export const projectPanels: readonly ProjectPanel[] = [
  {
    id: 'organisations',
    title: 'panel.organisations',
    subtitle: 'panel.organisations-about',
    icon: IconSitemap,
    Panel: OrganisationsPanel,
  },
  {
    id: 'variables',
    title: 'panel.variables',
    subtitle: 'panel.variables-about',
    icon: IconTags,
    Panel: VariablesPanel,
  },
  { id: 'quality', title: 'panel.quality', subtitle: 'panel.quality-about', icon: IconChecklist, Panel: QualityPanel },
  {
    id: 'disclosure',
    title: 'panel.disclosure',
    subtitle: 'panel.disclosure-about',
    icon: IconShieldLock,
    Panel: DisclosurePanel,
  },
  { id: 'rows', title: 'panel.rows', subtitle: 'panel.rows-about', icon: IconTable, Panel: RowsPanel },
]
