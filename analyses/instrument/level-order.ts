import { orderRounds } from './round-order'
import { secondsOf } from './time-words'

/** Words from the lowest to the highest, those of one rank side by side: Norwegian, Swedish, Danish and English together. */
const wordOrders: readonly (readonly (readonly string[])[])[] = [
  [
    ['very small', 'svært liten', 'svært små', 'mycket liten', 'mycket små', 'meget lille', 'micro', 'mikro', 'xs'],
    ['small', 'liten', 'litet', 'lille', 'små', 's'],
    [
      'medium',
      'medium sized',
      'middels',
      'middels stor',
      'middels store',
      'mellomstor',
      'mellomstore',
      'mellan',
      'mellanstor',
      'mellanstora',
      'mellem',
      'mellemstor',
      'mellemstore',
      'm',
    ],
    ['large', 'big', 'stor', 'stort', 'store', 'stora', 'l'],
    ['very large', 'svært stor', 'svært store', 'mycket stor', 'mycket stora', 'meget stor', 'meget store', 'xl'],
  ],
  [
    ['very low', 'svært lav', 'svært lavt', 'mycket låg', 'mycket lågt', 'meget lav', 'meget lavt'],
    ['low', 'lav', 'lavt', 'låg', 'lågt'],
    ['medium', 'moderate', 'middels', 'moderat', 'mellan', 'medel', 'medelhög', 'mellem', 'middel'],
    ['high', 'høy', 'høyt', 'hög', 'högt', 'høj', 'højt'],
    ['very high', 'svært høy', 'svært høyt', 'mycket hög', 'mycket högt', 'meget høj', 'meget højt'],
  ],
  [
    ['never', 'aldri', 'aldrig'],
    [
      'very rarely',
      'svært sjelden',
      'mycket sällan',
      'meget sjældent',
      'almost never',
      'nesten aldri',
      'nästan aldrig',
      'næsten aldrig',
    ],
    ['rarely', 'seldom', 'sjelden', 'sällan', 'sjældent'],
    ['occasionally', 'en sjelden gang', 'någon gång'],
    ['sometimes', 'av og til', 'noen ganger', 'iblant', 'ibland', 'nogle gange', 'af og til'],
    ['often', 'frequently', 'ofte', 'ofta'],
    ['very often', 'svært ofte', 'mycket ofta', 'meget ofte', 'usually', 'vanligvis', 'oftast'],
    ['almost always', 'nesten alltid', 'nästan alltid', 'næsten altid'],
    ['always', 'alltid', 'altid'],
  ],
  [
    ['never', 'aldri', 'aldrig'],
    ['yearly', 'annually', 'årlig', 'årligen', 'årligt'],
    ['quarterly', 'kvartalsvis'],
    ['monthly', 'månedlig', 'månedlig', 'månatligen', 'varje månad', 'månedligt', 'hver måned'],
    ['weekly', 'ukentlig', 'hver uke', 'veckovis', 'varje vecka', 'ugentligt', 'ugentlig', 'hver uge'],
    ['daily', 'daglig', 'hver dag', 'dagligen', 'varje dag', 'dagligt'],
    ['several times a day', 'flere ganger om dagen', 'flera gånger om dagen', 'flere gange om dagen'],
  ],
  [
    [
      'strongly disagree',
      'totally disagree',
      'helt uenig',
      'svært uenig',
      'instämmer inte alls',
      'stämmer inte alls',
      'helt uenig',
      'meget uenig',
    ],
    ['disagree', 'uenig', 'instämmer inte', 'stämmer inte', 'tar avstånd'],
    [
      'somewhat disagree',
      'litt uenig',
      'delvis uenig',
      'ganske uenig',
      'instämmer till liten del',
      'stämmer dåligt',
      'lidt uenig',
    ],
    [
      'neither',
      'neutral',
      'neither agree nor disagree',
      'verken eller',
      'verken enig eller uenig',
      'nøytral',
      'varken eller',
      'hverken eller',
      'hverken enig eller uenig',
    ],
    ['somewhat agree', 'litt enig', 'delvis enig', 'ganske enig', 'instämmer delvis', 'stämmer delvis', 'lidt enig'],
    ['agree', 'enig', 'instämmer', 'stämmer', 'instämmer till stor del', 'stämmer bra'],
    ['strongly agree', 'totally agree', 'helt enig', 'svært enig', 'instämmer helt', 'stämmer helt', 'meget enig'],
  ],
  [
    ['very dissatisfied', 'svært misfornøyd', 'mycket missnöjd', 'meget utilfreds'],
    ['dissatisfied', 'misfornøyd', 'missnöjd', 'utilfreds'],
    ['neutral', 'neither', 'nøytral', 'verken eller', 'varken eller', 'hverken eller'],
    ['satisfied', 'fornøyd', 'nöjd', 'tilfreds'],
    ['very satisfied', 'svært fornøyd', 'mycket nöjd', 'meget tilfreds'],
  ],
  [
    ['very poor', 'very bad', 'svært dårlig', 'mycket dålig', 'mycket dåligt', 'meget dårlig'],
    ['poor', 'bad', 'dårlig', 'dålig', 'dåligt'],
    ['fair', 'acceptable', 'average', 'nokså god', 'middels', 'någorlunda', 'godtagbar', 'nogenlunde'],
    ['good', 'god', 'bra', 'godt'],
    ['very good', 'svært god', 'meget god', 'mycket bra', 'mycket god', 'meget godt'],
    ['excellent', 'utmerket', 'utmärkt', 'fremragende'],
  ],
  [
    ['not at all', 'none', 'ikke i det hele tatt', 'ingen', 'inte alls', 'slet ikke', 'overhodet ikke'],
    ['a little', 'slightly', 'mild', 'litt', 'lite', 'i liten grad', 'lidt', 'lett'],
    ['moderately', 'somewhat', 'moderate', 'noe', 'i noen grad', 'något', 'i viss mån', 'i nogen grad', 'moderat'],
    [
      'quite a bit',
      'much',
      'severe',
      'mye',
      'i stor grad',
      'mycket',
      'i hög grad',
      'meget',
      'i høj grad',
      'alvorlig',
      'allvarlig',
    ],
    [
      'extremely',
      'very much',
      'very severe',
      'svært mye',
      'i svært stor grad',
      'väldigt mycket',
      'i mycket hög grad',
      'i meget høj grad',
    ],
  ],
  [
    ['no education', 'none', 'ingen utdanning', 'ingen utbildning', 'ingen uddannelse'],
    [
      'primary',
      'primary school',
      'elementary school',
      'grunnskole',
      'barneskole',
      'grundskola',
      'folkskola',
      'grundskole',
      'folkeskole',
    ],
    ['lower secondary', 'ungdomsskole', 'högstadium'],
    [
      'secondary',
      'upper secondary',
      'high school',
      'videregående',
      'videregående skole',
      'gymnas',
      'gymnasium',
      'gymnasieskola',
      'gymnasial',
      'ungdomsuddannelse',
    ],
    ['vocational', 'fagbrev', 'fagskole', 'yrkesskole', 'yrkesutbildning', 'yrkeshögskola', 'erhvervsuddannelse'],
    [
      'higher education',
      'university',
      'college',
      'universitet',
      'høyskole',
      'høgskole',
      'universitet eller høyskole',
      'universitet/høyskole',
      'högskola',
      'högskola/universitet',
      'eftergymnasial',
      'videregående uddannelse',
    ],
    ['bachelor', "bachelor's degree", 'bachelorgrad', 'kandidatexamen', 'kandidat', 'bacheloruddannelse'],
    ['master', "master's degree", 'mastergrad', 'masterexamen', 'magisterexamen', 'kandidatuddannelse'],
    ['doctorate', 'phd', 'ph d', 'doctoral degree', 'doktorgrad', 'doktorsexamen', 'forskarutbildning', 'ph d grad'],
  ],
  [
    ['employee', 'staff', 'ansatt', 'medarbeider', 'anställd', 'medarbetare', 'medarbejder', 'ansat'],
    ['team leader', 'teamleder', 'gruppeleder', 'gruppledare', 'teamledare'],
    ['middle manager', 'mellomleder', 'mellanchef', 'mellemleder'],
    ['leader', 'manager', 'leder', 'chef', 'ledare'],
    ['senior manager', 'top manager', 'toppleder', 'högsta chef', 'topleder'],
  ],
  [
    ['child', 'children', 'barn', 'børn'],
    ['adolescent', 'adolescents', 'youth', 'ungdom', 'unge', 'ungdomar'],
    ['adult', 'adults', 'voksen', 'voksne', 'vuxen', 'vuxna'],
    ['elderly', 'older adult', 'older adults', 'eldre', 'äldre', 'ældre'],
  ],
  [
    ['beginner', 'novice', 'nybegynner', 'nybörjare', 'begynder'],
    ['intermediate', 'middels', 'viderekommen', 'medel', 'øvet', 'van'],
    ['advanced', 'avansert', 'avancerad', 'avanceret'],
    ['expert', 'ekspert'],
  ],
  [
    ['monday', 'mandag', 'måndag'],
    ['tuesday', 'tirsdag', 'tisdag'],
    ['wednesday', 'onsdag'],
    ['thursday', 'torsdag'],
    ['friday', 'fredag'],
    ['saturday', 'lørdag', 'lördag'],
    ['sunday', 'søndag', 'söndag'],
  ],
]

