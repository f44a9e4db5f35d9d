import type { HeaderColumn } from '../readers/reader'
import { usualAttribute } from '../sources/columns'
import { comparable } from '../sources/comparable'
import type { HeaderParts } from './header-parts'

/** Attribute and the words of a header that ask for it, in bokmål, nynorsk, Swedish, Danish and English; the more special first. */
const topics: readonly (readonly [id: string, words: RegExp])[] = [
  [
    'years_of_service',
    /^(ansiennitet|ansettelsestid|anställningstid|ansættelsestid|anciennitet|fartstid|tenure|seniority|tjänsteår|erfaringsår|yrkeserfaring|yrkeserfarenhet|anställningsår)/u,
  ],
  ['education', /^(utdanning|utdannings|utbildning|uddannelse|education|utdanningsnivå|utbildningsnivå)/u],
  [
    'employment',
    /^(stillingsprosent|stillingsbrøk|ansettelsesforhold|ansettelsestype|anställningsform|tjänstgöringsgrad|sysselsättningsgrad|ansættelsesform|employment|contract|turnus|vakt|arbetstid|arbeidstid|skift)/u,
  ],
  ['gender', /^(kjønn|kjonn|kjoenn|kön|køn|gender|sex|juridisk)$/u],
  [
    'age_group',
    /^(alder|ålder|aldersgruppe|åldersgrupp|alders|ålders|age|agegroup|gammel|gammal|old|født|född|fødselsår|födelseår|birth)/u,
  ],
  ['language', /^(språk|sprog|language|morsmål|modersmål)/u],
  ['country', /^(land|country|fødeland|nation)$/u],
  [
    'unit',
    /^(enhet|enheten|enhed|enhetsnavn|avdeling|avdelingen|avd|avdelning|avdelningen|afdeling|afdelingen|department|dept|unit|ward|seksjon|sektion|section|klinikk|klinik|kliniken|team|arbetsgrupp|arbeidsgruppe|tjenestested|tjänsteställe|kontor|office|avsnitt|sengepost|virksomhetsområde|verksamhetsområde|tjenesteområde|division|divisjon)$/u,
  ],
  [
    'organisation',
    /^(organisasjon|organisasjonen|organisation|organisationen|organization|org|orgnavn|virksomhet|virksomheten|verksamhet|arbeidsgiver|arbetsgivare|arbejdsgiver|arbeidsplass|arbeidssted|arbetsplats|arbejdsplads|workplace|employer|company|foretak|helseforetak|sykehus|sjukhus|hospital|kommune|kommunen|kommun|kommunenavn|municipality|bedrift|bedriften|firma|förvaltning|forvaltning|etat|etaten|institusjon|institution|skole|skola|school|arbetar|jobbar|arbeider|jobber|arbejder|work)$/u,
  ],
  ['region', /^(region|regionen|fylke|län|county|landsdel|helseregion|landskap)$/u],
  [
    'role',
    /^(rolle|roll|role|stilling|stillingen|stillingskategori|stillingstype|befattning|befattningen|yrke|yrkesgrupp|yrkesgruppe|yrkeskategori|profesjon|profession|position|occupation|job|tittel|titel|title|lederansvar|lederstilling|lederrolle|leder|ledarroll|chef|manager|personalansvar|funksjon|funktion|leader|tjänst)$/u,
  ],
]

/** Questions by which people are asked who they are, rather than what they think. */
const asksForFacts =
  /^(?:(?:i|på|ved|hos|inom|at|in|for|för|from|innen|innenfor) )?(?:hvilke[nt]?|hvilken|vilke[nt]|vilka|which|kva for|hva er|vad är|hvad er|what is|what are|what's|hvor gammel|hur gammal|hvor gammal|how old|hvor lenge|hur länge|hvor længe|how long|hvor mange år|hur många år|how many years|er du|är du|are you|har du (?:leder|personal|chef)|do you (?:manage|lead)|hvor (?:jobber|arbeider|arbejder)|var (?:jobbar|arbetar)|where do you|velg|välj|vælg|select|choose|angi|ange|oppgi|uppge|angiv|ditt|din|dit|your|min|mitt|my)(?= |$)/u

const yearsAsked =
  /(?:hvor lenge|hur länge|hvor længe|how long|hvor mange år|hur många år|how many years|antall år|antal år|number of years|years of (?:service|experience|employment))/u

/** A header of more words that is no question is a statement. */
const mostWords = 4

/**
 * Which attribute a header asks for, if it is that of a background question.
 * @returns null for headers of other questions
 */
export function backgroundTopic(column: HeaderColumn, parts: HeaderParts): string | null {
  const usual = usualAttribute(column)
  if (usual !== null) return usual
  const texts = [
    column.name,
    parts.text,
    column.label ?? '',
    ...(parts.code === '' ? [] : [parts.code.replace(/[_.\d]+/gu, ' ')]),
  ]
  for (const text of texts) {
    const found = topicOf(comparable(text))
    if (found !== null) return found
  }
  return null
}

function topicOf(text: string): string | null {
  const words = text.split(/[^\p{L}]+/u).filter((word) => word !== '')
  const isAsked = asksForFacts.test(text)
  if (words.length === 0 || (words.length > mostWords && !isAsked && !yearsAsked.test(text))) return null
  if (yearsAsked.test(text)) return 'years_of_service'
  // What somebody thinks of their unit is no background, however it is asked.
  if (isAsked && words.length > 14) return null
  for (const [id, pattern] of topics) if (words.some((word) => pattern.test(word))) return id
  return null
}

/** Headers under which numbers count or measure something. */
const amounts =
  /(?:^|[^\p{L}])(?:antall|antal|number of|count|how many|hvor mange|hur många|alder|ålder|age|år|years?|year|months?|måneder|månader|kroner|kronor|prosent|procent|percent|timer|timmar|hours?|minutt(?:er)?|minutes?|minuter|kg|vekt|vikt|weight|height|høyde|längd|score|sum|total|lønn|lön|salary|income|inntekt|inkomst)(?:[^\p{L}]|$)/u

export const countsSomething = ({ text, code }: HeaderParts): boolean =>
  amounts.test(comparable(text)) || amounts.test(comparable(code))
