"""The commented starter set that `tocsin init` writes: two feeds, a channel, two watches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from config.editor import json_schema

SOURCES = """\
# Where Tocsin looks. Check your changes with: tocsin config check

sources:
  # A feed, RSS or Atom.
  - name: bbc-africa            # unique: a-z, 0-9, dot, dash, underscore
    url: https://feeds.bbci.co.uk/news/world/africa/rss.xml
    title: BBC News Africa      # how readers see it
    language: en                # en, fr, ru, uk or ar
    reliability: B              # of the source: A (completely) to E (not), F can't be judged
    tags: [press]               # your own words; watches and routes may name them

  - name: rfi-afrique
    url: https://www.rfi.fr/fr/afrique/rss
    title: RFI Afrique
    language: fr
    reliability: B
    interval: {min: 5m, max: 2h}  # bounds between two polls; left out: 2m and 6h
    tags: [press]

  # A public Telegram channel, read without an account.
  - name: milinfolive
    channel: "@milinfolive"
    language: ru
    reliability: C
    tags: [telegram]
"""

WATCHLIST = """\
# What Tocsin looks for, in five minutes. Check your changes with: tocsin config check
# Try it on a text: tocsin detect FILE.jsonl

# Things with names. Write each name once: other scripts, inflections and spellings follow by rule,
# so that T-72B3 is found in "Т‑72Б3", "T72B3" and "танков Т-72Б3".
entities:
  - id: t-72
    name: T-72
    kind: equipment             # equipment, unit, organisation, person, place or ship
    classes: [tank]             # your own words; conditions may ask for a class

  - id: africa-corps
    name: Africa Corps
    kind: unit
    aliases: [Africa Corps, Африканский корпус, Corps africain]

# Plain words under one name.
keywords:
  - id: convoy
    words: [convoy, convoi, колонна]

# What must be in an item for it to count. Alternatives: a list. Together: "all". Unwanted: "none".
watches:
  # The shortest watch there is: words.
  - id: convoys
    title: Convoys in Mali
    severity: low               # info, low, medium, high or critical
    when:
      all:
        - keyword: convoy       # the words above; other words are looked for as they are
        - country: ML           # a place in Mali is named

  # Things: any tank, or the unit, in a report of something happening.
  - id: armour
    title: Armour and the Africa Corps
    severity: high
    when:
      - classes: tank
      - entity: africa-corps
"""

ALERTS = """\
# Whom to tell. Check your changes with: tocsin config check
# Secrets never stand here: receivers name the environment variable that holds theirs.

receivers:
  # A .txt and an .html per message in the data directory's outbox/: works at once.
  - name: outbox
    files: {}

  # - name: desk                          # export TOCSIN_SLACK_WEBHOOK=…
  #   slack_webhook: {}

  # - name: editors                       # export TOCSIN_SMTP_PASSWORD=…
  #   email:
  #     to: [editor@example.org]

# smtp:
#   host: mail.example.org
#   username: tocsin
#   sender: Tocsin <tocsin@example.org>

# From the top; the first that matches takes the alert. No "match:" takes every alert.
routes:
  # - match: {severity: [high, critical]}
  #   receivers: [desk]
  #   continue: true                      # and on to the next route
  - receivers: [outbox]

operator: [outbox]                        # hears of Tocsin itself: silent sources, failures

digests:
  - name: daily
    receivers: [outbox]
    at: "07:30"
    zone: UTC                             # such as Africa/Bamako
"""

SIGHTINGS = """\
# What was seen where before Tocsin listens, so that it is not told as a first. May be left out.

gap: 120d                     # unseen for so long, a thing is told as a first again

# known:
#   - entity: t-72            # an id of the watchlist, or several: [t-72, bmp-3]
#     country: ML             # or several: [ML, BF]
#     variant: T-72B3         # the exact model; left out: some T-72, nobody said which
#     place: Bamako           # may be left out
#     operator: africa-corps  # in whose hands; may be left out
#     last: 2025-01-18        # seen last; left out: it is there all the time and never a first
"""

FILES = {
    "sources.yaml": SOURCES,
    "watchlist.yaml": WATCHLIST,
    "alerts.yaml": ALERTS,
    "sightings.yaml": SIGHTINGS,
}


@dataclass(frozen=True, slots=True)
class Started:
    """What init did: files written, and files that stood there already and were kept."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def init(directory: Path, *, force: bool = False) -> Started:
    """Write the starter set and its schemas into `directory`, made if needed.

    A file that exists is kept unless `force`; schemas are generated, so they are always renewed.
    Raises OSError where the directory can't be written.
    """
    (directory / "schema").mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    kept: list[Path] = []
    for name, text in FILES.items():
        path, schema = directory / name, f"schema/{Path(name).stem}.json"
        body = f"# yaml-language-server: $schema={schema}\n{text}"
        (written if _write(path, body, force=force) else kept).append(path)
    for name, content in json_schema().items():
        path = directory / "schema" / f"{Path(name).stem}.json"
        _write(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n", force=True)
        written.append(path)
    return Started(tuple(written), tuple(kept))


def _write(path: Path, text: str, *, force: bool) -> bool:
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        return False
    return True
