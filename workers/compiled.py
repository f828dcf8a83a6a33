"""The detector of a configuration, built from its compiled terms."""

from __future__ import annotations

from pathlib import Path

from config.schema import Configuration
from detector.compile import compile_terms
from detector.detect import Detector, Engines
from detector.match import Matcher
from detector.vocabulary import scene_terms, trigger_terms


def detector(configuration: Configuration, directory: Path) -> Detector:
    """Compile what the configuration listens for."""
    watchlist, lexicon = configuration.watchlist, configuration.lexicon
    engines = Engines(
        Matcher(compile_terms(trigger_terms(watchlist))),
        Matcher(compile_terms(scene_terms(watchlist, lexicon))),
    )
    return Detector(watchlist, lexicon, engines)
