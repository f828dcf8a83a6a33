"""The telegram: keys of sources.yaml."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config.schema import Sources, Telegram, TelegramAccount, TelegramDc

FEED = {"name": "a", "url": "https://a.example/feed"}


def test_without_keys_nothing_but_the_preview_pages_is_used() -> None:
    read = Sources.model_validate({"sources": [FEED]}).telegram

    assert (read.accounts, read.api_id, read.dc, read.budget) == ((), None, None, 1.0)


def test_accounts_and_a_server_of_ones_own_can_be_declared() -> None:
    read = Telegram.model_validate(
        {
            "api_id": 12345,
            "accounts": [{"name": "one", "session_env": "DESK_SESSION"}],
            "dc": {"id": 2, "host": "127.0.0.1", "port": 8443, "public_key_file": "key.pem"},
            "budget": 20,
        }
    )

    assert read == Telegram(
        api_id=12345,
        accounts=(TelegramAccount(name="one", session_env="DESK_SESSION"),),
        dc=TelegramDc(id=2, host="127.0.0.1", port=8443, public_key_file="key.pem"),
        budget=20.0,
    )


def test_each_account_has_a_variable_of_its_own_for_its_session() -> None:
    accounts = [{"name": "one"}, {"name": "two-b"}, {"name": "three", "session_env": "DESK"}]

    read = Telegram.model_validate({"accounts": accounts})

    assert [account.variable for account in read.accounts] == [
        "TOCSIN_TELEGRAM_SESSION",
        "TOCSIN_TELEGRAM_SESSION_TWO_B",
        "DESK",
    ]


REFUSED = [
    ("faster than accounts bear", {"budget": 2}, "gets accounts banned"),
    (
        "one name twice",
        {"accounts": [{"name": "a", "session_env": "A1"}, {"name": "a", "session_env": "B1"}]},
        "the same name",
    ),
    (
        "one session twice",
        {"accounts": [{"name": "a", "session_env": "DESK"}, {"name": "b", "session_env": "DESK"}]},
        "bans a session used twice",
    ),
    (
        "two names that make one variable",
        {"accounts": [{"name": "x"}, {"name": "a-b"}, {"name": "a.b"}]},
        "bans a session used twice",
    ),
    ("an api_id that is none", {"api_id": 0}, "greater than or equal to 1"),
    ("a key that is a secret", {"api_hash": "abc"}, "not permitted"),
]


@pytest.mark.parametrize(("reason", "keys", "said"), REFUSED)
def test_what_endangers_an_account_is_refused(
    reason: str, keys: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        Telegram.model_validate(keys)
