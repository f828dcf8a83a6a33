"""`tocsin telegram` against a Telegram of ours: what is asked, kept, and never shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from cli.main import tocsin
from config.settings import SettingsError
from tests.fakes.bureau import Bureau
from tests.fakes.mtproto.faults import flood
from tests.fakes.mtproto.login import CODE
from workers.clock import utc_now

PHONE, PASSWORD, HASH = "+22370000001", "correct horse battery", "0123456789abcdef"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    with Bureau(tmp_path) as opened:
        opened.channel("deskdesk").post("T-72 in Gao")
        opened.accounts.append("alice")
        opened.configure()
        _trust(opened)
        yield opened


def _trust(bureau: Bureau) -> None:
    key = bureau.directory / "server.pem"
    key.write_text(bureau.telegram.public_key())
    path = bureau.settings.config / "sources.yaml"
    sources = yaml.safe_load(path.read_text())
    sources["telegram"]["dc"]["public_key_file"] = str(key)
    path.write_text(yaml.safe_dump(sources))


def run(bureau: Bureau, *words: str, typed: str = "", **more: str) -> Result:
    environment: Mapping[str, str] = {
        "TOCSIN_CONFIG": str(bureau.settings.config),
        "TOCSIN_VAR": str(bureau.settings.var),
        "TOCSIN_TELEGRAM_API_HASH": HASH,
    } | more
    return CliRunner().invoke(tocsin, ["telegram", *words], input=typed, env=environment)


def test_a_login_keeps_a_session_that_reads_channels_and_shows_no_secret(bureau: Bureau) -> None:
    bureau.telegram.account("alice", phone=PHONE, password=PASSWORD)

    done = run(bureau, "login", "alice", typed=f"{PHONE}\n{CODE}\n{PASSWORD}\n")

    assert done.exit_code == 0, done.output
    path = bureau.settings.var / "telegram" / "alice.session"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for hidden in (PHONE, CODE, PASSWORD, HASH, path.read_text()):
        assert hidden not in done.output
    polled = bureau.worker().poll_all()
    assert (polled.new, bureau.pages_asked()) == (1, 0)


def test_a_mistyped_code_and_password_are_asked_again(bureau: Bureau) -> None:
    bureau.telegram.account("alice", phone=PHONE, password=PASSWORD)

    done = run(bureau, "login", "alice", typed=f"{PHONE}\n99999\n{CODE}\nwrong\n{PASSWORD}\n")

    assert done.exit_code == 0, done.output
    assert "not the code" in done.output
    assert "not the password" in done.output


def test_after_three_wrong_codes_nothing_is_kept(bureau: Bureau) -> None:
    bureau.telegram.account("alice", phone=PHONE)

    done = run(bureau, "login", "alice", typed=f"{PHONE}\n1\n2\n3\n")

    assert (done.exit_code, "PHONE_CODE_INVALID" in done.output) == (1, True)
    assert not (bureau.settings.var / "telegram").exists()


def test_a_flood_wait_is_told_and_not_slept_through(bureau: Bureau) -> None:
    bureau.telegram.account("alice", phone=PHONE)
    bureau.telegram.fault("auth.SendCode", flood(4000))

    done = run(bureau, "login", "alice", typed=f"{PHONE}\n")

    assert (done.exit_code, "wait 4000 seconds" in done.output) == (1, True)


def test_a_login_needs_a_declared_account_a_hash_and_no_session_from_outside(
    bureau: Bureau,
) -> None:
    unknown = run(bureau, "login", "carol")
    hashless = run(bureau, "login", "alice", TOCSIN_TELEGRAM_API_HASH="")
    outside = run(bureau, "login", "alice", BUREAU_ALICE="1AbC")

    errors = [done.exception for done in (unknown, hashless, outside)]
    assert all(isinstance(error, SettingsError) for error in errors)
    assert ["carol" in str(errors[0]), "API_HASH" in str(errors[1])] == [True, True]
    assert "BUREAU_ALICE holds this account's session" in str(errors[2])


def test_status_tells_of_each_account_what_it_can_do(bureau: Bureau) -> None:
    missing = run(bureau, "status")
    bureau.log_in("alice")
    bureau.archive.telegram.register(["alice"], utc_now())
    active = run(bureau, "status")
    bureau.archive.telegram.turn_off("alice", "Telegram has banned the account", utc_now())
    off = run(bureau, "status")

    assert 'no session: run "tocsin telegram login alice"' in missing.output
    assert "alice            active  since " in active.output
    assert "off  since " in off.output
    assert "Telegram has banned the account" in off.output


def test_logging_out_ends_the_session_and_keeps_nothing(bureau: Bureau) -> None:
    bureau.log_in("alice")

    done = run(bureau, "logout", "alice")
    again = run(bureau, "logout", "alice")

    assert done.exit_code == 0, done.output
    assert bureau.telegram.count("auth.LogOut") == 1
    assert not (bureau.settings.var / "telegram" / "alice.session").exists()
    assert (again.exit_code, "not logged in" in again.output) == (2, True)
    assert bureau.archive.telegram.statuses(utc_now())[0].reason == "logged out"


def test_a_session_in_use_is_not_logged_out(bureau: Bureau) -> None:
    bureau.log_in("alice")
    poller = bureau.worker()
    bureau.drain(poller)
    _trust(bureau)

    done = run(bureau, "logout", "alice")

    assert (done.exit_code, "is using alice" in done.output) == (1, True)
    assert bureau.telegram.count("auth.LogOut") == 0
