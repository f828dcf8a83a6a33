"""The words of benchmarks.event_stream: places, gear and sentences in five languages; invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as it stands after a verb of being or arriving, per language."""

    name: str
    en: str
    ru: str
    fr: str
    uk: str
    ar: str
    port: bool = False

    @property
    def country(self) -> str:
        """Its ISO code."""
        return _COUNTRY_OF[self.name]


@dataclass(frozen=True, slots=True)
class GearName:
    """A thing with its class word, per language; `flies` decides what can happen to it."""

    id: str
    latin: str
    cyrillic: str
    noun: str
    flies: bool = False

    def phrase(self, lang: str) -> str:
        """Such as "T-72B3 tanks" or «танков Т-72Б3»."""
        noun = NOUNS[self.noun][lang]
        if not self.latin:
            return noun
        model = self.cyrillic if lang in ("ru", "uk") else self.latin
        return f"{model} {noun}" if lang == "en" else f"{noun} {model}"


NOUNS = {
    "tank": {"en": "tanks", "ru": "танков", "fr": "chars", "uk": "танків", "ar": "دبابات"},
    "ifv": {"en": "infantry fighting vehicles", "ru": "боевых машин пехоты",
            "fr": "véhicules de combat d'infanterie", "uk": "бойових машин піхоти",
            "ar": "مركبات قتال مشاة"},
    "apc": {"en": "armoured carriers", "ru": "бронетранспортёров",
            "fr": "blindés de transport de troupes", "uk": "бронетранспортерів",
            "ar": "ناقلات جند مدرعة"},
    "car": {"en": "armoured vehicles", "ru": "бронеавтомобилей", "fr": "véhicules blindés",
            "uk": "бронеавтомобілів", "ar": "مدرعات"},
    "gun": {"en": "howitzers", "ru": "гаубиц", "fr": "obusiers", "uk": "гаубиць", "ar": "مدافع"},
    "mlrs": {"en": "rocket launchers", "ru": "реактивных систем", "fr": "lance-roquettes",
             "uk": "реактивних систем", "ar": "راجمات صواريخ"},
    "sam": {"en": "air defence systems", "ru": "зенитных комплексов",
            "fr": "systèmes de défense aérienne", "uk": "зенітних комплексів",
            "ar": "أنظمة دفاع جوي"},
    "truck": {"en": "military trucks", "ru": "военных грузовиков", "fr": "camions militaires",
              "uk": "військових вантажівок", "ar": "شاحنات عسكرية"},
    "helicopter": {"en": "helicopters", "ru": "вертолётов", "fr": "hélicoptères",
                   "uk": "вертольотів", "ar": "مروحيات"},
    "plane": {"en": "aircraft", "ru": "самолётов", "fr": "avions", "uk": "літаків",
              "ar": "طائرات"},
    "troops": {"en": "Russian instructors", "ru": "российских инструкторов",
               "fr": "instructeurs russes", "uk": "російських інструкторів",
               "ar": "مدربين روس"},
    "drone": {"en": "drones", "ru": "беспилотников", "fr": "drones", "uk": "безпілотників",
              "ar": "طائرات مسيرة"},
}  # fmt: skip

