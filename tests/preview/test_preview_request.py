"""Which requests are answered: those of the preview's own pages, and of who types its address."""

from __future__ import annotations

import pytest

from reportgen.preview.request import MAX_HEADERS, MAX_TARGET, Refused, Request, read_request

PORT = 4747
HOST = "Host: 127.0.0.1:4747"


def request(line: str, *headers: str) -> bytes:
    return "\r\n".join((line, *headers, "", "")).encode("latin-1")


@pytest.mark.parametrize(
    "headers",
    [
        [HOST],
        ["host:localhost:4747"],
        ["HOST: LOCALHOST:4747 "],
        [HOST, "Origin: http://127.0.0.1:4747", "Sec-Fetch-Site: same-origin"],
        [HOST, "Origin: http://localhost:4747"],
        [HOST, "Sec-Fetch-Site: none", "Accept: */*", "Accept: text/html"],
    ],
)
def test_the_previews_own_readers(headers: list[str]) -> None:
    assert read_request(request("GET /a/ HTTP/1.1", *headers), PORT) == Request("GET", "/a/")


def test_a_target_is_taken_as_it_stands() -> None:
    asked = read_request(request("HEAD /../%2e%2e/a?b#c HTTP/1.0", HOST), PORT)
    assert asked == Request("HEAD", "/../%2e%2e/a?b#c")


NOT_HERE = "The preview is at http://127.0.0.1:4747/ and at no other address."
NOT_YOU = "Pages from elsewhere may not read the preview."
NOT_SO = "Pages from elsewhere may not lead here: type the address yourself."
NO_REQUEST = "This is no request that a browser sends."
NO_HEADER = "A header cannot be read."


@pytest.mark.parametrize(
    ("line", "headers", "status", "why"),
    [
        # A name of somebody else's that leads to this machine: DNS rebinding.
        ("GET / HTTP/1.1", ["Host: evil.example:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: 127.0.0.1.evil.example:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: 127.0.0.1:4748"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: 127.0.0.1"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: 0.0.0.0:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: 2130706433:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: [::1]:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host: evil@127.0.0.1:4747"], 403, NOT_HERE),
        ("GET / HTTP/1.1", ["Host:"], 403, NOT_HERE),
        ("GET / HTTP/1.1", [], 403, NOT_HERE),
        ("GET / HTTP/1.1", [HOST, "Host: evil.example"], 400, "The header host stands twice."),
        # A page of somebody else's, in the same browser.
        ("GET / HTTP/1.1", [HOST, "Origin: https://evil.example"], 403, NOT_YOU),
        ("GET / HTTP/1.1", [HOST, "Origin: null"], 403, NOT_YOU),
        ("GET / HTTP/1.1", [HOST, "Origin:"], 403, NOT_YOU),
        ("GET / HTTP/1.1", [HOST, "Origin: https://127.0.0.1:4747"], 403, NOT_YOU),
        ("GET / HTTP/1.1", [HOST, "Origin: http://127.0.0.1:8000"], 403, NOT_YOU),
        (
            "GET / HTTP/1.1",
            [HOST, "Origin: http://127.0.0.1:4747", "Origin: null"],
            400,
            "The header origin stands twice.",
        ),
        ("GET / HTTP/1.1", [HOST, "Sec-Fetch-Site: cross-site"], 403, NOT_SO),
        # Another port of this machine is the same site, and may be anybody's.
        ("GET / HTTP/1.1", [HOST, "Sec-Fetch-Site: same-site"], 403, NOT_SO),
        # Whoever writes.
        ("POST / HTTP/1.1", [HOST], 405, "A preview is only for reading."),
        ("OPTIONS / HTTP/1.1", [HOST], 405, "A preview is only for reading."),
        ("POST / HTTP/1.1", ["Host: evil.example"], 403, NOT_HERE),
        # What no browser says.
        ("GET / HTTP/2.0", [HOST], 400, NO_REQUEST),
        ("get / HTTP/1.1", [HOST], 400, NO_REQUEST),
        ("GET /a b HTTP/1.1", [HOST], 400, NO_REQUEST),
        ("GET  / HTTP/1.1", [HOST], 400, NO_REQUEST),
        ("GET /\n HTTP/1.1", [HOST], 400, NO_REQUEST),
        ("", [HOST], 400, NO_REQUEST),
        ("GET / HTTP/1.1", [HOST, " folded: yes"], 400, NO_HEADER),
        ("GET / HTTP/1.1", ["Host : 127.0.0.1:4747"], 400, NO_HEADER),
        ("GET / HTTP/1.1", ["Host: 127.0.0.1:4747\nX: y"], 400, NO_HEADER),
        ("GET / HTTP/1.1", [HOST, "X: \0"], 400, NO_HEADER),
        ("GET / HTTP/1.1", [HOST, "nothing"], 400, NO_HEADER),
        # What is too much.
        (f"GET /{'a' * MAX_TARGET} HTTP/1.1", [HOST], 414, "The address is too long."),
        (
            "GET / HTTP/1.1",
            [HOST, *["X: y"] * MAX_HEADERS],
            431,
            "These are too many headers.",
        ),
    ],
)
def test_what_is_refused(line: str, headers: list[str], status: int, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read_request(request(line, *headers), PORT)
    assert (refused.value.status, str(refused.value)) == (status, why)
