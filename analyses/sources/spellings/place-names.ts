/**
 * Names of municipalities: two of them are two places, however alike they are (Alvesta and Avesta, Sogndal and Sokndal). Norway by Statistics Norway’s classification 131
 * and Sweden by Statistics Sweden’s list of municipalities, both as of 2024; Denmark by Statistics Denmark’s NUTS classification.
 */
const norway = `Halden, Moss, Sarpsborg, Fredrikstad, Hvaler, Råde, Våler, Skiptvet, Indre Østfold, Rakkestad, Marker, Aremark,
Bærum, Asker, Lillestrøm, Nordre Follo, Ullensaker, Nesodden, Frogn, Vestby, Ås, Enebakk, Lørenskog, Rælingen, Aurskog-Høland, Nes, Gjerdrum, Nittedal, Lunner, Jevnaker, Nannestad,
Eidsvoll, Hurdal, Oslo, Kongsvinger, Hamar, Lillehammer, Gjøvik, Ringsaker, Løten, Stange, Nord-Odal, Sør-Odal, Eidskog, Grue, Åsnes, Elverum, Trysil, Åmot, Stor-Elvdal, Rendalen,
Engerdal, Tolga, Tynset, Alvdal, Folldal, Os, Dovre, Lesja, Skjåk, Lom, Vågå, Nord-Fron, Sel, Sør-Fron, Ringebu, Øyer, Gausdal, Østre Toten, Vestre Toten, Gran, Søndre Land,
Nordre Land, Sør-Aurdal, Etnedal, Nord-Aurdal, Vestre Slidre, Øystre Slidre, Vang, Drammen, Kongsberg, Ringerike, Hole, Lier, Øvre Eiker, Modum, Krødsherad, Flå, Nesbyen, Gol,
Hemsedal, Ål, Hol, Sigdal, Flesberg, Rollag, Nore og Uvdal, Horten, Holmestrand, Tønsberg, Sandefjord, Larvik, Færder, Porsgrunn, Skien, Notodden, Siljan, Bamble, Kragerø,
Drangedal, Nome, Midt-Telemark, Seljord, Hjartdal, Tinn, Kviteseid, Nissedal, Fyresdal, Tokke, Vinje, Risør, Grimstad, Arendal, Kristiansand, Lindesnes, Farsund, Flekkefjord,
Gjerstad, Vegårshei, Tvedestrand, Froland, Lillesand, Birkenes, Åmli, Iveland, Evje og Hornnes, Bygland, Valle, Bykle, Vennesla, Åseral, Lyngdal, Hægebostad, Kvinesdal, Sirdal,
Eigersund, Stavanger, Haugesund, Sandnes, Sokndal, Lund, Bjerkreim, Hå, Klepp, Time, Gjesdal, Sola, Randaberg, Strand, Hjelmeland, Suldal, Sauda, Kvitsøy, Bokn, Tysvær, Karmøy,
Utsira, Vindafjord, Bergen, Kinn, Etne, Sveio, Bømlo, Stord, Fitjar, Tysnes, Kvinnherad, Ullensvang, Eidfjord, Ulvik, Voss, Kvam, Samnanger, Bjørnafjorden, Austevoll, Øygarden,
Askøy, Vaksdal, Modalen, Osterøy, Alver, Austrheim, Fedje, Masfjorden, Gulen, Solund, Hyllestad, Høyanger, Vik, Sogndal, Aurland, Lærdal, Årdal, Luster, Askvoll, Fjaler, Sunnfjord,
Bremanger, Stad, Gloppen, Stryn, Kristiansund, Molde, Ålesund, Vanylven, Sande, Herøy, Ulstein, Hareid, Ørsta, Stranda, Sykkylven, Sula, Giske, Vestnes, Rauma, Aukra, Averøy,
Gjemnes, Tingvoll, Sunndal, Surnadal, Smøla, Aure, Volda, Fjord, Hustadvika, Haram, Trondheim, Steinkjer, Namsos, Frøya, Osen, Oppdal, Rennebu, Røros, Holtålen, Midtre Gauldal,
Melhus, Skaun, Malvik, Selbu, Tydal, Meråker, Stjørdal, Frosta, Levanger, Verdal, Snåsa, Lierne, Røyrvik, Namsskogan, Grong, Høylandet, Overhalla, Flatanger, Leka, Inderøy,
Indre Fosen, Heim, Hitra, Ørland, Åfjord, Orkland, Nærøysund, Rindal, Bodø, Narvik, Bindal, Sømna, Brønnøy, Vega, Vevelstad, Alstahaug, Leirfjord, Vefsn, Grane, Hattfjelldal, Dønna,
Nesna, Hemnes, Rana, Lurøy, Træna, Rødøy, Meløy, Gildeskål, Beiarn, Saltdal, Fauske, Sørfold, Steigen, Lødingen, Evenes, Røst, Værøy, Flakstad, Vestvågøy, Vågan, Hadsel, Bø, Øksnes,
Sortland, Andøy, Moskenes, Hamarøy, Tromsø, Harstad, Kvæfjord, Tjeldsund, Ibestad, Gratangen, Lavangen, Bardu, Salangen, Målselv, Sørreisa, Dyrøy, Senja, Balsfjord, Karlsøy, Lyngen,
Storfjord, Kåfjord, Skjervøy, Nordreisa, Kvænangen, Alta, Hammerfest, Sør-Varanger, Vadsø, Karasjok, Kautokeino, Loppa, Hasvik, Måsøy, Nordkapp, Porsanger, Lebesby, Gamvik, Tana,
Berlevåg, Båtsfjord, Vardø, Nesseby`

