"""`python -m workers` is `celery`, its modules and ours loaded without the garbage collector.

That is a tenth of the start of each process of the service.
"""

from __future__ import annotations

from importlib import import_module

from config.garbage import uncollected


def main() -> None:
    """What Celery's own command does."""
    with uncollected():
        import_module("celery.bin.worker")
        import_module("workers.app")
    import_module("celery.__main__").main()


if __name__ == "__main__":
    main()
