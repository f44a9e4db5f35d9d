// A workbook of 100 000 rows and 50 columns, seeded, as Excel writes one: texts shared, an id a row, a date, measurements and answers.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Zip, ZipDeflate } from 'fflate'
import { randomFrom } from './million-respondents.mjs'

export const workbookRows = 100_000
export const workbookColumns = 50
const answers = 40
const measurements = 5
const places = ['Åre', 'Øyer', 'Levanger', 'Östersund', 'Bodø kommune nord', 'Stjørdal']
const roles = ['leder', 'ansatt', 'tillitsvalgt']
const schemas = 'http://schemas.openxmlformats.org'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

/** Names of the columns, by place: A … AX. */
const letters = Array.from(
  { length: workbookColumns },
  (_, column) => `${column < 26 ? '' : 'A'}${String.fromCharCode(65 + (column % 26))}`,
)

/** The path of the workbook; written once and kept in the system's folder for temporary files. */
export function largeWorkbook() {
  const folder = join(tmpdir(), 'valtel-bench-xlsx-1')
  const path = join(folder, 'survey.xlsx')
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  process.stderr.write('Writing a workbook …\n')
  const out = openSync(`${path}.part`, 'w')
  const archive = new Zip((error, bytes) => {
    if (error !== null) throw error
    writeSync(out, bytes)
  })
  const part = (name, write) => {
    const file = new ZipDeflate(name, { level: 6 })
    archive.add(file)
    write((text) => file.push(new TextEncoder().encode(text)))
    file.push(new Uint8Array(0), true)
  }
  part('[Content_Types].xml', (write) => write(contentTypes()))
  part('_rels/.rels', (write) => write(relationships([['officeDocument', 'xl/workbook.xml']])))
  part('xl/workbook.xml', (write) =>
    write(
      `${declaration}<workbook xmlns="${schemas}/spreadsheetml/2006/main" xmlns:r="${schemas}/officeDocument/2006/relationships"><sheets><sheet name="Svar" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
  )
  part('xl/_rels/workbook.xml.rels', (write) =>
    write(
      relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    ),
  )
  part('xl/styles.xml', (write) => write(styles()))
  const texts = sharedTexts()
  part('xl/worksheets/sheet1.xml', (write) => writeSheet(write, texts))
  part('xl/sharedStrings.xml', (write) => writeTexts(write, texts))
  archive.end()
  closeSync(out)
  renameSync(`${path}.part`, path)
  return path
}

/** Texts by their number, as cells name them. */
function sharedTexts() {
  const numbers = new Map()
  return {
    numbers,
    numberOf(text) {
      if (!numbers.has(text)) numbers.set(text, numbers.size)
      return numbers.get(text)
    },
  }
}

function writeSheet(write, { numberOf }) {
  const random = randomFrom(20221122)
  write(
    `${declaration}<worksheet xmlns="${schemas}/spreadsheetml/2006/main"><dimension ref="A1:AX${workbookRows + 1}"/><sheetData>`,
  )
  const text = (column, row, value) => `<c r="${letters[column]}${row}" t="s"><v>${numberOf(value)}</v></c>`
  const number = (column, row, value, style = '') => `<c r="${letters[column]}${row}"${style}><v>${value}</v></c>`
  const names = [
    'id',
    'kommune',
    'rolle',
    'tid',
    'dato',
    ...Array.from({ length: measurements }, (_, index) => `m${index + 1}`),
    ...Array.from({ length: answers }, (_, index) => `q${index + 1}`),
  ]
  const rowOf = (row, cells) => `<row r="${row}" spans="1:${workbookColumns}">${cells.join('')}</row>`
  write(
    rowOf(
      1,
      names.map((name, column) => text(column, 1, name)),
    ),
  )
  let rows = []
  for (let row = 2; row <= workbookRows + 1; row += 1) {
    const cells = [
      text(0, row, `R-${100_000 + row}`),
      text(1, row, places[Math.floor(random() * places.length)]),
      text(2, row, roles[Math.floor(random() * roles.length)]),
      number(3, row, (44_562 + random() * 365).toFixed(6), ' s="2"'),
      number(4, row, 44_562 + Math.floor(random() * 365), ' s="1"'),
    ]
    for (let index = 0; index < measurements; index += 1) cells.push(number(5 + index, row, random() * 100))
    for (let index = 0; index < answers; index += 1)
      if (random() >= 0.03) cells.push(number(5 + measurements + index, row, 1 + Math.floor(random() * 5)))
    rows.push(rowOf(row, cells))
    if (rows.length < 1000) continue
    write(rows.join(''))
    rows = []
  }
  write(`${rows.join('')}</sheetData></worksheet>`)
}

function writeTexts(write, { numbers }) {
  const items = [...numbers.keys()].map((text) => `<si><t>${text}</t></si>`)
  write(
    `${declaration}<sst xmlns="${schemas}/spreadsheetml/2006/main" count="${3 * workbookRows}" uniqueCount="${items.length}">`,
  )
  for (let from = 0; from < items.length; from += 10_000) write(items.slice(from, from + 10_000).join(''))
  write('</sst>')
}

function relationships(targets) {
  const list = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${schemas}/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  )
  return `${declaration}<Relationships xmlns="${schemas}/package/2006/relationships">${list.join('')}</Relationships>`
}

function contentTypes() {
  const type = (part, kind) =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
  return `${declaration}<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('workbook', 'sheet.main')}${type('worksheets/sheet1', 'worksheet')}${type('styles', 'styles')}${type('sharedStrings', 'sharedStrings')}</Types>`
}

/** Style 1 shows a date, 2 a date with the time of day. */
function styles() {
  const formats = [0, 14, 22].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0"/>`)
  return `${declaration}<styleSheet xmlns="${schemas}/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">${formats.join('')}</cellXfs></styleSheet>`
}
