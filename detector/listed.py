"""The later members of a list that shares its letters: "BTR-80/82A", "T-72, 80 and 90". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.designators import DASHES, SPACES, readings
from detector.tokens import Codes, Token

_D, _S = f"[{DASHES}]", f"[{SPACES}]"
_SLASH = f"(?:/{_D}?| / )"
_LIST = re.compile(
    rf"(?<![^\W_])((?:[\u0620-\u064a]{{1,4}}[-. ]){{0,3}}[^\W\d_]{{1,14}})"  # بي تي آر-80/82
    rf"((?:{_D}|{_S}|[)]{_D}?)?)(\d{{1,4}}[^\W_]{{0,6}})"
    rf"((?:{_SLASH}\d{{1,4}}[^\W_]{{0,6}}(?:{_D}[^\W\d_]{{1,3}}(?![^\W_]))?)+)(?![^\W_])"
)
_ELEMENT = re.compile(rf"{_SLASH}([^/ ]+)")
_SLASH_VARIANT = re.compile(r"/([A-ZА-ЯЁ]{1,3}\d{0,2}[A-ZА-ЯЁ]{0,2})(?![\w-])")
_AND = "and|or|et|ou|и|или|й|і|та|або|чи|و"
_NEXT_NUMBER = re.compile(
    rf"(?:\s?,\s?(?:(?:{_AND})\s)?|\s(?:{_AND})\s)(?:{_D}(?=\d))?(\d{{1,3}}[^\W\d_]{{0,3}})(?![\w-])"
)
# After the last number of "T-72, 80 and 90" no thing is counted: "T-72 and 90 soldiers" is no list.
_COUNTS_NOTHING = re.compile(
    rf"\s?(?:[).;!?»”]|$|,\s\D)|\s(?:tanks?|chars?|танк\w{{0,3}}|helicopters?|variants|series|types|models|{_AND})(?![^\W_])",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")


def slash_members(text: str, slash: int) -> Iterator[tuple[str, int, int]]:
    """The later members of "BTR-80/82A" around a slash: (written out, start, end)."""
    first = max(0, slash - 40)
    for found in _LIST.finditer(text, first, slash + 40):
        if not found.start(4) <= slash < found.end(4):
            continue
        for element in _ELEMENT.finditer(text, found.start(4), found.end(4)):
            words = found[1].split(" ")  # of which the first may be no letters' names
            for first_word in range(len(words)):
                written = f"{' '.join(words[first_word:])}-{element[1]}"
                yield written, element.start(1), element.end(1)


def later_members(text: str, token: Token, codes: Codes) -> Iterator[tuple[str, int, int]]:
    """What shares the letters of a token: "T-72, 80 and 90", "T-72B3/B3M" (written, start, end)."""
    letters = _LETTERS.match(token.core)
    if letters is None or token.ending:
        return
    end = token.end
    while text[end : end + 1] == "/":
        variant = _SLASH_VARIANT.match(text, end)
        if variant is None or not (token.tail or any(map(str.isdecimal, variant[1]))):
            return
        if any(codes.heard(code, 0) for code in readings(variant[1])):
            return
        yield token.core + variant[1], variant.start(1), variant.end()
        end = variant.end()
    found = []
    while (number := _NEXT_NUMBER.match(text, end)) is not None:
        written = f"{letters[0]}-{number[1]}"
        if any(codes.watched(code) for code in readings(written)):
            found.append((written, number.start(1), number.end()))
        elif len(number[1]) != sum(map(str.isdecimal, token.core)):
            break  # no model that nobody watches: T-80 would be one
        end = number.end()
    if found and (_is_model(text, found[-1]) or len(found) > 1 or _COUNTS_NOTHING.match(text, end)):
        yield from found


def _is_model(text: str, member: tuple[str, int, int]) -> bool:
    """Whether a member of a list can be no count: "82A", "-2"."""
    written, start, _ = member
    return not written[-1].isdecimal() or text[start - 1] in DASHES
