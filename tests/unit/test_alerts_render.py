"""What readers see, for every kind of receiver."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from alerts.blocks import problems
from alerts.model import Ambiguous, DigestLine, Highlight, Receipt, SourceHealth, Unsent
from alerts.render import ReceiverKind, render, terminal_line, terminal_news
from alerts.sample import came_back, sample_alert
from tests.fakes.alerts import ALERT, DIGEST, NOTICE, NOW, highlights
from tests.fakes.slack_rules import texts

LONG = "Convoy near Bamako. " + "Background on gold. " * 900 + "Seven T-72B3 at the end."


def leaf(text: str, **style: bool) -> dict[str, object]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def fact(label: str, value: str) -> list[dict[str, object]]:
    return [leaf(f"\n{label}: ", bold=True), leaf(value)]


def test_an_arabic_original_runs_from_right_to_left_in_mail() -> None:
    arabic = replace(ALERT, quote="وصلت دبابات T-72 إلى كيدال", highlights=())

    assert '<blockquote dir="rtl"' in render(arabic, "mail", "k").html
    assert "rtl" not in render(ALERT, "mail", "k").html.partition("<body")[2]


def test_what_stands_beside_the_watched_is_only_bold_in_slack() -> None:
    marks = (Highlight(0, 6, beside=True), Highlight(9, 13))

    blocks = json.loads(
        render(replace(ALERT, quote="Бамако и Т-72", highlights=marks), "slack", "k").blocks
    )

    assert blocks[2]["elements"][0]["elements"] == [
        leaf("Бамако", bold=True), leaf(" и "), leaf("Т-72", bold=True, code=True),
    ]  # fmt: skip


def test_the_text_of_an_alert_is_complete_by_itself() -> None:
    assert render(ALERT, "mail", "k").text == (
        "HIGH · 7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali) · first: Military Informant\n"
        "New event\n"
        "\n"
        "Reported:      7 × T-72B3M, 5 × BMP-3, BTR-82A, Tigr, Spartak\n"
        "Action:        arrival, convoy\n"
        "Where:         Bamako (Mali)\n"
        "Source:        Military Informant · C (fairly reliable) · ru\n"
        "Published:     18 Jan 2025 09:02 UTC, seen 09:14\n"
        "Forward of:    Rybar Africa\n"
        "Origins:       one so far\n"
        "Why:           sahel-armour: equipment and a place in Mali in one report\n"
        "Original:      https://t.me/milinfolive/140001\n"
        "\n"
        "> 🇲🇱 В [Бамако] прибыла [колонна] Африканского корпуса: семь [Т‑72Б3М], пять [БМП‑3], "
        "[БТР-82А], броневики «Тигр» и «Спартак». Колонну сняли жители у въезда в город.\n"
    )


def test_a_slack_message_reads_from_the_event_to_the_why() -> None:
    header, new, quote, facts, link, why = json.loads(render(ALERT, "slack", "k").blocks)

    assert header["text"]["text"] == (
        "🟠 HIGH · 7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali) · first: Military Informant"
    )
    assert new["elements"][0]["text"] == "New event"
    assert facts["elements"][0]["elements"] == [
        leaf("Reported: ", bold=True),
        leaf("7 × T-72B3M, 5 × BMP-3, BTR-82A, Tigr, Spartak"),
        *fact("Action", "arrival, convoy"),
        *fact("Where", "Bamako (Mali)"),
        *fact("Source", "Military Informant · C (fairly reliable) · ru"),
        *fact("Published", "18 Jan 2025 09:02 UTC, seen 09:14"),
        *fact("Forward of", "Rybar Africa"),
        *fact("Origins", "one so far"),
    ]
    assert quote["elements"][0]["type"] == "rich_text_quote"
    assert [part["text"] for part in quote["elements"][0]["elements"] if "style" in part] == [
        "Бамако",
        "колонна",
        "Т‑72Б3М",
        "БМП‑3",
        "БТР-82А",
    ]
    assert link["elements"][0]["elements"] == [
        {"type": "link", "url": "https://t.me/milinfolive/140001", "text": "Open the original"}
    ]
    assert why["elements"][0]["text"] == (
        "Why: sahel-armour: equipment and a place in Mali in one report"
    )


def test_slacks_fallback_text_is_escaped_and_links_only_to_the_item() -> None:
    hostile = replace(ALERT, quote="<!channel> & <https://evil.com|x>", highlights=())

    said = render(hostile, "slack", "k").text

    assert "Original:      <https://t.me/milinfolive/140001>\n" in said
    assert "&gt; &lt;!channel&gt; &amp; &lt;hxxps[:]//evil[.]com|x&gt;" in said


def test_a_page_marks_the_words_that_matched() -> None:
    html = render(ALERT, "mail", "k").html

    assert html.count("<mark") == 5
    assert "Т‑72Б3М</mark>" in html
    assert 'href="https://t.me/milinfolive/140001"' in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize("kind", ["slack", "mail", "files"])
def test_a_message_keeps_its_key_its_thread_and_its_time(kind: ReceiverKind) -> None:
    message = render(ALERT, kind, "event-1:desk")

    assert (message.key, message.thread, message.at) == ("event-1:desk", "event-1", NOW)
    assert message.subject.startswith("HIGH: 7 × T-72B3M, 5 × BMP-3 · convoy")


def test_a_long_original_is_cut_round_its_marks_for_slack() -> None:
    alert = replace(ALERT, quote=LONG, highlights=highlights(LONG, "Bamako", "T-72B3"))

    message = render(alert, "slack", "k")
    blocks = json.loads(message.blocks)

    assert problems(blocks, message.text) == ()
    assert len("".join(texts(blocks[2]))) < 1_600
    assert "Seven " in "".join(texts(blocks[2]))
    assert "[T-72B3] at the end." in message.text


def test_an_address_across_a_mark_stays_broken() -> None:
    text = "see evil.com now"
    alert = replace(ALERT, quote=text, highlights=highlights(text, "com"))

    assert "> see evil[.]com now" in render(alert, "mail", "k").text


def test_an_overlong_line_is_cut_in_the_header_but_whole_in_the_text() -> None:
    line = ", ".join(f"{n} × BTR-82A" for n in range(10, 26))

    message = render(replace(ALERT, line=line), "slack", "k")

    header = json.loads(message.blocks)[0]["text"]["text"]
    assert header.endswith("…")
    assert len(header) <= 150
    assert line in message.text


def test_an_alert_without_link_quote_or_date_is_still_complete() -> None:
    bare = replace(
        ALERT, url="javascript:x", quote="", highlights=(), published_at=None, origin="", places=()
    )

    text = render(bare, "mail", "k").text

    assert "Original" not in text
    assert "Published:     no date, seen 18 Jan 2025 09:14 UTC\n" in text
    assert "javascript" not in render(bare, "mail", "k").html


# --- digest and notice ----------------------------------------------------------------------


def test_a_digest_tells_the_day_in_local_time() -> None:
    assert render(DIGEST, "mail", "k").text == (
        "Tocsin digest · Sat 18 Jan 2025 (Europe/Paris)\n"
        "3 alerts, 212 items read, 1 of 3 sources blind\n"
        "\n"
        "MALI\n"
        "- HIGH · 7 × T-72B3M · convoy · Bamako (Mali)\n"
        "  Military Informant · 18 Jan 10:14 · 4 reports\n"
        "  https://t.me/milinfolive/140001\n"
        "\n"
        "BURKINA FASO\n"
        "- MEDIUM · Il-76 · arrival · Loumbila (Burkina Faso)\n"
        "  Faso Actu · 18 Jan 10:14 · 1 report\n"
        "  https://news.example/il-76\n"
        "\n"
        "PLACE UNKNOWN\n"
        "- LOW · Africa Corps · withdrawal\n"
        "  Le Quotidien · 18 Jan 10:14 · 1 report · held back\n"
        "\n"
        "HELD BACK\n"
        "- near copy of a text already told: 7\n"
        "- exact copy: 2\n"
        "\n"
        "SOURCES\n"
        "- 1 could not be read\n"
        "  - defence-site since 17 Jan 05:00 (HTTP 503 Service Unavailable)\n"
        "- 1 read, nothing new\n"
        "  - faso-actu since 18 Jan 10:14\n"
        "- 1 read\n"
    )


@pytest.mark.parametrize(
    ("why", "blind", "items", "subject", "sentence"),
    [
        ("a quiet day", 0, 212, "0 alerts, 212 items read, all 31 sources read",
         "No event matched the watchlist in what was read.\n"),
        ("a half blind day", 2, 212, "0 alerts, 212 items read, 2 of 31 sources blind",
         "some sources were blind, see below"),
        ("a blind day", 31, 0, "0 alerts, 0 items read, 31 of 31 sources blind",
         "this may be a quiet day, or blindness"),
    ],
)  # fmt: skip
def test_a_quiet_day_says_so_honestly(
    why: str, blind: int, items: int, subject: str, sentence: str
) -> None:
    sources = tuple(
        SourceHealth(f"source-{n}", "blind" if n < blind else "read", NOW) for n in range(31)
    )
    quiet = replace(DIGEST, alerts=0, items_read=items, events=(), held_back=(), sources=sources)

    message = render(quiet, "mail", "k")

    assert message.subject == f"Tocsin, Sat 18 Jan 2025: {subject}", why
    assert sentence in message.text
    assert subject in message.html


def test_sources_that_were_never_read_are_not_called_read() -> None:
    sources = (
        SourceHealth("wire", "unread", None),
        SourceHealth("posts", "failing", None, "no such host"),
        SourceHealth("desk", "read", NOW),
    )

    message = render(replace(DIGEST, sources=sources), "mail", "k")

    assert "2 of 3 sources not read yet" in message.subject
    assert "1 not read yet, every poll failed\n  - posts (no such host)" in message.text
    assert "1 not read yet\n  - wire\n" in message.text


def test_skipped_days_are_confessed() -> None:
    some = replace(DIGEST, skipped_days=(date(2025, 1, 16), date(2025, 1, 17)))
    many = replace(DIGEST, skipped_days=tuple(date(2025, 1, day) for day in range(8, 18)))

    assert (
        "No digest was sent for Thu 16 Jan 2025, Fri 17 Jan 2025" in render(some, "mail", "k").text
    )
    assert "Wed 8 Jan 2025 to Fri 17 Jan 2025 (10 days)" in render(many, "slack", "k").text


def test_a_day_of_a_thousand_events_still_fits_every_place() -> None:
    url = "https://x.org/" + "a" * 200
    line = DigestLine("ы" * 280, "high", "ML", "The Desk", url, NOW, 3, told=True)
    crowded = replace(DIGEST, events=(line,) * 1000)

    slack, page = render(crowded, "slack", "k"), render(crowded, "mail", "k").html

    assert problems(json.loads(slack.blocks), slack.text) == ()
    assert "and 994 more events not shown here: Mali 994" in slack.text
    assert len(page.encode()) <= 90_000
    assert re.search("and [0-9]{3} more events not shown here: Mali [0-9]{3}", page)


def test_a_notice_is_told_as_what_it_is() -> None:
    assert render(NOTICE, "mail", "k").text == (
        "Tocsin: Source example-feed can't be read\n\n"
        "Since 08:00 UTC every poll failed.\nLast reason: HTTP 503.\n"
    )
    assert json.loads(render(NOTICE, "slack", "k").blocks)[0]["type"] == "header"


# --- terminal, sample -----------------------------------------------------------------------


def test_a_terminal_shows_one_line_each() -> None:
    assert [terminal_line(told) for told in (ALERT, DIGEST, NOTICE)] == [
        "🟠 HIGH · 7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali) · first: Military Informant",
        "Tocsin, Sat 18 Jan 2025: 3 alerts, 212 items read, 1 of 3 sources blind",
        "NOTICE · Source example-feed can't be read",
    ]


def test_a_terminal_shows_what_an_update_adds_in_one_more_line() -> None:
    update = replace(ALERT, news=("larger count: T-72B3M 9,\nbefore 7", "new place: Gao\x1b[31m"))

    assert terminal_news(update) == "adds: larger count: T-72B3M 9, before 7; new place: Gao"
    assert len(terminal_news(replace(ALERT, news=("new equipment " * 9,) * 40))) <= 400
    assert [terminal_news(told) for told in (ALERT, DIGEST, NOTICE)] == ["", "", ""]


def test_the_sample_is_an_alert_like_any_other_and_says_that_it_is_a_test() -> None:
    message = render(sample_alert(NOW), "slack", "k")

    assert problems(json.loads(message.blocks), message.text) == ()
    assert message.subject.startswith("INFO: TEST")
    assert "&lt;!channel&gt;" in message.text


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Receipt("17.1"), "accepted, reference 17.1"),
        (Unsent("invalid_auth", permanent=True),
         "not sent: invalid_auth (it will stay so until you change something)"),
        (Unsent("ratelimited", permanent=False, retry_after_s=3),
         "not sent: ratelimited (try again in 3 s)"),
        (Ambiguous("reply lost"), "may have arrived, please look: reply lost"),
        (ValueError("odd"), "failed: ValueError: odd"),
    ],
)  # fmt: skip
def test_what_came_back_is_said_in_words(result: Receipt | Exception, words: str) -> None:
    assert came_back(result) == words
