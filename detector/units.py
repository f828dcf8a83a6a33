"""Words after a number that make it a measure, and words that are no designator's letters."""

from __future__ import annotations

import re

from detector.designators import SPACES

_MEASURES = """
    h hr hrs hour hours min mins minute minutes sec second seconds day days week weeks month months
    year years m km kms mm cm ft mi mile miles meter meters metre metres kilometer kilometers
    kilometre kilometres kg kgs kilo kilos ton tons tonne tonnes percent people men persons
    dollars euros times degrees % ° mg mcg µg ml thousand million billion kbit mbit kbps mbps gb mb
    heure heures jour jours semaine semaines mois ans année années mètre mètres kilomètre
    kilomètres mille millions milliard milliards seconde secondes personnes hommes fois degrés
    ч час часа часов часам минут минуты минуту сек секунд секунды день дня дней сутки суток
    неделя недели недель месяц месяца месяцев год года лет м км мм см метр метра метров километр
    километра километров кг кило тонн тонны тонна процент процента процентов человек человека
    рублей раз раза градусов мг мкг мл тыс тысяч тысячи млн миллион миллиона миллионов млрд кбит
    мбит гб мб
    га гектар гектара гектаров гектари гектарів hectare hectares acre acres هكتار هكتارا
    طن طنا أطنان غرام غراما كغ كيلوغرام كيلوغراما
    година години годин хвилин хвилини секунди днів дні доба доби діб тиждень тижні тижнів місяць
    місяці місяців рік роки років метрів кілометр кілометра кілометрів людей осіб відсотків
    разів градусів тисяч мільйон мільйона мільйонів
    ساعة ساعات يوم يوما أيام دقيقة دقائق متر مترا كم كيلومتر كيلومترا سنة عام شهر أسبوع
    سنوات سنين أعوام أشهر أسابيع ألف مليون مليار
    """
_SMALL_WORDS = """
    a i o y an as at by do go if in is it me my no of on or so to up us we be he am
    au ce de du en et il la le les ma ne ou sa se si ta tu un une ah
    а в и к о с у я во до за из их ко мы на не ни но об он от по со та те то ту ка
    і з й є це що як ми ти із від ні
    """

ADDRESS = frozenset(
    "apartment apt appartement appt квартира квартиры квартире кв квартирі شقة patton".split()  # noqa: SIM905
)
# What others make and number: "Mercedes S 400", "Canon T90", «троллейбус Т72».
_MAKERS = """
    canon nikon minolta leica pentax olympus fuji fujifilm kodak sony samsung huawei nokia xiaomi
    lenovo thinkpad powershot galaxy iphone thinkstation mercedes benz audi bmw volvo scania mazda
    toyota lexus honda hyundai kia ford renault peugeot citroën chevrolet nissan skoda yamaha suzuki
    kawasaki ducati resistor transistor capacitor chip processor
    мерседес ауди бмв вольво скания тойота лексус хонда хёндай форд рено пежо ниссан шкода
    кэнон никон самсунг троллейбус автобус трамвай маршрутка тролейбус مرسيدس كانون سامسونج
    """
_MADE = frozenset(_MAKERS.split())
# An airline's code is read like a maker's: "flight SU 25".
_FLIGHTS = frozenset(
    ["flight", "vol", "рейс", "рейса", "рейсом", "рейсе", "рейсу", "رحلة", "الرحلة"]
)
_AIRLINE = "su"
_OTHERS = _MADE | _FLIGHTS
_GUN = "canon"  # in French, where it has no capital and the code behind it has
_NAMED_SO = re.compile(rf"([^\W\d_]+)[{SPACES}][«\"]?$")
# What is counted behind its name, «Т-72 штук пять»; with a space the number may be theirs.
# Arabic counts behind the number only, and months make it a date: "مي 8 مارس".
_COUNTED = """
    шт штук штуки единиц единицы одиниць одиниці
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    شخص شخصا أشخاص رجل رجلا رجال جندي جنديا جنود راكب راكبا ركاب عنصر عنصرا عناصر مسلح مسلحا
    يناير فبراير مارس أبريل إبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر
    ديسمبر جانفي فيفري أفريل ماي جوان جويلية أوت كانون شباط آذار نيسان أيار حزيران تموز آب أيلول
    تشرين
    """
COUNTED = frozenset(_COUNTED.split())
# Of those the ones that begin a date in Arabic: "إس-300 يوم الأحد".
DATING = frozenset(["يوم", "عام", "شهر", "سنة"])
# "T 72 hours", "D-30 days", "М 5 км": units of time, length, weight, money, data and heads.
MEASURES = frozenset(_MEASURES.split())
# Words of one to three letters that open a sentence before a number: "An 18-year-old",
# «С 60 бойцами», "Il 76% des". With a space they are no designator there.
SMALL_WORDS = frozenset(_SMALL_WORDS.split())


def is_of_others(before: str, core: str) -> bool:
    """Whether it is what others make and number, or a flight: "Mercedes S 400", "flight SU 24"."""
    last = before.lower().split()[-1:]
    if last and last[0].isalpha() and last[0] not in _OTHERS:
        return False  # mostly so, and ten times sooner told than by the pattern
    named = _NAMED_SO.search(before)
    word = named[1].lower() if named else ""
    if named and named[1] == _GUN and core[:1].isupper():
        return False
    return word in _MADE or (word in _FLIGHTS and core[: len(_AIRLINE)].lower() == _AIRLINE)
