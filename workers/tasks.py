"""Celery tasks: one line each over the pipeline. They carry nothing; the rows say what is due."""

from __future__ import annotations

from celery import Celery

from workers import wiring

NAMES = ("tocsin.poll", "tocsin.fulltext", "tocsin.telegram", "tocsin.deliver", "tocsin.digest")


def poll() -> None:
    wiring.parts().pipeline.poll("feed")


def fulltext() -> None:
    wiring.parts().pipeline.read_on()


def telegram() -> None:
    wiring.parts().pipeline.poll("channel")


def deliver() -> None:
    wiring.parts().pipeline.deliver()


def digest() -> None:
    wiring.parts().pipeline.digest()


def register(app: Celery) -> None:
    """Give each task its explicit name."""
    for function in (poll, fulltext, telegram, deliver, digest):
        app.task(name=f"tocsin.{function.__name__}")(function)
