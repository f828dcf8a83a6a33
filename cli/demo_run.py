"""`tocsin demo`: the real service on a bundled stream, served from this machine."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import httpx

from alerts.render import terminal_news
from alerts.sanitise import terminal
from archive.archive import Archive
from cli.demo import config as demo_config
from cli.up import Service, only_one
from config.settings import SecretUrl, Settings
from workers.supervisor import Program, Supervisor

READY_PATIENCE_S = 20.0
SETTLE_S = 8.0  # the last entries are polled within a few seconds


@click.command()
@click.option("--speed", default=1.0, show_default=True, help="Times as fast as written")
def demo(speed: float) -> None:
    """Play a bundled stream of feeds and channels: no network, no account, the same pipeline."""
    base = Settings.from_env(os.environ)
    var = base.var / "demo"
    settings = replace(
        base,
        var=var,
        config=var / "config",
        database_url=SecretUrl(f"sqlite:///{var / 'tocsin.db'}"),
        redis_url=None,
    )
    with only_one(var, "demo.lock"):  # before anything of a demo that is running is touched
        _play(settings, speed)


def _play(settings: Settings, speed: float) -> None:
    var = settings.var
    _forget_the_last(var)
    server = Supervisor(os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}, var / "log")
    try:
        port = _start_server(server, var / "server.json", speed)
        demo_config.write(settings.config, port)
        click.echo(f"Playing a bundled stream from 127.0.0.1:{port}; no network, no account.")
        with Service(settings, click.echo) as service:
            service.run(until=lambda: _is_over(port, service.parts.archive))
            click.echo("\n".join(summary(service.parts.archive, var)))
    finally:
        server.stop()


def _forget_the_last(var: Path) -> None:
    """Each demo starts from nothing."""
    for name in ("config", "outbox", "log", "redis", "server.json"):
        path = var / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in var.glob("tocsin.db*"):
        path.unlink()


def _start_server(supervisor: Supervisor, ready: Path, speed: float) -> int:
    command = (sys.executable, "-m", "cli.demo.server", "--ready", str(ready))
    program = Program("server", (*command, "--speed", str(speed)))
    supervisor.start(program, time.monotonic())
    end = time.monotonic() + READY_PATIENCE_S
    while not ready.exists():
        if time.monotonic() > end:
            raise click.ClickException(f"the demo's server did not start: see {ready.parent}/log")
        time.sleep(0.05)
    return int(json.loads(ready.read_text())["port"])


def _is_over(port: int, archive: Archive) -> bool:
    """The stream is played, was polled to its end, and everything is told."""
    status = _status(port)
    if not status.get("finished") or status["elapsed"] < status["length"] + SETTLE_S:
        return False
    totals = archive.totals()
    return totals.unread == 0 and totals.waiting == 0


def _status(port: int) -> dict[str, Any]:
    with httpx.Client(trust_env=False, timeout=5) as client:
        found: dict[str, Any] = client.get(f"http://127.0.0.1:{port}/status").json()
        return found


def summary(archive: Archive, var: Path) -> list[str]:
    """What happened, and where to look."""
    totals = archive.totals()
    lines = [
        "",
        f"The demo is over: {totals.items} items read, {totals.edits} edited and "
        f"{totals.deletions} deleted afterwards, {totals.detections} relevant, "
        f"{totals.alerts} alerts, {totals.detections - totals.alerts} held back as repeats.",
    ]
    for _, alert in archive.recent_alerts(0, 100):
        lines.append(f"  {alert.severity:8} {terminal(alert.line)}")
        if news := terminal_news(alert):
            lines.append(f"           {news}")
    return [
        *lines,
        f"Each alert as text and HTML: {var / 'outbox'}",
        f"The configuration it ran on: {var / 'config'} (watchlist.yaml is the shipped one)",
        "Your own: ./run.sh tocsin init my-config && ./run.sh tocsin --config my-config up",
    ]
