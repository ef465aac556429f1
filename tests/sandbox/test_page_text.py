"""Slack's text as the page shows it: each case as typed by an app, and the elements that come of it."""

from playwright.async_api import Browser

ALIVE = 1764493200  # 2025-11-30 09:00 UTC, 04:00 in New York
LONG_AGO = 1000000000
ELSEWHERE = 'target="_blank" rel="noopener noreferrer"'

CASES = {
    "*bold* _slanted_ ~gone~ `code`": "<p><strong>bold</strong> <em>slanted</em> <s>gone</s> <code>code</code></p>",
    "*_both_*": "<p><strong><em>both</em></strong></p>",
    "a*b*c snake_case_word 2 * 3 * 4": "<p>a*b*c snake_case_word 2 * 3 * 4</p>",
    "* not bold *": "<p>* not bold *</p>",
    "`*not bold*`": "<p><code>*not bold*</code></p>",
    "one\ntwo\n\nthree": "<p>one<br>two</p><p>three</p>",
    "&gt; said\n&gt; twice\nafter": "<blockquote>said<br>twice</blockquote><p>after</p>",
    "• one\n• two": "<ul><li>one</li><li>two</li></ul>",
    "- one\n- *two*": "<ul><li>one</li><li><strong>two</strong></li></ul>",
    "```\nif a &lt; b:\n  *c*\n```": '<pre tabindex="0">if a &lt; b:\n  *c*</pre>',
    "&lt;b&gt; &amp;amp; &lt;!channel&gt;": "<p>&lt;b&gt; &amp;amp; &lt;!channel&gt;</p>",
    "<b>raw</b>": "<p>braw/b</p>",
    ":tada: :no_such_code: 10:30:00": "<p>🎉 :no_such_code: 10:30:00</p>",
    "<@U0SPONSOR> <@U0NOBODY>": '<p><span class="mention">@Sponsor</span> <span class="mention">@Someone</span></p>',
    "<@U0PROPOSE|proposer>": '<p><span class="mention me">@Proposer</span></p>',
    "<#C0AIIDEAS>": '<p><a class="mention" href="?channel=C0AIIDEAS" data-channel="C0AIIDEAS">#ai-ideas</a></p>',
    "<#C0BOARDRM|board-room>": '<p><span class="mention">#board-room</span></p>',
    "<!here>": '<p><span class="mention me">@here</span></p>',
    "<!subteam^S1|@reviewers>": '<p><span class="mention">@reviewers</span></p>',
    "<mailto:a@b.example|write>": f'<p><a href="mailto:a@b.example" {ELSEWHERE}>write</a></p>',
    "See https://a.example/b?c=1&amp;d.": f'<p>See <a href="https://a.example/b?c=1&amp;d" {ELSEWHERE}>'
    "https://a.example/b?c=1&amp;d</a>.</p>",
    "<javascript:alert(1)|press>": "<p>press</p>",
    f"<!date^{ALIVE}^{{date_num}} {{time}}|then>": "<p>{{2025-11-30 4:00 AM}}</p>",
    f"<!date^{LONG_AGO}^{{date_long}}|then>": "<p>{{Saturday, September 8th, 2001}}</p>",
    f"<!date^{LONG_AGO}^{{date_short}}^https://a.example|then>": "<p>{{Sep 8, 2001}}</p>",
    "<!date^soon^{date}|some day>": "<p>some day</p>",
    "שלום *עולם* مرحبا": "<p>שלום <strong>עולם</strong> مرحبا</p>",
}
SEES_WHAT_A_READER_SEES = """async (cases) => {
  const { mrkdwn } = await import("/static/mrkdwn.js");
  return cases.map((text) => {
    const shown = mrkdwn(text);
    for (const time of shown.querySelectorAll("time")) {
      (time.closest("a") ?? time).replaceWith(`{{${time.textContent.replaceAll("\\u202f", " ")}}}`);
    }
    return shown.innerHTML;
  });
}"""


async def test_slacks_text_becomes_elements_and_nothing_else_does(browser: Browser, address: str) -> None:
    page = await browser.new_page()
    await page.goto(f"{address}/?as=proposer&channel=ai-ideas")
    await page.locator("#channel-list button").first.wait_for()

    shown = await page.evaluate(SEES_WHAT_A_READER_SEES, list(CASES))

    assert dict(zip(CASES, shown, strict=True)) == CASES
