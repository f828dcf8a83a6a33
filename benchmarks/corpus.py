"""Generates posts, articles and watchlists for the benchmarks, from a seed; nothing is fetched.

Words follow a steep distribution with a long tail of made-up ones, as real text does. A
share of the texts carries one watched alias, spelled as an author might spell it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from detector.designators import cyrillic

_SHARES = {"ru": 45, "en": 25, "fr": 13, "uk": 12, "ar": 5}
_WORDS = {
    "ru": """в и на не что с по из к у за от как он это для был его но они года после под
        сообщает источник колонна техники прошла через город вечером местные жители видели военные
        власти заявили правительство граница север район дорога ночью утром операция силы армия
        представитель канал опубликовал кадры фотографии видно несколько машин рядом аэродром порт
        прибыли новые поставки министерство обороны страны региона переговоры президент встреча""",
    "en": """the of and to in a for on that with as was by at from it is were an be has this
        officials said convoy vehicles passed through the city residents reported evening army
        government border northern region road overnight operation forces spokesman channel
        published images showing several trucks near airfield port arrived new deliveries ministry
        defence country talks president meeting according sources equipment moved towards""",
    "fr": """de la le et les des à en un une dans pour que du sur par au avec est il ont été
        selon source convoi véhicules traversé la ville habitants signalé soir armée gouvernement
        frontière nord région route nuit opération forces porte-parole chaîne publié images montrant
        plusieurs camions près aérodrome port arrivés nouvelles livraisons ministère pays""",
    "uk": """в і на не що з по із до у за від як він це для був його але вони року після під
        повідомляє джерело колона техніки пройшла через місто ввечері жителі бачили військові
        влада заявила уряд кордон північ район дорога вночі вранці операція сили армія речник
        канал оприлюднив кадри світлини видно кілька машин поруч летовище порт прибули нові""",
    "ar": """في من على إلى عن أن مع هذا كان التي بعد قبل مصدر قافلة مركبات مرت عبر المدينة
        سكان أفادوا مساء الجيش الحكومة الحدود شمال منطقة طريق ليلا عملية قوات المتحدث قناة
        نشرت صور تظهر عدة شاحنات قرب مطار ميناء وصلت جديدة وزارة الدفاع البلاد الرئيس""",
}
_SYLLABLES = {
    "ru": "ба ве ги до жу за ки лё мы но па ре сы ти фу ха це чо ши ста про кра вла дне грю тор",
    "en": "ba re ti lo mun sta dor ven kas ple gri fo wen thal cor ny mar tes bru lin",
    "fr": "ba ré ti lou mon sta dor vin quas plé gri fau ven cha cor ni mar tess",
    "uk": "ба ве ги до жу за ки лі ми но па ре си ті фу ха це чо ши ста про кра вла",
    "ar": "با ري تي لو من ستا دور في كا ني مار سل حم رد قا",
}
# Every watched name has one of these, so that no text mentions it by accident.
_MARKS = {
    "ru": "гжев рдут йкон мбыр здях",
    "en": "xov zunk jarth qued wyrm",
    "uk": "гжів рдук йкон мбир",
}
_ENDS = {"ru": ". ", "en": ". ", "fr": " ! ", "uk": ". ", "ar": ". "}
_SUFFIXES = ("", "", "A", "B", "M", "M1", "B3", "AM", "SM", "MD", "K", "PM2")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts of one kind, and how many of them carry a watched alias."""

    texts: tuple[str, ...]
    injected: int


def watchlist(size: int, seed: int = 7) -> list[str]:
    """Distinct aliases: designators, names, phrases and numbered units."""
    chance = random.Random(seed)  # noqa: S311 (a corpus, not a secret)
    found: dict[str, None] = {}
    while len(found) < size:
        kind = chance.random()
        if kind < 0.4:
            found[_designator(chance)] = None
        elif kind < 0.7:
            found[_name(chance)] = None
        elif kind < 0.9:
            found[f"{_name(chance)} {_made_up(chance, chance.choice(('ru', 'en', 'fr')))}"] = None
        else:
            found[f"{chance.randint(1, 999)}-я {_made_up(chance, 'ru')}ская бригада"] = None
    return list(found)


def corpus(kind: str, size: int, aliases: Sequence[str], rate: float, seed: int = 11) -> Corpus:
    """Texts of a kind ("posts" of about 350 characters, "articles" of about 5,500)."""
    chance = random.Random(f"{seed} {kind} {rate}")  # noqa: S311 (as above)
    target = 350 if kind == "posts" else 5_500
    texts, injected = [], 0
    for _ in range(size):
        language = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
        words = _prose(chance, language, int(target * chance.uniform(0.4, 1.6)))
        if chance.random() < rate:
            words.insert(chance.randrange(len(words)), _as_written(chance, chance.choice(aliases)))
            injected += 1
        texts.append(" ".join(words))
    return Corpus(tuple(texts), injected)


def _prose(chance: random.Random, language: str, length: int) -> list[str]:
    words = _WORDS[language].split()
    weights = [1 / (rank + 3) for rank in range(len(words))]
    out: list[str] = ["❗️"] if chance.random() < 0.3 else []
    while length > 0:
        sentence = chance.choices(words, weights, k=chance.randint(6, 18))
        for index in range(len(sentence)):
            if chance.random() < 0.25:
                sentence[index] = _made_up(chance, language)
        sentence[0] = sentence[0].capitalize()
        if chance.random() < 0.3:
            sentence.insert(3, str(chance.randint(2, 2_500)))
        sentence[chance.randrange(len(sentence))] += ","
        sentence[-1] += _ENDS[language].strip()
        length -= sum(map(len, sentence)) + len(sentence)
        out += sentence
    return out


def _made_up(chance: random.Random, language: str) -> str:
    return "".join(chance.choices(_SYLLABLES[language].split(), k=chance.randint(2, 5)))


def _name(chance: random.Random) -> str:
    language = chance.choices(("ru", "en", "uk"), (45, 45, 10))[0]
    syllables = chance.choices(_SYLLABLES[language].split(), k=chance.randint(2, 4))
    syllables.insert(chance.randrange(len(syllables)), chance.choice(_MARKS[language].split()))
    return "".join(syllables).capitalize()


def _designator(chance: random.Random) -> str:
    letters = "".join(chance.choices("ABDGKLMNPRSTUVZ", k=chance.choice((1, 2, 2, 3, 3))))
    return f"{letters}-{chance.randint(1, 999)}{chance.choice(_SUFFIXES)}"


def _as_written(chance: random.Random, alias: str) -> str:
    if "-" not in alias or not alias[0].isupper():
        return alias
    spelled = (alias, alias, alias.replace("-", ""), alias.replace("-", "‑"), cyrillic(alias))
    return chance.choice(spelled)
