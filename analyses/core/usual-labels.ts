import type { Text } from './words'

/** A level with its name in every language, and the other ways in which files write it. */
interface UsualLevel extends Required<Text> {
  readonly also?: readonly string[]
}

const usual = (en: string, nb: string, sv: string, da: string, ...also: readonly string[]): UsualLevel => ({
  en,
  nb,
  sv,
  da,
  also,
})

const roles: readonly UsualLevel[] = [
  usual('employee', 'ansatt', 'anställd', 'ansat', 'tilsett'),
  usual('leader', 'leder', 'chef', 'leder', 'leiar', 'ledare'),
  usual('manager', 'leder', 'chef', 'leder'),
  usual('co-worker', 'medarbeider', 'medarbetare', 'medarbejder', 'coworker', 'medarbeidar'),
  usual('staff', 'ansatte', 'personal', 'personale'),
  usual('student', 'student', 'student', 'studerende'),
  usual('patient', 'pasient', 'patient', 'patient'),
  usual('user', 'bruker', 'brukare', 'bruger'),
  usual('relative', 'pårørende', 'anhörig', 'pårørende', 'next of kin'),
  usual('nurse', 'sykepleier', 'sjuksköterska', 'sygeplejerske', 'sjukepleiar'),
  usual('physician', 'lege', 'läkare', 'læge', 'doctor'),
  usual('other', 'annet', 'annat', 'andet', 'anna'),
]

const genders: readonly UsualLevel[] = [
  usual('woman', 'kvinne', 'kvinna', 'kvinde', 'female', 'f'),
  usual('man', 'mann', 'man', 'mand', 'male', 'm'),
  usual('girl', 'jente', 'flicka', 'pige'),
  usual('boy', 'gutt', 'pojke', 'dreng'),
  usual('other', 'annet', 'annat', 'andet', 'anna', 'non-binary', 'ikke-binær', 'icke-binär'),
  usual('prefer not to say', 'vil ikke oppgi', 'vill inte uppge', 'vil ikke oplyse'),
]

const countries: readonly UsualLevel[] = [
  usual('Norway', 'Norge', 'Norge', 'Norge', 'Noreg', 'NO', 'NOR'),
  usual('Sweden', 'Sverige', 'Sverige', 'Sverige', 'SE', 'SWE'),
  usual('Denmark', 'Danmark', 'Danmark', 'Danmark', 'DK', 'DNK'),
  usual('Finland', 'Finland', 'Finland', 'Finland', 'Suomi', 'FI', 'FIN'),
  usual('Iceland', 'Island', 'Island', 'Island', 'Ísland', 'IS', 'ISL'),
  usual('Germany', 'Tyskland', 'Tyskland', 'Tyskland', 'Deutschland', 'DE', 'DEU'),
  usual('United Kingdom', 'Storbritannia', 'Storbritannien', 'Storbritannien', 'UK', 'GB', 'GBR'),
]

const languages: readonly UsualLevel[] = [
  usual('Norwegian', 'norsk', 'norska', 'norsk', 'no', 'nor'),
  usual('Norwegian Bokmål', 'bokmål', 'bokmål', 'bokmål', 'nb', 'nb-NO'),
  usual('Norwegian Nynorsk', 'nynorsk', 'nynorska', 'nynorsk', 'nn', 'nn-NO'),
  usual('Swedish', 'svensk', 'svenska', 'svensk', 'sv', 'sv-SE', 'swe'),
  usual('Danish', 'dansk', 'danska', 'dansk', 'da', 'da-DK', 'dan'),
  usual('English', 'engelsk', 'engelska', 'engelsk', 'en', 'en-GB', 'en-US', 'eng'),
  usual('Finnish', 'finsk', 'finska', 'finsk', 'fi', 'fi-FI', 'fin'),
  usual('Sami', 'samisk', 'samiska', 'samisk', 'se', 'sma', 'sme', 'smj'),
]

const levels: Readonly<Record<string, readonly UsualLevel[]>> = {
  role: roles,
  gender: genders,
  sex: genders,
  country: countries,
  language: languages,
}

/** Names of attributes that many surveys have. Core's messages have some of them in the languages that the workbench speaks, in the same words. */
const attributes: Readonly<Record<string, Required<Text>>> = {
  country: { en: 'Country', nb: 'Land', sv: 'Land', da: 'Land' },
  region: { en: 'Region', nb: 'Region', sv: 'Region', da: 'Region' },
  organisation: { en: 'Organisation', nb: 'Organisasjon', sv: 'Organisation', da: 'Organisation' },
  unit: { en: 'Unit', nb: 'Enhet', sv: 'Enhet', da: 'Enhed' },
  role: { en: 'Role', nb: 'Rolle', sv: 'Roll', da: 'Rolle' },
  type: { en: 'Type', nb: 'Type', sv: 'Typ', da: 'Type' },
  gender: { en: 'Gender', nb: 'Kjønn', sv: 'Kön', da: 'Køn' },
  age_group: { en: 'Age group', nb: 'Aldersgruppe', sv: 'Åldersgrupp', da: 'Aldersgruppe' },
  education: { en: 'Education', nb: 'Utdanning', sv: 'Utbildning', da: 'Uddannelse' },
  language: { en: 'Language', nb: 'Språk', sv: 'Språk', da: 'Sprog' },
  sex: { en: 'Sex', nb: 'Kjønn', sv: 'Kön', da: 'Køn' },
  age: { en: 'Age', nb: 'Alder', sv: 'Ålder', da: 'Alder' },
  department: { en: 'Department', nb: 'Avdeling', sv: 'Avdelning', da: 'Afdeling' },
  municipality: { en: 'Municipality', nb: 'Kommune', sv: 'Kommun', da: 'Kommune' },
  county: { en: 'County', nb: 'Fylke', sv: 'Län', da: 'Amt' },
  sector: { en: 'Sector', nb: 'Sektor', sv: 'Sektor', da: 'Sektor' },
  profession: { en: 'Profession', nb: 'Yrke', sv: 'Yrke', da: 'Profession' },
  tenure: { en: 'Tenure', nb: 'Ansiennitet', sv: 'Anställningstid', da: 'Anciennitet' },
}

/** `employee` of `role` → the level that it is a usual word of. */
const byWord: ReadonlyMap<string, ReadonlyMap<string, UsualLevel>> = new Map(
  Object.entries(levels).map(([attribute, known]) => {
    const words = new Map<string, UsualLevel>()
    for (const level of known)
      for (const word of [level.en, level.nb, level.sv, level.da, ...(level.also ?? [])])
        if (!words.has(word.toLowerCase())) words.set(word.toLowerCase(), level)
    return [attribute, words]
  }),
)

/** The name of an attribute that many surveys have, in every language; undefined for any other. */
export const usualAttributeLabel = (attribute: string): Text | undefined =>
  Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined

/**
 * The name of a level in every language, where the level is a usual word for a role, gender, country or language in one of them; undefined for any other. A word that begins
 * with a capital in the data begins so in every language.
 */
export function usualLevelLabel(attribute: string, level: string): Text | undefined {
  const known = byWord.get(attribute)?.get(level.trim().toLowerCase())
  if (known === undefined) return undefined
  const { en, nb, sv, da } = known
  const isCode = level.length <= 3 && !/\p{Ll}/u.test(level.slice(1))
  const asWritten = (word: string): string =>
    !isCode && /^\p{Lu}/u.test(level) ? word.charAt(0).toLocaleUpperCase('en') + word.slice(1) : word
  return { en: asWritten(en), nb: asWritten(nb), sv: asWritten(sv), da: asWritten(da) }
}
