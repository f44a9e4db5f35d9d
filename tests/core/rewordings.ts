type Pairs = readonly (readonly [before: string, after: string])[]

/** Wordings of one round and of the next, as they are reworded in practice: other words for the same, another order, typing errors, words added and left out. */
export const rewordings: Readonly<Record<'employees' | 'personality' | 'leaders', Pairs>> = {
  employees: [
    [
      'Jag vet vilka riktlinjer som gäller för digitala verktyg på min arbetsplats',
      'Jag vet vilka riktlinjer som gäller för användning av digitala verktyg på arbetsplatsen',
    ],
    [
      'Det är tydligt vem som ansvarar för att införa ny teknik hos oss',
      'Hos oss är det tydligt vem som har ansvaret för införandet av ny teknik',
    ],
    ['Jag får information i tid när ett system ska bytas', 'Jag får information i god tid innan ett system byts ut'],
    [
      'Vår ledning följer upp hur digitala lösningar används',
      'Ledningen följer upp hur de digitala lösningarna används',
    ],
    [
      'Jag har den utrustning jag behöver för att arbeta digitalt',
      '12. Jag har den utrustning som jag behöver för att kunna arbeta digitalt',
    ],
    ['Nätverket på min arbetsplats är pålitligt', 'Nätverket på min arbetsplats är stabilt och pålitligt'],
    ['De system jag använder är lätta att förstå', 'De system jag använder i mitt arbete är enkla att förstå'],
    [
      'Jag måste ofta skriva in samma uppgift på flera ställen',
      'Jag måste ofta skriva in samma upgift på fler ställen.',
    ],
    [
      'På min arbetsplats uppmuntras vi att prova nya arbetssätt',
      'Vi uppmuntras att prova nya arbetssätt på min arbetsplats',
    ],
    [
      'Jag har tillräcklig kompetens för att använda de digitala verktygen',
      'Jag har tillräckliga kunskaper för att använda de digitala verktygen',
    ],
    ['Vi lär av varandra när något nytt införs', 'Vi lär av varandra när nya saker införs'],
    ['Det är tillåtet att göra fel när vi testar ny teknik', 'Det är OK att göra fel när vi testar ny teknik'],
    [
      'Vi använder digitala lösningar i samarbetet inom arbetsplatsen',
      'Vi använder digitala lösningar i samarbetet på arbetsplatsen',
    ],
    ['Samarbetet med andra enheter fungerar bra digitalt', 'Det digitala samarbetet med andra enheter fungerar bra'],
    ['Jag känner mig motiverad att använda digitala verktyg', 'Jag är motiverad att använda digitala verktyg'],
    ['Digitala verktyg gör mitt arbete mer meningsfullt', 'Digitala verktyg gör arbetet mer meningsfullt'],
    ['Jag ser fram emot nya digitala lösningar', 'Jag ser fram emot att få nya digitala lösningar'],
    ['Jag tycker att digitaliseringen tar tid från brukarna', 'Digitaliseringen tar tid från brukarna'],
  ],
  personality: [
    ['Talk to a lot of different people at parties.', 'I talk to many different people at parties'],
    ['Get irritated easily.', 'I get easily irritated'],
    ['Carry the conversation to a higher level.', 'Carries conversations to a higher level'],
    ['Have a vivid imagination.', 'I have a very vivid imagination'],
    ['Waste my time.', 'I often waste my time'],
    ['Make friends easily.', 'I make friends easily'],
    ['Do things according to a plan.', 'I do things according to plan'],
    ['Know how to comfort others.', 'I know how to comfort other people'],
    ['Panic easily.', 'I panic easily'],
    ['Find it difficult to approach others.', 'I find it hard to approach others'],
    ['Spend time reflecting on things.', 'I spend time reflecting on many things'],
    ['Often feel blue.', 'I often feel blue'],
    ['Avoid difficult reading material.', 'I avoid reading difficult material'],
    ['Inquire about others’ well-being.', 'I ask about the well-being of others'],
    ['Continue until everything is perfect.', 'I continue until everything is perfect'],
  ],
  leaders: [
    [
      'Jeg mener at min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger',
      'Min arbeidsplass har en kultur som oppmuntrer til bruk av digitale løsninger',
    ],
    [
      'Jeg arbeider for å øke bruken av digitale hjelpemidler på min arbeidsplass',
      'Jeg jobber for å øke bruken av digitale hjelpemidler på arbeidsplassen min',
    ],
    [
      'Jeg benytter i stor grad digitale løsninger i samarbeidet internt på arbeidsplassen',
      'I samarbeidet internt på arbeidsplassen benytter jeg i stor grad digitale løsninger',
    ],
  ],
}
