"""What becomes of text, typed by a person or sent by an app."""

import pytest

from sandbox.mrkdwn import mentions, sent, typed
from sandbox.team import Team
from sandbox.workspace import Sandbox


@pytest.fixture
def team(sandbox: Sandbox) -> Team:
    return sandbox.team


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<@U0SPONSOR>", "&lt;@U0SPONSOR&gt;"),
        ("hi @sponsor!", "hi <@U0SPONSOR>!"),
        ("see #general.", "see <#C0GENERAL>."),
        ("@channel", "<!channel>"),
        ("mail me@sponsor", "mail me@sponsor"),
        ("@nobody and #nowhere", "@nobody and #nowhere"),
        ("https://example.com/a?b=1&c=2.", "<https://example.com/a?b=1&amp;c=2>."),
        ("🎉 שלום", "🎉 שלום"),
    ],
)
def test_what_people_type(team: Team, text: str, stored: str) -> None:
    assert typed(text, team) == stored


def test_a_commands_mentions_carry_their_names(team: Team) -> None:
    assert typed("@legal #general", team, labelled=True) == "<@U0LEGALXX|legal> <#C0GENERAL|general>"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("&lt;b&gt; stays", "&lt;b&gt; stays"),
        ("<b> & co", "&lt;b&gt; &amp; co"),
        ("<!channel> <@U1> <#C1|x>", "<!channel> <@U1> <#C1|x>"),
        ("<https://example.com|a & b>", "<https://example.com|a & b>"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
    ],
)
def test_what_apps_send(text: str, stored: str) -> None:
    assert sent(text) == stored


def test_mentions_are_found_by_id() -> None:
    assert mentions("<@U0SPONSOR> and <@U0LEGALXX|legal>, not &lt;@U0AUDITOR&gt;") == {"U0SPONSOR", "U0LEGALXX"}
