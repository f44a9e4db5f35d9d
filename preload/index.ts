import { contextBridge, ipcRenderer } from 'electron'
import { channelOf, channelOfEvent, figureHostMethods, hostEvents, hostMethods } from './contract'

function proxiesTo(contract: 'host' | 'figure', methods: Readonly<Record<string, true>>) {
  return Object.fromEntries(
    Object.keys(methods).map((method) => [
      method,
      (...given: unknown[]) => ipcRenderer.invoke(channelOf(contract, method), ...given),
    ]),
  )
}

contextBridge.exposeInMainWorld('valtelHost', proxiesTo('host', hostMethods))
contextBridge.exposeInMainWorld('valtelFigureHost', proxiesTo('figure', figureHostMethods))
contextBridge.exposeInMainWorld(
  'listenToValtelHost',
  (event: keyof typeof hostEvents, listener: (value: unknown) => void) => {
    if (!Object.hasOwn(hostEvents, event)) throw new Error(`The host has no event ${String(event)}.`)
    const forward = (_: unknown, value: unknown) => listener(value)
    ipcRenderer.on(channelOfEvent(event), forward)
    return () => void ipcRenderer.off(channelOfEvent(event), forward)
  },
)
