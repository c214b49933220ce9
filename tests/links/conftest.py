"""What the tests of links share: a web of our own, and a server inside our own network that nobody is to reach."""

from collections.abc import Iterator

import pytest
from loopback import Web

from tracker.links import ask, guard


@pytest.fixture
def web() -> Iterator[Web]:
    """A server that stands for the web at large."""
    web = Web()
    yield web
    web.end()


@pytest.fixture
def inside() -> Iterator[Web]:
    """A server inside our own network, which nobody is to be led to."""
    web = Web("127.0.0.2")
    yield web
    assert web.asked == []
    web.end()


@pytest.fixture
def public(monkeypatch) -> None:
    """The address of `web`, and no other, is taken for one that everyone may ask."""
    monkeypatch.setattr(ask, "why_not", lambda address: None if address == "127.0.0.1" else guard.why_not(address))