const sweden = `Botkyrka, Danderyd, Ekerö, Haninge, Huddinge, Järfälla, Lidingö, Nacka, Norrtälje, Nykvarn, Nynäshamn, Salem, Sigtuna, Sollentuna, Solna, Stockholm, Sundbyberg, Södertälje,
Tyresö, Täby, Upplands-Bro, Upplands Väsby, Vallentuna, Vaxholm, Värmdö, Österåker, Enköping, Heby, Håbo, Knivsta, Tierp, Uppsala, Älvkarleby, Östhammar, Eskilstuna, Flen, Gnesta,
Katrineholm, Nyköping, Oxelösund, Strängnäs, Trosa, Vingåker, Boxholm, Finspång, Kinda, Linköping, Mjölby, Motala, Norrköping, Söderköping, Vadstena, Valdemarsvik, Ydre,
Åtvidaberg, Ödeshög, Aneby, Eksjö, Gislaved, Gnosjö, Habo, Jönköping, Mullsjö, Nässjö, Sävsjö, Tranås, Vaggeryd, Vetlanda, Värnamo, Alvesta, Lessebo, Ljungby, Markaryd, Tingsryd,
Uppvidinge, Växjö, Älmhult, Borgholm, Emmaboda, Hultsfred, Högsby, Kalmar, Mönsterås, Mörbylånga, Nybro, Oskarshamn, Torsås, Vimmerby, Västervik, Gotland, Karlshamn, Karlskrona,
Olofström, Ronneby, Sölvesborg, Bjuv, Bromölla, Burlöv, Båstad, Eslöv, Helsingborg, Hässleholm, Höganäs, Hörby, Höör, Klippan, Kristianstad, Kävlinge, Landskrona, Lomma, Lund, Malmö,
Osby, Perstorp, Simrishamn, Sjöbo, Skurup, Staffanstorp, Svalöv, Svedala, Tomelilla, Trelleborg, Vellinge, Ystad, Åstorp, Ängelholm, Örkelljunga, Östra Göinge, Falkenberg, Halmstad,
Hylte, Kungsbacka, Laholm, Varberg, Ale, Alingsås, Bengtsfors, Bollebygd, Borås, Dals-Ed, Essunga, Falköping, Färgelanda, Grästorp, Gullspång, Göteborg, Götene, Herrljunga, Hjo,
Härryda, Karlsborg, Kungälv, Lerum, Lidköping, Lilla Edet, Lysekil, Mariestad, Mark, Mellerud, Munkedal, Mölndal, Orust, Partille, Skara, Skövde, Sotenäs, Stenungsund, Strömstad,
Svenljunga, Tanum, Tibro, Tidaholm, Tjörn, Tranemo, Trollhättan, Töreboda, Uddevalla, Ulricehamn, Vara, Vårgårda, Vänersborg, Åmål, Öckerö, Arvika, Eda, Filipstad, Forshaga, Grums,
Hagfors, Hammarö, Karlstad, Kil, Kristinehamn, Munkfors, Storfors, Sunne, Säffle, Torsby, Årjäng, Askersund, Degerfors, Hallsberg, Hällefors, Karlskoga, Kumla, Laxå, Lekeberg,
Lindesberg, Ljusnarsberg, Nora, Örebro, Arboga, Fagersta, Hallstahammar, Kungsör, Köping, Norberg, Sala, Skinnskatteberg, Surahammar, Västerås, Avesta, Borlänge, Falun, Gagnef,
Hedemora, Leksand, Ludvika, Malung-Sälen, Mora, Orsa, Rättvik, Smedjebacken, Säter, Vansbro, Älvdalen, Bollnäs, Gävle, Hofors, Hudiksvall, Ljusdal, Nordanstig, Ockelbo, Ovanåker,
Sandviken, Söderhamn, Härnösand, Kramfors, Sollefteå, Sundsvall, Timrå, Ånge, Örnsköldsvik, Berg, Bräcke, Härjedalen, Krokom, Ragunda, Strömsund, Åre, Östersund, Bjurholm, Dorotea,
Lycksele, Malå, Nordmaling, Norsjö, Robertsfors, Skellefteå, Sorsele, Storuman, Umeå, Vilhelmina, Vindeln, Vännäs, Åsele, Arjeplog, Arvidsjaur, Boden, Gällivare, Haparanda, Jokkmokk,
Kalix, Kiruna, Luleå, Pajala, Piteå, Älvsbyn, Överkalix, Övertorneå`

