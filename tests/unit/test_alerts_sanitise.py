"""Text and addresses from outside are made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.sanitise import clean, cut, defang, header, mrkdwn, one_line, safe_url, terminal


@pytest.mark.parametrize(
    ("why", "given_text", "shown"),
    [
        ("plain text stays", "Семь Т-72Б3 в Бамако", "Семь Т-72Б3 в Бамако"),
        ("newlines stay", "a\nb\r\nc\rd", "a\nb\nc\nd"),
        ("line and paragraph separators are newlines", "a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("bidi overrides go", "abc\u202edcba\u202c \u2066x\u2069", "abcdcba x"),
        ("zero-width letters go", "T\u200b-7\u200d2\ufeff\u2060", "T-72"),
        ("C0 and C1 go", "a\x00b\x07c\x9fd\x7f", "abcd"),
        ("tabs are spaces", "a\tb", "a b"),
        ("surrogates go", "a\ud800b", "ab"),
        ("tag characters go", "a\U000e0041b", "ab"),
        ("flags and emoji stay", "🇲🇱 ⚠️", "🇲🇱 ⚠️"),
        ("NFC joins accents", "Se\u0301vare\u0301", "Sévaré"),
        ("colour sequences go whole", "\x1b[31mred\x1b[0m", "red"),
        ("title sequences go whole", "\x1b]0;pwned\x07text", "text"),
        ("the one-byte introducer too", "\x9b31mred", "red"),
        ("an unfinished sequence doesn't eat the rest", "a\x1bb", "ab"),
    ],
)
def test_clean(why: str, given_text: str, shown: str) -> None:
    assert clean(given_text) == shown, why


@pytest.mark.parametrize(
    ("why", "given_text", "shown"),
    [
        ("schemes are broken", "see https://evil.com/a", "see hxxps[:]//evil[.]com/a"),
        ("also in capitals", "HTTP://EVIL.COM", "hxxp[:]//EVIL[.]COM"),
        ("also exotic ones", "tg://resolve ftp://x.fr", "tg[:]//resolve ftp[:]//x[.]fr"),
        ("scripts are broken", "javascript:alert(1)", "javascript[:]alert(1)"),
        ("bare hosts are broken", "t.me/x and Example.org.", "t[.]me/x and Example[.]org."),
        ("www is broken", "www.anything.zz", "www[.]anything[.]zz"),
        ("mail addresses are broken", "a@b.com", "a[@]b[.]com"),
        ("handles stay", "@milinfolive", "@milinfolive"),
        ("a name under a far top level", "例え.みんな", "例え[.]みんな"),
        ("an Arabic name", "خبر.شبكة", "خبر[.]شبكة"),
        ("a sign before the dot", "💩.la", "💩[.]la"),
        ("a scheme without slashes", "magnet:?xt=1", "magnet[:]?xt=1"),
        ("a scheme where a marked piece ends", "call tel:", "call tel[:]"),
        ("a word that is also a scheme", "New data: 7 tanks", "New data: 7 tanks"),
        ("Arabic sentences stay", "في مالي.وصلت", "في مالي.وصلت"),
        ("sentences stay", "в Мали.Колонна 1.5 км", "в Мали.Колонна 1.5 км"),
        ("times and ratios stay", "09:14, 3:1", "09:14, 3:1"),
    ],
)
def test_defang(why: str, given_text: str, shown: str) -> None:
    assert defang(given_text) == shown, why


@pytest.mark.parametrize(
    ("why", "url", "safe"),
    [
        ("a plain address stays", "https://t.me/x/1?a=b&c=d#e", "https://t.me/x/1?a=b&c=d#e"),
        ("http is fine", "http://news.example/", "http://news.example/"),
        ("ports stay", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("IPv6 stays", "http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("Slack's own characters are encoded", "https://x.org/a|b<c>d", "https://x.org/a%7Cb%3Cc%3Ed"),
        ("quotes are encoded", 'https://x.org/"onclick', "https://x.org/%22onclick"),
        ("letters of any script are encoded", "https://x.org/Мали", "https://x.org/%D0%9C%D0%B0%D0%BB%D0%B8"),
        ("hosts of any script are punycode", "https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("encoded stays encoded once", "https://x.org/a%20b", "https://x.org/a%20b"),
        ("spaces inside are dropped as browsers do", " https://x.org/a b ", "https://x.org/ab"),
        ("javascript is no link", "javascript:alert(1)", ""),
        ("data is no link", "data:text/html,x", ""),
        ("a relative address is no link", "/a/b", ""),
        ("no host is no link", "https:///a", ""),
        ("a user name misleads", "https://bank.example@evil.example/", ""),
        ("a hidden letter misleads", "https://x.org/\u202egpj.exe", ""),
        ("a host with odd letters is none", "https://a b.org/", "https://ab.org/"),
        ("a bad port is no link", "https://x.org:99999/", ""),
        ("a bad address is no link", "https://[::1/", ""),
        ("an empty one is no link", "", ""),
        ("too long for Slack is no link", "https://x.org/" + "a" * 3000, ""),
    ],
)  # fmt: skip
def test_safe_url(why: str, url: str, safe: str) -> None:
    assert safe_url(url) == safe, why


def test_slack_escapes_exactly_three_characters() -> None:
    assert mrkdwn("<!channel> & <@U1> *b* _i_") == "&lt;!channel&gt; &amp; &lt;@U1&gt; *b* _i_"


def test_a_header_is_one_short_line_without_encoded_words() -> None:
    hostile = "=?utf-8?q?Tank=0ABcc:victim@news.example?=\r\nBcc: x\u2028y" + "z" * 200

    safe = header(hostile)

    assert safe.startswith("= ?utf-8?q?Tank=0ABcc:victim@news.example?= Bcc: x yzzz")
    assert len(safe) == 150
    assert safe.endswith("…")


def test_a_terminal_line_commands_nothing() -> None:
    assert terminal("a\x1b[2J\nb\x1b]8;;http://e\x07c\x9b1A") == "a bc"


@pytest.mark.parametrize(
    ("why", "limit", "expected"),
    [("room enough", 5, "abcde"), ("too long", 4, "abc…"), ("no limit", None, "abcde")],
)
def test_cut(why: str, limit: int | None, expected: str) -> None:
    assert cut("abcde", limit) == expected, why


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("a broken word may not become an address", "see evil.russia now", "see evil…"),
        ("nor with another script's dot", "see evil。russia now", "see evil…"),
        ("half an address of ours is no address", "see https://x.org/abc", "see…"),
        ("a number stays a number", "about 10.53 tons", "about 10.53…"),
    ],
)
def test_a_cut_makes_no_address(why: str, text: str, expected: str) -> None:
    assert cut(text, 12) == expected, why


@given(st.text(max_size=200))
def test_nothing_invisible_survives(text: str) -> None:
    shown = one_line(text)

    kinds = {unicodedata.category(character) for character in shown}

    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert "\u202e" not in shown
    assert clean(clean(text)) == clean(text)


@given(st.text("htps:/.worg@me com", max_size=60))
def test_broken_addresses_stay_broken(text: str) -> None:
    once = defang(text)

    assert "://" not in once
    assert defang(once) == once
