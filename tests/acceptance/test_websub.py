"""A hub's push makes a report ring long before the next poll would have found it."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.fakes.desk import Desk, children_of, until
from tests.fakes.hub import Hub, free_port

PUBLIC = "https://push.example/tocsin"
TANKS = "Seven T-72B3 tanks arrived in Bamako on Friday with a convoy from the port of Conakry."


def test_a_push_rings_within_seconds_though_the_feed_is_polled_every_hour(tmp_path: Path) -> None:
    port = free_port()
    with Desk(tmp_path) as desk, Hub(PUBLIC, port) as hub:
        desk.feed_headers = {"Link": f'<{hub.url}>; rel="hub"'}
        desk.publish("Rain is expected over the weekend.")
        sources = desk.sources()
        sources["fetch"]["allow"].append(hub.url.split("/")[2])
        sources["sources"][0]["interval"] = {"min": "1h", "max": "6h"}
        sources["websub"] = {"public_url": PUBLIC, "listen": f"127.0.0.1:{port}"}
        desk.configure(sources=sources)
        service = desk.start("up")
        until(lambda: hub.verified)

        desk.publish(TANKS)
        assert hub.push(b"whatever the hub says is not read").status == 202
        until(lambda: desk.slack.posts)

        listed = desk.tocsin("sources").stdout
        service.send_signal(signal.SIGINT)
        assert service.wait(60) == 0
    assert hub.asked[0]["hub.topic"] == f"{desk.web.url}/feed.xml"
    assert len(desk.slack.posts) == 1
    assert desk.web.paths().count("/feed.xml") == 2
    assert "pushed by its hub" in listed
    assert "scheduler, websub." in desk.printed
    assert children_of(service.pid) == {}
