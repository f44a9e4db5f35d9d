import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import {
  channelOf,
  figureHostMethods,
  hostMethods,
  type FigureHost,
  type Host,
  type HostReply,
} from '../preload/contract'
import { checkArguments } from './arguments'
import { failureOf, refusal } from './failure'
import { workbenchOrigin } from './lockdown'

type Method = (...given: readonly unknown[]) => Promise<unknown>

/** Who may call: the top frame of a page of our own, in a window that `isCaller` knows. */
function checkSender(event: IpcMainInvokeEvent, isCaller: (contentsId: number) => boolean): void {
  const frame = event.senderFrame
  const isOurs =
    frame !== null && frame.parent === null && frame.url.startsWith(`${workbenchOrigin}/`) && isCaller(event.sender.id)
  if (!isOurs)
    throw refusal(
      'sender-refused',
      `A page that is not the workbench called the host: ${frame?.url ?? 'a frame that is gone'}`,
    )
}

function bind(
  contract: 'host' | 'figure',
  methods: Readonly<Record<string, true>>,
  implementation: Readonly<Record<string, Method>>,
  isCaller: (contentsId: number) => boolean,
): void {
  for (const method of Object.keys(methods)) {
    ipcMain.handle(channelOf(contract, method), async (event, ...given: unknown[]): Promise<HostReply<unknown>> => {
      try {
        checkSender(event, isCaller)
        const checked = checkArguments(contract, method, given)
        const call = implementation[method]
        if (call === undefined) throw new Error(`${method} is not implemented.`)
        return { ok: true, value: await call(...checked) }
      } catch (error) {
        const failure = failureOf(error)
        if (failure.code === 'bug' || failure.code === 'sender-refused')
          process.stderr.write(`${method}: ${failure.message}\n`)
        return { ok: false, failure }
      }
    })
  }
}

/**
 * Binds both contracts to their channels.
 *
 * @param isWorkbench whether web contents with this id show the workbench
 * @param isFigure whether they show the hidden figure page
 */
export function serveHost(
  host: Host,
  figureHost: FigureHost,
  isWorkbench: (contentsId: number) => boolean,
  isFigure: (contentsId: number) => boolean,
): void {
  bind('host', hostMethods, host as unknown as Readonly<Record<string, Method>>, isWorkbench)
  bind('figure', figureHostMethods, figureHost as unknown as Readonly<Record<string, Method>>, isFigure)
}
