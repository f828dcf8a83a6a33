"""The digest as a Slack post: numbers instead of charts, plain_text and rich_text only. Pure."""

from __future__ import annotations

from alerts.digest_view import (
    Entry,
    changes,
    country_words,
    course_words,
    covered,
    groups,
    headline,
    health,
    health_heading,
    held_back,
    omitted,
    quiet_words,
    skipped,
)
from alerts.model import Digest
from alerts.render_blocks import Block, bullets, context, header, section, text
from alerts.sanitise import cut

_MOST_BLOCKS = 48  # Slack's 50, with room for a note that the message may be a repetition
_CONTEXT = 1500


def digest_blocks(digest: Digest, most: int) -> list[Block]:
    """What Slack takes of it; the caller sees to the sum of all text."""
    blocks = [header(f"Tocsin digest · {covered(digest)}"), _words(headline(digest))]
    if note := skipped(digest):
        blocks.append(context(note))
    for group in groups(digest, most):
        items = [_event_elements(entry) for entry in group.entries]
        parts = [section([text(group.country, bold=True)]), bullets(items)]
        blocks.append({"type": "rich_text", "elements": parts})
    if not digest.events:
        blocks.append(_words(quiet_words(digest)))
    last = _last(digest, most)
    room = _MOST_BLOCKS - len(last)
    return [*blocks[:room], *last]


def _last(digest: Digest, most: int) -> list[Block]:
    """What must not be lost below many countries."""
    lines = [omitted(digest, most)]
    if digest.days:
        lines += [course_words(digest), country_words(digest)]
    if held := held_back(digest):
        lines.append("Held back: " + "; ".join(held))
    if edits := changes(digest):
        lines.append("Changed in the configuration: " + "; ".join(edits))
    states = [
        f"{words}: {', '.join(names)}" if names else words for _, words, names in health(digest)
    ]
    if states:
        lines.append(f"{health_heading(digest)}: {'; '.join(states)}")
    return [context(cut(line, _CONTEXT)) for line in lines if line]


def _words(words: str) -> Block:
    return {"type": "rich_text", "elements": [section([text(words)])]}


def _event_elements(entry: Entry) -> list[Block]:
    elements = [text(f"{entry.mark} ")]
    if entry.tags:
        elements.append(text(f"{' · '.join(entry.tags)} ", bold=True))
    elements.append(text(entry.line))
    if entry.firsts:
        elements.append(text(f"\n★ {'; '.join(entry.firsts)}", bold=True))
    if entry.news:
        elements.append(text(f"\n+ {'; '.join(entry.news)}", bold=True))
    elements.append(text(f"\n{entry.detail}", italic=True))
    if entry.link:
        elements += [text(" · "), {"type": "link", "url": entry.link, "text": "original"}]
    return elements
