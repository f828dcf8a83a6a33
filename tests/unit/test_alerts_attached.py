"""What a post carries, in words."""

from __future__ import annotations

import pytest

from alerts.attached import attached, readable
from collector.item import Attachment, Item

PHOTO = Attachment("photo", 92_160)
REPORT = Attachment("document", 1_258_291, "report.pdf", "application/pdf")


def post(*files: Attachment, media: tuple[str, ...] = ()) -> Item:
    return Item("s", "1", "post", "", "", "", None, media=media, attachments=files)


ATTACHED = [
    ("nothing", post(), ()),
    ("one file with its name", post(REPORT), ("document report.pdf (1.2 MB)",)),
    ("photos of an album together", post(PHOTO, PHOTO), ("2 × photo (180 KB)",)),
    ("a size that nobody told", post(Attachment("video")), ("video",)),
    (
        "what is no file stands last",
        post(PHOTO, media=("photo", "poll")),
        ("photo (90 KB)", "poll"),
    ),
    ("an article's media", post(media=("photo",)), ("photo",)),
]


@pytest.mark.parametrize(("reason", "item", "said"), ATTACHED, ids=[row[0] for row in ATTACHED])
def test_attachments_are_told_by_kind_and_size(
    reason: str, item: Item, said: tuple[str, ...]
) -> None:
    assert attached(item) == said, reason


@pytest.mark.parametrize(
    ("size", "said"), [(900, "900 bytes"), (2_048, "2.0 KB"), (12 << 20, "12 MB")]
)
def test_sizes_are_readable(size: int, said: str) -> None:
    assert readable(size) == said