GEAR = (
    GearName("t-72", "T-72B3", "Т-72Б3", "tank"),
    GearName("t-90", "T-90M", "Т-90М", "tank"),
    GearName("t-80", "T-80BVM", "Т-80БВМ", "tank"),
    GearName("bmp-3", "BMP-3", "БМП-3", "ifv"),
    GearName("bmp-2", "BMP-2", "БМП-2", "ifv"),
    GearName("btr-82a", "BTR-82A", "БТР-82А", "apc"),
    GearName("btr-80", "BTR-80", "БТР-80", "apc"),
    GearName("tigr", "Tigr-M", "Тигр-М", "car"),
    GearName("typhoon-k", "Typhoon-K", "Тайфун-К", "car"),
    GearName("d-30", "D-30", "Д-30", "gun"),
    GearName("msta", "2A65 Msta-B", "Мста-Б", "gun"),
    GearName("bm-21", "BM-21 Grad", "БМ-21 «Град»", "mlrs"),
    GearName("tos-1a", "TOS-1A", "ТОС-1А", "mlrs"),
    GearName("pantsir", "Pantsir-S1", "«Панцирь-С1»", "sam"),
    GearName("tor", "Tor-M2", "Тор-М2", "sam"),
    GearName("ural", "Ural-4320", "Урал-4320", "truck"),
    GearName("kamaz-4385", "KamAZ-4385", "КамАЗ-4385", "truck"),
    GearName("orlan-10", "Orlan-10", "Орлан-10", "drone"),
    GearName("mi-8", "Mi-8AMTSh", "Ми-8АМТШ", "helicopter", flies=True),
    GearName("mi-24", "Mi-35M", "Ми-35М", "helicopter", flies=True),
    GearName("ka-52", "Ka-52", "Ка-52", "helicopter", flies=True),
    GearName("su-24", "Su-24M", "Су-24М", "plane", flies=True),
    GearName("su-25", "Su-25", "Су-25", "plane", flies=True),
    GearName("il-76", "Il-76", "Ил-76", "plane", flies=True),
    GearName("an-124", "An-124", "Ан-124", "plane", flies=True),
)

TROOPS = GearName("russian-forces", "", "", "troops")

PLACES = (
    PlaceName("Bamako", "in Bamako", "в Бамако", "à Bamako", "у Бамако", "في باماكو"),
    PlaceName("Gao", "in Gao", "в Гао", "à Gao", "у Гао", "في غاو"),
    PlaceName("Kidal", "in Kidal", "в Кидале", "à Kidal", "у Кідалі", "في كيدال"),
    PlaceName("Timbuktu", "in Timbuktu", "в Тимбукту", "à Tombouctou", "у Тімбукту", "في تمبكتو"),
    PlaceName("Tessalit", "in Tessalit", "в Тессалите", "à Tessalit", "у Тессаліті",
              "في تيساليت"),
    PlaceName("Sévaré", "in Sévaré", "в Севаре", "à Sévaré", "у Севаре", "في سيفاري"),
    PlaceName("Ménaka", "in Menaka", "в Менаке", "à Ménaka", "у Менаці", "في ميناكا"),
    PlaceName("Ouagadougou", "in Ouagadougou", "в Уагадугу", "à Ouagadougou", "в Уагадугу",
              "في واغادوغو"),
    PlaceName("Niamey", "in Niamey", "в Ниамее", "à Niamey", "у Ніамеї", "في نيامي"),
    PlaceName("Agadez", "in Agadez", "в Агадесе", "à Agadez", "в Агадесі", "في أغاديز"),
    PlaceName("Bangui", "in Bangui", "в Банги", "à Bangui", "у Бангі", "في بانغي"),
    PlaceName("Tobruk", "in Tobruk", "в Тобруке", "à Tobrouk", "у Тобруці", "في طبرق", port=True),
    PlaceName("Benghazi", "in Benghazi", "в Бенгази", "à Benghazi", "у Бенгазі", "في بنغازي",
              port=True),
    PlaceName("al-Khadim", "at al-Khadim", "в Эль-Хадиме", "à al-Khadim", "в Аль-Хадімі",
              "في الخادم"),
    PlaceName("Conakry", "in Conakry", "в Конакри", "à Conakry", "у Конакрі", "في كوناكري",
              port=True),
    PlaceName("Malabo", "in Malabo", "в Малабо", "à Malabo", "у Малабо", "في مالابو", port=True),
    PlaceName("Lomé", "in Lomé", "в Ломе", "à Lomé", "у Ломе", "في لومي", port=True),
)  # fmt: skip

