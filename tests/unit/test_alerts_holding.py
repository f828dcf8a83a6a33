"""Held for company: groups, quiet hours, budgets, outages; and what a summary says."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.blocks import problems
from alerts.holding import (
    Hold,
    Kind,
    by_budget,
    by_outage,
    by_route,
    gathered,
    least,
    noted,
    warning,
)
from alerts.model import Alert, Bundle
from alerts.render import ReceiverKind, render, terminal_line
from alerts.routing import Way, ways
from config.schema import AlertsConfig, Budget, CatchUp, Route, TimeInterval
from tests.fakes.alerts import ALERT, NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MORNING = TimeInterval.model_validate(
    {"name": "morning", "times": [{"start_time": "09:00", "end_time": "10:00"}]}
)


def route(**keys: object) -> Route:
    return Route.model_validate({"receivers": ["desk"]} | keys)


def hold(alert: Alert = ALERT, **keys: object) -> Hold | None:
    return by_route(alert, route(**keys), 2, [MORNING], NOW)


def test_a_route_that_asks_for_nothing_holds_nothing() -> None:
    assert hold() is None


def test_a_group_gathers_what_is_alike_for_a_moment() -> None:
    found = hold(group_by=["country", "severity"], group_wait="1m", group_interval="10m")

    assert found == Hold(
        Kind.GROUP, "2|country ML, severity high", NOW + MINUTE, timedelta(minutes=10)
    )


def test_a_group_of_nothing_is_the_whole_route() -> None:
    assert hold(group_by=[]) == Hold(
        Kind.GROUP, "2|route 2", NOW + timedelta(seconds=30), timedelta(minutes=5)
    )


def test_quiet_hours_go_before_groups() -> None:
    end = NOW.replace(hour=10, minute=0)

    found = hold(mute_time_intervals="morning", group_by="country")

    assert found == Hold(Kind.QUIET, f"{end.isoformat()}|morning", end)


def test_critical_passes_quiet_hours() -> None:
    assert hold(replace(ALERT, severity="critical"), mute_time_intervals="morning") is None


def test_each_receiver_has_the_hold_of_the_route_that_chose_it() -> None:
    config = AlertsConfig.model_validate(
        {
            "receivers": [{"name": n, "files": {}} for n in ("desk", "mail")],
            "routes": [
                {"receivers": ["desk"], "continue": True},
                {"receivers": ["desk", "mail"], "mute_time_intervals": ["morning"]},
            ],
            "time_intervals": [MORNING.model_dump()],
        }
    )
    end = NOW.replace(hour=10, minute=0)

    assert ways(ALERT, config, NOW) == (
        Way("desk", 1),
        Way("mail", 2, Hold(Kind.QUIET, f"{end.isoformat()}|morning", end)),
    )


@pytest.mark.parametrize(
    ("why", "alert", "late"),
    [
        ("just published", ALERT, False),
        ("published long ago", replace(ALERT, published_at=NOW - 7 * HOUR), True),
        ("not too long ago", replace(ALERT, published_at=NOW - 5 * HOUR), False),
        ("waited long in the outbox",
         replace(ALERT, published_at=None, detected_at=NOW - 7 * HOUR), True),
        ("dated in the future, waited long",
         replace(ALERT, published_at=NOW + HOUR, detected_at=NOW - 7 * HOUR), True),
    ],
)  # fmt: skip
def test_what_is_older_than_the_limit_comes_with_the_catch_up(
    why: str, alert: Alert, late: bool
) -> None:
    rule = CatchUp(older_than=6 * HOUR, wait=MINUTE)

    expected = Hold(Kind.LATE, "|6h", NOW + MINUTE) if late else None

    assert by_outage(alert, rule, NOW) == expected, why


def test_a_budget_holds_what_is_beyond_it() -> None:
    budget = Budget(messages=20, per=10 * MINUTE)

    assert by_budget(ALERT, budget, 19, NOW) is None
    assert by_budget(ALERT, budget, 20, NOW) == Hold(Kind.FLOOD, "|20 in 10m", NOW + 10 * MINUTE)


def test_critical_passes_budgets() -> None:
    critical = replace(ALERT, severity="critical")

    assert by_budget(critical, Budget(messages=1), 20, NOW) is None


def test_a_flood_is_warned_of_with_the_hour_of_its_summary() -> None:
    found = warning("desk", Hold(Kind.FLOOD, "|20 in 10m", NOW + 10 * MINUTE), NOW)

    assert found.subject == "A flood of alerts: the rest comes as one summary"
    assert found.text == (
        "This place has had its budget of messages (20 in 10m). What follows comes as one summary "
        "at 09:24 UTC, the gravest first. Nothing is lost."
    )


def test_a_few_late_ones_are_told_one_by_one_and_say_why() -> None:
    late = Hold(Kind.LATE, "|6h", NOW).bundle

    assert least(late) == 4
    text = render(noted(ALERT, late), "mail", "k").text
    assert "New event · More than 6h old when it could be told\n" in text


# --- summaries ------------------------------------------------------------------------------


def bundle(count: int, found: Hold | None = None, **changes: object) -> Bundle:
    found = found or Hold(Kind.QUIET, "2025|nights", NOW)
    alerts = [
        replace(
            ALERT, key=f"e{n}", event=f"e{n}", line=f"Report {n}", url=f"https://news.example/{n}",
            severity="critical" if n == 3 else "medium", countries=("NE",) if n % 2 else ("ML",),
            **changes,  # type: ignore[arg-type]  # of one alert
        )
        for n in range(count)
    ]  # fmt: skip
    return gathered(found.bundle, "lead", alerts, NOW)


def test_a_summary_says_why_how_many_and_the_gravest_first() -> None:
    text = render(bundle(5), "mail", "k").text

    assert text.startswith(
        "5 alerts held during quiet hours (nights)\n"
        "1 critical, 4 medium · Mali 3, Niger 2\n"
        "\n"
        "- CRITICAL · Report 3\n"
        "  Military Informant · C · 18 Jan 2025 09:02 UTC\n"
        "  https://news.example/3\n"
        "- MEDIUM · Report 0\n"
    )


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (Hold(Kind.GROUP, "2|country ML", NOW), "5 alerts · country ML"),
        (Hold(Kind.FLOOD, "|20 in 10m", NOW),
         "5 more alerts, as one summary: the budget is 20 in 10m"),
        (Hold(Kind.LATE, "|12h", NOW),
         "Catch-up: 5 reports more than 12h old when they could be told"),
    ],
)  # fmt: skip
def test_each_summary_has_its_label(found: Hold, title: str) -> None:
    said = bundle(5, found)

    assert render(said, "slack", "k").subject == title
    assert terminal_line(said) == title
    assert title in json.loads(render(said, "slack", "k").blocks)[0]["text"]["text"]


@pytest.mark.parametrize("kind", ["slack", "mail", "files"])
@pytest.mark.parametrize("count", [2, 40, 1000])
def test_a_summary_of_any_size_is_valid_and_accounts_for_all(
    kind: ReceiverKind, count: int
) -> None:
    message = render(bundle(count), kind, "k")

    listed = Counter(line[:5] for line in message.text.splitlines())["- MED"] + 1 * (count > 3)
    rest = message.text.partition("\nand ")[2].partition(" more")[0]
    assert listed + int(rest or 0) == count
    assert len(message.html.encode()) <= 90_000
    if kind == "slack":
        assert problems(json.loads(message.blocks), message.text) == ()


def test_a_summary_of_one_events_alerts_stands_in_its_thread() -> None:
    one = gathered(Hold(Kind.GROUP, "1|x", NOW).bundle, "k", (ALERT, ALERT), NOW)

    assert render(one, "slack", "k").thread == "event-1"
    assert render(bundle(2), "slack", "k").thread == ""


def test_hostile_lines_of_a_summary_stay_text() -> None:
    hostile = bundle(3)
    evil = replace(
        hostile.alerts[0], line="<!channel> https://evil.example <script>", url="javascript:x"
    )
    message = render(replace(hostile, alerts=(evil,), label="<!here>"), "slack", "k")
    page = render(replace(hostile, alerts=(evil,)), "mail", "k").html

    assert "<!" not in message.text
    assert "https://evil" not in message.text + message.blocks + page
    assert "<script" not in page
    assert "javascript" not in message.blocks + page
