"""What counts as a copy of something told, and what must not be swallowed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from detector.copies import (
    Copy,
    Fingerprint,
    Links,
    Sameness,
    canonical_url,
    carried_link,
    cut_from,
    find_same,
    fingerprint,
    similarities,
    similarity,
    strongest,
)

STORY = (
    "Seven T-72B3 tanks and five BMP-3 vehicles of the Africa Corps reached the outskirts of "
    "Bamako on Friday morning, a resident said. The convoy of about forty vehicles came from the "
    "port of Conakry and stopped at a logistics yard east of the airport, where drivers refuelled."
)
FACTS = ("t-72b3", "bmp-3", "Bamako", "Conakry")


@dataclass(frozen=True)
class ToldStory:
    event_id: int | None
    exact: str
    minhash: bytes
    url: str = ""
    origin: str = ""
    facts: tuple[str, ...] = FACTS


def told(
    text: str = STORY, *, event_id: int | None = 7, url: str = "", origin: str = ""
) -> ToldStory:
    print_ = fingerprint("", text)
    return ToldStory(event_id, print_.exact, print_.minhash, url, origin)


def find_copy(
    print_: Fingerprint, links: Links, facts: tuple[str, ...], stories: list[ToldStory]
) -> Copy | None:
    return strongest(find_same(print_, links, stories), facts)


def test_the_same_words_with_other_case_spacing_marks_and_links_are_an_exact_copy() -> None:
    shouted = STORY.upper().replace(" ", "  ").replace(",", " —") + " https://t.co/x1"

    copy = find_copy(fingerprint("", shouted), Links(), FACTS, [told()])

    assert copy == Copy(7, Sameness.EXACT, 1.0)


def test_a_light_edit_that_names_nothing_new_is_a_near_copy() -> None:
    edited = STORY.replace("Friday", "Saturday").replace("a resident", "one witness")

    copy = find_copy(fingerprint("", edited), Links(), FACTS, [told()])

    assert copy is not None
    assert copy.sameness is Sameness.NEAR
    assert 0.6 <= copy.similarity < 1.0


def test_each_of_many_texts_is_as_like_as_it_is_alone() -> None:
    one = fingerprint("", STORY).minhash
    others = [one, b"", fingerprint("", STORY.replace("Friday", "Saturday")).minhash, one[:64]]

    together = similarities(one, others)

    assert together == [1.0, 0.0, similarity(one, others[2]), 0.0]
    assert similarities(one, []) == []


@pytest.mark.parametrize(
    ("why", "cut", "found"),
    [
        ("its first sentence", STORY[: STORY.index("The convoy")], True),
        ("below whose it is", f"[Sahel Institute] {STORY[: STORY.index('The convoy')]}", True),
        ("with a tag", f"{STORY[: STORY.index('The convoy')]} #Mali", True),
        ("and more of one's own", STORY[: STORY.index("The convoy")] + "We saw " * 9, False),
        ("another part of it", STORY[STORY.index("The convoy") :], False),
        ("a greeting", "Seven T-72B3 tanks.", False),
    ],
)
def test_the_opening_of_a_long_text_is_an_excerpt_of_it(why: str, cut: str, found: bool) -> None:
    long = fingerprint("Tanks reach Bamako", STORY + " Nobody knows whose they are." * 40)

    shared = set(fingerprint("", cut).excerpts) & set(long.bands)

    assert bool(shared) is found, why


def test_an_excerpt_names_nothing_that_its_original_does_not() -> None:
    assert cut_from([told()], FACTS[:1]) == Copy(7, Sameness.EXCERPT, 1.0)
    assert cut_from([told()], ("t-90",)) is None
    assert cut_from([told(event_id=None)], ()) is None


def test_a_light_edit_that_names_another_thing_is_news() -> None:
    edited = STORY.replace("BMP-3", "BTR-82A")

    copy = find_copy(fingerprint("", edited), Links(), (*FACTS, "btr-82a"), [told()])

    assert copy is None


def test_a_forward_is_a_copy_of_its_origin_whatever_is_known_of_its_words() -> None:
    first = told(url="https://t.me/milinfolive/5")

    copy = find_copy(
        fingerprint("", "…"),
        Links("https://t.me/other/9", "https://t.me/milinfolive/5"),
        (),
        [first],
    )

    assert copy == Copy(7, Sameness.ORIGIN, 1.0)


def test_two_forwards_of_an_unseen_post_have_one_origin() -> None:
    first = told(url="https://t.me/one/1", origin="https://t.me/source/3")

    copy = find_copy(
        fingerprint("", "…"), Links("https://t.me/two/1", "https://t.me/source/3"), (), [first]
    )

    assert copy == Copy(7, Sameness.ORIGIN, 1.0)


def test_one_link_shared_by_every_entry_of_a_feed_swallows_no_other_story() -> None:
    other = "Two Mi-8 helicopters landed at Gao before noon, residents of the town report today."

    copy = find_copy(
        fingerprint("", other), Links("https://news.example/all"), ("mi-8", "Gao"),
        [told(url="https://news.example/all")],
    )  # fmt: skip

    assert copy is None


def test_a_story_held_in_no_event_is_no_original() -> None:
    copy = find_copy(fingerprint("", STORY), Links(), FACTS, [told(event_id=None)])

    assert copy is None


def test_copies_share_at_least_one_band_so_that_the_archive_finds_them() -> None:
    edited = STORY.replace("Friday", "Saturday").replace("a resident", "one witness")

    shared = set(fingerprint("", STORY).bands) & set(fingerprint("", edited).bands)

    assert shared


@pytest.mark.parametrize(
    ("why", "url", "expected"),
    [
        ("tracking goes", "http://www.x.org/a/?utm_source=tg&id=3#c", "https://x.org/a?id=3"),
        ("port stays when unusual", "https://x.org:8443/a", "https://x.org:8443/a"),
        ("mobile host is the same page", "https://m.x.org/a", "https://x.org/a"),
        ("not a web address", "tg://resolve?domain=x", ""),
        ("broken", "http://[::1/", ""),
        ("empty", "", ""),
    ],
)
def test_a_page_has_one_spelling(why: str, url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_a_post_that_shares_a_page_is_a_copy_of_it() -> None:
    page = "https://news.example/2026/convoy"
    shared = Links("https://t.me/other/9", carried=page)

    copy = find_copy(fingerprint("", "Look"), shared, FACTS, [told(url=page)])

    assert copy == Copy(7, Sameness.LINK, 1.0)


@pytest.mark.parametrize(
    ("why", "text", "link"),
    [
        ("its only link", "See (https://www.x.org/a/b?utm_source=tg).", "https://x.org/a/b"),
        ("of two links nobody knows which", "https://x.org/a/b https://x.org/c/d", ""),
        ("a channel's own address", "Subscribe: https://t.me/notes", ""),
        ("none", "A column in Gao", ""),
    ],
)
def test_a_text_shares_the_one_page_that_it_links(why: str, text: str, link: str) -> None:
    assert carried_link(text) == link, why
