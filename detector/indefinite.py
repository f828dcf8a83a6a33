"""Says where an indefinite article states one piece of equipment: "a T-72 was seen".

Not "a T-72 crew", "a column of T-72", "a few T-72", nor what is true of any: "a T-72 weighs".
"""

from __future__ import annotations

import re

from detector.model import Quantity
from detector.number_sense import BRIDGE, NumberSense, Tokens

ONE = Quantity(value=1, implied=True)
_REACH = 60  # characters left of a name where its article may stand
_FOLLOWING = re.compile(r"""[»”"']?\s(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)?)""")
_PLURAL = re.compile(r"[\w-]*[^\W_]s", re.IGNORECASE)
_QUOTES = frozenset("«\"“„‘'’-–—")


def says_one(text: str, span: tuple[int, int], floor: int, sense: NumberSense) -> bool:
    """Whether an article before the name says that it is one; `floor`: where its words begin."""
    start, end = span
    if _PLURAL.fullmatch(text[start:end]):
        return False
    following = _FOLLOWING.match(text, end)
    if following and following["word"].casefold() in sense.no_piece:
        return False
    return _led_by_article(sense.tokens(text[max(floor, start - _REACH) : start]), sense)


def _led_by_article(tokens: Tokens, sense: NumberSense) -> bool:
    """Whether the words left of a name lead to an article, and only describe the thing."""
    at, bridged = len(tokens) - 1, 0
    while at >= 0 and bridged <= BRIDGE:
        token = tokens[at]
        if token in sense.articles:
            return True
        if token in sense.types:
            at = sense.past_type(tokens, at)
            continue
        if token not in _QUOTES:
            bridged += 1
            if not token[0].isalpha() or token in sense.no_piece or token in sense.ending:
                return False
        at -= 1
    return False
