"""Compares the matching engine with its peers: CPU time, one run, the same generated texts.

    python -m benchmarks.matching [--sizes 100 1000] [--posts 4000] [--write]

Peers are optional; those not installed are named. `--write` renews the table in README.md.
"""

from __future__ import annotations

import argparse
import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import ahocorasick_rs

from benchmarks.corpus import corpus, watchlist
from detector.compile import CompiledTerms, FormCache, compile_terms
from detector.match import Matcher
from detector.terms import Term

Batches = list[tuple[str, ...]]
Scan = Callable[[Batches], None]

_RATES = (0.05, 0.2)
_POSTS_A_BATCH, _ARTICLES_A_BATCH = 512, 32
_ROUNDS = 3
_SAMPLE = 100_000  # characters of each kind: what the slow engines are timed on
_MOST_FOR_RE = 1_000  # aliases: above this the alternation takes minutes
_START, _END = "<!-- table -->", "<!-- /table -->"


@dataclass(frozen=True, slots=True)
class Result:
    """One engine on one watchlist: seconds to build, nanoseconds a character by rate."""

    engine: str
    aliases: int
    build: float
    cost: tuple[float, ...]
    posts: tuple[float, ...]  # the same for posts alone


def _floor(_: Sequence[str]) -> Scan:
    def scan(batches: Batches) -> None:
        for batch in batches:
            "\n".join(batch).lower()

    return scan


def _ours(aliases: Sequence[str]) -> Scan:
    matcher = Matcher(compile_terms([Term(alias, alias) for alias in aliases]))

    def scan(batches: Batches) -> None:
        for batch in batches:
            matcher.find(batch)

    return scan


def _each(find: Callable[[str], object]) -> Scan:
    def scan(batches: Batches) -> None:
        for batch in batches:
            for text in batch:
                find(text)

    return scan


