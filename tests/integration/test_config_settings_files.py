"""Secrets from files: Docker's and systemd's way of handing them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import Secret, SettingsError, secret

WORD = "hunter2-swordfish"


def test_a_secret_file_is_read_and_stripped(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"  {WORD}\r\n")

    assert secret("TOKEN", {"TOKEN_FILE": str(path)}) == Secret(WORD)


@pytest.mark.parametrize(
    ("reason", "body", "problem"),
    [
        ("empty", b"", "is empty"),
        ("white space only", b" \n", "is empty"),
        ("too large", b"x" * (64 * 1024 + 1), "is larger than 64 KiB"),
        ("not text", b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_an_unusable_secret_file_is_named(
    reason: str, body: bytes, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "token"
    path.write_bytes(body)

    with pytest.raises(SettingsError) as caught:
        secret("TOKEN", {"TOKEN_FILE": str(path)})

    assert str(caught.value) == f"TOKEN_FILE: {path} {problem}", reason


def test_a_missing_secret_file_and_a_directory_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(SettingsError, match=f"TOKEN_FILE: {path} is not a file"):
            secret("TOKEN", {"TOKEN_FILE": str(path)})