_COUNTRY_OF = {
    "Bamako": "ML", "Gao": "ML", "Kidal": "ML", "Timbuktu": "ML", "Tessalit": "ML",
    "Sévaré": "ML", "Ménaka": "ML", "Ouagadougou": "BF", "Niamey": "NE", "Agadez": "NE",
    "Bangui": "CF", "Tobruk": "LY", "Benghazi": "LY", "al-Khadim": "LY", "Conakry": "GN",
    "Malabo": "GQ", "Lomé": "TG",
}  # fmt: skip
COUNTRIES = {
    "ML": {"en": "in Mali", "ru": "в Мали", "fr": "au Mali", "uk": "у Малі", "ar": "في مالي"},
    "BF": {"en": "in Burkina Faso", "ru": "в Буркина-Фасо", "fr": "au Burkina Faso",
           "uk": "в Буркіна-Фасо", "ar": "في بوركينا فاسو"},
    "NE": {"en": "in Niger", "ru": "в Нигере", "fr": "au Niger", "uk": "в Нігері",
           "ar": "في النيجر"},
    "CF": {"en": "in the Central African Republic", "ru": "в ЦАР", "fr": "en Centrafrique",
           "uk": "у ЦАР", "ar": "في جمهورية أفريقيا الوسطى"},
    "LY": {"en": "in Libya", "ru": "в Ливии", "fr": "en Libye", "uk": "у Лівії",
           "ar": "في ليبيا"},
    "GN": {"en": "in Guinea", "ru": "в Гвинее", "fr": "en Guinée", "uk": "у Гвінеї",
           "ar": "في غينيا"},
    "GQ": {"en": "in Equatorial Guinea", "ru": "в Экваториальной Гвинее",
           "fr": "en Guinée équatoriale", "uk": "в Екваторіальній Гвінеї",
           "ar": "في غينيا الاستوائية"},
    "TG": {"en": "in Togo", "ru": "в Того", "fr": "au Togo", "uk": "у Того", "ar": "في توغو"},
}  # fmt: skip
CREWS = (20, 50, 60, 100, 150, 300)

