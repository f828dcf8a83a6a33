"""The bundled stream of the demo: complete, coherent, and clear about what should ring."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from pydantic import ValidationError

from cli.demo.stream import RINGING, Entry, Ring, Role, Stream, expected, load

STREAM = load()


def _entry(**changes: object) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": "a", "at": 1, "source": "chat", "role": "offtopic"}
    return entry | {"why": "x", "text": "text"} | changes


def _stream(*entries: dict[str, Any]) -> Stream:
    common = {"language": "en", "reliability": "C"}
    channel = common | {"name": "chat", "channel": "demo_chat", "title": "Chat"}
    feed = common | {"name": "site", "title": "Site", "format": "rss"}
    return Stream.model_validate(
        {
            "feeds": [feed],
            "channels": [channel | {"chat_id": -5, "first_id": 100}],
            "entries": entries,
        }
    )


def test_the_stream_is_long_enough_to_show_and_short_enough_to_watch() -> None:
    live = [entry for entry in STREAM.entries if entry.at >= 0]

    assert 45 <= len(live) <= 70
    assert 60 <= STREAM.length <= 75


def test_the_first_relevant_report_is_there_at_the_first_second() -> None:
    assert expected()[0] == Ring("convoy-bamako", 1, Role.REPORT, "convoy-bamako")
    assert STREAM.entry("convoy-bamako").at == 0


def test_every_role_and_every_language_of_the_desk_is_played() -> None:
    languages = {feed.name: feed.language for feed in STREAM.feeds}
    languages |= {channel.name: channel.language for channel in STREAM.channels}

    assert {entry.role for entry in STREAM.entries} == set(Role)
    ringing = {languages[e.source] for e in STREAM.entries if e.role in RINGING}
    assert ringing == {"en", "ru", "fr", "uk"}


@pytest.mark.parametrize(
    ("feature", "ids"),
    [
        ("one photo", [e.id for e in STREAM.entries if e.photos == 1]),
        ("an album", [e.id for e in STREAM.entries if e.photos > 1]),
        ("a forward", [e.id for e in STREAM.entries if e.forward_of]),
        ("a forward of a hidden source", [e.id for e in STREAM.entries if e.forward_name]),
        ("a reply", [e.id for e in STREAM.entries if e.reply_to]),
        ("an edit", [e.id for e in STREAM.entries if e.edits]),
        ("a deletion", [e.id for e in STREAM.entries if e.removed_at is not None]),
        ("a past before the start", [e.id for e in STREAM.entries if e.at < 0]),
    ],
)
def test_every_habit_of_channels_is_played(feature: str, ids: list[str]) -> None:
    assert ids, feature


@pytest.mark.parametrize(
    ("meaning", "entry_id", "word"),
    [
        ("the football club, English", "spartak-en", "Spartak"),
        ("the football club, Russian", "spartak-ru", "«Спартак»"),
        ("an animal, English", "tiger-zoo-en", "tiger"),
        ("an animal, Russian", "tiger-zoo-ru", "тигр"),
        ("a golfer", "golf-tiger", "Tiger"),
        ("hail", "hail-ru", "град"),
        ("a composer", "wagner-opera", "Wagner"),
        ("a pattern", "leopard-fashion", "Leopard"),
        ("a think tank", "think-tank", "tank"),
        ("a water tank", "fish-tank", "tank"),
        ("aid", "aid-convoy", "convoi"),
        ("software", "software-deployment", "deployment"),
        ("another theatre, Russian", "t72-ukraine-ru", "Т-72Б3"),
        ("another theatre, Ukrainian", "t72-ukraine-uk", "Т-72"),
        ("another army", "french-army", "base"),
        ("an arms fair", "arms-fair", "BMP-3"),
        ("a history book", "afrikakorps-history", "Afrika Korps"),
        ("an inventory of old", "milbalance", "The Military Balance"),
        ("an exercise at home", "exercise-home", "БМП-3"),
        ("a game", "game-t72", "БМП-3"),
        ("a lens", "lens-ru", "линза"),
        ("a tree", "beech-uk", "бук"),
        ("carnival floats", "carnival", "chars"),
    ],
)
def test_hard_words_are_played_in_their_other_meaning(
    meaning: str, entry_id: str, word: str
) -> None:
    entry = STREAM.entry(entry_id)

    assert entry.role is Role.NEGATIVE, meaning
    assert word in f"{entry.title}\n{entry.text}"


def test_every_event_begins_with_exactly_one_first_report() -> None:
    told: dict[str, list[Entry]] = defaultdict(list)
    for entry in STREAM.entries:
        if entry.event is not None and entry.at >= 0:
            told[entry.event].append(entry)

    for event, entries in told.items():
        in_time = sorted(entries, key=lambda entry: entry.at)
        reports = [entry.id for entry in in_time if entry.role is Role.REPORT]
        assert reports == [in_time[0].id], event


def test_what_is_expected_comes_in_the_order_of_playing_and_once() -> None:
    rings = expected()
    updates = [(ring.id, ring.revision) for ring in rings if ring.role is Role.UPDATE]
    events = [ring.event for ring in rings if ring.role is Role.REPORT]

    assert updates == [
        ("convoy-marking", 1),
        ("convoy-bamako", 2),
        ("libya-pantsir", 1),
        ("adler-btr", 1),
    ]
    assert len(rings) == 16
    assert len(events) == len(set(events)) == 12


def test_a_forward_repeats_the_post_as_it_then_stood() -> None:
    for entry in STREAM.entries:
        if entry.forward_of is not None:
            origin = STREAM.entry(entry.forward_of)
            standing = {s.entry.id: s.text for s in STREAM.shown(origin.source, entry.at)}
            assert entry.text == standing[origin.id], entry.id


def test_a_deleted_post_leaves_a_hole_between_others() -> None:
    rumour = STREAM.entry("su24-rumour")

    shown = [s.entry.id for s in STREAM.shown("sahel-osint", 70)]

    assert rumour.removed_at == 36
    assert shown.index("convoy-marking") < shown.index("adler-osint")
    assert "su24-rumour" not in shown


def test_photos_and_forwards_belong_to_channels_and_titles_to_feeds() -> None:
    feeds = {feed.name for feed in STREAM.feeds}

    for entry in STREAM.entries:
        habits = (entry.photos, entry.forward_of, entry.forward_name, entry.reply_to)
        assert (entry.title is not None) == (entry.source in feeds), entry.id
        assert not (any(habits) and entry.source in feeds), entry.id


def test_a_post_is_shown_from_its_second_on_in_its_latest_wording() -> None:
    edit = {"at": 4, "text": "second", "role": "copy"}
    stream = _stream(
        _entry(at=2, text="first", role="report", event="e", edits=[edit], removed_at=6)
    )

    seen = [[(s.text, s.edited, s.changed_at) for s in stream.shown("chat", at)] for at in range(8)]

    first, second = [("first", False, 2.0)], [("second", True, 4.0)]
    assert seen == [[], [], first, first, second, second, [], []]


def test_an_album_takes_an_id_for_each_photo_and_a_deleted_post_keeps_its_own() -> None:
    stream = _stream(
        _entry(id="one", at=1, removed_at=2),
        _entry(id="album", at=3, photos=4),
        _entry(id="last", at=5),
    )

    assert [stream.message_id(entry) for entry in stream.entries] == [100, 101, 105]


def test_only_what_is_played_counts_as_published() -> None:
    stream = _stream(_entry(id="old", at=-9), _entry(id="one", at=1), _entry(id="two", at=2))

    assert [stream.published(at) for at in (0, 1, 2, 3)] == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("how", "source", "external_id", "found"),
    [
        ("a post by its message id", "field-courier", "4102", "convoy-bamako"),
        ("an opaque guid", "sahel-wire", "sahel-wire:libya-base", "libya-base"),
        ("a link", "depeche-sahel", "http://127.0.0.1:1/articles/x/adler-btr", "adler-btr"),
        ("a tag address", "stepova-khvylia", "tag:x.example,2026:malabo-uk", "malabo-uk"),
        ("an entry of another source", "sahel-wire", "sahel-wire:adler-btr", None),
        ("an unknown message id", "field-courier", "1", None),
    ],
)
def test_a_collected_item_leads_back_to_its_entry(
    how: str, source: str, external_id: str, found: str | None
) -> None:
    entry = STREAM.find(source, external_id)

    assert (entry.id if entry else None) == found, how


@pytest.mark.parametrize(
    ("mistake", "entries", "message"),
    [
        ("two entries of one id", [_entry(), _entry()], "ids must differ"),
        ("a source nobody declared", [_entry(source="nobody")], "unknown source nobody"),
        ("a reply to nothing", [_entry(reply_to="b")], "unknown entry b"),
        ("a forward of nothing", [_entry(forward_of="b")], "unknown entry b"),
        ("relevant without an event", [_entry(role="report")], "an event belongs"),
        ("an event of the irrelevant", [_entry(event="e")], "an event belongs"),
        ("removed before it came", [_entry(removed_at=1)], "follow each other in time"),
        (
            "edited before it came",
            [_entry(edits=[{"at": 0, "text": "t", "role": "copy"}])],
            "follow each other in time",
        ),
    ],
)
def test_a_stream_that_contradicts_itself_is_refused(
    mistake: str, entries: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        _stream(*entries)