const denmark = `Albertslund, Allerød, Assens, Ballerup, Billund, Bornholm, Brøndby, Brønderslev, Dragør, Egedal, Esbjerg, Fanø, Favrskov, Faxe, Fredensborg, Fredericia, Frederiksberg,
Frederikshavn, Frederikssund, Furesø, Faaborg-Midtfyn, Gentofte, Gladsaxe, Glostrup, Greve, Gribskov, Guldborgsund, Haderslev, Halsnæs, Hedensted, Helsingør, Herlev, Herning,
Hillerød, Hjørring, Holbæk, Holstebro, Horsens, Hvidovre, Høje-Taastrup, Hørsholm, Ikast-Brande, Ishøj, Jammerbugt, Kalundborg, Kerteminde, Kolding, København, Køge, Langeland, Lejre,
Lemvig, Lolland, Lyngby-Taarbæk, Læsø, Mariagerfjord, Middelfart, Morsø, Norddjurs, Nordfyns, Nyborg, Næstved, Odder, Odense, Odsherred, Randers, Rebild, Ringkøbing-Skjern, Ringsted,
Roskilde, Rudersdal, Rødovre, Samsø, Silkeborg, Skanderborg, Skive, Slagelse, Solrød, Sorø, Stevns, Struer, Svendborg, Syddjurs, Sønderborg, Thisted, Tønder, Tårnby, Vallensbæk,
Varde, Vejen, Vejle, Vesthimmerlands, Viborg, Vordingborg, Ærø, Aabenraa, Aalborg, Aarhus`

const namesIn = (list: string): readonly string[] => list.split(/,\s+/u)

/** Municipalities by country; a name that two of a country have stands once. */
export const municipalities = { NO: namesIn(norway), SE: namesIn(sweden), DK: namesIn(denmark) } as const

const words: ReadonlySet<string> = new Set(
  Object.values(municipalities)
    .flat()
    .flatMap((name) => name.toLowerCase().split(/[\s-]/u)),
)

/** Whether a word, in lower case, is the name of a municipality or part of one. */
export const isPlaceWord = (word: string): boolean => words.has(word)
