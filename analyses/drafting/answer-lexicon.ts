import type { Language } from '../core/words'

/** What answers of a scale are about. `size` are words of size that stand alone, as those of a municipality: they make groups and are no answers to a statement. */
export type AnswerFamily =
  | 'agreement'
  | 'frequency'
  | 'satisfaction'
  | 'extent'
  | 'quality'
  | 'likelihood'
  | 'importance'
  | 'difficulty'
  | 'confidence'
  | 'change'
  | 'yes-no'
  | 'other'
  | 'size'

/** What a word says of the place of an answer among the others. */
export type AnswerMark =
  /** What the answers are about; `value` is where it stands alone, below zero for its opposite. */
  | { readonly kind: 'head'; readonly family: AnswerFamily; readonly value: number }
  /** How much of it, 0 … 1. */
  | { readonly kind: 'degree'; readonly amount: number; readonly isTotal?: boolean; readonly isSize?: boolean }
  /** Makes what follows more or less of it. */
  | { readonly kind: 'force'; readonly force: 'very' | 'extremely' | 'quite' | 'less' | 'almost' | 'particularly' }
  /** A frequency, 0 … 1. */
  | { readonly kind: 'often'; readonly value: number }
  /** A noun of extent: grad, utsträckning. */
  | { readonly kind: 'noun' }
  | { readonly kind: 'not' }
  | { readonly kind: 'at-all' }
  | { readonly kind: 'neutral' }
  | { readonly kind: 'filler' }

export interface LexiconEntry {
  readonly mark: AnswerMark
  readonly languages: ReadonlySet<Language>
}

type Words = Readonly<Partial<Record<Language, string>>>

