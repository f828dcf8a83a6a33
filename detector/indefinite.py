"""Says where a text speaks of one piece of equipment without a number: "a T-72", «сел Ми-8».

By an article, a class word in the singular, or by what is said of one only. Not "a T-72 crew",
"a column of T-72", "a few T-72", nor what is true of any: "a T-72 weighs".
"""

from __future__ import annotations

import re

from detector.model import Quantity
from detector.number_sense import BRIDGE, NumberSense, Tokens

ONE = Quantity(value=1, implied=True)
_REACH = 60  # characters left of a name where its article may stand
_BEHIND = 70  # and right of it, where its verb may
_FOLLOWING = re.compile(r"""[»”"']?\s(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)?)""")
_PLURAL = re.compile(r"[\w-]*[^\W_]s", re.IGNORECASE)
_SLAVIC_PLURAL = re.compile(r"[^\W\d_]*(?:[ыиі]|[оеєё]в|ів|ей|[ая](?:ми|х|м))", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[а-яіїєґ]+(?:[ыиіо]й|ая|яя|[ую]ю|(?:ськ|йн|вн|льн|чн)[ау]|ого)")
_ADVERBIAL = re.compile(r"[а-яіїєґ]+(?:[оею]|[оеё]м|ня|ра)")  # «в Бамако | Ми-8 сел», no subject
_SCRIPTS = re.compile("[\u0400-\u06ff]")  # in which a verb may stand before the one
_ARABIC = re.compile(r"[\u0621-\u064a]")
_QUOTES = frozenset("«»\"“”„‘’'-–—()[]")
_WRITTEN_ON = ("ال", "و", "ب", "ل", "ف")  # Arabic: the, and, with, for
_TAIL = re.compile(  # Il-76 (RA-76445): but one where one is told
    r"[^\w.;!?]{1,3}(?:\w+[ :]{1,2}){0,2}[A-ZА-Я]{2}-?\d{4,5}\b"
    r"(?!.{0,12}\b[A-ZА-Я]{2}-?\d{4,5}\b)"
)
# What only one does, in Russian and Ukrainian: but for «самолёт», nothing else ends so there.
_ONE_DID = re.compile(
    r"[а-яіїєґ]+(?:[аеёиоуыюя]л(?:ся|ас[яь])?|(?<![лн])[еёи]т(?:ся)?|[уа]нет(?:ся)?|[аиу]в|вся|ла(?:ся|сь)?"
    r"|ить(?:ся)?|[ує]є(?:ться)?)"
)
_BORDERS = frozenset(",.;:!?،\n")
_CLAUSE = 6  # words behind a name in which its verb may stand: "Il-76 from Latakia | landed"
_BESIDE = 3  # words that may stand between a name and what says that it is one


def says_one(text: str, span: tuple[int, int], floor: int, sense: NumberSense) -> bool:
    """Whether the words around the name say that it is one; `floor`: where its words begin."""
    start, end = span
    surface = text[start:end]
    following = _FOLLOWING.match(text, end)
    if _PLURAL.fullmatch(surface) or (following and following["word"].casefold() in sense.no_piece):
        return False
    left = sense.tokens(text[max(floor, start - _REACH) : start])
    if _led_by_article(left, sense):
        return True
    if _SLAVIC_PLURAL.fullmatch(surface):
        return False
    right = _right(text, end, sense)
    return (
        _led_by_class(left, sense)
        or _closes_class(right, sense)
        or _done_by_one(left, right, sense)
        or _TAIL.match(text, end) is not None
    )


def says_one_of_class(text: str, span: tuple[int, int], floor: int, sense: NumberSense) -> bool:
    """The same of a class word: "a Russian corvette", «разбился вертолёт»; no "a tank museum"."""
    start, end = span
    surface = sense.tokens(text[start:end])
    left = sense.tokens(text[max(floor, start - _REACH) : start])
    right = _right(text, end, sense)
    if not surface or _PLURAL.fullmatch(surface[-1]) or not _closed(right, sense):
        return False
    if _led_by_article(left, sense):
        return True
    if not {_bare(one, sense) for one in (surface[0], surface[-1])} & sense.singulars:
        return False
    return _done_by_one(left, right, sense)


def _right(text: str, end: int, sense: NumberSense) -> Tokens:
    tokens = sense.tokens(text[end : end + _BEHIND].split("\n", 1)[0])
    return [one for one in tokens if one not in _QUOTES][:_CLAUSE]


def _closed(right: Tokens, sense: NumberSense) -> bool:
    """Whether no noun follows a class word, of which it would only tell what kind it is."""
    if not right or not right[0][0].isalpha() or not right[0].isascii():
        return True
    closes = right[0] in sense.ending or right[0] in sense.singly
    return closes and right[0] not in sense.no_piece


def _closes_class(right: Tokens, sense: NumberSense) -> bool:
    """Whether a class word in the singular follows: "Mi-8 helicopter", no "T-72 tank crew"."""
    return bool(right) and right[0] in sense.singulars and _closed(right[1:], sense)


def _led_by_article(tokens: Tokens, sense: NumberSense) -> bool:
    """Whether the words left of a name lead to an article, and only describe the thing."""
    at, bridged = len(tokens) - 1, 0
    while at >= 0 and bridged <= BRIDGE:
        token = tokens[at]
        if token in sense.articles or (token in sense.the_one and bridged < 2):
            return at == 0 or tokens[at - 1] not in sense.no_piece
        if token in sense.types:
            at = sense.past_type(tokens, at)
            continue
        if token not in _QUOTES:
            bridged += 1
            if not token[0].isalpha() or token in sense.no_piece or token in sense.ending:
                return False
            if token in sense.of_what:  # "la Russie livrera des Su-25"
                return False
        at -= 1
    return False


def _led_by_class(tokens: Tokens, sense: NumberSense) -> bool:
    """Whether a class word in the singular leads to it: «вертолёт Ми-8», "طائرة شحن من طراز"."""
    at, bridged = len(tokens) - 1, 0
    while at >= 0 and bridged < _BESIDE:
        token = tokens[at]
        if token in sense.types:
            at = sense.past_type(tokens, at)
            continue
        if _bare(token, sense) in sense.singulars:
            before = tokens[at - 1] if at else ""
            return before not in sense.no_piece and not (before and sense.is_number(before))
        if token not in _QUOTES:
            bridged += 1
            arabic = _ARABIC.match(token) and token not in sense.ending | sense.no_piece
            if not arabic and not _ADJECTIVE.fullmatch(token):
                return False
        at -= 1
    return False


def _done_by_one(left: Tokens, right: Tokens, sense: NumberSense) -> bool:
    """Whether what is said of it, or was done to it, is said of one: «сел Ми-8», "Mi-8 landed"."""
    words = [one for one in left if one not in _QUOTES][-_BESIDE:]
    for token in reversed(words):
        if token in sense.singly and _SCRIPTS.match(token):
            return True
        if not (_ADJECTIVE.fullmatch(token) or _bare(token, sense) in sense.singulars):
            break
    before = words[-1] if words else ""
    if before in sense.definite and right[:1] and right[0] in sense.singly_behind:
        return True
    return _is_free(before, sense) and _does_alone(right, sense)


def _is_free(before: str, sense: NumberSense) -> bool:
    """Whether the verb behind a name is said of it: not of the word before, «партия | Т-72»."""
    if before in sense.definite or before in sense.singulars:
        return True
    if before in sense.ending or before in sense.joins or before in (",", "،"):
        return False
    agrees = _ADJECTIVE.fullmatch(before) or _ADVERBIAL.fullmatch(before)
    return bool(agrees) or _SCRIPTS.match(before) is None


def _does_alone(right: Tokens, sense: NumberSense) -> bool:
    """Whether a verb in the singular follows in the clause: «Ми-8 | сел», "Il-76 | of X landed"."""
    for at, token in enumerate(right):
        if token in sense.singly or (not at and _ONE_DID.fullmatch(token)):
            return True
        plural = _PLURAL.fullmatch(token) and token.isascii()
        apart = token in sense.apart  # "install Tor before it arrives"
        ended = apart or token in _BORDERS or token in sense.no_piece or token in sense.joins
        if plural or ended or sense.is_number(token):
            return False
    return False


def _bare(token: str, sense: NumberSense) -> str:
    """An Arabic word without what is written onto it."""
    if token in sense.singulars or _ARABIC.match(token) is None:
        return token
    return next((token[len(one) :] for one in _WRITTEN_ON if token.startswith(one)), token)
