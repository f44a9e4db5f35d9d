/**
 * What the stand-in runs inside a page, as text: it is evaluated by the browser before the page's own scripts, in a
 * closure that the page cannot reach, and is not subject to the page's policy.
 */

/** Name of the binding that carries calls to main; taken and deleted before the page's scripts start. */
export const bindingName = '__hostInvoke__'
/** Name of the hidden property through which main's messages come in. */
export const dispatchName = '__hostDispatch__'

/**
 * Runs a preload bundle with the `electron` that a sandboxed preload script has.
 *
 * @param origin the only origin whose top frame gets it
 * @param preload source of the CommonJS bundle
 */
export function preloadScript(origin: string, preload: string, platform: string): string {
  return `(() => {
  const invoke = globalThis[${JSON.stringify(bindingName)}];
  delete globalThis[${JSON.stringify(bindingName)}];
  if (globalThis.top !== globalThis || location.origin !== ${JSON.stringify(origin)} || typeof invoke !== 'function') return;
  const listeners = new Map();
  Object.defineProperty(globalThis, ${JSON.stringify(dispatchName)}, {
    enumerable: false, configurable: false, writable: false,
    value: (channel, values) => { for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...values); },
  });
  const freeze = (value) => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
    for (const key of Object.getOwnPropertyNames(value)) if (typeof value !== 'function') freeze(value[key]);
    return Object.freeze(value);
  };
  const stop = (channel, listener) => { listeners.get(channel)?.delete(listener); };
  const electron = Object.freeze({
    contextBridge: {
      exposeInMainWorld(key, api) {
        if (Object.hasOwn(globalThis, key)) throw new Error('Cannot bind an API on top of an existing property: ' + key);
        Object.defineProperty(globalThis, key, { value: freeze(api), enumerable: true, configurable: false, writable: false });
      },
    },
    ipcRenderer: {
      invoke: (channel, ...values) => invoke(channel, values.map((value) => structuredClone(value))),
      on(channel, listener) { if (!listeners.has(channel)) listeners.set(channel, new Set()); listeners.get(channel).add(listener); return this; },
      off(channel, listener) { stop(channel, listener); return this; },
      removeListener(channel, listener) { stop(channel, listener); return this; },
    },
    webUtils: { getPathForFile: () => '' },
  });
  const module = { exports: {} };
  const require = (name) => { if (name === 'electron') return electron; throw new Error('module not found: ' + name); };
  const process = Object.freeze({ platform: ${JSON.stringify(platform)}, contextIsolated: true, sandboxed: true });
  (function (module, exports, require, process) {
${preload}
  })(module, module.exports, require, process);
})();`
}

/** Shortcuts of the browser that Electron's window has not: new windows, printing, developer tools, reloading, going back. */
const foreignShortcuts = [
  'F1',
  'F3',
  'F5',
  'F7',
  'F12',
  ...['n', 't', 'u', 'j', 'h', 'o', 'p', 's', 'd', 'g', 'e', 'l', 'r', 'k'].map((key) => `ctrl+${key}`),
  ...['n', 't', 'i', 'j', 'c', 'b', 'o', 'm', 'r', 'a', 's', 'delete', 'w'].map((key) => `ctrl+shift+${key}`),
  ...['arrowleft', 'arrowright', 'home'].map((key) => `alt+${key}`),
]

/**
 * Makes a browser's window behave as Electron's does: no shortcut, context menu or dropped file of the browser's own.
 * The page's handlers come first; only what the browser would do afterwards is kept from happening.
 */
export function windowRulesScript(): string {
  return `(() => {
  if (globalThis.top !== globalThis) return;
  const foreign = new Set(${JSON.stringify(foreignShortcuts.map((shortcut) => shortcut.toLowerCase()))});
  addEventListener('keydown', (event) => {
    const held = (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + (event.altKey ? 'alt+' : '') + (event.shiftKey ? 'shift+' : '');
    if (foreign.has(held + event.key.toLowerCase())) event.preventDefault();
  });
  addEventListener('contextmenu', (event) => {
    if (!(event.target instanceof Element && event.target.closest('input, textarea, [contenteditable="true"]'))) event.preventDefault();
  });
  for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault());
})();`
}

/** Puts content on the clipboard as a user's copy would, which needs no permission. Gives whether it worked. */
export function copyScript(textByMediaType: Readonly<Record<string, string>>): string {
  return `(() => {
  const content = ${JSON.stringify(textByMediaType)};
  let isCopied = false;
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [mediaType, text] of Object.entries(content)) event.clipboardData.setData(mediaType, text);
    isCopied = true;
  };
  document.addEventListener('copy', fill, { capture: true, once: true });
  try { return document.execCommand('copy') && isCopied; }
  finally { document.removeEventListener('copy', fill, { capture: true }); }
})()`
}

/** Puts a PNG on the clipboard, for which the page needs the permission to write to it. Gives whether it worked. */
export function copyPictureScript(base64: string): string {
  return `(async () => {
  const bytes = Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    return true;
  } catch { return false; }
})()`
}

export interface PathQuestion {
  readonly title: string
  readonly label: string
  readonly confirm: string
  readonly cancel: string
  readonly initial: string
  readonly problem: string
}

/** Asks for a path in a dialog inside the page, for desktops without a file dialog of their own. Gives the path or null. */
export function pathQuestionScript(question: PathQuestion): string {
  return `new Promise((resolve) => {
  const question = ${JSON.stringify(question)};
  const make = (name, fields, style, ...children) => {
    const element = Object.assign(document.createElement(name), fields);
    element.style.cssText = style;
    element.append(...children);
    return element;
  };
  const input = make('input', { type: 'text', value: question.initial, id: 'host-path' }, 'width:100%;box-sizing:border-box;padding:6px 8px;font:inherit;border:1px solid #868e96;border-radius:4px');
  const label = make('label', { textContent: question.label, htmlFor: 'host-path' }, 'display:block;margin:0 0 4px');
  const problem = make('p', { textContent: question.problem, role: 'alert' }, 'margin:8px 0 0;color:#c92a2a;min-height:1.2em');
  const button = (text, value, style) => make('button', { type: 'submit', textContent: text, value }, 'font:inherit;padding:6px 14px;border-radius:4px;border:1px solid #868e96;' + style);
  const buttons = make('div', {}, 'display:flex;justify-content:flex-end;gap:8px;margin-top:16px', button(question.cancel, 'cancel', ''), button(question.confirm, 'confirm', 'font-weight:600'));
  const form = make('form', { method: 'dialog' }, 'margin:0', make('h2', { textContent: question.title }, 'font-size:1.1em;margin:0 0 12px'), label, input, problem, buttons);
  const dialog = make('dialog', {}, 'font:14px system-ui,sans-serif;width:min(560px,90vw);padding:20px;border:1px solid #868e96;border-radius:8px', form);
  dialog.setAttribute('aria-label', question.title);
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); dialog.close('confirm'); } });
  dialog.addEventListener('close', () => { dialog.remove(); resolve(dialog.returnValue === 'confirm' && input.value.trim() !== '' ? input.value.trim() : null); });
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
  const end = input.value.lastIndexOf('.');
  const start = Math.max(input.value.lastIndexOf('/'), input.value.lastIndexOf('\\\\')) + 1;
  input.setSelectionRange(start, end > start ? end : input.value.length);
})`
}
