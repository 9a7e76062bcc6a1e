"""An address says where a feed is; what is wrong with it is told with the way out, and no secret is told."""

import pytest

from twin.live.feeds.address import address_of
from twin.live.feeds.opening import OPTIONS, columns_of, database_of, feed_of
from twin.model.errors import ScenarioError


def address(said):
    return address_of(said, tuple(OPTIONS), OPTIONS)


def test_a_topic_may_have_marks_that_a_url_means_otherwise():
    one = address("mqtt://gate@broker:1884/port/+/events/#?client=twin-1&qos=2")
    assert (one.user, one.host, one.port, one.path) == ("gate", "broker", 1884, "port/+/events/#")
    assert (one.options["client"], one.option("qos", 1), one.option("expiry", 7)) == ("twin-1", 2, 7)


def test_addresses_without_a_host_name_a_place():
    assert address("folder:/var/in").path == "/var/in"
    assert address("sqlite:events.db?table=T").path == "events.db"
    assert feed_of("post:").name == "post"


@pytest.mark.parametrize(
    "said, text",
    (
        ("broker:1883", "is no address"),
        ("mqttt://broker/x", "did you mean mqtt"),
        ("mqtt:///x", "names no host"),
        ("mqtt://b/x?clint=1", "did you mean client"),
        ("mqtt://b/x?qos=one", "is no number"),
        ("mqtts://b/x?ca=nothing.pem", "cannot be read"),
        ("sqlite:nothing.db?table=t", "is not there"),
    ),
)
def test_what_is_wrong_is_told_with_the_way_out(said, text):
    with pytest.raises(ScenarioError, match=text):
        feed_of(said).open("")


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(ScenarioError, match="TWIN_PASSWORD") as told:
        address("mqtt://gate:geheim@broker/x")
    assert "geheim" not in str(told.value)


def test_a_password_comes_from_a_file_or_the_environment(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("p@ss/1\n")
    monkeypatch.setenv("TWIN_PASSWORD", "other")
    one = address(f"postgresql://gate@host/rows?table=t&password_file={tmp_path / 'secret'}")
    assert database_of(one) == "postgresql://gate:p%40ss%2F1@host/rows"
    assert database_of(address("postgresql://gate@host/rows?table=t")) == "postgresql://gate:other@host/rows"
    with pytest.raises(ScenarioError, match="cannot be read"):
        database_of(address("postgresql://gate@host/rows?table=t&password_file=nothing"))


def test_columns_of_lines_are_said_in_the_address():
    assert columns_of("mqtt://b/x?columns=at,kind") == ("at", "kind") and columns_of("post:") == ()
