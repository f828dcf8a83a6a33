"""English and French: plurals, feminines and verb forms, by dictionary first and rules after."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from detector.terms import Form

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FRENCH_LETTERS = re.compile("[éèêëçàâîïôûùœ]", re.IGNORECASE)
_FRENCH_SMALL = "de du des d la le les l à au aux en pour sur par avec dans et sans vers"
_FRENCH_STOP = frozenset(_FRENCH_SMALL.split())
_ENGLISH_SMALL = "of in for at with to from on by near into and the"
_ENGLISH_STOP = frozenset(_ENGLISH_SMALL.split())
_AFTER_VERBS = "over out in down up off into to at on from away back"
_PARTICLES = frozenset(_AFTER_VERBS.split())
_IRREGULAR = {"man": "men", "woman": "women", "aircraft": "aircraft", "personnel": "personnel"}
# British and American spellings of the words that reports use.
_SPELLINGS = (
    ("armour", "armor"), ("defence", "defense"), ("harbour", "harbor"), ("centre", "center"),
    ("metre", "meter"), ("manoeuvre", "maneuver"), ("programme", "program"), ("colour", "color"),
    ("organisation", "organization"), ("mobilis", "mobiliz"),
)  # fmt: skip
_UNLIKELY_ENGLISH = ("er", "est", "eth", "or")


@cache
def _lemmas(language: str) -> Mapping[str, str]:
    # Only a process that compiles pays for loading it.
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415
        DefaultDictionaryFactory,
    )

    return DefaultDictionaryFactory().get_dictionary(language)


@cache
def _forms_by_lemma(language: str) -> Mapping[str, list[str]]:
    inverted: dict[str, list[str]] = defaultdict(list)
    for form, lemma in _lemmas(language).items():
        inverted[lemma].append(form)
    return dict(inverted)


def latin_languages(phrase: str) -> tuple[str, ...]:
    """English or French by letters, small words and dictionaries; names are tried in English."""
    words = [word.lower() for word in _WORD.findall(phrase)]
    if _FRENCH_LETTERS.search(phrase) or (len(words) > 1 and _FRENCH_STOP.intersection(words)):
        return ("fr",)
    english = sum(word in _lemmas("en") for word in words)
    french = sum(word in _lemmas("fr") for word in words)
    if english == french:
        return ("en", "fr") if english and phrase.islower() else ("en",)
    return ("en",) if english > french else ("fr",)


def english_forms(phrase: str) -> Iterator[Form]:
    """Plurals and singulars of the head noun; verb forms of an infinitive; both spellings."""
    yield from _respelled(phrase)
    for form in _english(phrase):
        if form.text != phrase:
            yield form
            yield from _respelled(form.text)


def _respelled(text: str) -> Iterator[Form]:
    for british, american in _SPELLINGS:
        for one, other in ((british, american), (american, british)):
            if one in text.lower() and other not in text.lower():
                yield Form(re.sub(one, other, text, flags=re.IGNORECASE), "other spelling")


def _english(phrase: str) -> Iterator[Form]:
    words = list(_WORD.finditer(phrase))
    if not words:
        return
    lower = [word[0].lower() for word in words]
    if len(words) > 1 and lower[-1] in _PARTICLES:
        yield from _replaced(phrase, words[0], _english_word(words[0][0], verbs=True))
        return
    stop = next((i for i, word in enumerate(lower) if i and word in _ENGLISH_STOP), len(words))
    head = words[stop - 1]
    yield from _replaced(phrase, head, _english_word(head[0], verbs=len(words) == 1))


def _replaced(phrase: str, word: re.Match[str], forms: Iterator[str]) -> Iterator[Form]:
    for form in forms:
        cased = form.capitalize() if word[0][0].isupper() else form
        yield Form(phrase[: word.start()] + cased + phrase[word.end() :], "inflected")


def _english_word(word: str, *, verbs: bool) -> Iterator[str]:
    lower = word.lower()
    if not word.isupper():
        yield from _english_number(lower)
    if verbs and word.islower():
        for form in _forms_by_lemma("en").get(lower, ()):
            if form[:2] == lower[:2] and not form.endswith(_UNLIKELY_ENGLISH):
                yield form


def _english_number(word: str) -> Iterator[str]:
    lemma = _lemmas("en").get(word, word)
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    elif lemma != word and word.endswith("s") and len(word) > 3:
        yield lemma  # a plural was given
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        if not word.endswith("s"):
            yield word + "es"
    elif re.search("[^aeiou]y$", word):
        yield word[:-1] + "ies"
    elif len(word) > 2 and word[-1].isalpha() and (lemma == word or word not in _lemmas("en")):
        yield word + "s"


def french_forms(phrase: str) -> Iterator[Form]:
    """Number (and gender, of single words), all words of the noun group together."""
    words = list(_WORD.finditer(phrase))
    lower = [word[0].lower() for word in words]
    if len(words) == 1 and phrase.islower():
        yield from (Form(form, "inflected") for form in _french_word(lower[0]))
        return
    stop = next((i for i, word in enumerate(lower) if i and word in _FRENCH_STOP), len(words))
    for change, how in ((_french_plural, "plural"), (_french_singular, "singular")):
        yield Form(_changed(phrase, words[:stop], change), how)
    if words and lower[0] != (first := lower[0].rstrip("es")) and first.endswith("é"):
        lower[0] = first
    if words and lower[0].endswith("é") and stop > 1:  # "livré au Mali": a participle first
        for ending in ("e", "s", "es"):
            yield Form(lower[0] + ending + phrase[words[0].end() :], "inflected")


def _changed(phrase: str, words: list[re.Match[str]], change: Callable[[str], str]) -> str:
    for word in reversed(words):
        phrase = phrase[: word.start()] + change(word[0]) + phrase[word.end() :]
    return phrase


def _french_word(word: str) -> Iterator[str]:
    known = _lemmas("fr")
    if word.endswith("s") and known.get(word) == word[:-1]:  # a plural was given
        word = word[:-1]
        yield word
    yield from (f for f in _forms_by_lemma("fr").get(word, ()) if f[:3] == word[:3])
    if known.get(word, word) == word:
        yield _french_plural(word)
    if word.endswith("é"):
        yield from (word + "e", word + "s", word + "es")
    elif word.endswith(("i", "u", "t", "s", "ain", "ien", "al")):
        yield from (word + end for end in ("e", "s", "es") if word + end in known)


def _french_plural(word: str) -> str:
    if word.isupper() or word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def _french_singular(word: str) -> str:
    lemma = _lemmas("fr").get(word.lower(), word)
    return word[:-1] if word.endswith("s") and lemma in (word[:-1], word[:-1].lower()) else word
