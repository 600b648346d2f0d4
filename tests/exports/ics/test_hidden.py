"""What an audience may not see is in no feed: in no language, with no option, as known on no day."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis.strategies import DataObject, data, sampled_from

from canaries import canary_stories, days_of, leaks, lived
from exported import exported, unfolded
from mayor_schedule import Audience
from sizes import examples

OPTIONS: tuple[dict[str, Any], ...] = (
    {}, {"plans": "apart"}, {"plans": "only"}, {"kinds": frozenset({"engagement", "occasion"})}, {"alarm": 5},
    {"drop_cancelled_after": 0}, {"link": "https://example.go.kr/{uid}"},
)  # fmt: skip


@given(canary_stories(), data())
def test_nothing_hidden_leaves(story: Any, data: DataObject) -> None:
    with lived(story) as office:
        known_on = data.draw(days_of(office))
        language = data.draw(sampled_from(("ko", "en", "ja", "ar")))
        for audience in Audience:
            for options in (*OPTIONS, *([{"busy": True}] if audience is Audience.INTERNAL else [])):
                feed = exported(office, audience, language, known_on=known_on, **options)
                assert leaks(office, feed, audience, known_on) == [], options


@examples(20)
@given(canary_stories())
def test_the_search_for_leaks_finds_them(story: Any) -> None:
    """What is in the internal feed and not in the public one would be found in the latter."""
    with lived(story) as office:
        internal, public = exported(office, Audience.INTERNAL), exported(office)
        found = {line for line in unfolded(internal).split("\r\n") if line.startswith("UID")}
        seen = {line for line in unfolded(public).split("\r\n") if line.startswith("UID")}
        assert seen <= found
        assert bool(leaks(office, internal, Audience.PUBLIC)) >= bool(found - seen)
