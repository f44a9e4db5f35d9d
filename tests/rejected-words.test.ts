import { describe, expect, test } from 'vitest'
import { messagesOf } from '../analyses/index'
import nb from '../renderer/i18n/nb.json'
import sv from '../renderer/i18n/sv.json'

/**
 * One word for one thing, in every room and in the window. A word stands here when a native editor has replaced it and it has no other meaning that a message
 * could need; beside it stands the word that is used instead.
 */
const rejected: Readonly<Record<'nb' | 'sv', Readonly<Record<string, RegExp>>>> = {
  nb: {
    respondent: /\bsvarende\b/i,
    'forklaringsvariabel (forklarende variabel)': /prediktor/i,
    'predikere, predikert, prediksjon': /forutsi|forutsagt|forutsigelse/i,
    startverdi: /\bfrø(et)?\b/i,
    'bootstraptrekninger, as one word': /bootstrap-/i,
    konfigural: /konfigurell/i,
    'veiledende grense': /rettesnor/i,
    kontrollgrenser: /prosessgrense/i,
    'foreløpige grenser': /prøvegrense/i,
    kontrolldiagram: /kontrollkort/i,
    'sannsynlighetsmaksimering (ML)': /(maximum|maksimal) likelihood/i,
    'log-rimelighet': /log-(sannsynlighet|likelihood)/i,
    profilintervall: /profil-likelihood/i,
    residualvarians: /restvarians/i,
    'unik varians': /\bunikhet/i,
    'uniform, ikke-uniform': /\bujevn/i,
    'fullstendige svar': /komplette/i,
    'p (justert)': /korrigert p\b/i,
    'praktisk talt uendret': /praktisk uendret/i,
    utgangspunkt: /grunnlinje/i,
    ladning: /faktorvekt/i,
    konfidensnivå: /dekningsgrad/i,
    gruppepar: /par av grupper/i,
    parametere: /\bparametre/i,
    'fastsatt skala': /deklarert/i,
    'felles varians': /sammenslått varians/i,
    middelkvadrat: /gjennomsnittlig kvadrat/i,
    'ingen, ikke noe': /\bintet\b/i,
    'filbane, filbaner': /\bsti(en|er|ene)?\b/i,
    feilmargin: /halv bredde/i,
    beregningsmotor: /\bmotor(en)?\b/i,
    '95 %-konfidensintervall, with a hyphen': /%\s(konfidens)?intervall/i,
  },
  sv: {
    'svarande (respondent-id for the column alone)': /respondent(?!-id)/i,
    'förklarande variabel': /prediktor|förklaringsvariabel/i,
    'prediktion, predicerad': /förutsäg|förutsagt/i,
    startvärde: /\bfrö(et)?\b/i,
    bootstrapurval: /bootstrapdragning|\bbootstrapen\b/i,
    'uniform, icke-uniform': /likformig/i,
    riktvärde: /rettesnor|riktmärke/i,
    styrgräns: /processgräns/i,
    'preliminära styrgränser': /provgräns/i,
    residualvarians: /restvarians/i,
    'unik varians': /\bunikhet/i,
    'fullständiga svar': /kompletta/i,
    resultat: /\bfynd/i,
    'redovisas inte': /\bskyddad/i,
    förklara: /redogör/i,
    'skalan enligt instrumentet': /deklarerad/i,
    'fritt skattad': /frisläppt/i,
    bakgrundsvariabel: /\begenskaper(na)?\b(?! oförändrade)|\begenskapen\b/i,
    'par av grupper': /gruppar/i,
    'utgångsläge, referensperiod': /baslinje/i,
    skalsteg: /skalpoäng/i,
    konfidensgrad: /konfidensnivå/i,
    likelihoodkvottest: /likelihood ratio/i,
    profillikelihoodintervall: /profil-likelihood/i,
    marginalmedelvärden: /marginella medelvärden/i,
    poängberäkning: /poängsättning/i,
    'ta bort något filtervillkor': /vidga filtret/i,
    'hela listan finns i tabellen': /tabellen har alla/i,
    'går inte att avgöra': /oavgjor/i,
    beräkningsmotor: /\bmotorn?\b/i,
    '95-procentigt konfidensintervall': /%\s(konfidens)?intervall/i,
    '5-procentsnivån': /%-nivå/i,
  },
}

/** The window's own texts, under keys that no room has. */
const inWindow = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`window:${key}`, text]))

const catalogues = { nb: { ...messagesOf('nb'), ...inWindow(nb) }, sv: { ...messagesOf('sv'), ...inWindow(sv) } }

describe.each(['nb', 'sv'] as const)('%s', (language) => {
  test.each(Object.entries(rejected[language]))('says “%s”', (_, pattern) => {
    const found = Object.entries(catalogues[language]).filter(([, text]) => pattern.test(text))
    expect(found.map(([key, text]) => `${key}: ${text}`)).toEqual([])
  })

  test('every message is looked at', () => {
    expect(Object.keys(catalogues[language]).length).toBeGreaterThan(2000)
  })
})