/** Words of a language apart by commas. Nynorsk stands with bokmål. */
const entries: readonly (readonly [AnswerMark, Words])[] = [
  ...heads('agreement', 0.7, {
    nb: 'enig, einig, samd, stemmer, stemmer det, passer, passer på, sant, riktig, rett, helt rett, gjelder',
    sv: 'instämmer, instämma, stämmer, stämmer in, håller med, passar, sant, riktigt, rätt, enig, gäller, överensstämmer',
    da: 'enig, passer, stemmer, sandt, rigtigt, gælder',
    en: 'agree, agrees, true, applies, apply, true of me, describes me, like me, correct',
  }),
  ...heads('agreement', -0.7, {
    nb: 'uenig, ueinig, usamd, avstand, usant, feil',
    sv: 'oenig, avstånd, osant, fel',
    da: 'uenig, afstand, usandt, forkert',
    en: 'disagree, disagrees, false, untrue, incorrect',
  }),
  ...heads('satisfaction', 0.7, {
    nb: 'fornøyd, tilfreds, nøgd, fornøgd',
    sv: 'nöjd, nöjda, nöjt, tillfreds, belåten',
    da: 'tilfreds, glad',
    en: 'satisfied, happy, pleased',
  }),
  ...heads('satisfaction', -0.7, {
    nb: 'misfornøyd, utilfreds, misnøgd',
    sv: 'missnöjd, missnöjda, missnöjt, otillfreds',
    da: 'utilfreds',
    en: 'dissatisfied, unsatisfied, unhappy, displeased',
  }),
  ...heads('quality', 0.97, {
    nb: 'utmerket, utmerka, framifrå, strålende, fremragende, enestående, perfekt',
    sv: 'utmärkt, utmärkta, enastående, perfekt, fantastiskt',
    da: 'fremragende, udmærket, perfekt',
    en: 'excellent, outstanding, exceptional, superb, perfect',
  }),
  ...heads('quality', 0.7, {
    nb: 'god, godt, gode, bra, vel, fin, fint',
    sv: 'bra, god, gott, goda, väl, fint',
    da: 'god, godt, gode, fint',
    en: 'good, well',
  }),
  ...heads('quality', 0.3, {
    nb: 'akseptabel, akseptabelt, ok, greit, grei, tilfredsstillende, nogenlunde, brukbar, brukbart, sånn passe',
    sv: 'acceptabel, acceptabelt, ok, okej, godtagbar, godtagbart, tillfredsställande, hyfsad, hyfsat, någorlunda, godkänt, godkänd',
    da: 'acceptabel, acceptabelt, ok, nogenlunde, tilfredsstillende',
    en: 'acceptable, fair, ok, okay, satisfactory, adequate',
  }),
  ...heads('quality', -0.5, {
    nb: 'mangelfull, mangelfullt',
    sv: 'bristfällig, bristfälligt, bristande',
    da: 'mangelfuld, mangelfuldt',
    en: 'inadequate',
  }),
  ...heads('quality', -0.7, {
    nb: 'dårlig, dårlege, dårleg, dårlige',
    sv: 'dålig, dåligt, dåliga, illa',
    da: 'dårlig, dårligt, dårlige, ringe',
    en: 'bad, poor, poorly, badly',
  }),
  ...heads('quality', -0.97, {
    nb: 'elendig, elendige',
    sv: 'usel, uselt, urusel, uruselt',
    da: 'elendig, elendigt',
    en: 'terrible, awful, horrible',
  }),
  ...heads('likelihood', 0.7, {
    nb: 'sannsynlig, sannsynligvis, sannsynleg, trolig',
    sv: 'sannolik, sannolikt, troligt, troligtvis, trolig, troligen',
    da: 'sandsynlig, sandsynligt, sandsynligvis',
    en: 'likely, probable, probably',
  }),
  ...heads('likelihood', 0.98, {
    nb: 'helt sikkert',
    sv: 'helt säkert, absolut, definitivt',
    da: 'helt sikkert',
    en: 'definitely, certainly',
  }),
  ...heads('likelihood', -0.7, {
    nb: 'usannsynlig, usannsynleg, lite sannsynlig',
    sv: 'osannolik, osannolikt, otroligt, föga troligt',
    da: 'usandsynlig, usandsynligt',
    en: 'unlikely, improbable',
  }),
  ...heads('importance', 0.7, {
    nb: 'viktig, viktige, betydningsfull, betydningsfullt',
    sv: 'viktig, viktigt, viktiga, betydelsefull, betydelsefullt',
    da: 'vigtig, vigtigt, vigtige, betydningsfuld',
    en: 'important',
  }),
  ...heads('importance', 0.97, {
    nb: 'avgjørende',
    sv: 'avgörande',
    da: 'afgørende',
    en: 'crucial, essential, critical, vital',
  }),
  ...heads('importance', -0.7, {
    nb: 'uviktig, uviktige, uvesentlig, uten betydning',
    sv: 'oviktig, oviktigt, oväsentligt, utan betydelse',
    da: 'uvigtig, uvigtigt, uden betydning',
    en: 'unimportant',
  }),
  ...heads('difficulty', 0.7, {
    nb: 'lett, enkelt, enkel',
    sv: 'lätt, enkelt, enkel',
    da: 'let, nemt, nem, enkelt',
    en: 'easy, simple',
  }),
  ...heads('difficulty', -0.7, {
    nb: 'vanskelig, krevende, vanskeleg, tungvint',
    sv: 'svårt, svår, krävande, krångligt',
    da: 'vanskeligt, vanskelig, besværligt, svært, svær',
    en: 'difficult, hard',
  }),
  ...heads('confidence', 0.7, {
    nb: 'trygg, trygt, sikker',
    sv: 'trygg, säker, tryggt',
    da: 'tryg, sikker',
    en: 'confident, certain, sure, comfortable',
  }),
  ...heads('confidence', -0.7, {
    nb: 'utrygg, usikker, utrygt',
    sv: 'otrygg, osäker, otryggt, tveksam',
    da: 'utryg, usikker',
    en: 'unsure, uncertain, insecure, unconfident, uncomfortable, undecided, not sure',
  }),
  ...heads('change', 0.7, {
    nb: 'bedre, mer, økt, økning, høyere, forbedret, flere',
    sv: 'bättre, mer, ökat, ökad, ökning, högre, förbättrats, förbättrad, fler',
    da: 'bedre, mere, øget, højere, forbedret, flere',
    en: 'better, more, increased, increase, higher, improved',
  }),
  ...heads('change', -0.7, {
    nb: 'verre, dårligere, redusert, lavere, forverret, færre, svekket',
    sv: 'sämre, värre, minskat, minskad, minskning, lägre, försämrats, försämrad, färre',
    da: 'værre, dårligere, mindsket, lavere, forværret, færre',
    en: 'worse, less, decreased, decrease, lower, deteriorated, fewer',
  }),
  ...heads('yes-no', 0.7, { nb: 'ja, jo', sv: 'ja, jo', da: 'ja, jo', en: 'yes' }),
  ...heads('yes-no', -0.7, { nb: 'nei', sv: 'nej', da: 'nej', en: 'no' }),
  ...heads('other', 0.7, {
    nb: 'nyttig, nyttige, relevant, positiv, positivt, tydelig, klar, klart, motivert, interessert, engasjert, komfortabel, åpen, aktiv, tilstrekkelig',
    sv: 'nyttig, nyttigt, användbar, användbart, relevant, positiv, positivt, tydlig, tydligt, klar, klart, motiverad, intresserad, engagerad, bekväm, tillräckligt',
    da: 'nyttig, nyttigt, relevant, positiv, positivt, tydelig, klar, motiveret, interesseret, tilstrækkelig',
    en: 'useful, helpful, relevant, positive, clear, motivated, interested, engaged, familiar, willing, prepared, sufficient, effective',
  }),
  ...heads('other', -0.7, {
    nb: 'unyttig, negativ, negativt, utydelig, uklar, uklart, umotivert, utilstrekkelig',
    sv: 'onyttig, onyttigt, negativ, negativt, otydlig, otydligt, oklar, oklart, omotiverad, otillräckligt',
    da: 'unyttig, negativ, negativt, utydelig, uklar, umotiveret, utilstrækkelig',
    en: 'useless, unhelpful, negative, unclear, unmotivated, uninterested, insufficient, ineffective',
  }),
  ...degrees(
    0.98,
    { isTotal: true },
    {
      nb: 'helt, fullt, fullt ut, fullstendig, totalt, absolutt, helt og holdent, sterkt, sterk, i aller høyeste grad, i høyeste grad, heilt, akkurat, komplett, hundre prosent',
      sv: 'helt, fullt, fullt ut, fullständigt, totalt, absolut, helt och hållet, starkt, i högsta grad, precis, exakt, till fullo, helt och fullt',
      da: 'helt, fuldt, fuldt ud, fuldstændig, fuldstændigt, totalt, absolut, helt og holdent, stærkt, i allerhøjeste grad, i højeste grad',
      en: 'totally, completely, fully, strongly, entirely, absolutely, exactly, wholly, utterly',
    },
  ),
  ...degrees(
    0.68,
    {},
    {
      nb: 'hovedsakelig, i hovedsak, stort sett, i det store og hele, overveiende, for det meste, mest, i all hovedsak',
      sv: 'huvudsakligen, i huvudsak, i stort sett, i stort, till övervägande del, övervägande, i det stora hela, mestadels, mest',
      da: 'hovedsagelig, i hovedsagen, overvejende, for det meste, stort set, mest',
      en: 'mainly, mostly, largely, generally, tend to, on the whole, for the most part',
    },
  ),
  ...degrees(
    0.42,
    {},
    {
      nb: 'delvis, noe, noko, til dels, moderat, middels, middels godt, en del, ein del, sånn passe, passe, både og',
      sv: 'delvis, något, någonting, i viss mån, i någon mån, till viss del, till en viss del, måttligt, en del, medel, medelmåttigt, sådär, lagom',
      da: 'delvist, delvis, noget, til dels, moderat, middel, en del',
      en: 'partly, partially, somewhat, moderately, moderate, in part, some, to some extent, average, medium',
    },
  ),
  ...degrees(
    0.58,
    {},
    {
      nb: 'nokså mye, ganske mye',
      sv: 'ganska mycket',
      da: 'en god del, temmelig meget',
      en: 'quite a bit, quite a lot',
    },
  ),
  ...degrees(
    0.22,
    {},
    {
      nb: 'litt, lite, litt grann, svakt, i mindre grad',
      sv: 'lite, litet, lite grann, svagt, i mindre grad, i mindre utsträckning, något lite, föga',
      da: 'lidt, svagt, en smule, i mindre grad',
      en: 'slightly, little, a little, a bit, minor, mildly',
    },
  ),
  ...degrees(
    0.1,
    {},
    {
      nb: 'knapt, neppe, nesten ikke, så vidt, nesten ingenting, minimalt',
      sv: 'knappt, knappast, nästan inte, nästan inte alls, nästan inget, minimalt',
      da: 'knap, næppe, næsten ikke, minimalt',
      en: 'hardly, barely, scarcely, hardly at all, almost not, almost nothing',
    },
  ),
  ...degrees(0.75, {}, { nb: 'mye', sv: 'en hel del', da: 'en hel del', en: 'much, a lot, a great deal, lot' }),
  ...degrees(
    0.22,
    { isSize: true },
    {
      nb: 'liten, litet, lita, lav, lavt, låg, ringe, små',
      sv: 'liten, litet, låg, lågt, ringa, små, begränsad',
      da: 'lille, lav, lavt, ringe, små, begrænset',
      en: 'small, low, limited',
    },
  ),
  ...degrees(
    0.45,
    { isSize: true },
    {
      nb: 'noen, nokon, viss, nogen, middels stor',
      sv: 'viss, någon, medelstor, måttlig, mellan, medelhög',
      da: 'nogen, vis, mellem',
      en: 'middling',
    },
  ),
  ...degrees(
    0.75,
    { isSize: true },
    {
      nb: 'stor, stort, høy, høyt, høg',
      sv: 'stor, stort, hög, högt',
      da: 'stor, stort, høj, højt',
      en: 'large, great, high, considerable, big, significant',
    },
  ),
  ...forces('very', {
    nb: 'svært, meget, veldig, særdeles, særs',
    sv: 'mycket, väldigt, synnerligen',
    da: 'meget, særdeles, vældig',
    en: 'very, highly, really, very much',
  }),
  ...forces('extremely', {
    nb: 'ekstremt, overordentlig, usedvanlig, aller',
    sv: 'extremt, oerhört, allra, ytterst',
    da: 'ekstremt, yderst, aller',
    en: 'extremely, exceptionally, immensely',
  }),
  ...forces('quite', {
    nb: 'ganske, nokså, temmelig, rimelig, forholdsvis, relativt, ganske så',
    sv: 'ganska, tämligen, rätt, rätt så, rimligt, relativt, förhållandevis',
    da: 'ganske, temmelig, rimelig, rimeligt, forholdsvis, relativt',
    en: 'quite, rather, fairly, pretty, reasonably, relatively',
  }),
  ...forces('particularly', {
    nb: 'særlig, spesielt, så, videre, særleg',
    sv: 'särskilt, speciellt, så, vidare, nämnvärt',
    da: 'særlig, særligt, specielt, videre, synderligt',
    en: 'particularly, especially, so, that, too',
  }),
  ...forces('less', { nb: 'mindre', sv: 'mindre', da: 'mindre', en: 'not so' }),
  ...forces('almost', {
    nb: 'nesten, nærmest, så godt som',
    sv: 'nästan, så gott som, i princip',
    da: 'næsten, så godt som',
    en: 'almost, nearly, practically',
  }),
  ...often(0, { nb: 'aldri', sv: 'aldrig', da: 'aldrig', en: 'never, none of the time' }),
  ...often(0.12, { nb: 'sjeldnere', sv: 'mer sällan', da: 'sjældnere', en: 'less often, less frequently' }),
  ...often(0.2, {
    nb: 'sjelden, sjeldan, årlig, noen ganger i året, en gang i året',
    sv: 'sällan, årligen, någon gång per år, varje år',
    da: 'sjældent, årligt',
    en: 'rarely, seldom, infrequently, yearly, annually',
  }),
  ...often(0.3, {
    nb: 'en sjelden gang, en gang i blant, kvartalsvis, halvårlig',
    sv: 'någon enstaka gång, enstaka gånger, enstaka gång, kvartalsvis',
    da: 'en sjælden gang, kvartalsvis',
    en: 'occasionally, once in a while, quarterly',
  }),
  ...often(0.45, {
    nb: 'av og til, noen ganger, iblant, i blant, nokre gonger, månedlig, hver måned, en gang i måneden, noen ganger i måneden',
    sv: 'ibland, då och då, någon gång, månatligen, varje månad, en gång i månaden, någon gång i månaden, stundom',
    da: 'af og til, nogle gange, indimellem, månedligt, hver måned',
    en: 'sometimes, now and then, from time to time, some of the time, monthly, once a month',
  }),
  ...often(0.5, {
    nb: 'omtrent halvparten av tiden, halvparten av tiden',
    sv: 'ungefär hälften av tiden, hälften av tiden',
    da: 'halvdelen af tiden, cirka halvdelen af tiden',
    en: 'about half the time, half the time, half of the time',
  }),
  ...often(0.6, {
    nb: 'regelmessig, jevnlig, flere ganger i måneden',
    sv: 'regelbundet, flera gånger i månaden, flera gånger per månad',
    da: 'regelmæssigt, jævnligt, flere gange om måneden',
    en: 'regularly, several times a month',
  }),
  ...often(0.7, {
    nb: 'ofte, ukentlig, hver uke, en gang i uken, en gang i uka',
    sv: 'ofta, varje vecka, veckovis, en gång i veckan',
    da: 'ofte, ugentligt, hver uge',
    en: 'often, frequently, weekly, once a week, a good bit of the time',
  }),
  ...often(0.82, {
    nb: 'vanligvis, som regel, som oftest, mesteparten av tiden, flere ganger i uken, flere ganger i uka, noen ganger i uken',
    sv: 'vanligtvis, oftast, för det mesta, för det mesta av tiden, flera gånger i veckan, flera gånger per vecka',
    da: 'sædvanligvis, som regel, det meste af tiden, oftest, flere gange om ugen',
    en: 'usually, most of the time, several times a week',
  }),
  ...often(0.95, {
    nb: 'daglig, hver dag',
    sv: 'dagligen, varje dag',
    da: 'dagligt, hver dag',
    en: 'daily, every day',
  }),
  ...often(0.985, {
    nb: 'flere ganger om dagen, flere ganger daglig, flere ganger per dag',
    sv: 'flera gånger om dagen, flera gånger dagligen, flera gånger per dag',
    da: 'flere gange om dagen, flere gange dagligt',
    en: 'several times a day',
  }),
  ...often(1, {
    nb: 'alltid, hele tiden, hver gang, til enhver tid',
    sv: 'alltid, hela tiden, varje gång, jämt',
    da: 'altid, hele tiden, hver gang',
    en: 'always, all the time, every time, all of the time',
  }),
  [
    { kind: 'noun' },
    {
      nb: 'grad, utstrekning, omfang',
      sv: 'grad, utsträckning, del, mån, omfattning, uträckning',
      da: 'grad, udstrækning, omfang',
      en: 'extent, degree, deal',
    },
  ],
  [
    { kind: 'not' },
    { nb: 'ikke, ikkje, ei', sv: 'inte, ej, icke', da: 'ikke', en: "not, don't, do not, doesn't, does not, isn't" },
  ],
  [
    { kind: 'at-all' },
    {
      nb: 'i det hele tatt, i det heile, overhodet, på ingen måte, slett, ingen, ingenting, i det hele, overhodet ikke, i ingen grad, slett ikke, inkje',
      sv: 'alls, över huvud taget, överhuvudtaget, på inget sätt, ingen, inget, ingenting, inga, i ingen utsträckning, inte på något sätt',
      da: 'slet, overhovedet, på ingen måde, ingen, intet, slet ikke, i ingen grad',
      en: 'at all, in no way, none, nothing, whatsoever',
    },
  ],
  [
    { kind: 'neutral' },
    {
      nb: 'verken, verken eller, hverken eller, nøytral, nøytralt, både og, både ja og nei, midt imellom, midt i mellom, midt på treet, gjennomsnittlig, korkje, korkje eller, uendret, uendra, som før, som tidligere, ingen endring, det samme, omtrent som før, kanskje, muligens',
      sv: 'varken, varken eller, neutral, neutralt, både och, mittemellan, mitt emellan, mitt i mellan, genomsnittlig, oförändrat, oförändrad, som tidigare, ingen förändring, ingen skillnad, lika, likadant, varken bra eller dåligt, både ja och nej, ungefär som tidigare, kanske, möjligen',
      da: 'hverken, hverken eller, neutral, neutralt, både og, midt imellem, gennemsnitlig, uændret, som før, ingen ændring, det samme, måske',
      en: 'neither, neither nor, neutral, in between, unchanged, the same, about the same, no change, no difference, maybe, perhaps, possibly',
    },
  ],
  [
    { kind: 'filler' },
    {
      nb: 'i, til, en, et, ei, det, er, jeg, eg, med, dette, den, på, for, om, at, av, meg, som, og, eller, å, svarer, påstanden, utsagnet, grann, ganger, gang, har, oss, de, tar, fra, slutter, dette',
      sv: 'i, till, en, ett, det, är, jag, med, detta, den, på, för, om, att, av, mig, som, och, eller, in, påståendet, påstående, har, oss, de, gång, gånger, per, tar, från',
      da: 'i, til, en, et, det, er, jeg, med, dette, den, på, for, om, at, af, mig, som, og, eller, udsagnet, har, tager, fra',
      en: 'a, an, the, to, is, it, i, am, of, with, this, that, in, on, and, or, nor, me, my, be, would, statement, was, for, as, are, times, time',
    },
  ],
]

