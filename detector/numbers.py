"""Reads an amount that ends at a given word: digits, number words, groups, ranges and bounds. Pure.

Model numbers, calibres, dates and years are never amounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.lexemes import NumberWords
from config.values import Language
from detector.model import Quantity
from detector.units import MEASURES

_TOKEN = re.compile(
    r"(?<![\d:])[0-2]?\d(?::|\s?[hч]\s?)[0-5]\d(?![\d:])"  # the clock
    r"|\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?![\d\w])|\d{1,3}[.,]\d(?=\s(?:thousand|тыс|тис))|\d+"
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[^\w\s]"
)
BRIDGE = 4  # words allowed between number and thing: "new Russian-made main battle"
CALIBRE = frozenset(["mm", "мм", "ملم", "مم"])
DASHES = frozenset("-–—")
RANGE_WORDS = frozenset(["to", "or", "à", "ou", "до", "или", "чи", "або", "إلى", "الى", "أو", "او"])
_BETWEEN = frozenset(["between", "entre", "между", "між", "بين"])
_ANDS = frozenset(["and", "et", "и", "і", "та", "й", "و"])
_PAIRS = frozenset(["пары", "пар", "пари", "pairs", "paires"])
_HALF_MORE = frozenset(["полтора", "полутора", "полторы", "півтора", "півтори"])
_OF_CALIBRE = re.compile(r"\b\d{2,3}[ -]?(?:mm|мм|ملم|مم)\b")
_DECIMAL = re.compile(r"\d{1,3}[.,]\d")
_CLOCK = frozenset(":hч ")  # before its minutes
_CODES = frozenset("-/№#.$€")  # what stands before a number that is a name or a price
# "two aircraft of the type Il-76": the words before "type" are passed with it.
TYPE = frozenset(["type", "типа", "типу", "طراز", "نوع", "марки", "модели"])
OF_TYPE = frozenset(["of", "the", "de", "du", "من"])
_HALF = frozenset(["half", "demi", "пол", "пів"])
_WITH_HALF = (("с", "половиной"), ("з", "половиною"), ("and", "a", "half"), ("et", "demi"))
_ARABIC = re.compile(r"[\u0620-\u064a]")
_EIGHTY = re.compile("quatre-vingts?")
_AND_ONE = re.compile("(vingt|trente|quarante|cinquante|soixante)(?: |-)et(?: |-)une? ")
_OR_SO = re.compile(r"((?:a )?[\w.,]+) or so\b")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0640\u0670]")  # «مسيّرة» is one word
# «5-ти», «12ти»: the end of the numeral's word.
_CASE = re.compile(r"(?<=\d)-?(?:ти|ть|тью|ми|мью|мя|ро|[её]х|рёх|рех|вух|ьох|ьома|ома)\b")
_FEW = re.compile(r"(?<=\b[234])-х\b")
_BULLET = re.compile(r"(?<!\S)-(?=\s)")  # glued to nothing: it opens, and codes no number
_DIGIT = re.compile(r"\d")
_PAST_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class NumberSense:
    """The number words of all languages, merged; folded to lower case."""

    numbers: Mapping[str, int]
    groups: Mapping[str, int]
    many: Mapping[str, int]
    scales: Mapping[str, int]
    several: frozenset[str]
    more: frozenset[tuple[str, ...]]
    less: frozenset[tuple[str, ...]]
    about: frozenset[tuple[str, ...]]
    units: frozenset[str]
    stop: frozenset[str]
    labels: frozenset[str]
    months: frozenset[str]  # that stand before their day
    amounts: frozenset[str]  # numbers, groups and many: every word that alone states an amount
    bounds: frozenset[tuple[str, ...]]  # more, less and about
    parting: frozenset[str]  # words of `stop` that part a class from a model
    ending: frozenset[str]  # what a number left of it does not count across
    numbering: frozenset[tuple[str, ...]]
    counting: frozenset[tuple[str, ...]]
    of_them: frozenset[tuple[str, ...]]
    machines: frozenset[str]
    naming: frozenset[tuple[str, ...]]
    articles: frozenset[str]
    no_piece: frozenset[str]

    @classmethod
    def of(cls, languages: Mapping[Language, NumberWords]) -> NumberSense:
        """Merge the lexicon's languages."""
        words = list(languages.values())
        scales = _folded(w.scales for w in words)
        numbers = _with_prefixes(_folded(w.numbers for w in words) | scales)
        groups, many = _folded(w.groups for w in words), _folded(w.many for w in words)
        more, less = _phrases(w.more for w in words), _phrases(w.less for w in words)
        about = _phrases(w.about for w in words)
        stop = frozenset(word.casefold() for w in words for word in w.stop)
        return cls(
            numbers=numbers,
            groups=groups,
            many=many,
            scales=scales,
            several=frozenset(word.casefold() for w in words for word in w.several),
            more=more,
            less=less,
            about=about,
            units=frozenset(unit.casefold() for w in words for unit in w.units),
            stop=stop,
            labels=frozenset(word.casefold() for w in words for word in w.labels),
            months=frozenset(word.casefold() for w in words for word in w.months),
            amounts=frozenset((*numbers, *groups, *many)),
            bounds=more | less | about,
            parting=(stop - OF_TYPE - TYPE) | _ANDS,
            ending=stop | MEASURES | {p[0] for p in more | less | about if len(p) == 1},
            numbering=_phrases(w.numbering for w in words),
            counting=_phrases(w.counting for w in words),
            of_them=_phrases(w.of_them for w in words),
            machines=frozenset(word.casefold() for w in words for word in w.machines),
            naming=_phrases(w.naming for w in words),
            articles=frozenset(word.casefold() for w in words for word in w.articles),
            no_piece=frozenset(word.casefold() for w in words for word in w.no_piece),
        )

    def names_one_thing(self, between: str) -> bool:
        """Whether these words only join a class to its model: "drones of the type Lancet"."""
        words = _OF_CALIBRE.sub(" ", between.casefold()).split()
        if words and not words[0][0].isalpha():
            return tuple(tokens_of(between)[1:]) in self.naming  # ", all"
        return (
            len(words) <= BRIDGE
            and self.parting.isdisjoint(words)
            and all(word.isalpha() for word in words)
        )

    def is_number(self, token: str) -> bool:
        """Whether a token alone states an amount."""
        return (token[0].isdecimal() and token[-3:-2] not in _CLOCK) or token in self.amounts


