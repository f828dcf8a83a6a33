"""What messages carry besides text: kinds, names, polls, previews, sizes."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telethon.tl import types

from collector.item import Attachment
from collector.post import Post
from collector.telegram_message import Names, albums_of, post_of
from collector.telegram_model import Tl
from tests.fakes.mtproto.world import file, location, music, photo, poll, preview, sticker, video
from tests.fakes.mtproto.world import voice as voice_message

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CHANNEL = types.PeerChannel(1234567890)


def message(number: int = 1, text: str = "", **traits: object) -> Tl:
    return types.Message(number, CHANNEL, AT, text, **traits)


def read(*messages: Tl, names: Names | None = None) -> Post:
    (album,) = albums_of(messages)
    return post_of(album, names or Names())


def chat(number: int, title: str, username: str | None = None, **traits: object) -> Tl:
    return types.Channel(number, title, types.ChatPhotoEmpty(), AT, username=username, **traits)


VENUE = types.MessageMediaVenue(types.GeoPointEmpty(), "Base 101", "Bamako", "", "", "")
CONTACT = types.MessageMediaContact("+1", "Ivan", "", "", 0)
MEDIA = [
    ("nothing", None, (), ""),
    ("a photo", photo(), ("photo",), ""),
    ("a photo that is gone", types.MessageMediaPhoto(), ("photo",), ""),
    ("a video, whose file name pages don't show", video("BMP.mp4"), ("video",), ""),
    ("a round video", video(round_message=True), ("video note",), ""),
    ("a voice message", voice_message(), ("voice",), ""),
    ("a sticker", sticker(), ("sticker",), ""),
    (
        "an animation",
        file("", 9, "video/mp4", types.DocumentAttributeAnimated()),
        ("video",),
        "",
    ),
    ("a document", file("BMP-3.pdf"), ("document BMP-3.pdf",), "BMP-3.pdf"),
    ("a document without a name", file(""), ("document",), ""),
    ("a document that is gone", types.MessageMediaDocument(), ("document",), ""),
    ("music by its title", music("March", "Band"), ("document March",), "March"),
    ("a poll", poll("Which?", "T-72", "T-90"), ("poll",), "Which?\nT-72\nT-90"),
    ("a preview", preview("Convoy", "Seven T-72"), (), "Convoy\nSeven T-72"),
    (
        "a preview still to come",
        types.MessageMediaWebPage(types.WebPagePending(1, AT)),
        (),
        "",
    ),
    ("a place", location(), ("location",), ""),
    ("a named place", VENUE, ("location",), "Base 101\nBamako"),
    ("a contact", CONTACT, ("contact",), ""),
    ("what this Telethon can't show", types.MessageMediaUnsupported(), (), ""),
    (
        "a paid photo that is shown",
        types.MessageMediaPaidMedia(5, [types.MessageExtendedMedia(photo())]),
        ("photo",),
        "",
    ),
    (
        "a paid photo that is not",
        types.MessageMediaPaidMedia(5, [types.MessageExtendedMediaPreview()]),
        (),
        "",
    ),
    (
        "a file name that would break lines",
        file("a\nb\u202e.pdf"),
        ("document a b.pdf",),
        "a b.pdf",
    ),
]


@pytest.mark.parametrize(("reason", "media", "kinds", "text"), MEDIA)
def test_media_are_told_by_kind_and_words(
    reason: str, media: Tl, kinds: tuple[str, ...], text: str
) -> None:
    post = read(message(1, "", media=media))

    assert (post.media, post.text) == (kinds, text), reason


def test_sizes_are_known_without_a_download() -> None:
    post = read(message(1, media=file("a.pdf", 123)))

    assert post.attachments == (Attachment("document", 123, "a.pdf", "application/pdf"),)
    assert read(message(1, media=photo(9_000))).attachments == (Attachment("photo", 9_000),)


def test_an_album_is_one_post_with_the_captions_of_its_parts() -> None:
    post = read(
        message(4, media=photo(), grouped_id=9),
        message(6, "second", media=file("b.pdf"), grouped_id=9),
        message(5, "first", media=video(), grouped_id=9),
    )

    assert (post.id, post.parts) == (4, (5, 6))
    assert post.text == "first\nsecond\nb.pdf"
    assert post.media == ("photo", "video", "document b.pdf")