const rankings = wordOrders.map(
  (order) => new Map(order.flatMap((words, rank) => words.map((word): [string, number] => [word, rank]))),
)

/** More levels than this are names of places or persons. */
const mostOrdered = 200

/**
 * Levels from the lowest to the highest, where their names give an order: amounts (none, 15 minutes, 1 hour, over 60), usual words of sizes, frequencies, agreement, education and
 * so on, or times.
 * @param levels distinct
 * @returns null where the names give none
 */
export function orderByNames(levels: readonly string[]): readonly string[] | null {
  if (levels.length < 2 || levels.length > mostOrdered) return null
  const plain = levels.map(plainWords)
  for (const ranking of rankings) {
    const sorted = sortedBy(
      levels,
      plain.map((word) => ranking.get(word) ?? null),
    )
    if (sorted !== null) return sorted
  }
  const amounts = sortedBy(levels, amountsOf(plain))
  if (amounts !== null) return amounts
  const { rounds, basis } = orderRounds(levels)
  return basis === 'dates' || basis === 'course' ? rounds : null
}

/**
 * An order that somebody gave, completed: levels that it leaves out follow, by their names or the alphabet; those that do not occur are no levels.
 */
export function completedOrder(levels: readonly string[], given: readonly string[]): readonly string[] {
  const known = new Set(levels)
  const first = [...new Set(given)].filter((level) => known.has(level))
  const taken = new Set(first)
  const others = levels.filter((level) => !taken.has(level))
  return [...first, ...(orderByNames(others) ?? others)]
}

