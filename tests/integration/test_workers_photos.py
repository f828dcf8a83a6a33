"""Photos of detected posts, kept by their hash, over both transports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.photos import KeptPhoto
from tests.fakes.bureau import Bureau
from tests.fakes.mtproto.faults import Hangup
from workers import media
from workers.clock import utc_now
from workers.pipeline import Pipeline

LIMIT = 700_000
PHOTO = b"\xff\xd8\xff" + bytes(600_000)  # two parts
SHA = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture(params=["by account", "by page"])
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bureau]:
    with Bureau(tmp_path) as opened:
        if request.param == "by account":
            opened.log_in("alice")
        opened.channel("deskdesk")
        opened.photos_up_to = LIMIT
        yield opened


def work(bureau: Bureau, service: Pipeline) -> None:
    """What the worker's tasks do until nothing is due."""
    for _ in range(2):
        bureau.drain(service.poller, on_kept=service.detect)
        service.detect()


def files(bureau: Bureau) -> list[str]:
    found = (bureau.settings.var / "media").rglob("*")
    return sorted(str(one.relative_to(bureau.settings.var)) for one in found if one.is_file())


def test_a_detected_posts_photo_is_kept_under_its_hash(bureau: Bureau) -> None:
    channel = bureau.channels["deskdesk"]
    channel.post_photo("Seven T-72 were seen in Gao, Mali.", PHOTO)
    channel.post_photo("a word in passing", b"\xff\xd8\xffother")

    work(bureau, bureau.service())

    assert files(bureau) == [f"media/{SHA[:2]}/{SHA}.jpg"]
    assert bureau.archive.telegram.photos.of(1) == [KeptPhoto(SHA, len(PHOTO), "jpg")]
    assert bureau.archive.telegram.photos.claim(utc_now()) is None


def test_a_photo_above_the_limit_is_left_out(bureau: Bureau) -> None:
    bureau.photos_up_to = 20_000
    bureau.channels["deskdesk"].post_photo("Seven T-72 were seen in Gao, Mali.", PHOTO)

    work(bureau, bureau.service())

    assert SHA not in "".join(files(bureau))
    assert len(bureau.alerts()) == 1


def test_nothing_is_fetched_unless_the_operator_wants_it(bureau: Bureau) -> None:
    bureau.photos_up_to = 0
    bureau.channels["deskdesk"].post_photo("Seven T-72 were seen in Gao, Mali.", PHOTO)

    work(bureau, bureau.service())

    assert files(bureau) == []
    assert bureau.telegram.count("upload.GetFile") == 0


def test_what_is_no_photo_is_not_kept(bureau: Bureau) -> None:
    bureau.channels["deskdesk"].post_photo("Seven T-72 were seen in Gao, Mali.", b"<html>" * 20)

    work(bureau, bureau.service())

    assert files(bureau) == []


def test_an_account_that_fails_leaves_the_photo_to_the_public_page(tmp_path: Path) -> None:
    with Bureau(tmp_path) as bureau:
        bureau.log_in("alice")
        bureau.channel("deskdesk").post_photo("Seven T-72 were seen in Gao, Mali.", PHOTO)
        bureau.photos_up_to = LIMIT
        bureau.telegram.fault("upload.GetFile", Hangup(), times=5)

        work(bureau, bureau.service())

        assert files(bureau) == [f"media/{SHA[:2]}/{SHA}.jpg"]


def test_one_photo_twice_is_one_file_and_no_leftovers(tmp_path: Path) -> None:
    first, again = (media.keep(tmp_path, PHOTO) for _ in range(2))

    assert first == again == KeptPhoto(SHA, len(PHOTO), "jpg")
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [f"{SHA}.jpg"]
