"""Alembic's scripts, run by archive.migrate; there is no alembic.ini."""
