"""The scheduler as a real process that is told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.fakes.desk import ROOT
from workers import commands

SIGNALLED_IN_A_DESTRUCTOR = """
import os
import workers.app
from celery.__main__ import main
from celery.signals import beat_init

class Released:
    def __del__(self):
        os.kill(os.getpid(), {number})

def release(**_):
    Released()

beat_init.connect(release)
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_scheduler_ends_at_the_first_signal_wherever_it_arrives(number: signal.Signals) -> None:
    """Python drops what a handler raises in a destructor, and connecting runs many of them."""
    script = SIGNALLED_IN_A_DESTRUCTOR.format(number=int(number))
    command = [sys.executable, "-c", script, *commands.scheduler()[3:]]
    unreachable = os.environ | {"TOCSIN_REDIS_URL": "redis://127.0.0.1:1/0"}

    ended = subprocess.run(command, cwd=ROOT, env=unreachable, timeout=30, check=False)

    assert ended.returncode == 0
