/**
 * Names for tests of precision, none of which the program knows. They are facts: hospitals by the web pages of the Norwegian regional health authorities and the Swedish
 * regions (2024), former municipalities of Norway by the lists of the mergers of 2018 and 2020 of the Ministry of Local Government, districts of Oslo, Bergen, Göteborg and
 * Malmö by the municipalities.
 */
const list = (names: string): readonly string[] => names.split(/,\s+/u)

export const norwegianHospitals =
  list(`Akershus universitetssykehus, Ahus Kongsvinger, Ahus Gardermoen, Oslo universitetssykehus Rikshospitalet, Oslo universitetssykehus Ullevål,
Oslo universitetssykehus Aker, Oslo universitetssykehus Radiumhospitalet, Diakonhjemmet sykehus, Lovisenberg Diakonale Sykehus, Sykehuset Østfold Kalnes, Sykehuset Østfold Moss,
Sykehuset Innlandet Elverum, Sykehuset Innlandet Gjøvik, Sykehuset Innlandet Hamar, Sykehuset Innlandet Lillehammer, Sykehuset Innlandet Tynset, Sykehuset Innlandet Sanderud,
Sykehuset Innlandet Reinsvoll, Bærum sykehus, Drammen sykehus, Kongsberg sykehus, Ringerike sykehus, Sykehuset i Vestfold Tønsberg, Sykehuset i Vestfold Larvik,
Sykehuset Telemark Skien, Sykehuset Telemark Notodden, Sykehuset Telemark Porsgrunn, Sørlandet sykehus Arendal, Sørlandet sykehus Flekkefjord, Sørlandet sykehus Kristiansand,
Sunnaas sykehus, Martina Hansens Hospital, Betanien Hospital Skien, Revmatismesykehuset Lillehammer, Stavanger universitetssjukehus, Haugesund sjukehus, Stord sjukehus, Odda sjukehus,
Valen sjukehus, Folgefonn, Haukeland universitetssjukehus, Haraldsplass Diakonale Sykehus, Voss sjukehus, Kysthospitalet i Hagevik, Førde sentralsjukehus, Nordfjord sjukehus,
Lærdal sjukehus, Solund sjukeheim, Ålesund sjukehus, Volda sjukehus, Molde sjukehus, Kristiansund sjukehus, Sjukehuset Nordmøre og Romsdal, St. Olavs hospital Øya,
St. Olavs hospital Orkdal, St. Olavs hospital Røros, Sykehuset Levanger, Sykehuset Namsos, Helgelandssykehuset Mo i Rana, Helgelandssykehuset Mosjøen,
Helgelandssykehuset Sandnessjøen, Helgelandssykehuset Brønnøysund, Nordlandssykehuset Bodø, Nordlandssykehuset Lofoten, Nordlandssykehuset Vesterålen, UNN Tromsø, UNN Harstad,
UNN Narvik, UNN Longyearbyen, Finnmarkssykehuset Hammerfest, Finnmarkssykehuset Kirkenes, Finnmarkssykehuset Alta, Finnmarkssykehuset Karasjok`)

export const swedishHospitals =
  list(`Karolinska Universitetssjukhuset Solna, Karolinska Universitetssjukhuset Huddinge, Danderyds sjukhus, Södersjukhuset, S:t Eriks Ögonsjukhus,
Capio S:t Görans sjukhus, Ersta sjukhus, Norrtälje sjukhus, Södertälje sjukhus, Akademiska sjukhuset, Lasarettet i Enköping, Mälarsjukhuset, Nyköpings lasarett, Kullbergska sjukhuset,
Universitetssjukhuset i Linköping, Vrinnevisjukhuset, Lasarettet i Motala, Länssjukhuset Ryhov, Höglandssjukhuset, Värnamo sjukhus, Centrallasarettet Växjö, Ljungby lasarett,
Länssjukhuset i Kalmar, Oskarshamns sjukhus, Västerviks sjukhus, Visby lasarett, Blekingesjukhuset Karlskrona, Blekingesjukhuset Karlshamn, Centralsjukhuset Kristianstad,
Helsingborgs lasarett, Hässleholms sjukhus, Lasarettet i Landskrona, Lasarettet Trelleborg, Lasarettet i Ystad, Skånes universitetssjukhus Lund, Skånes universitetssjukhus Malmö,
Ängelholms sjukhus, Hallands sjukhus Halmstad, Hallands sjukhus Varberg, Hallands sjukhus Kungsbacka, Sahlgrenska Universitetssjukhuset, Östra sjukhuset, Mölndals sjukhus,
Kungälvs sjukhus, Alingsås lasarett, Angereds Närsjukhus, Frölunda Specialistsjukhus, Norra Älvsborgs Länssjukhus, Södra Älvsborgs Sjukhus Borås, Södra Älvsborgs Sjukhus Skene,
Skaraborgs Sjukhus Skövde, Skaraborgs Sjukhus Lidköping, Skaraborgs Sjukhus Falköping, Skaraborgs Sjukhus Mariestad, Uddevalla sjukhus, Centralsjukhuset i Karlstad,
Sjukhuset i Arvika, Sjukhuset i Torsby, Universitetssjukhuset Örebro, Karlskoga lasarett, Lindesbergs lasarett, Västmanlands sjukhus Västerås, Västmanlands sjukhus Köping,
Västmanlands sjukhus Fagersta, Västmanlands sjukhus Sala, Falu lasarett, Mora lasarett, Avesta lasarett, Ludvika lasarett, Gävle sjukhus, Hudiksvalls sjukhus, Bollnäs sjukhus,
Söderhamns sjukhus, Sundsvalls sjukhus, Sollefteå sjukhus, Örnsköldsviks sjukhus, Östersunds sjukhus, Norrlands universitetssjukhus, Skellefteå lasarett, Lycksele lasarett,
Sunderby sjukhus, Piteå sjukhus, Kalix sjukhus, Gällivare sjukhus, Kiruna sjukhus`)