NUMBERS = {
    "en": {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight",
           12: "twelve", 15: "fifteen", 20: "twenty"},
    "ru": {5: "пять", 6: "шесть", 7: "семь", 8: "восемь", 12: "двенадцать", 20: "двадцать"},
    "fr": {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit",
           12: "douze", 15: "quinze", 20: "vingt"},
    "uk": {5: "п'ять", 6: "шість", 7: "сім", 8: "вісім", 12: "дванадцять", 20: "двадцять"},
    "ar": {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني"},
}  # fmt: skip

LEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "troops": {
        "en": ("{gear} have arrived {place}.", "{gear} of the Africa Corps deployed {place}.",
               "Diplomats say that {gear} were sent to work {place}."),
        "ru": ("{place} прибыли {gear}.", "группа {gear} прилетела и размещена {place}."),
        "fr": ("{gear} sont arrivés {place}.", "{gear} déployés {place}."),
        "uk": ("{place} прибули {gear}.", "група {gear} розміщена {place}."),
        "ar": ("وصول {gear} {place}.",),
    },
    "ship": {
        "en": ("a Russian cargo ship has unloaded {gear} {place}.",
               "{gear} for the Africa Corps came off a Russian vessel {place} overnight.",
               "Dockers {place} describe the unloading of {gear} under Russian guard."),
        "ru": ("российское судно выгрузило {gear} {place}.",
               "{place} с российского сухогруза выгружают партию {gear} для Африканского корпуса.",
               "Африканский корпус получил морем партию: {gear}. Разгрузка прошла {place}."),
        "fr": ("un cargo russe a déchargé {gear} {place}.",
               "{gear} de l'Africa Corps débarqués d'un navire russe {place}.",
               "Déchargement nocturne {place} : {gear} sous garde russe."),
        "uk": ("російське судно вивантажило {gear} {place}.",
               "{place} із російського суховантажа розвантажили партію {gear}."),
        "ar": ("سفينة شحن روسية أفرغت {gear} {place}.",
               "تفريغ {gear} لصالح القوات الروسية {place}."),
    },
    "flight": {
        "en": ("{gear} of the Africa Corps landed {place}.",
               "Russian {gear} have arrived {place}, residents say.",
               "New arrivals {place}: {gear} with Russian crews."),
        "ru": ("{place} прибыло пополнение Африканского корпуса: {gear}.",
               "на аэродром {place} прилетела группа российских {gear}.",
               "Африканский корпус перебросил {gear}: борта приземлились {place}."),
        "fr": ("{gear} de l'Africa Corps se sont posés {place}.",
               "Arrivée {place} : {gear} avec des équipages russes."),
        "uk": ("{place} прибула група російських {gear}.",
               "Африканський корпус отримав {gear}: вони приземлилися {place}."),
        "ar": ("وصول {gear} روسية {place}.", "هبطت {gear} تابعة لفيلق أفريقيا {place}."),
    },
    "convoy": {
        "en": ("a convoy of the Africa Corps with {gear} was filmed {place}.",
               "Residents {place} watched a Russian column of {gear} roll in.",
               "Russian convoy seen {place}: {gear}."),
        "ru": ("{place} замечена колонна Африканского корпуса: {gear}.",
               "колонна российской техники вошла утром, {place} насчитали {gear}.",
               "очевидцы сняли {place} движение колонны {gear} Африканского корпуса."),
        "fr": ("un convoi de l'Africa Corps avec {gear} a été aperçu {place}.",
               "Colonne russe filmée {place} : {gear}."),
        "uk": ("{place} помітили колону Африканського корпусу: {gear}.",
               "російська колона з {gear} увійшла вранці, бачили {place}."),
        "ar": ("قافلة روسية تضم {gear} {place}.", "رتل لفيلق أفريقيا فيه {gear} شوهد {place}."),
    },
    "sighting": {
        "en": ("{gear} of the Africa Corps were spotted {place}.",
               "New images show Russian {gear} {place}.",
               "Photo of the day: Russian {gear} {place}."),
        "ru": ("{place} замечены {gear} Африканского корпуса.",
               "на свежих кадрах {place} видна стоянка российских {gear}."),
        "fr": ("{gear} de l'Africa Corps photographiés {place}.",
               "De nouvelles images montrent {gear} russes {place}."),
        "uk": ("на нових кадрах {place} видно {gear} Африканського корпусу.",
               "{place} сфотографували {gear} російських військових."),
        "ar": ("صور جديدة تظهر {gear} روسية {place}.", "شوهدت {gear} لفيلق أفريقيا {place}."),
    },
    "handover": {
        "en": ("Russia handed over {gear} to the local army {place}.",
               "the army received {gear} from Russia at a ceremony {place}."),
        "ru": ("Россия передала местной армии партию {gear}, церемония прошла {place}.",
               "{place} военным передали {gear}, привезённые из России."),
        "fr": ("la Russie a remis {gear} à l'armée {place}.",
               "Cérémonie {place} : l'armée reçoit {gear} livrés par la Russie."),
        "uk": ("Росія передала армії {gear}, церемонія відбулася {place}.",
               "{place} військові отримали {gear} від Росії."),
        "ar": ("روسيا تسلم الجيش {gear} {place}.", "تسلم الجيش {gear} من روسيا {place}."),
    },
    "loss": {
        "en": ("one of the Russian {gear} crashed {place}.",
               "Wreckage of Africa Corps {gear} shot down {place} is shown on video."),
        "ru": ("{place} потерпел крушение один из {gear} Африканского корпуса.",
               "{place} сбит один из российских {gear}."),
        "fr": ("un des {gear} de l'Africa Corps s'est écrasé {place}.",
               "Un des {gear} russes abattu {place}."),
        "uk": ("{place} розбився один із {gear} Африканського корпусу.",
               "{place} збито один із російських {gear}."),
        "ar": ("تحطم إحدى {gear} الروسية {place}.", "إسقاط إحدى {gear} الروسية {place}."),
    },
}  # fmt: skip

