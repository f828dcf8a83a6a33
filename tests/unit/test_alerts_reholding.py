"""What is held already follows alerts.yaml as it is now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.holding import Hold, Kind
from alerts.reholding import Held, reheld
from config.schema import AlertsConfig
from tests.fakes.alerts import ALERT, NOW

TEN = NOW.replace(hour=10, minute=0)
UNTIL_TEN = f"quiet:{TEN.isoformat()}|morning"


def config(until: str = "10:00", *, muted: bool = True, budget: object = None) -> AlertsConfig:
    route = {"receivers": ["desk"], "mute_time_intervals": ["morning"] if muted else []}
    hours = {"name": "morning", "times": [{"start_time": "09:00", "end_time": until}]}
    return AlertsConfig.model_validate(
        {
            "receivers": [{"name": "desk", "files": {}, "budget": budget}],
            "routes": [route],
            "time_intervals": [hours],
        }
    )


def held(number: int = 1, bundle: str = UNTIL_TEN, **changes: object) -> Held:
    return Held(number, "desk", bundle, replace(ALERT, **changes))  # type: ignore[arg-type]  # of one alert


def test_what_nobody_changed_waits_as_it_did() -> None:
    assert reheld([held()], config(), NOW) == ()


def test_quiet_hours_that_end_later_hold_for_longer() -> None:
    noon = TEN + timedelta(hours=2)

    expected = Hold(Kind.QUIET, f"{noon.isoformat()}|morning", noon)

    assert reheld([held()], config("12:00"), NOW) == ((held(), expected),)


def test_what_is_no_longer_muted_is_told_now_under_its_label() -> None:
    expected = Hold(Kind.QUIET, f"{NOW.isoformat()}|morning", NOW)

    assert reheld([held(1), held(2)], config(muted=False), NOW) == (
        (held(1), expected),
        (held(2), expected),
    )


def test_critical_news_of_a_held_event_stays_behind_its_first_message() -> None:
    update = held(2, severity="critical")

    assert reheld([held(1), update], config(), NOW) == ()


def test_a_budget_holds_as_long_as_there_is_one() -> None:
    flood = held(bundle="flood:|20 in 10m")

    assert reheld([flood], config(budget={"messages": 5}), NOW) == ()
    assert reheld([flood], config(), NOW) == (
        (flood, Hold(Kind.FLOOD, f"{NOW.isoformat()}|20 in 10m", NOW)),
    )


def test_a_receiver_that_is_gone_is_seen_at_the_sending() -> None:
    gone = replace(held(), receiver="former")

    ((_, hold),) = reheld([gone], config(), NOW)

    assert hold.until == NOW
