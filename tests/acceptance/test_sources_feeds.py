"""`tocsin sources add`, `import`, `export` and `test` of feeds from the outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import load
from tests.fakes.desk import Desk
from tests.fakes.web import validating

HTML = {"Content-Type": "text/html"}
LINK = '<link rel=alternate type=application/rss+xml title="{}" href="{}">'
FEED = "<rss version='2.0'><channel><item><title>T-72 in Bamako</title></item></channel></rss>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        yield made


def urls(desk: Desk) -> list[str]:
    return [s.url.removeprefix(desk.web.url) for s in load(desk.config).sources.sources if s.url]


def test_a_site_with_several_feeds_asks_which_and_one_that_names_none_is_looked_at(
    desk: Desk,
) -> None:
    page = LINK.format("News", "/a.xml") + LINK.format("Sport\x1b[31m", "/b.xml")
    desk.web.serve("/many", page, headers=HTML)
    desk.web.serve("/blog", "<p>no links here", headers=HTML)
    desk.web.serve("/blog/feed", FEED, headers={"Content-Type": "application/rss+xml"})

    many = desk.tocsin("sources", "add", f"{desk.web.url}/many")
    found = desk.tocsin("sources", "add", f"{desk.web.url}/blog")

    assert many.returncode == 2
    assert "the page names 2 feeds; add one by its address:" in many.stderr
    assert f"{desk.web.url}/b.xml  Sport" in many.stderr
    assert "\x1b" not in many.stderr
    assert found.returncode == 0, found.stderr
    assert urls(desk) == ["/feed.xml", "/blog/feed"]


def test_a_list_of_feeds_goes_in_and_out(desk: Desk, tmp_path: Path) -> None:
    path = desk.config / "sources.yaml"
    path.write_text("# ours\n" + path.read_text())
    given = tmp_path / "feeds.opml"
    given.write_text(
        "<opml version='2.0'><body>"
        f"<outline text='Press'><outline text='New' xmlUrl='{desk.web.url}/new.xml'/></outline>"
        f"<outline text='Old' xmlUrl='{desk.web.url}/feed.xml'/></body></opml>"
    )

    done = desk.tocsin("sources", "import", str(given))
    out = desk.tocsin("sources", "export")

    assert done.returncode == 0, done.stderr
    assert "1 added, 1 skipped" in done.stdout
    assert f"skip  {desk.web.url}/feed.xml: it is a source already, as wire" in done.stdout
    assert urls(desk) == ["/feed.xml", "/new.xml"]
    assert path.read_text().startswith("# ours\n")
    assert f'xmlUrl="{desk.web.url}/new.xml"' in out.stdout


def test_a_test_shows_a_poll_and_writes_nothing(desk: Desk) -> None:
    desk.publish("Seven T-72B3 tanks arrived in Bamako")
    body = desk.web.answer_to_path("/feed.xml").body
    desk.web.script("/feed.xml", validating(body, '"v1"'))

    done = desk.tocsin("sources", "test", "wire")

    assert done.returncode == 0, done.stderr
    for said in (
        "status     200", "time       connect ", "first byte ", " on the wire, ", '  etag: "v1"',
        "validators ETag; kept: 304", "armour (high)", "known      0 of 1 items before this",
        "after this poll the next would be in ",
    ):  # fmt: skip
        assert said in done.stdout
    assert not (desk.var / "tocsin.db").exists()
