"""Who hears an alert."""

from __future__ import annotations

import pytest

from alerts.routing import explain, receivers_for
from config.schema import Match, Route
from tests.fakes.alerts import ALERT


def route(*receivers: str, go_on: bool = False, **match: tuple[str, ...]) -> Route:
    return Route.model_validate({"match": match, "receivers": receivers, "continue": go_on})


@pytest.mark.parametrize(
    ("why", "match", "matches"),
    [
        ("an empty match takes everything", {}, True),
        ("the watch is met", {"watch": ("sahel-armour",)}, True),
        ("another watch is not", {"watch": ("ships",)}, False),
        ("values of one key are alternatives", {"severity": ("critical", "high")}, True),
        ("another severity is not", {"severity": ("low",)}, False),
        ("an entity is among them", {"entity": ("bmp-3",)}, True),
        ("an entity is missing", {"entity": ("ka-52",)}, False),
        ("the country is the event's", {"country": ("ML", "BF")}, True),
        ("another country is not", {"country": ("NE",)}, False),
        ("a source by its name", {"source": ("milinfolive",)}, True),
        ("a source by its tag", {"source": ("telegram",)}, True),
        ("the language is the text's", {"language": ("ru",)}, True),
        ("every key must match", {"severity": ("high",), "country": ("NE",)}, False),
        ("what is left out is not there", {"none": {"source": ("wire",)}}, True),
        ("what is left out is there", {"none": {"source": ("wire", "telegram")}}, False),
        (
            "one of what is left out is enough",
            {"severity": ("high",), "none": {"language": ("en",), "country": ("ML",)}},
            False,
        ),
    ],
)
def test_a_match(why: str, match: dict[str, object], matches: bool) -> None:
    asked = Match.model_validate(match)

    chosen = receivers_for(ALERT, [Route(match=asked, receivers=("desk",))])

    assert chosen == ((("desk", 0),) if matches else ()), why


def test_the_first_matching_route_wins() -> None:
    routes = [route("no", severity=("low",)), route("first"), route("second")]

    assert receivers_for(ALERT, routes) == (("first", 1),)


def test_continue_tries_the_next_routes_too_and_names_everybody_once() -> None:
    routes = [
        route("desk", "mail", go_on=True),
        route("nobody", severity=("low",)),
        route("mail", "archive", go_on=True),
        route("desk"),
        route("never"),
    ]

    assert receivers_for(ALERT, routes) == (("desk", 0), ("mail", 0), ("archive", 2))


def test_no_route_tells_nobody() -> None:
    assert receivers_for(ALERT, [route("no", severity=("low",))]) == ()
    assert receivers_for(ALERT, []) == ()


def test_an_explanation_has_one_sentence_a_route() -> None:
    routes = [
        route("low", severity=("low", "info"), country=("ML",)),
        Route.model_validate({"match": {"none": {"country": "ML"}}, "receivers": ["far"]}),
        route("log", go_on=True),
        route("desk", "mail", watch=("sahel-armour",)),
        route("rest"),
    ]

    assert explain(ALERT, routes) == (
        "route 1 passed over: severity is high, not low or info",
        "route 2 passed over: country is ML, which is left out",
        "route 3 matches: tells log",
        "route 4 matches: tells desk, mail",
        "route 5 not tried: route 4 matched without continue",
    )


def test_the_default_match_is_empty() -> None:
    assert Route(receivers=("desk",)).match == Match()
