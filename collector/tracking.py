"""What pages of a channel mean, given what is known: new, revised, deleted, missing. Pure.

Both transports use it. Message ids ascend, and ids missing in a row mean nothing by themselves:
service posts and deletions leave holes. What counts is whether a page reaches what is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from collector.cadence import heard
from collector.item import Failure, FailureKind, Gap, Item, PollState
from collector.memory import MAX_KNOWN
from collector.post import Page, Post

MAX_GAPS = 50
ALBUM = 10  # an album has no more parts


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages read one after the other, newest first, and where reading ended."""

    pages: tuple[Page, ...] = ()

    def then(self, page: Page) -> Stretch:
        return Stretch((*self.pages, page))

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts once, ascending."""
        found = {post.id: post for page in reversed(self.pages) for post in page.posts}
        return tuple(found[number] for number in sorted(found))

    @property
    def first_id(self) -> int:
        """Lowest id shown; 0 without any post."""
        return min((page.first_id for page in self.pages if page.posts), default=0)

    @property
    def floor(self) -> int:
        """Lowest id the stretch vouches for: with the channel's start in it, all of them."""
        return 0 if any(page.is_start for page in self.pages) else self.first_id

    def reaches(self, after_id: int) -> bool:
        """True when no post above `after_id` can be hidden below this stretch."""
        return (0 < self.first_id <= after_id + 1) or any(page.is_start for page in self.pages)


def is_complete(stretch: Stretch, state: PollState) -> bool:
    """True when the newest page, paged back, meets what is known. A first poll needs one page."""
    return is_first(state) or stretch.reaches(state.newest_id)


def is_first(state: PollState) -> bool:
    """Nothing was read before. A channel read and found empty owes all that it says since."""
    return state.newest_id == 0 and state.first_polled_at is None


def hole_below(stretch: Stretch, state: PollState) -> Gap | None:
    """What paging back from the newest page has left unread."""
    return None if is_first(state) else gap_below(stretch, state.newest_id)


def is_stranger(page: Page, state: PollState) -> bool:
    """The name now shows a channel of another identity."""
    return bool(state.identity and page.chat_id) and page.chat_id != state.identity


def stranger(owner: str, identity: str) -> Failure:
    """The name leads to another channel than the one that was read: the operator must look."""
    reason = f"the name now belongs to channel {owner}, no longer to {identity}"
    return Failure(FailureKind.IDENTITY, reason)


def gap_below(stretch: Stretch, after_id: int) -> Gap | None:
    """What is still unread between `after_id` and the stretch."""
    if stretch.reaches(after_id) or not stretch.first_id:
        return None
    return Gap(after_id, stretch.first_id)


def narrowed(gap: Gap, page: Page) -> Gap | None:
    """What of a gap is left after a page read from its upper end; None when it is closed."""
    if not page.posts:
        return None if page.is_start else gap
    return gap_below(Stretch((page,)), gap.after_id)


def missing(stretch: Stretch, state: PollState, *, newest: bool) -> tuple[int, ...]:
    """Known ids the stretch should show and doesn't: candidates for deletion, ascending.

    The newest page has no upper bound: what is above its last post should be on it.
    """
    posts = stretch.posts
    if not posts:
        return ()
    shown = {number for post in posts for number in (post.id, *post.parts)}
    top = max(state.newest_id, posts[-1].last_id) if newest else posts[-1].last_id
    return tuple(
        sorted(
            number
            for number in _known_ids(state)
            if stretch.floor <= number <= top
            and number not in shown
            and not _is_in_gap(number, state)
        )
    )


def is_below_base(number: int, state: PollState) -> bool:
    """Older than what the first poll showed, and no part of a hole: pages further back show it."""
    if not state.newest_id or _is_in_gap(number, state):
        return False
    return number < min(_known_ids(state), default=state.newest_id + 1)


def former_id(number: int, shown: Collection[int], state: PollState) -> int:
    """The id under which an album is known that begins with `number` since its first part went."""
    known = set(_known_ids(state))
    if number in known or number > state.newest_id or _is_in_gap(number, state):
        return number
    former = [one for one in known.difference(shown) if number - ALBUM < one < number]
    return max(former, default=number)


def under_known_ids(page: Page, state: PollState) -> Page:
    """The page with its albums under the ids by which they are known."""
    shown = {number for post in page.posts for number in (post.id, *post.parts)}
    posts = (
        replace(post, id=former, parts=(post.id, *post.parts))
        if post.parts and (former := former_id(post.id, shown, state)) != post.id
        else post
        for post in page.posts
    )
    return replace(page, posts=tuple(sorted(posts, key=lambda post: post.id)))


def second_look(candidates: tuple[int, ...], state: PollState) -> int:
    """Where to page for the highest candidate: right above its next known neighbour, if any."""
    highest = candidates[-1]
    above = (number for number in _known_ids(state) if number > highest)
    return min(above, default=highest) + 1


def confirmed(candidates: Iterable[int], page: Page, state: PollState) -> tuple[int, ...]:
    """Candidates that a second look, a page ending at the highest of them, misses as well.

    The page must prove itself by showing some post that is known; an empty one proves nothing.
    """
    names = {name for name, _ in state.known}
    if not any(str(post.id) in names for post in page.posts):
        return ()
    shown = {number for post in page.posts for number in (post.id, *post.parts)}
    return tuple(one for one in candidates if one >= Stretch((page,)).floor and one not in shown)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all pages of one poll gave."""

    items: tuple[Item, ...]
    deleted: tuple[int, ...]
    gaps: tuple[Gap, ...]
    last_id: int


def news(items: Iterable[Item], state: PollState) -> tuple[Item, ...]:
    """Items unknown so far or with other content."""
    known = dict(state.known)
    return tuple(item for item in items if known.get(item.external_id) != item.content_hash)


def advanced(state: PollState, outcome: Outcome, now: datetime) -> PollState:
    """The state after a poll: ids newest first, tombstones forgotten, holes remembered."""
    known = dict(state.known)
    fresh = [item.published_at or now for item in outcome.items if item.external_id not in known]
    known.update((item.external_id, item.content_hash) for item in outcome.items)
    for number in outcome.deleted:
        known.pop(str(number), None)
    newest_first = sorted(known.items(), key=lambda pair: _number(pair[0]), reverse=True)
    moved = replace(
        state,
        newest_id=max(state.newest_id, outcome.last_id),
        known=tuple(newest_first[:MAX_KNOWN]),
        gaps=outcome.gaps[:MAX_GAPS],
        first_polled_at=state.first_polled_at or now,
        last_ok_at=now,
        failures=0,
    )
    return heard(moved, fresh, now)


def forgetting(state: PollState, items: Iterable[Item], deleted: Collection[str]) -> PollState:
    """The state with other hashes for revised posts and without deleted ones."""
    hashes = {item.external_id: item.content_hash for item in items}
    kept = ((name, hashes.get(name, was)) for name, was in state.known if name not in deleted)
    return replace(state, known=tuple(kept))


def _known_ids(state: PollState) -> Iterator[int]:
    return (int(name) for name, _ in state.known if name.isdecimal())


def _is_in_gap(number: int, state: PollState) -> bool:
    return any(gap.after_id < number < gap.before_id for gap in state.gaps)


def _number(name: str) -> int:
    return int(name) if name.isdecimal() else 0
