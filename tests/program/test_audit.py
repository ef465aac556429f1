"""A chain tells on whoever changed it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from program.audit import GENESIS, Entry, Head, Link, verify

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def chain(length: int, name: str = "claims") -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        prev = links[-1].hash if links else GENESIS
        entry = Entry(name, seq, prev, NOW, "U1", None, "home", "risk:raise", f"R-{seq}", None, {"title": "Drift"})
        links.append(Link(entry, entry.hash))
    return links


def head(links: Sequence[Link]) -> Head:
    return Head(links[-1].chain, links[-1].entry.seq, links[-1].hash)


def rewritten(links: Sequence[Link], **changes: object) -> list[Link]:
    """Every hash is right again: what whoever holds the whole database could do."""
    prev, made = GENESIS, []
    for link in links:
        entry = replace(link.entry, prev=prev, **changes)  # type: ignore[arg-type]
        made.append(Link(entry, entry.hash))
        prev = entry.hash
    return made


def test_what_nobody_touched_is_whole() -> None:
    one, other = chain(4), chain(2, "fraud")
    assert verify([*one, *other], [head(one), head(other)], anchors=[head(one[:2])]) is None
    assert verify([*one, *other], [head(one), head(other)], anchors=[head(one)]) is None
    assert verify([], []) is None


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_the_first_broken_link_is_named(seq: int) -> None:
    links = chain(4)
    forged = replace(links[seq - 1].entry, by="U2")
    for hash in (links[seq - 1].hash, forged.hash):
        tampered = [*links[: seq - 1], Link(forged, hash), *links[seq:]]
        broken = verify(tampered, [head(links)])
        assert broken and broken.seq in {seq, seq + 1}
        assert broken.seq == seq or hash == forged.hash


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_link_that_is_missing_is_named(seq: int) -> None:
    links = chain(4)
    broken = verify([link for link in links if link.entry.seq != seq], [head(links)])
    assert broken and (broken.seq, broken.why.startswith("it is missing")) == (seq, True)


def test_a_link_that_is_there_twice_is_named() -> None:
    links = chain(3)
    broken = verify([*links[:2], links[1], links[2]], [head(links)])
    assert broken and (broken.seq, broken.why) == (2, "it is there twice, or out of order")


def test_a_tail_cut_with_its_head_shows_against_an_anchor() -> None:
    links = chain(4)
    assert verify(links[:2], [head(links[:2])]) is None
    broken = verify(links[:2], [head(links[:2])], anchors=[head(links)])
    assert broken and (broken.seq, broken.why) == (3, "it was cut off: the anchor says there were 4")
    gone = verify([], [], anchors=[head(links)])
    assert gone and gone.seq == 1


def test_a_chain_rewritten_whole_shows_against_the_first_digits_of_an_anchor() -> None:
    links = chain(4)
    forged = rewritten(links, by="U2")
    anchor = replace(head(links[:3]), hash=links[2].hash[:12])
    assert verify(links, [head(links)], [anchor]) is None
    assert verify(forged, [head(forged)]) is None
    broken = verify(forged, [head(forged)], [anchor])
    assert broken and broken.seq == 3 and "rewritten" in broken.why


def test_entries_without_a_head_and_a_head_of_others_are_named() -> None:
    links = chain(3)
    assert verify(links, [])
    broken = verify(links, [replace(head(links), hash=GENESIS)])
    assert broken and (broken.seq, broken.why) == (3, "it is not what the chain's head says")


def test_a_hash_is_the_same_in_every_time_zone() -> None:
    entry = chain(1)[0].entry
    assert replace(entry, at=NOW.astimezone(timezone(timedelta(hours=9)))).hash == entry.hash


def test_an_anchor_is_written_as_chain_place_and_hash() -> None:
    found = Head("claims", 3, "0123456789abcdef" * 4)

    assert str(found) == f"claims:3:{found.hash}"
    assert found.hash.startswith(found.fingerprint) and found.fingerprint != found.hash


def test_a_hash_of_yesterday_is_one_of_tomorrow_wherever_it_is_computed() -> None:
    """What is stored is checked by later versions, on machines in other zones: this hash never changes."""
    berlin = datetime(2026, 1, 12, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    entry = Entry("claims", 3, GENESIS, berlin, "U1", "U2", "home", "risk:raise", "R-3", {"b": 1, "a": "Köln"}, None)

    assert entry.hash == "18d2f5ee83853a96e32ff2268cd0d7544504118c60c7a9787744f55c6673e26c"
    assert replace(entry, at=berlin.astimezone(UTC)).hash == entry.hash
