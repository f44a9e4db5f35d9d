import type { NonResponseKind } from '../instrument/model'
import { tidy } from '../readers/reader'

/** Words with which questionnaires in bokmål, Swedish, Danish and English offer not to answer. */
const words: Readonly<Record<NonResponseKind, RegExp>> = {
  dont_know:
    /^(jeg )?(vet ikke|veit ikkje|vet ej|vet inte|ved ikke|don['’]?t know|do not know|husker ikke|kommer inte ihåg|minns inte|kan ikke svare|kan ikke vurdere|kan ikke ta stilling|har ingen (mening|formening|oppfatning|uppfattning)|kan inte svara|kan inte bedöma|kan inte ta ställning|cannot say|can['’]?t say|ingen (for)?mening|ingen oppfatning|ingen uppfattning|ingen åsikt|no opinion|unknown|ukjent|okänt|ukendt)$/,
  not_relevant:
    /^(det er |det är )?((ikke|ikkje|ej|inte|not) (relevant|aktuelt|aktuellt|aktuel|applicable|tillämpligt)( for meg| för mig| for mig| to me)?|irrelevant|uaktuelt|(har )?(ingen|inte|ikke) (erfaring|erfarenhet|erfaring med dette|erfarenhet av detta)|no experience|not observed|n\/?a|n\.a\.|(does|do) not apply|gjelder ikke( meg)?|gäller inte( mig)?|(ikke|inte|har ikke) (fått|gitt|satt) (karakter|betyg|vurdering)|ikke fått karakter)$/,
  refused:
    /^(jeg )?(vil (helst )?ikke (svare|oppgi)|ønsker ikke (å|at) (svare|oppgi)|vill (helst )?(ej|inte) (svara|uppge)|avstår( från att svara)?|ønsker ikke at besvare|prefer not to (say|answer|disclose|respond)|refused|no answer|ikke svar|inget svar|ubesvart|ej svar)$/,
}

const plain = (text: string): string =>
  tidy(text)
    .toLowerCase()
    .replace(/^[([]+|[)\].!…]+$/gu, '')
    .trim()

function kindOfWords(text: string): NonResponseKind | null {
  const found = Object.entries(words).find(([, pattern]) => pattern.test(plain(text)))
  return found === undefined ? null : (found[0] as NonResponseKind)
}

/**
 * Why an answer is none, by its words. “Ikke relevant / vet ikke” is one when each of its parts is; what follows in parentheses or after a comma only explains.
 * @returns null for an answer
 */
export function nonAnswerKind(label: string): NonResponseKind | null {
  if (/\(n\/?a\)\s*$/iu.test(label)) return 'not_relevant'
  const whole = kindOfWords(label)
  if (whole !== null) return whole
  const parts = label.split(/\s*\/\s*|\s+(?:eller|or)\s+/iu)
  const kinds = parts.map(kindOfWords)
  if (parts.length > 1 && kinds.every((kind) => kind !== null)) return kinds[0] ?? null
  const [first, ...rest] = label.split(/\s*[(,–]\s*|\s+-\s+/u)
  return rest.length === 0 ? null : kindOfWords(first ?? '')
}
