import type { Language } from '../core/words'

/** Headers as people write them in Norwegian, Swedish, Danish and English, in lower case, without marks and spaces. */
const names: Readonly<Record<string, readonly string[]>> = {
  id: [
    'id',
    'itemid',
    'item',
    'variable',
    'variabel',
    'variabelnavn',
    'variabelnamn',
    'variablename',
    'code',
    'kode',
    'kod',
    'spørsmålsid',
    'frågeid',
    'nr',
    'nummer',
    'number',
  ],
  dimension: [
    'dimension',
    'dimensjon',
    'delskala',
    'subscale',
    'faktor',
    'factor',
    'tema',
    'område',
    'begrep',
    'begrepp',
  ],
  text: [
    'text',
    'tekst',
    'question',
    'questiontext',
    'spørsmål',
    'spørsmålstekst',
    'fråga',
    'frågetext',
    'påstand',
    'påstående',
    'ordlyd',
    'formulering',
    'wording',
    'itemtext',
    'statement',
    'spørgsmål',
  ],
  label: ['label', 'name', 'navn', 'namn', 'etikett', 'etikette'],
  description: ['description', 'beskrivelse', 'beskrivning'],
  note: ['note', 'merknad', 'anmärkning', 'bemærkning'],
  scale: ['scale', 'skala', 'svarskala', 'responsescale'],
  values: [
    'values',
    'verdier',
    'värden',
    'svaralternativ',
    'svarsalternativ',
    'svarmuligheder',
    'responseoptions',
    'options',
    'answers',
    'valuelabels',
    'svar',
  ],
  reversed: [
    'reversed',
    'reverse',
    'snudd',
    'snus',
    'omvendt',
    'reversert',
    'vänd',
    'vänds',
    'omvänd',
    'omvänt',
    'vendt',
    'negativ',
  ],
  asked_of: [
    'askedof',
    'stilttil',
    'stillestil',
    'ställdtill',
    'ställstill',
    'rolle',
    'roller',
    'roll',
    'role',
    'roles',
    'målgruppe',
    'målgrupp',
  ],
  aliases: [
    'aliases',
    'alias',
    'header',
    'headers',
    'overskrift',
    'overskrifter',
    'rubrik',
    'rubriker',
    'kolonne',
    'kolumn',
    'column',
  ],
  changed: ['changed', 'endret', 'ändrad', 'ændret'],
  score: ['score', 'skår', 'poäng'],
  min_answered: ['minanswered', 'minstbesvart', 'minstbesvarade', 'krevdesvar'],
  kind: ['kind', 'slag', 'type', 'typ'],
  min: ['min', 'minimum', 'lavest', 'lägst', 'laveste', 'lägsta', 'lowest'],
  max: ['max', 'maximum', 'maks', 'høyest', 'högst', 'høyeste', 'högsta', 'highest'],
  unit: ['unit', 'enhet', 'enhed'],
  code: ['code', 'kode', 'kod', 'value', 'verdi', 'värde', 'step', 'trinn', 'steg'],
  non_response: ['nonresponse', 'ikkesvar', 'ickesvar', 'missing', 'bortfall'],
  file_codes: ['filecodes', 'koderifil', 'koderifilen'],
  for: ['for', 'för', 'gjelder', 'gäller'],
  below: ['below', 'under'],
  version: ['version', 'versjon'],
  illustrative: ['illustrative', 'illustrativ'],
  references: ['references', 'referanser', 'referenser'],
}

const languageWords: readonly (readonly [Language, RegExp])[] = [
  ['nb', /(?:nb|no|nn|nor|norsk|bokmål|norwegian)$/],
  ['sv', /(?:sv|se|swe|svensk|svenska|swedish)$/],
  ['da', /(?:da|dk|dansk|danish)$/],
  ['en', /(?:en|eng|english|engelsk|engelska)$/],
]

const texts = new Set(['text', 'label', 'description', 'note'])

/** What a header stands for: a column, and for texts the language; null where it is not known. */
export interface KnownHeader {
  readonly column: string
  /** Null where a text has none. */
  readonly language: Language | null
}

/** @param columns those that the table has, the more telling first: `kode` is an id of an item, and a code of a scale */
export function knownHeader(header: string, columns: readonly string[]): KnownHeader | null {
  const plain = header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const named = (text: string): string | undefined => columns.find((column) => names[column]?.includes(text))
  const whole = named(plain)
  if (whole !== undefined) return { column: whole, language: null }
  for (const [language, ending] of languageWords) {
    const stem = plain.replace(ending, '')
    if (stem === plain) continue
    // A column that is called by a language alone holds the text in it.
    const column = stem === '' ? columns.find((each) => texts.has(each)) : named(stem)
    if (column !== undefined && texts.has(column)) return { column, language }
  }
  return null
}
