"""The Celery application: a doorbell. Imported by Celery's commands only.

Settings follow measurements of lost and doubled tasks; nothing here is relied on for truth:
every obligation is a row, and the sweeper finds what a lost message would have announced.
"""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.apps.worker import Worker as WorkController
from celery.signals import (
    beat_init,
    setup_logging,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)

from archive.archive import Archive
from config.settings import Settings
from workers import logs, tasks, wiring
from workers.sweeper import Sweeper

QUEUES = ("poll", "fulltext", "telegram", "deliver", "digest")
# A ring costs 1.5 ms; of 2,000 feeds with a rhythm 16 share one of every 2.5 s.
RING_EVERY = {"poll": 2.5, "fulltext": 5.0, "telegram": 2.0, "deliver": 1.0, "digest": 20.0}
TASK_LIMIT_S = 60  # a task drains for half of this and then returns


def make_app(broker_url: str) -> Celery:
    app = Celery("tocsin", broker=broker_url)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_soft_time_limit=TASK_LIMIT_S,
        task_time_limit=TASK_LIMIT_S + 10,
        task_default_queue="poll",
        task_routes={name: {"queue": name.removeprefix("tocsin.")} for name in tasks.NAMES},
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=200,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": 2 * TASK_LIMIT_S,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
            "health_check_interval": 10,
            "socket_keepalive": True,
        },
        timezone="UTC",
        beat_schedule=_schedule(),
    )
    tasks.register(app)
    return app


def _schedule() -> dict[str, dict[str, Any]]:
    """Beat rings; the database says what is due. A ring nobody heard in time is dropped."""
    return {
        queue: {
            "task": f"tocsin.{queue}",
            "schedule": timedelta(seconds=every),
            "options": {"expires": 2 * every},
        }
        for queue, every in RING_EVERY.items()
    }


def _set_up_logging(**_: object) -> None:
    logs.set_up(Settings.from_env(os.environ).log_level)


def _start_sweeper(sender: WorkController, **_: object) -> None:
    settings = Settings.from_env(os.environ)
    sweeper = Sweeper(sender.app, Archive.open(settings.database_url.reveal()))
    sweeper.start()
    worker_shutdown.connect(lambda **_: sweeper.stop(), weak=False)


def _wind_up(**_: object) -> None:
    wiring.wind_up()


def _close(**_: object) -> None:
    wiring.close()


def _end_at_once(**_: object) -> None:
    """Beat keeps nothing. Celery's handler raises, which is lost in a destructor or a generator."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))


setup_logging.connect(_set_up_logging)
beat_init.connect(_end_at_once)
worker_ready.connect(_start_sweeper)
worker_shutting_down.connect(_wind_up)
worker_shutdown.connect(_close)
app = make_app(wiring.broker_url(os.environ))
