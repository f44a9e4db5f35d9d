// The built window: how soon it takes a file, and how it bears the import of a million respondents.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { millionRespondents } from './million-respondents.mjs'
import { answeringPandas, bundled, report, reportRatio } from './measure.mjs'

const data = await millionRespondents()
const { path, program, remove } = await bundled('window-program.ts')
try {
  const starts = []
  for (let turn = 0; turn < 3; turn += 1) starts.push(await startToUsable())
  report('From the start of the process to a window that takes a dropped file', Math.min(...starts), 's', {
    limit: 2,
    limitText: ' s',
  })

  const window = await program.driveWindow({ locale: 'en' })
  try {
    await measureImport(window.page)
    if (window.complaints.length > 0) throw new Error(window.complaints.join('\n'))
  } finally {
    await window.close()
  }
} finally {
  await remove()
}

/** Starts the program in a process of its own, drops a file as soon as the window is there, and waits until it is shown. */
function startToUsable() {
  const script = `
    const { driveWindow } = await import(${JSON.stringify(path)})
    const window = await driveWindow({ locale: 'en' })
    const usable = Date.now()
    const transfer = await window.page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['organisation;culture_1\\n' + 'A;3\\nB;4\\n'.repeat(20)], 'dropped.csv'))
      return data
    })
    for (const type of ['dragenter', 'dragover', 'drop']) await window.page.dispatchEvent('body', type, { dataTransfer: transfer })
    await window.page.getByText('dropped.csv').first().waitFor({ timeout: 60000 })
    await window.close()
    process.send(usable)
    process.exit(0)`
  return new Promise((resolve, reject) => {
    const start = Date.now()
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.once('message', (usable) => resolve((usable - start) / 1000))
    child.once('exit', (code) => reject(new Error(`the window ended with ${code} before it took a file`)))
  })
}

async function measureImport(page) {
  await program.addFiles(page, [data.instrument])
  await page.locator('footer[data-activity="idle"]').waitFor()
  await page.waitForTimeout(3000)
  // On the window's thread: the longest task, and the longest time without a frame.
  await page.evaluate(() => {
    globalThis.longestTask = 0
    globalThis.longestPause = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longestTask = Math.max(globalThis.longestTask, duration)
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now) => {
      globalThis.longestPause = Math.max(globalThis.longestPause, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const start = performance.now()
  await program.addFiles(page, [data.survey])
  // Asked now and then: a locator that waits looks through the page at every frame, on the thread that is measured.
  let imported = 0
  for (let answers = 0; answers < 2;) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const isIdle = (await page.evaluate(() => document.querySelector('footer')?.dataset.activity)) === 'idle'
    const isShown = isIdle && (await page.evaluate(() => document.body.innerText.includes('1,000,000')))
    if (isShown && answers === 0) imported = (performance.now() - start) / 1000
    answers = isShown ? answers + 1 : 0
    if (performance.now() - start > 300_000) throw new Error('the file was not shown within five minutes')
  }
  const { task, pause } = await page.evaluate(() => ({ task: globalThis.longestTask, pause: globalThis.longestPause }))
  const python = await answeringPandas(data.survey)
  const read = python === null ? null : Math.min(await python.ask('read'), await python.ask('read'))
  python?.end()
  reportRatio('Import in the window, scoring included', imported, read, 'pandas.read_csv', 0.7)
  report('Longest task of the window’s thread during it', task, 'ms', { limit: 100, limitText: ' ms' })
  report('Longest time between two frames during it', pause, 'ms')
  const peak = peakOfRenderer()
  if (peak !== null)
    report('Most that the page’s process ever held', peak / 1e6, 'MB', {
      limit: (4 * data.bytes) / 1e6,
      limitText: ' MB, four times the file',
    })
}

/** Peak resident bytes of the largest renderer among our descendants; null where /proc is not to be had. */
function peakOfRenderer() {
  try {
    const processes = readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .flatMap((pid) => {
        try {
          const status = readFileSync(`/proc/${pid}/status`, 'utf8')
          return [
            {
              pid: Number(pid),
              parent: Number(/PPid:\s*(\d+)/u.exec(status)?.[1]),
              peak: 1024 * Number(/VmHWM:\s*(\d+)/u.exec(status)?.[1]),
              command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
            },
          ]
        } catch {
          return []
        }
      })
    const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]))
    const isOurs = (pid) => pid === process.pid || (parents.has(pid) && pid > 1 && isOurs(parents.get(pid)))
    const peaks = processes
      .filter(({ pid, command }) => command.includes('--type=renderer') && isOurs(pid))
      .map(({ peak }) => peak)
    return peaks.length === 0 ? null : Math.max(...peaks)
  } catch {
    return null
  }
}
