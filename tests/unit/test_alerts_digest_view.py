"""What a digest shows of a day: first sightings, news, changes, the course of two weeks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.blocks import problems
from alerts.digest_view import covered, groups
from alerts.files import page
from alerts.model import DigestLine, SourceHealth
from alerts.render import render
from tests.fakes.alerts import BUSY, DIGEST
from tests.fakes.slack_rules import texts


def test_a_busy_day_tells_first_sightings_news_changes_and_the_numbers_of_its_charts() -> None:
    assert render(BUSY, "mail", "k").text == (
        "Tocsin digest · from Fri 17 Jan 10:14 to Sat 18 Jan 2025 10:14 (Europe/Paris)\n"
        "3 alerts, 212 items read, 1 of 3 sources blind\n"
        "\n"
        "MALI\n"
        "- HIGH · FIRST SIGHTING · 7 × T-72B3M · convoy · Bamako (Mali)\n"
        "  * first report of T-72B3M in Mali\n"
        "  + larger count: T-72B3M: 7, before 5\n"
        "  Military Informant · 18 Jan 10:14 · 4 reports\n"
        "  https://t.me/milinfolive/140001\n"
        "\n"
        "BURKINA FASO\n"
        "- MEDIUM · UPDATE · Il-76 · arrival · Loumbila (Burkina Faso)\n"
        "  + new place: Loumbila\n"
        "  Faso Actu · 18 Jan 10:14 · 1 report\n"
        "  https://news.example/il-76\n"
        "\n"
        "PLACE UNKNOWN\n"
        "- LOW · Africa Corps · withdrawal\n"
        "  Le Quotidien · 18 Jan 10:14 · 1 report · held back: older than the first poll's window\n"
        "\n"
        "HELD BACK\n"
        "- near copy of a text already told: 7\n"
        "- exact copy: 2\n"
        "\n"
        "CHANGED IN THE CONFIGURATION\n"
        "- watch sahel-armour edited: severity: medium → high\n"
        "- source faso-actu added\n"
        "\n"
        "SOURCES, 18 JAN 10:14\n"
        "- 1 could not be read\n"
        "  - defence-site since 17 Jan 05:00 (HTTP 503 Service Unavailable)\n"
        "- 1 read, nothing new\n"
        "  - faso-actu since 18 Jan 10:14\n"
        "- 1 read\n"
        "\n"
        "THE LAST 14 DAYS, EACH TO 10:14\n"
        "              new events  critical, high  alerts  items read\n"
        "Sun 5 Jan              2               1       2         200\n"
        "Mon 6 Jan              0               0       0         201\n"
        "Tue 7 Jan              5               2       5         202\n"
        "Wed 8 Jan              3               0       3         203\n"
        "Thu 9 Jan              8               3       8         204\n"
        "Fri 10 Jan             1               1       1         205\n"
        "Sat 11 Jan             0               0       0         206\n"
        "Sun 12 Jan             4               2       4         207\n"
        "Mon 13 Jan            12               5      12         208\n"
        "Tue 14 Jan             7               3       7         209\n"
        "Wed 15 Jan             3               1       3         210\n"
        "Thu 16 Jan             2               0       2         211\n"
        "Fri 17 Jan             6               2       6         212\n"
        "Sat 18 Jan             2               1       2         213\n"
        "\n"
        "NEW EVENTS BY PLACE\n"
        "                  today   14 days\n"
        "Mali                  1        31\n"
        "Burkina Faso          1        17\n"
        "Place unknown         0         7\n"
    )


def test_a_digest_written_before_its_hour_says_so_far() -> None:
    assert BUSY.until is not None
    early = render(replace(BUSY, made_at=BUSY.until - timedelta(hours=3)), "mail", "k")

    span = "from Fri 17 Jan 10:14 to Sat 18 Jan 2025 10:14, so far"
    assert early.subject == f"Tocsin, {span}: 3 alerts, 212 items read, 1 of 3 sources blind"
    assert f"Tocsin digest · {span} (Europe/Paris)" in early.html
    assert ">The last 14 days, each to 10:14, the last so far</h2>" in early.html
    assert "New events of each day to 10:14, the last so far;" in early.html


def test_the_spanof_a_digest_names_both_years_where_they_differ() -> None:
    until = datetime(2025, 1, 1, 6, 30, tzinfo=UTC)
    new_year = replace(BUSY, since=until - timedelta(days=2), until=until, made_at=until)

    assert covered(new_year) == "from Mon 30 Dec 2024 07:30 to Wed 1 Jan 2025 07:30"


def test_charts_go_with_a_mail_and_are_described_in_words() -> None:
    message = render(BUSY, "mail", "k")

    assert [image.name for image in message.images] == ["course.tocsin", "countries.tocsin"]
    assert message.images[0].alt == (
        "Bars: new events of each day to 10:14, 5 Jan to 18 Jan: 2 0 5 3 8 1 0 4 12 7 3 2 6 2. "
        "The table below has the numbers."
    )
    for image in message.images:
        assert f'src="cid:{image.name}" alt="{image.alt}"' in message.html


def test_a_page_in_a_file_holds_its_charts() -> None:
    html = page(render(BUSY, "files", "k"))

    assert "cid:" not in html
    assert html.count('src="data:image/png;base64,') == 2


def test_a_day_without_any_event_in_two_weeks_draws_nothing() -> None:
    none = replace(BUSY, days=tuple(replace(day, events=0, grave=0) for day in BUSY.days),
                   countries=())  # fmt: skip

    message = render(none, "mail", "k")

    assert message.images == ()
    assert "<img" not in message.html
    assert "THE LAST 14 DAYS" in message.text


def test_slack_gets_the_numbers_of_the_charts_in_words() -> None:
    message = render(BUSY, "slack", "k")
    shown = texts(json.loads(message.blocks))

    assert problems(json.loads(message.blocks), message.text) == ()
    for words in (
        "New events, last 14 days (each to 10:14): 2 0 5 3 8 1 0 4 12 7 3 2 6 2 (in all 55)",
        "By place, today (in 14 days): Mali 1 (31), Burkina Faso 1 (17), Place unknown 0 (7)",
    ):
        assert words in shown
        assert words in message.text
    assert "\n★ first report of T-72B3M in Mali" in shown


@pytest.mark.parametrize(
    ("why", "event", "tags"),
    [
        ("a new event needs no word", {"is_new": True}, ()),
        ("news of a known one", {"is_new": False, "news": ("new place: Gao",)}, ("UPDATE",)),
        ("nothing new of a known one", {"is_new": False}, ("AGAIN",)),
        ("a first sighting", {"firsts": ("first T-72 in Mali",)}, ("FIRST SIGHTING",)),
        ("a first sighting in a known one", {"is_new": False, "firsts": ("first T-72 in Mali",)},
         ("FIRST SIGHTING", "UPDATE")),
    ],
)  # fmt: skip
def test_an_event_says_what_is_new_of_it(
    why: str, event: dict[str, Any], tags: tuple[str, ...]
) -> None:
    line = replace(DIGEST.events[0], **event)

    (group,) = groups(replace(DIGEST, events=(line,)))

    assert group.entries[0].tags == tags, why


def test_what_is_new_comes_first_among_events_of_one_severity() -> None:
    def line(words: str, **more: Any) -> DigestLine:  # noqa: ANN401 - any field
        return replace(DIGEST.events[0], line=words, reports=1, **more)

    events = (
        line("again", is_new=False, told=True),
        line("held", told=False),
        line("news", is_new=False, news=("new place: Gao",)),
        line("first", firsts=("first T-72 in Mali",)),
        replace(line("grave", is_new=False), severity="critical"),
    )

    (group,) = groups(replace(DIGEST, events=events))

    assert [entry.line for entry in group.entries] == ["grave", "first", "news", "held", "again"]


def test_the_longest_day_in_every_way_stays_below_what_mail_clients_clip() -> None:
    line = replace(
        DIGEST.events[0], line="ы" * 400, url="https://x.org/" + "a" * 2900,
        news=("ы" * 300,) * 9, firsts=("ы" * 300,) * 9,
    )  # fmt: skip
    blind = SourceHealth("ы" * 200, "blind", DIGEST.sources[2].since, "d" * 900)
    longest = replace(
        BUSY, events=(line,) * 900, sources=(blind, replace(blind, state="quiet")) * 300,
        held_back=tuple(("r" * 300, n) for n in range(1, 300)), changes=BUSY.changes * 200,
    )  # fmt: skip

    html = render(longest, "mail", "k").html

    assert len(html.encode()) <= 90_000
    assert "more events not shown here: Mali" in html
    assert "and 279 more" in html
