"""`tocsin telegram`: accounts that read channels: log in, log out, how they are."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import click

from alerts.sanitise import terminal
from archive.archive import Archive
from archive.model import AccountStatus
from cli.refused import Refused
from collector.telegram_login import LoginError, Questions, log_in, log_out
from config.load import load
from config.schema import Telegram, TelegramAccount
from config.settings import Settings, SettingsError
from workers import logs
from workers.clock import utc_now
from workers.telegram_sessions import API_HASH, Sessions
from workers.wiring import open_archive


@click.group()
def telegram() -> None:
    """Accounts that read channels. Without any, the channels' public pages are read."""
    logs.set_up("ERROR")


@telegram.command()
@click.argument("name")
def login(name: str) -> None:
    """Log account NAME in: asks for phone, code and, where there is one, the password.

    Use an account of its own, some months old and with a real number: Telegram bans new accounts
    and those of rented numbers quickly, and any that is used by two programs at once.
    """
    settings, declared = Settings.from_env(os.environ), _telegram()
    account, sessions = _account(declared, name), Sessions(settings.var)
    if sessions.is_declared(account):
        raise SettingsError(f"{account.variable} holds this account's session: unset it first")
    if not sessions.has_api_hash():
        raise SettingsError(f"set {API_HASH} (or {API_HASH}_FILE), from my.telegram.org")
    try:
        made = asyncio.run(log_in(sessions.login(declared, name, ""), _QUESTIONS))
    except LoginError as error:
        raise click.ClickException(str(error)) from error
    path = sessions.keep(name, made.session)
    with closing(open_archive(settings)) as archive:
        archive.telegram.signed_in(name, made.user_id, utc_now())
    click.echo(f"{name} is logged in. Its session is kept in {path}, readable by you alone.")


@telegram.command()
@click.argument("name")
def logout(name: str) -> None:
    """End account NAME's session at Telegram and forget it here."""
    settings, declared = Settings.from_env(os.environ), _telegram()
    account, sessions = _account(declared, name), Sessions(settings.var)
    session = sessions.find(account)
    if session is None:
        raise Refused(f"{name} is not logged in")
    with closing(open_archive(settings)) as archive:
        if any(s.name == name and s.in_use for s in archive.telegram.statuses(utc_now())):
            raise click.ClickException(f"the service is using {name}: stop it first")
        try:
            asyncio.run(log_out(sessions.login(declared, name, session.reveal())))
        except LoginError as error:
            raise click.ClickException(str(error)) from error
        archive.telegram.register([name], utc_now())
        archive.telegram.signed_out(name, utc_now())
    sessions.remove(name)
    click.echo(f"{name} is logged out")


@telegram.command()
def status() -> None:
    """How each account is; channels are read from public pages while none can be used."""
    settings, declared = Settings.from_env(os.environ), _telegram()
    now = utc_now()
    with closing(open_archive(settings)) as archive:
        for text in _lines(archive, declared, Sessions(settings.var), now):
            click.echo(text)


def _lines(
    archive: Archive, declared: Telegram, sessions: Sessions, now: datetime
) -> Iterator[str]:
    if not declared.accounts:
        yield "No account is declared in sources.yaml: channels are read from their public pages"
    archive.telegram.register([account.name for account in declared.accounts], now)
    known = {found.name: found for found in archive.telegram.statuses(now)}
    for account in declared.accounts:
        yield line(known[account.name], sessions.find(account) is not None)


def line(found: AccountStatus, has_session: bool) -> str:
    """One account in one line of the terminal."""
    if not has_session:
        return f'{found.name:16} no session: run "tocsin telegram login {found.name}"'
    state = f"{found.state} until {found.until:%Y-%m-%d %H:%M} UTC" if found.until else found.state
    since = f"since {found.since:%Y-%m-%d %H:%M} UTC"
    facts = f"{found.name:16} {state}  {since}  channels {found.channels}"
    used = "  in use" if found.in_use else ""
    return facts + used + (f"  {terminal(found.reason)}" if found.reason else "")


def _telegram() -> Telegram:
    return load(Settings.from_env(os.environ).config).sources.telegram


def _account(declared: Telegram, name: str) -> TelegramAccount:
    for account in declared.accounts:
        if account.name == name:
            return account
    raise SettingsError(
        f"sources.yaml declares no account {name}; write\n"
        f"telegram:\n  api_id: …        # from my.telegram.org\n  accounts: [{{name: {name}}}]"
    )


_QUESTIONS = Questions(
    phone=lambda: str(click.prompt("Phone, with country code", hide_input=True)),
    code=lambda: str(click.prompt("Code that Telegram sent", hide_input=True)),
    password=lambda: str(click.prompt("Password", hide_input=True)),
    complain=click.echo,
)