def _whole_words(text: str, spans: Iterator[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """What every engine without word boundaries has to check."""
    return [
        (which, start, end)
        for which, start, end in spans
        if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()
    ]


def _ahocorasick_rs(aliases: Sequence[str]) -> Scan:
    automaton = ahocorasick_rs.AhoCorasick([alias.lower() for alias in aliases])

    def find(text: str) -> object:
        lower = text.lower()
        found = automaton.find_matches_as_indexes(lower, overlapping=True)
        return _whole_words(lower, iter(found))

    return _each(find)


def _pyahocorasick(aliases: Sequence[str]) -> Scan:
    automaton: Any = import_module("ahocorasick").Automaton()
    for index, alias in enumerate(aliases):
        automaton.add_word(alias.lower(), (index, len(alias)))
    automaton.make_automaton()

    def find(text: str) -> object:
        lower = text.lower()
        found = automaton.iter(lower)
        return _whole_words(lower, ((i, end + 1 - size, end + 1) for end, (i, size) in found))

    return _each(find)


def _flashtext2(aliases: Sequence[str]) -> Scan:
    processor: Any = import_module("flashtext2").KeywordProcessor(case_sensitive=False)
    processor.add_keywords_from_iter(iter(aliases))
    return _each(processor.extract_keywords_with_span)


def _flat_re(aliases: Sequence[str]) -> Scan:
    longest_first = sorted(aliases, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    compiled = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return _each(lambda text: [found.span() for found in compiled.finditer(text)])


def _spacy(aliases: Sequence[str]) -> Scan:
    language: Any = import_module("spacy").blank("xx")
    matcher: Any = import_module("spacy.matcher").PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("watched", list(language.tokenizer.pipe(aliases)))
    return _each(lambda text: matcher(language.make_doc(text)))


# Name, how to build it, whether it is timed on a sample only.
_ENGINES: tuple[tuple[str, Callable[[Sequence[str]], Scan], bool], ...] = (
    ("floor: '\\n'.join(batch).lower()", _floor, False),
    ("Tocsin", _ours, False),
    ("lower + ahocorasick_rs", _ahocorasick_rs, False),
    ("lower + pyahocorasick", _pyahocorasick, False),
    ("flashtext2", _flashtext2, False),
    ("spaCy PhraseMatcher", _spacy, True),
    ("flat re alternation", _flat_re, True),
)


def _batches(aliases: Sequence[str], rate: float, posts: int) -> tuple[Batches, Batches]:
    """Posts, and articles of about as many characters."""
    short = corpus("posts", posts, aliases, rate).texts
    long = corpus("articles", posts // 16, aliases, rate).texts
    return (
        [short[i : i + _POSTS_A_BATCH] for i in range(0, len(short), _POSTS_A_BATCH)],
        [long[i : i + _ARTICLES_A_BATCH] for i in range(0, len(long), _ARTICLES_A_BATCH)],
    )


def _sample(batches: Batches) -> Batches:
    """Every so many texts, for engines too slow for all of them."""
    texts = [text for batch in batches for text in batch]
    step = max(1, sum(map(len, texts)) // _SAMPLE)
    return [tuple(texts[::step])]


def _characters(batches: Batches) -> int:
    return sum(len(text) for batch in batches for text in batch)


def _costs(scan: Scan, streams: tuple[Batches, Batches], slow: bool) -> tuple[float, float]:
    """For posts and articles together, as many characters as there are of each, and for posts."""
    parts = [_cost(scan, _sample(batches) if slow else batches) for batches in streams]
    sizes = [_characters(batches) for batches in streams]
    together = sum(cost * size for cost, size in zip(parts, sizes, strict=True)) / sum(sizes)
    return together, parts[0]


def _cost(scan: Scan, batches: Batches) -> float:
    """Nanoseconds of CPU time a character, best of a few rounds."""
    characters = _characters(batches)
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        scan(batches)
        best = min(best, time.process_time() - start)
    return best / characters * 1e9


def _measured(size: int, posts: int) -> Iterator[Result]:
    aliases = watchlist(size)
    texts = [_batches(aliases, rate, posts) for rate in _RATES]
    for name, build, slow in _ENGINES:
        if build is _flat_re and size > _MOST_FOR_RE:
            continue
        start = time.process_time()
        try:
            scan = build(aliases)
        except ModuleNotFoundError as missing:
            print(f"{name}: not installed ({missing.name})")
            continue
        took = time.process_time() - start
        gc.collect()
        gc.freeze()  # as a service does once its watchlist is loaded
        cost, alone = zip(*(_costs(scan, streams, slow) for streams in texts), strict=True)
        gc.unfreeze()
        yield Result(name, size, took, cost, alone)


def _loading(size: int) -> list[str]:
    """How long a watchlist takes to load cold, from its bytes and after an edit, caches and all."""
    terms = [Term(alias, alias) for alias in watchlist(size)]
    cache = FormCache()
    times = [time.process_time()]
    compiled = compile_terms(terms, cache=cache)
    times.append(time.process_time())
    Matcher(CompiledTerms.from_bytes(kept := compiled.to_bytes()))
    forms = cache.to_bytes()
    times.append(time.process_time())
    Matcher(CompiledTerms.from_bytes(kept))
    times.append(time.process_time())
    cache, former = FormCache.from_bytes(forms), CompiledTerms.from_bytes(kept)
    terms = [*terms[1:], Term("new", "Новый корпус")]
    Matcher(edited := compile_terms(terms, cache=cache, former=former))
    assert edited.to_bytes()
    assert cache.to_bytes()
    times.append(time.process_time())
    took = [later - earlier for earlier, later in pairwise(times)]
    return [
        f"{size:,} aliases load in {took[0]:.1f} s cold and {took[2]:.2f} s from their bytes"
        f" ({len(kept) / 1e6:.0f} MB); one edited alias is live in {took[3]:.2f} s."
    ]


def _table(results: Sequence[Result]) -> list[str]:
    """Markdown: a row for each engine and size, costs as multiples of the floor."""
    floors = {r.aliases: (*r.cost, *r.posts) for r in results if r.engine.startswith("floor")}
    lines = [
        "| aliases | engine | build, s | ns a character, 5 % | 20 % | × floor, 5 % | 20 %"
        " | posts alone, 5 % | 20 % |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for r in results:
        costs = (*r.cost, *r.posts)
        ratios = [cost / floor for cost, floor in zip(costs, floors[r.aliases], strict=True)]
        cells = [f"{r.build:.2f}", *(f"{c:.2f}" for c in r.cost), *(f"{x:.1f}" for x in ratios)]
        lines.append(f"| {r.aliases:,} | {r.engine} | {' | '.join(cells)} |")
    return lines


def _write(lines: Sequence[str]) -> None:
    page = Path(__file__).with_name("README.md")
    before, _, rest = page.read_text("utf-8").partition(_START)
    after = rest.partition(_END)[2]
    table = "\n".join(lines)
    page.write_text(f"{before}{_START}\n{table}\n{_END}{after}", "utf-8")


def main() -> None:
    """Measure, print, and with --write renew the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000])
    options.add_argument("--posts", type=int, default=4_000, help="and 1/16 as many articles")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    results = []
    for size in chosen.sizes:
        for result in _measured(size, chosen.posts):
            print(result, flush=True)
            results.append(result)
    lines = [*_table(results), "", *_loading(10_000)]
    print("\n".join(lines))
    if chosen.write:
        _write(lines)


if __name__ == "__main__":
    main()