/** @returns null unless every level has a rank of its own */
function sortedBy(levels: readonly string[], ranks: readonly (number | null)[]): readonly string[] | null {
  if (ranks.includes(null) || new Set(ranks).size < levels.length) return null
  const rank = new Map(levels.map((level, index) => [level, ranks[index] ?? 0]))
  return levels.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
}

function plainWords(level: string): string {
  return level
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[.,;:()]+(?=\s|$)|^\(/gu, ' ')
    .replaceAll(/[\s\u00a0-]*-[\s\u00a0]*|\s+/gu, (gap) => (gap.includes('-') ? '-' : ' '))
    .replaceAll(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .trim()
}

const none =
  /^(placebo|control|controls|kontroll|kontrol|no|none|zero|not any|ingen|ingenting|inga|inget|intet|ikke noe|aldri|never|aldrig)(?: .*)?$/
const below =
  /^(?:<|≤|under|below|less than|fewer than|up to|younger than|mindre enn|færre enn|yngre enn|inntil|opptil|mindre än|färre än|yngre än|upp till|mindre end|færre end|yngre end|op til)\s*(?=\d)/
const above =
  /^(?:>|≥|over|above|more than|older than|at least|mer enn|flere enn|eldre enn|minst|mer än|fler än|äldre än|över|mere end|flere end|ældre end|mindst)\s*(?=\d)/
const orMore =
  /^[^\d]*\d+(?:[.,]\d+)?\s*(?:\p{L}+\s*)?(?:\+|and over|and above|and older|or more|or older|og over|eller mer|eller flere|eller eldre|og eldre|och över|eller mer|eller fler|eller äldre|och äldre|og derover|eller mere|eller ældre)/u
const orLess =
  /^[^\d]*\d+(?:[.,]\d+)?\s*(?:\p{L}+\s*)?(?:or less|or fewer|or younger|and under|eller mindre|eller færre|eller yngre|og under|eller färre|och under)/u

/** Amounts that names begin with; null where a name has none, or what is counted differs. */
function amountsOf(plain: readonly string[]): readonly (number | null)[] {
  const read = plain.map((text) => {
    const number = /\d+(?:[.,]\d+)?/.exec(text)
    if (number === null) return none.test(text) ? { amount: Number.NEGATIVE_INFINITY, counted: null } : null
    const rest = text.slice(number.index + number[0].length)
    const unit = /^(?:\s*[-–]\s*\d+(?:[.,]\d+)?)?\s*(\p{L}+)/u.exec(rest)?.[1] ?? ''
    const edge = below.test(text) || orLess.test(text) ? -1e-6 : above.test(text) || orMore.test(text) ? 1e-6 : 0
    const prefix = text.slice(0, number.index).replace(below, '').trim()
    const isEdge = edge !== 0
    const seconds = secondsOf(unit)
    const amount = Number(number[0].replace(',', '.'))
    return {
      amount: (amount + edge) * (seconds ?? 1),
      counted: isEdge ? null : `${prefix}|${seconds === undefined ? unit : 'time'}`,
    }
  })
  const counted = new Set(read.flatMap((each) => (each?.counted == null ? [] : [each.counted])))
  return read.map((each) => (counted.size > 1 || counted.size === 0 ? null : (each?.amount ?? null)))
}
