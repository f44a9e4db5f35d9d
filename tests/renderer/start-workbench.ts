import type { Host, HostDescription, Settings } from '../../preload/contract'
import { createWorkbench, type Workbench } from '../../renderer/state/workbench'

const description: HostDescription = {
  host: 'chromium',
  workbenchVersion: '0',
  hostVersion: '',
  browserVersion: '',
  nodeVersion: '',
  platform: 'linux',
  locale: 'nb-NO',
  isDark: false,
  walls: [],
  blockedRequests: 0,
}
const settings: Settings = { language: null, theme: 'system', figureProfile: 'report-a4', panels: {} }

/** A workbench without a window. @param host as much of the host as the test asks */
export const startWorkbench = (host: Partial<Host> = {}): Workbench =>
  createWorkbench(host as Host, description, settings)