def _folded(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return {word.casefold(): value for part in parts for word, value in part.items()}


def _with_prefixes(numbers: dict[str, int]) -> dict[str, int]:
    """Arabic writes "and", "with" and "for" onto the number."""
    arabic = [(word, value) for word, value in numbers.items() if _ARABIC.match(word)]
    prefixed = {letter + word: value for word, value in arabic for letter in "وبلف"}
    return prefixed | numbers


def _phrases(parts: Iterable[Iterable[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tokens_of(phrase)) for part in parts for phrase in part)


def tokens_of(text: str) -> list[str]:
    small = text.casefold()
    if "quatre-vingt" in small:
        small = _EIGHTY.sub("octante", small)
    if " et un" in small:
        small = _AND_ONE.sub(r"\1-unu ", small)
    if " or so" in small:
        small = _OR_SO.sub(r"about \1", small)
    if " / " in small:
        small = small.replace(" / ", " ; ")  # parts what is listed, and codes no number
    if "- " in small:
        small = _BULLET.sub("–", small)
    if _MARKS.search(small):
        small = _MARKS.sub("", unicodedata.normalize("NFC", small))
    if _DIGIT.search(small):
        small = _FEW.sub("", _CASE.sub("", small))
    return _TOKEN.findall(small)


def quantity_at(tokens: list[str], last: int, sense: NumberSense) -> Quantity | None:
    """Read the amount whose last token stands at `last`, with what bounds it on its left."""
    if last + 1 < len(tokens) and tokens[last + 1] in DASHES and _glued(tokens, last, sense):
        return None
    amount, at, vague = amount_at(tokens, last, sense)
    if amount is None:
        return None
    if last + 1 < len(tokens) and tokens[last + 1] == "+":
        return Quantity(min=amount)
    low = _low_end(tokens, at, sense)
    if low is not None and low * (scale := sense.scales.get(tokens[last], 1)) < amount:
        low *= scale  # "two to three hundred"
    if low is not None and low < amount:
        return Quantity(min=low, max=amount)
    return _bounded(tokens[: at + 1], amount, vague, sense, digits=tokens[last][0].isdecimal())


def _glued(tokens: list[str], last: int, sense: NumberSense) -> bool:
    """A number glued to a unit ("82-mm") is a calibre."""
    return last + 2 < len(tokens) and tokens[last + 2] in sense.stop


def _bounded(
    left: list[str], amount: int, vague: str, sense: NumberSense, *, digits: bool
) -> Quantity | None:
    more, less = _ends(left, sense.more), _ends(left, sense.less)
    if less > more:  # "no fewer than" ends in "fewer than"
        return Quantity(max=amount)
    if more:
        return Quantity(min=amount)
    if vague == "many":
        return Quantity(min=amount, approx=True)
    if vague or _ends(left, sense.about):
        return Quantity(value=amount, approx=True)
    if left and (left[-1] in _CODES or (digits and _is_name(left, sense))):
        return None
    return Quantity(value=amount)


def _is_name(left: list[str], sense: NumberSense) -> bool:
    """Whether it is a base's number or a day: "on January 17 T-72"; "17 January 12 T-72" counts."""
    if left[-1] in sense.labels:
        return True
    numbered = len(left) > 1 and left[-2].isdecimal()
    return left[-1] in sense.months and not numbered


def _ends(left: list[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words the longest of the phrases has that end what stands left."""
    sizes = (size for size in range(len(left), 0, -1) if tuple(left[-size:]) in phrases)
    return next(sizes, 0)


def amount_at(tokens: list[str], last: int, sense: NumberSense) -> tuple[int | None, int, str]:
    """Return the amount ending at `last`, the position left of it, and how it is blurred."""
    if tokens[last][0].isdecimal():
        return digits_of(tokens[last]), last - 1, ""
    total, at, vague = _last_part(tokens, last, sense)
    if not vague:
        total, at = _summed(tokens, (total, at), sense)
    size = sense.groups.get(tokens[at], 0) if at >= 0 else 0
    if size > total and _ARABIC.match(tokens[last]) is None:
        halves = 3 if tokens[last] in _HALF_MORE else 2 * total
        return size * halves // 2, at - 1, "group"  # «десятка два»
    return total, at, vague


def _summed(
    tokens: list[str], so_far: tuple[int, int], sense: NumberSense, below: int = 1_000_000
) -> tuple[int, int]:
    """Add what stands left of a part: "two hundred and | fifty"; scales from `below` on stay."""
    token = tokens[so_far[1] + 1]
    total, at = so_far
    if token in _PAIRS and at >= 0 and tokens[at] in sense.numbers:
        return total * sense.numbers[tokens[at]], at - 1
    while at >= 0:
        joint = tokens[at] in {"and", "-", "et"} and at > 0
        before = tokens[at - 1] if joint else tokens[at]
        if total < sense.scales.get(before, 0) < below:
            more, at, _ = _scaled(tokens, at - joint, sense)
            total += more
            continue
        value = sense.numbers.get(before, 0)
        if _ARABIC.match(token) and 0 < value < 10 <= total < 100 and not joint:
            return total + value, at - 1  # five-ten, five-and-twenty
        if value <= total or before in sense.scales or (value < 20 and total < 100):
            break
        total, at = total + value, at - (2 if joint else 1)
    return total, at


def _last_part(tokens: list[str], last: int, sense: NumberSense) -> tuple[int, int, str]:
    """The amount that the last word states, with what multiplies it; left of it; how blurred."""
    token = tokens[last]
    if token in sense.scales:
        return _scaled(tokens, last, sense)
    if token in sense.many:
        times = sense.numbers.get(tokens[last - 1], 0) if last else 0
        if times:  # «два десятки», where "tens" alone are at least two
            return sense.many[token] // 2 * times, last - 2, "group"
        return sense.many[token], last - 1, "many"
    if token in sense.groups:
        return _group(tokens, last, sense)
    return sense.numbers[token], last - 1, ""


def _scaled(tokens: list[str], last: int, sense: NumberSense) -> tuple[int, int, str]:
    """So many hundreds or thousands: "five hundred", «1,5 тысячи»; "several hundred" is open."""
    size, at = sense.scales[tokens[last]], last - 1
    before = tokens[at] if at >= 0 else ""
    if before in sense.several:
        return 2 * size, at - 1, "many"
    digits = digits_of(before) if before[:1].isdecimal() else None
    if before in _HALF_MORE or _DECIMAL.fullmatch(before):
        times = 1.5 if before in _HALF_MORE else float(before.replace(",", "."))
        return round(times * size), at - 1, ""
    if digits:
        return digits * size, at - 1, ""
    if (value := sense.numbers.get(before, size)) < size and before not in sense.scales:
        many, left = _summed(tokens, (value, at - 1), sense, size)
        return many * size, left, ""
    if tokens[last] in sense.many:
        return sense.many[tokens[last]], at, "many"
    return size, at, ""


def _group(tokens: list[str], last: int, sense: NumberSense) -> tuple[int, int, str]:
    """A blurred amount: "two dozen", "half a dozen", «полтора десятка»."""
    size = sense.groups[tokens[last]]
    factor, at = _factor(tokens, last - 1, sense)
    for words in _WITH_HALF:  # "two and a half dozen"
        if tuple(tokens[max(0, at - len(words) + 1) : at + 1]) == words:
            whole, left = _factor(tokens, at - len(words), sense)
            return size * whole + size // 2, left, "group"
    if at >= 0 and tokens[at] in _HALF:
        return size // 2, at - 1, "group"
    if at >= 0 and tokens[at] in _HALF_MORE:
        return size * 3 // 2, at - 1, "group"
    return size * factor, at, "group"


def _factor(tokens: list[str], at: int, sense: NumberSense) -> tuple[int, int]:
    if at >= 0 and tokens[at] in sense.numbers:
        return sense.numbers[tokens[at]], at - 1
    if at > 0 and tokens[at] == "-" and tokens[at - 1] in _HALF:
        return 1, at - 1
    if at >= 0 and tokens[at] in {"a", "une", "un"}:
        return 1, at - 1
    return 1, at


def _low_end(tokens: list[str], at: int, sense: NumberSense) -> int | None:
    """The lower number of "10-15", "ten to fifteen", «от 10 до 15»."""
    if at < 1:
        return None
    if tokens[at - 1] in _BETWEEN and sense.is_number(tokens[at]):
        return amount_at(tokens, at, sense)[0]  # Arabic writes its "and" onto the number
    joined = tokens[at] in _ANDS and at > 1 and tokens[at - 2] in _BETWEEN
    if not (joined or tokens[at] in DASHES or tokens[at] in RANGE_WORDS):
        return None
    if not sense.is_number(tokens[at - 1]):
        return None
    return amount_at(tokens, at - 1, sense)[0]


def digits_of(token: str) -> int | None:
    digits = "".join(letter for letter in token if letter.isdecimal())
    value = int(digits) if len(digits) <= 6 else None
    return None if len(token) == 4 and (value in _PAST_YEARS or token[0] == "0") else value