function heads(family: AnswerFamily, value: number, words: Words): readonly (readonly [AnswerMark, Words])[] {
  return [[{ kind: 'head', family, value }, words]]
}

function degrees(
  amount: number,
  more: { readonly isTotal?: boolean; readonly isSize?: boolean },
  words: Words,
): readonly (readonly [AnswerMark, Words])[] {
  return [[{ kind: 'degree', amount, ...more }, words]]
}

function forces(
  force: Extract<AnswerMark, { kind: 'force' }>['force'],
  words: Words,
): readonly (readonly [AnswerMark, Words])[] {
  return [[{ kind: 'force', force }, words]]
}

function often(value: number, words: Words): readonly (readonly [AnswerMark, Words])[] {
  return [[{ kind: 'often', value }, words]]
}

const lexicon = new Map<string, LexiconEntry[]>()
for (const [mark, words] of entries)
  for (const [language, list] of Object.entries(words))
    for (const phrase of list.split(',').map((word) => word.trim())) {
      const known = lexicon.get(phrase) ?? []
      const same = known.find((entry) => entry.mark === mark)
      if (same === undefined) known.push({ mark, languages: new Set([language as Language]) })
      else known[known.indexOf(same)] = { mark, languages: new Set([...same.languages, language as Language]) }
      lexicon.set(phrase, known)
    }

/** What a word or a phrase may mean; several where languages differ, as “svært”, or where it depends on what stands beside it. */
export const meaningsOf = (phrase: string): readonly LexiconEntry[] => lexicon.get(phrase) ?? []

/** Every word of the lexicon's phrases, to tell misspelt ones. */
export const lexiconWords: ReadonlySet<string> = new Set([...lexicon.keys()].flatMap((phrase) => phrase.split(' ')))

/** The most words in a phrase. */
export const longestPhrase = 6