export const formerMunicipalities =
  list(`Askim, Eidsberg, Hobøl, Rygge, Rømskog, Spydeberg, Trøgstad, Oppegård, Ski, Sørum, Fet, Skedsmo, Røyken, Hurum, Nedre Eiker, Svelvik, Hof, Re, Andebu,
Stokke, Nøtterøy, Tjøme, Lardal, Sauherad, Søgne, Songdalen, Mandal, Marnardal, Audnedal, Finnøy, Rennesøy, Forsand, Jondal, Odda, Granvin, Fusa, Fjell, Sund, Meland, Radøy, Lindås,
Leikanger, Balestrand, Førde, Naustdal, Gaular, Jølster, Flora, Vågsøy, Selje, Eid, Hornindal, Skodje, Sandøy, Ørskog, Norddal, Stordal, Midsund, Nesset, Fræna, Eide, Halsa, Hemne,
Snillfjord, Agdenes, Orkdal, Meldal, Rissa, Leksvik, Bjugn, Roan, Klæbu, Verran, Namdalseid, Fosnes, Vikna, Nærøy, Ballangen, Skånland, Torsken, Lenvik, Tranøy, Kvalsund, Tysfjord,
Kråkstad, Feiring, Skjeberg, Tune, Varteig, Rolvsøy, Onsøy, Kråkerøy, Borre, Sem, Hedrum, Tjølling, Brunlanes, Stavern, Våle, Ramnes, Strømm, Botne, Skoger, Øyestad, Moland, Hisøy,
Tromøy, Oddernes, Tveit, Randesund, Åsane, Laksevåg, Fana, Arna, Strinda, Byneset, Leinstrand, Heimdal, Tiller, Skjerstad, Bremnes, Kvaløy, Hillesøy, Tromsøysund, Ullsfjord`)

export const districts =
  list(`Alna, Bjerke, Frogner, Gamle Oslo, Grorud, Grünerløkka, Nordre Aker, Nordstrand, Sagene, St. Hanshaugen, Stovner, Søndre Nordstrand, Ullern, Vestre Aker,
Østensjø, Bergenhus, Fyllingsdalen, Laksevåg, Ytrebygda, Årstad, Åsane, Angered, Lundby, Majorna-Linné, Norra Hisingen, Västra Hisingen, Västra Göteborg, Östra Göteborg,
Örgryte-Härlanda, Askim-Frölunda-Högsbo, Hyllie, Kirseberg, Limhamn-Bunkeflo, Oxie, Rosengård, Husie, Fosie, Södra Innerstaden, Västra Innerstaden`)

/** Names of wards, teams, shifts and the like, each of which differs from others in what matters. */
export const units =
  list(`Avdeling 1, Avdeling 2, Avdeling 11, Avdeling 12, Avdeling 1A, Avdeling 1B, Enhet A, Enhet B, Enhet A/B, Nord, Sør, Nordre, Søndre, Øst, Vest, Østre, Vestre, Øvre, Nedre, Indre,
Ytre, Team Blå, Team Grå, Team 3, Post 3A, Post 3B, Kirurgi I, Kirurgi II, Kirurgi III, Medisin, Medisin 2, Haugen skole, Hauge skole, Solberg skole, Solberga skola, Heltid, Deltid,
Voksne, Voksen, Lager, Leger, Dagskift, Nattskift, Kveldskift, Employees, Employers, Hjemmetjenesten nord, Hjemmetjenesten sør, Hjemmetjenesten, Barnehage 1, Barnehage 2, Kvinner,
Kvinne, Sykehjem, Sykehus, Inntak, Uttak, Poliklinikk, Poliklinikk A, 18-29, 30-39, 1-2 år, 1-3 år, Under 30, Over 30, Rød, Rød 2, Ja, Nei, Gruppe 10, Gruppe 100, Linje 5, Linje 5b,
2021, 2022, KS1, KS2, AB, AC, A+, B+, Region Nord, Region Midt, Region Sør, Solbakken, Solbakka, Bjørkelia, Bjerkelia, Granly, Granli nord, Granli sør`)
