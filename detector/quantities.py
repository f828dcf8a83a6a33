"""How many of a thing the text states: digits, words, approximations and bounds.

Reads leftwards from a mention ("over 50 armoured vehicles"), then rightwards ("T-72B3: 7 ед.").
"""

from __future__ import annotations

import re

from detector.model import Quantity
from detector.numbers import (
    BRIDGE,
    DASHES,
    OF_TYPE,
    TYPE,
    NumberSense,
    amount_at,
    digits_of,
    quantity_at,
    tokens_of,
)

_AFTER = re.compile(
    r"[»”\"’']?(?:\s[«“\"][^\W\d_]{2,16}[»”\"])?\s{0,2}(?:"  # БМ-21 «Град» (6 ед.)
    r"[-–—:(]\s{0,2}[x×х]?(?P<listed>\d{1,4})\s{0,2}(?P<unit>[^\W\d_]{1,10}\.?)?\s?(?=[(),;.\n]|$)"
    r"|[x×хXХ]\s?(?P<times>\d{1,4})(?![\w-])"
    r")"
)
_WORD, _DIGIT = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?"), re.compile(r"\d")
_REACH = 90  # characters left of a mention where its number may stand
_REACH_AFTER = 160  # and right of it
_OPEN = frozenset("«\"“„(‘'’-–—#")
_OF = frozenset(["of", "de", "d", "des"])
_PASSED = _OF | _OPEN | frozenset("xх×+»”")  # what may stand between number and thing
_TIMES = frozenset("xх×")
_ORDINAL = frozenset(["st", "nd", "rd", "th", "er", "ème"])  # "the 7th T-72"
# Arabic says one or two of a thing behind it.
_ONE_OR_TWO = re.compile(r"""[»”"']?\s(?P<n>واحدة?|وحيدة?|اثن[ايت]ن?|اثنت[اي]ن)(?!\w)""")
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
    ["их", "было", "всего", "їх", "було", "всього", "in", "all", "they", "were", "there",
     "elles", "étaient", "ils"]
)  # fmt: skip
_ENDS_IT = frozenset("),.;!?،:")
_SAYS_WHO = frozenset(
    ["selon", "according", "per", "по", "за", "из", "as", "of", "which", "dont", "بحسب", "حسب"]
)
_CORRECTED = re.compile(
    r"(?P<n>[^\W_]+),? (?:and not|not|et non|et pas|а не|та не|не) [^\W_]+,? $", re.IGNORECASE
)


def quantity_of(
    text: str, span: tuple[int, int], floor: int, sense: NumberSense
) -> Quantity | None:
    """Return how many of the thing at `span` are stated; `floor`: where its own words begin."""
    start, end = span
    left = text[max(floor, start - _REACH) : start]
    return _before(tokens_of(left), sense) or _corrected(left, sense) or _after(text, end, sense)


def _corrected(left: str, sense: NumberSense) -> Quantity | None:
    found = _CORRECTED.search(left) if left.endswith(", ") else None
    if found is None or not sense.is_number(number := found["n"].casefold()):
        return None
    return quantity_at([number], 0, sense)


def _before(tokens: list[str], sense: NumberSense) -> Quantity | None:
    at = len(tokens) - 1
    bridged = 0
    while at >= 0 and (not sense.is_number(tokens[at]) or _is_drive(tokens, at)):
        token = tokens[at]
        if token in _ORDINAL and at > 0 and tokens[at - 1].isdecimal():
            return None
        if token in _PASSED or token in sense.units or _ends_unit(tokens, at, sense):
            at -= 1
        elif tokens[max(0, at - 2) : at + 1 : 2] == ["(", ")"] and tokens[at - 1].isdecimal():
            if at < 3 or not sense.is_number(tokens[at - 3]):
                return quantity_at(tokens, at - 1, sense)  # "un (1)"
            at -= 3  # "eight (8)"
        elif bridged < BRIDGE and (_ends_compound(tokens, at) or _is_drive(tokens, at)):
            bridged += 1
            at -= 3
        elif token in TYPE:
            at -= 1
            while at >= 0 and tokens[at] in OF_TYPE:
                at -= 1
        elif bridged < BRIDGE and token[0].isalpha() and token not in sense.stop:
            bridged += 1
            at -= 1
        else:
            return None
    return quantity_at(tokens, at, sense) if at >= 0 else None


def _is_drive(tokens: list[str], at: int) -> bool:
    """Whether "6x6" ends here."""
    return at > 1 and tokens[at - 1] in _TIMES and len(tokens[at]) == len(tokens[at - 2]) == 1


def _ends_compound(tokens: list[str], at: int) -> bool:
    """Whether "eight-wheelers" or «130-мм» ends here: what begins it counts nothing."""
    return at > 1 and tokens[at - 1] in DASHES and tokens[at][0].isalpha() and _is_plain(tokens, at)


def _is_plain(tokens: list[str], at: int) -> bool:
    """Whether it begins with one number or word, and not as a range does."""
    return at < 3 or tokens[at - 3] not in DASHES


def _ends_unit(tokens: list[str], at: int, sense: NumberSense) -> bool:
    """Whether an abbreviation ends here: «ед.», «тыс.»."""
    if tokens[at] != "." or at == 0:
        return False
    return tokens[at - 1] in sense.units or tokens[at - 1] in sense.scales


def _after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    found = _AFTER.match(text, end)
    unit = found["unit"].rstrip(".").casefold() if found and found["unit"] else ""
    if found is None or unit in sense.numbers:  # "(1 seul)"
        return _counted_after(text, end, sense)
    if unit and unit not in sense.units:
        return None
    value = digits_of(found["listed"] or found["times"])
    dash = text[end : found.end()].lstrip("»”\"’' ")[:1]
    if dash in DASHES and not unit and text[end : end + 1] in DASHES:
        return None  # a designator's own dash
    return None if value is None else Quantity(value=value)


def _counted_after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    window = text[end : end + _REACH_AFTER].casefold()
    if not _DIGIT.search(window) and sense.amounts.isdisjoint(_WORD.findall(window)):
        return None  # mostly so, and sooner told than by the patterns, which all ask for a number
    told = _told_after(text, end, sense)
    if told is not None:
        return told
    for pattern in (_LED_IN, _FOLLOWED, _SUCH, _ONE_OR_TWO):
        found = pattern.match(text, end, end + _REACH_AFTER)
        if found and sense.is_number(number := found["n"].casefold()):
            return quantity_at([number], 0, sense)
    return None


def _told_after(text: str, end: int, sense: NumberSense) -> Quantity | None:
    """A number set off behind a thing, alone or with what bounds it: "(seven at least)"."""
    found = _TOLD.match(text, end)
    if found is None:
        return None
    tokens = tokens_of(found["what"])
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
        amount = amount_at(tokens, last, sense)[0]
        return None if amount is None else Quantity(min=amount)
    return quantity_at(tokens, last, sense) if _closes(after, found["by"], sense) else None


def _bounds(words: list[str], sense: NumberSense) -> bool:
    """Whether words before a number only bound it or lead it in."""
    return not words or _LEADS.issuperset(words) or tuple(words) in sense.bounds


def _closes(after: list[str], by: str, sense: NumberSense) -> bool:
    """Whether a number that is set off ends there: no thing follows that it would count."""
    if not after or after[0] in _ENDS_IT or after[0] in sense.units:
        return True
    return by.strip() not in (",", "،") and (after[0] in _SAYS_WHO or after[0] in sense.stop)
