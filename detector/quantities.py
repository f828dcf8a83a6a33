"""How many of a thing the text states: digits, words, approximations and bounds.

Reads leftwards from a mention ("over 50 armoured vehicles"), then rightwards ("T-72B3: 7 ед.").
Model numbers, calibres, dates and years are never counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.lexemes import NumberWords
from config.values import Language
from detector.model import Quantity

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?![\d\w])|\d+|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[^\w\s]"
)
_AFTER = re.compile(
    r"[»”\"’']?(?:\s[«“\"][^\W\d_]{2,16}[»”\"])?\s{0,2}(?:"  # БМ-21 «Град» (6 ед.)
    r"[-–—:(]\s{0,2}[x×х]?(?P<listed>\d{1,4})\s{0,2}(?P<unit>[^\W\d_]{1,10}\.?)?\s?(?=[),;.\n]|$)"
    r"|[x×хXХ]\s?(?P<times>\d{1,4})(?![\w-])"
    r")"
)
_WORD, _DIGIT = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?"), re.compile(r"\d")
_REACH = 90  # characters left of a mention where its number may stand
_REACH_AFTER = 160  # and right of it
_BRIDGE = 4  # words allowed between number and thing: "new Russian-made main battle"
_OPEN = frozenset("«\"“„(‘'’-–—#")
_DASHES = frozenset("-–—")
_RANGE_WORDS = frozenset(["to", "or", "à", "ou", "до", "или", "чи", "або", "إلى"])
_BETWEEN = frozenset(["between", "entre", "между", "між", "بين"])
_ANDS = frozenset(["and", "et", "и", "і", "та", "й", "و"])
_PAIRS = frozenset(["пары", "пар", "пари", "pairs", "paires"])
_HALF_MORE = frozenset(["полтора", "полутора", "півтора"])
_OF = frozenset(["of", "de", "d", "des"])
_CODES = frozenset("-/№#.$€")  # what stands before a number that is a name or a price
_PASSED = _OF | _OPEN | frozenset("xх×+»”")  # what may stand between number and thing
# "two aircraft of the type Il-76": the words before "type" are passed with it.
_TYPE = frozenset(["type", "типа", "типу", "طراز", "نوع", "марки", "модели"])
_OF_TYPE = frozenset(["of", "the", "de", "du", "من"])
_HALF = frozenset(["half", "demi", "пол", "пів"])
_ARABIC = re.compile(r"[\u0620-\u064a]")
# What is counted behind its name: "Cobra, ten of them", «Грады» (насчитал 9), and in the next
# sentence, if that says so: "A Linza. Two such vehicles ...", "six of the systems".
_LED_IN = re.compile(
    r"""[»”"']?(?-i:[ ][^\W\d_]++){0,3}?[\s,،(–—-]{1,3}
    (?:counted|numbering|numbered|in[ ]number|count[ ]of|a[ ]total[ ]of|насчита\w+|числом|штук
    |в[ ]количестве|количеством|у[ ]кількості|кількістю|нарахува\w+|порахува\w+|au[ ]nombre[ ]de
    |و?عدد(?:ها|هم|هما)|بعدد)[ ]{1,2}(?P<n>[^\W_]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"""[»”"']?(?-i:[ ][^\W\d_]++){0,3}?[\s,،:(–—-]{1,3}(?P<n>[^\W_]+)[ ](?:of[ ]them|in[ ]all
    |in[ ]total|in[ ]number|all[ ]told|au[ ]total|en[ ]tout|d['’]entre[ ]eux|штук[иа]?|единиц[аы]?
    |одиниц[яі]?|машин[аы]?|бортов|борта|борти|бортів)(?![^\W_])""",
    re.VERBOSE | re.IGNORECASE,
)
_SUCH = re.compile(
    r"""[^.!?:;—–\n]{0,80}+[.!?:;—–]\s{1,2}(?:[^\W_]+[ ]){0,3}?(?P<n>[^\W_]+)[ ](?:such
    |of[ ](?:the|these)|таких|такие|такі|de[ ]ces)[ ](?:vehicles?|machines?|systems?|aircraft|tanks?
    |launchers?
    |машин\w?|единиц\w?|систем\w?|одиниц\w?|установ\w*|engins|véhicules|appareils|blindés)(?![^\W_])""",
    re.VERBOSE | re.IGNORECASE,
)
# "the Tigr (three)", «Панцири: не меньше двух»; and "five, not three, T-72".
_TOLD = re.compile(r"""[»”"']?(?P<by>\s?[(:,،]|\s[-–—])\s?(?P<what>[^.!?;\n]{1,48}|$)""")
_LEADS = frozenset(
    [
        "их",
        "было",
        "всего",
        "их",
        "було",
        "всього",
        "in",
        "all",
        "they",
        "were",
        "there",
        "elles",
        "étaient",
        "ils",
    ]
)
_ENDS_IT = frozenset("),.;!?،:")
_SAYS_WHO = frozenset(
    ["selon", "according", "per", "по", "за", "из", "as", "of", "which", "dont", "بحسب", "حسب"]
)
_CORRECTED = re.compile(
    r"(?P<n>[^\W_]+),? (?:and not|not|et non|et pas|а не|та не|не) [^\W_]+,? $", re.IGNORECASE
)
_EIGHTY = re.compile("quatre-vingts?")
_AND_ONE = re.compile("(vingt|trente|quarante|cinquante|soixante)(?: |-)et(?: |-)une? ")
_PAST_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class NumberSense:
    """The number words of all languages, merged; folded to lower case."""

    numbers: Mapping[str, int]
    groups: Mapping[str, int]
    many: Mapping[str, int]
    more: frozenset[tuple[str, ...]]
    less: frozenset[tuple[str, ...]]
    about: frozenset[tuple[str, ...]]
    units: frozenset[str]
    stop: frozenset[str]
    labels: frozenset[str]
    amounts: frozenset[str]  # numbers, groups and many: every word that alone states an amount

    @classmethod
    def of(cls, languages: Mapping[Language, NumberWords]) -> NumberSense:
        """Merge the lexicon's languages."""
        words = list(languages.values())
        numbers = _with_prefixes(_folded(w.numbers for w in words))
        groups, many = _folded(w.groups for w in words), _folded(w.many for w in words)
        return cls(
            numbers=numbers,
            groups=groups,
            many=many,
            more=_phrases(w.more for w in words),
            less=_phrases(w.less for w in words),
            about=_phrases(w.about for w in words),
            units=frozenset(unit.casefold() for w in words for unit in w.units),
            stop=frozenset(word.casefold() for w in words for word in w.stop),
            labels=frozenset(word.casefold() for w in words for word in w.labels),
            amounts=frozenset((*numbers, *groups, *many)),
        )

    def names_one_thing(self, between: str) -> bool:
        """Whether these words only join a class to its model: "drones of the type Lancet"."""
        words = between.casefold().split()
        said = self.stop - _OF_TYPE
        return len(words) <= _BRIDGE and all(
            (word in _TYPE or word not in said) and word.isalpha() and word not in _ANDS
            for word in words
        )

    def is_number(self, token: str) -> bool:
        """Whether a token alone states an amount."""
        return token[0].isdecimal() or token in self.amounts


def _folded(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return {word.casefold(): value for part in parts for word, value in part.items()}


def _with_prefixes(numbers: dict[str, int]) -> dict[str, int]:
    """Arabic writes "and", "with" and "for" onto the number."""
    arabic = [(word, value) for word, value in numbers.items() if _ARABIC.match(word)]
    prefixed = {letter + word: value for word, value in arabic for letter in "وبلف"}
    return prefixed | numbers


def _phrases(parts: Iterable[Iterable[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_tokens(phrase)) for part in parts for phrase in part)


def _tokens(text: str) -> list[str]:
    small = text.casefold()
    if "quatre-vingt" in small:
        small = _EIGHTY.sub("octante", small)
    if " et un" in small:
        small = _AND_ONE.sub(r"\1-unu ", small)
    return _TOKEN.findall(small)


def quantity_of(
    text: str, span: tuple[int, int], floor: int, sense: NumberSense
) -> Quantity | None:
    """Return how many of the thing at `span` are stated; `floor`: where its own words begin."""
    start, end = span
    tokens = _tokens(text[max(floor, start - _REACH) : start])
    return (
        _before(tokens, sense)
        or _corrected(text[max(floor, start - _REACH) : start], sense)
        or _after(text, end, sense)
    )


def _corrected(left: str, sense: NumberSense) -> Quantity | None:
    found = _CORRECTED.search(left) if left.endswith(", ") else None
    if found is None or not sense.is_number(number := found["n"].casefold()):
        return None
    return _read([number], 0, sense)


def _before(tokens: list[str], sense: NumberSense) -> Quantity | None:
    at = len(tokens) - 1
    bridged = 0
    while at >= 0 and not sense.is_number(tokens[at]):
        token = tokens[at]
        if token in _PASSED or token in sense.units or _ends_unit(tokens, at, sense):
            at -= 1
        elif tokens[max(0, at - 2) : at + 1 : 2] == ["(", ")"] and tokens[at - 1].isdecimal():
            at -= 3  # "eight (8)"
        elif token in _TYPE:
            at -= 1
            while at >= 0 and tokens[at] in _OF_TYPE:
                at -= 1
        elif bridged < _BRIDGE and token[0].isalpha() and token not in sense.stop:
            bridged += 1
            at -= 1
        else:
            return None
    return _read(tokens, at, sense) if at >= 0 else None


def _ends_unit(tokens: list[str], at: int, sense: NumberSense) -> bool:
    return tokens[at] == "." and at > 0 and tokens[at - 1] in sense.units


def _read(tokens: list[str], last: int, sense: NumberSense) -> Quantity | None:
    """Read the amount whose last token stands at `last`, with what bounds it on its left."""
    if last + 1 < len(tokens) and tokens[last + 1] in _DASHES and _glued(tokens, last, sense):
        return None
    amount, at, vague = _amount(tokens, last, sense)
    if amount is None:
        return None
    if last + 1 < len(tokens) and tokens[last + 1] == "+":
        return Quantity(min=amount)
    low = _low_end(tokens, at, sense)
    if low is not None and low < amount:
        return Quantity(min=low, max=amount)
    return _bounded(tokens[: at + 1], amount, vague, sense)


def _glued(tokens: list[str], last: int, sense: NumberSense) -> bool:
    """A number glued to a unit ("82-mm") is a calibre."""
    return last + 2 < len(tokens) and tokens[last + 2] in sense.stop


def _bounded(left: list[str], amount: int, vague: str, sense: NumberSense) -> Quantity | None:
    more, less = _ends(left, sense.more), _ends(left, sense.less)
    if less > more:  # "no fewer than" ends in "fewer than"
        return Quantity(max=amount)
    if more:
        return Quantity(min=amount)
    if vague == "many":
        return Quantity(min=amount, approx=True)
    if vague or _ends(left, sense.about):
        return Quantity(value=amount, approx=True)
    if left and (left[-1] in sense.labels or left[-1] in _CODES):
        return None
    return Quantity(value=amount)


def _ends(left: list[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words the longest of the phrases has that end what stands left."""
    sizes = (size for size in range(len(left), 0, -1) if tuple(left[-size:]) in phrases)
    return next(sizes, 0)


def _amount(tokens: list[str], last: int, sense: NumberSense) -> tuple[int | None, int, str]:
    """Return the amount ending at `last`, the position left of it, and how it is blurred."""
    token = tokens[last]
    if token[0].isdecimal():
        return _digits(token), last - 1, ""
    if token in sense.many:
        return sense.many[token], last - 1, "many"
    if token in sense.groups:
        return _group(tokens, last, sense)
    total, at = sense.numbers[token], last - 1
    if token in _PAIRS and at >= 0 and tokens[at] in sense.numbers:
        return total * sense.numbers[tokens[at]], at - 1, ""
    while at >= 0:
        joint = tokens[at] in {"and", "-", "et"} and at > 0
        before = tokens[at - 1] if joint else tokens[at]
        value = sense.numbers.get(before, 0)
        if _ARABIC.match(token) and 0 < value < 10 <= total < 100 and not joint:
            return total + value, at - 1, ""  # five-ten, five-and-twenty
        if value <= total or (value < 20 and total < 100):
            break
        total, at = total + value, at - (2 if joint else 1)
    return total, at, ""


def _group(tokens: list[str], last: int, sense: NumberSense) -> tuple[int, int, str]:
    """A blurred amount: "two dozen", "half a dozen", «полтора десятка»."""
    size = sense.groups[tokens[last]]
    factor, at = _factor(tokens, last - 1, sense)
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
        return _amount(tokens, at, sense)[0]  # Arabic writes its "and" onto the number
    joined = tokens[at] in _ANDS and at > 1 and tokens[at - 2] in _BETWEEN
    if not (joined or tokens[at] in _DASHES or tokens[at] in _RANGE_WORDS):
        return None
    if not sense.is_number(tokens[at - 1]):
        return None
    return _amount(tokens, at - 1, sense)[0]


def _digits(token: str) -> int | None:
    digits = "".join(letter for letter in token if letter.isdecimal())
    value = int(digits) if len(digits) <= 6 else None
    return None if len(token) == 4 and (value in _PAST_YEARS or token[0] == "0") else value


def _after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    found = _AFTER.match(text, end)
    if found is None:
        return _counted_after(text, end, sense)
    if found["unit"] and found["unit"].rstrip(".").casefold() not in sense.units:
        return None
    value = _digits(found["listed"] or found["times"])
    dash = text[end : found.end()].lstrip("»”\"’' ")[:1]
    if dash in _DASHES and not found["unit"] and text[end : end + 1] in _DASHES:
        return None  # a designator's own dash
    return None if value is None else Quantity(value=value)


def _counted_after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    window = text[end : end + _REACH_AFTER].casefold()
    if not _DIGIT.search(window) and sense.amounts.isdisjoint(_WORD.findall(window)):
        return None  # mostly so, and sooner told than by the patterns, which all ask for a number
    told = _told_after(text, end, sense)
    if told is not None:
        return told
    for pattern in (_LED_IN, _FOLLOWED, _SUCH):
        found = pattern.match(text, end, end + _REACH_AFTER)
        if found and sense.is_number(number := found["n"].casefold()):
            return _read([number], 0, sense)
    return None


def _told_after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    """A number set off behind a thing, alone or with what bounds it: "(seven at least)"."""
    found = _TOLD.match(text, end)
    if found is None:
        return None
    tokens = _tokens(found["what"])
    at = 0
    while at < min(4, len(tokens)) and not sense.is_number(tokens[at]):
        at += 1
    if at >= min(4, len(tokens)) or not _bounds(tokens[:at], sense):
        return None
    last = at
    while last + 1 < len(tokens) and tokens[last + 1] in sense.numbers:
        last += 1
    after = tokens[last + 1 :]
    low = next((n for n in (1, 2, 3) if tuple(after[:n]) in sense.more), 0)
    if low and _closes(after[low:], found["by"], sense):
        amount = _amount(tokens, last, sense)[0]
        return None if amount is None else Quantity(min=amount)
    return _read(tokens, last, sense) if _closes(after, found["by"], sense) else None


def _bounds(words: list[str], sense: NumberSense) -> bool:
    """Whether words before a number only bound it or lead it in."""
    phrases = sense.more | sense.less | sense.about
    return not words or _LEADS.issuperset(words) or tuple(words) in phrases


def _closes(after: list[str], by: str, sense: NumberSense) -> bool:
    """Whether a number that is set off ends there: no thing follows that it would count."""
    if not after or after[0] in _ENDS_IT or after[0] in sense.units:
        return True
    return by.strip() not in (",", "،") and (after[0] in _SAYS_WHO or after[0] in sense.stop)