OPENERS = {
    "en": ("", "", "🇷🇺 ", "⚡️ ", "Reported now: "),
    "ru": ("", "", "❗️", "⚡️", "Сообщают подписчики: "),
    "fr": ("", "", "🔴 ", "Info : "),
    "uk": ("", "", "❗️", "Пишуть місцеві: "),
    "ar": ("", "", "عاجل: "),
}
IDS = {
    "en": ("The tail number {code} can be read.", "One carries the registration {code}."),
    "ru": ("На борту читается бортовой номер {code}.", "Регистрационный номер {code}."),
    "fr": ("L'un est immatriculé {code}.", "On lit le numéro de queue {code}."),
    "uk": ("Видно бортовий номер {code}.",),
    "ar": ("رقم الذيل {code}.",),
}
MARKINGS = {
    "en": ("The vehicles carry the marking {code}.", 'A tactical sign "{code}" is visible.'),
    "ru": ("На бортах видна маркировка {code}.", "Тактический знак «{code}»."),
    "fr": ("Le marquage {code} est visible.",),
    "uk": ("Видно маркування {code}.",),
    "ar": ("تحمل المركبات علامة {code}.",),
}
ONWARD = {
    "en": ("Part of it is to be based {place}.", "The next stop, drivers say, is {place}."),
    "ru": ("Часть техники разместят {place}.", "Следующая остановка – {place}."),
    "fr": ("Une partie sera basée {place}.",),
    "uk": ("Частину розмістять {place}.",),
    "ar": ("سيتمركز جزء منها {place}.",),
}
COLOUR = {
    "en": ["Witnesses spoke of a noisy night.", "The authorities did not comment.",
           "Footage was shared by several channels.", "Shops near the road stayed shut.",
           "It is not clear how long the stay will last."],
    "ru": ["Власти пока молчат.", "Видео прислал подписчик.", "Ночью было шумно, пишут жители.",
           "Сколько продлится стоянка, неизвестно.", "Движение перекрывали на час."],
    "fr": ["Les autorités n'ont pas réagi.", "La vidéo circule depuis ce matin.",
           "Des habitants parlent d'une nuit agitée."],
    "uk": ["Влада поки мовчить.", "Відео надіслав читач.", "Рух перекривали на годину."],
    "ar": ["لم تعلق السلطات.", "انتشر الفيديو صباح اليوم."],
}  # fmt: skip
ASIDES = {
    "en": ["In recent years the army had also received two PT-76 tanks and four BRDM-2.",
           "Previously, Wagner had fought near Tinzaouaten in 2024 and lost a Mi-24.",
           "Earlier, according to The Military Balance, it owned D-30 howitzers and BM-21 Grad."],
    "ru": ["Ранее, в 2024 году, «Вагнер» понёс потери у Тинзауатена.",
           "Напомним, в прошлом году в Сирии видели Т-62 и БМП-1."],
    "fr": ["Auparavant, en 2024, Wagner avait perdu un hélicoptère près de Tinzaouaten."],
    "uk": ["Нагадаємо, у 2024 році «Вагнер» зазнав втрат біля Тін-Зауатіна."],
    "ar": ["يذكر أن فاغنر تكبدت خسائر عام 2024 في تينزاواتين."],
}  # fmt: skip
NOISE = {
    "en": ["Spartak won again, the coach praised the new striker.",
           "Rice is dearer at the market in Bamako this week, traders say.",
           "A think tank calls for more aid to Niger's schools.",
           "The water tank behind the town hall in Gao is being repaired.",
           "A tiger cub was born at the zoo in Accra."],
    "ru": ["«Спартак» сыграл вничью, тренер недоволен.", "Град побил теплицы под Ставрополем.",
           "На рынке в Бамако подорожал рис.", "В музее открыли выставку линз и телескопов."],
    "fr": ["Le festival sur le Niger ouvre ses portes à Ségou.",
           "Le prix du riz augmente à Bamako.", "Douze chars fleuris au carnaval de Nice."],
    "uk": ["У Карпатах шукають найстаріший бук.", "Рис подорожчав на ринку.",
           "Футболісти зіграли внічию."],
    "ar": ["ارتفعت أسعار الأرز في باماكو.", "ولادة نمر في حديقة الحيوان."],
}  # fmt: skip
SOURCES = tuple(f"{lang}-{n}" for lang in ("en", "ru", "fr", "uk", "ar") for n in range(1, 8))
