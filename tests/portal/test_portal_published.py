"""Published pages are kept as files: the same bytes, compressed, with ETags, and never past their release."""

import gzip

import brotli
import pytest

from tinhso.portal.published import MARK, PublishedPages


class Inner:
    """An application that counts how often it is asked."""

    def __init__(self, body=b"<p>x</p>" * 100, marked=True, status="200 OK"):
        self.body, self.marked, self.status, self.n_asked = body, marked, status, 0

    def __call__(self, environ, start_response):
        self.n_asked += 1
        mark = [(MARK, "1")] if self.marked else []
        start_response(self.status, [("Content-Type", "text/html"), ("Set-Cookie", "a=b"), *mark])
        return [self.body]


class Stamp:
    value = "one"

    def __call__(self):
        return self.value


def ask(application, path="/vi/x/", method="GET", query="", **headers):
    heard = {}

    def start(status, found, _error=None):
        heard.update(status=status, headers=dict(found))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **headers}
    return heard, b"".join(application(environ, start))


@pytest.fixture
def kept(tmp_path):
    inner, stamp = Inner(), Stamp()
    return inner, stamp, PublishedPages(inner, tmp_path, stamp), tmp_path


def test_a_page_is_asked_for_once_even_by_another_process(kept):
    inner, stamp, pages, folder = kept
    first, second = ask(pages), ask(pages)
    assert first == second
    assert first[1] == inner.body
    assert ask(PublishedPages(inner, folder, stamp)) == first
    assert inner.n_asked == 1
    assert "Set-Cookie" not in first[0]["headers"] and MARK not in first[0]["headers"]


def test_each_encoding_holds_the_same_bytes(kept):
    inner, _, pages, _ = kept
    brotlied = ask(pages, HTTP_ACCEPT_ENCODING="gzip, br")
    gzipped = ask(pages, HTTP_ACCEPT_ENCODING="gzip")
    assert brotlied[0]["headers"]["Content-Encoding"] == "br"
    assert brotli.decompress(brotlied[1]) == gzip.decompress(gzipped[1]) == inner.body
    assert len(brotlied[1]) == int(brotlied[0]["headers"]["Content-Length"])


def test_an_unchanged_page_is_not_sent_again(kept):
    _, _, pages, _ = kept
    etag = ask(pages)[0]["headers"]["ETag"]
    heard, body = ask(pages, HTTP_IF_NONE_MATCH=etag)
    assert heard["status"].startswith("304") and body == b""


def test_a_new_release_gives_a_new_page(kept):
    inner, stamp, pages, _ = kept
    before = ask(pages)
    inner.body, stamp.value = b"other" * 100, "two"
    assert ask(pages)[1] == inner.body != before[1]


@pytest.mark.parametrize("change", [{"marked": False}, {"status": "404 Not Found"}])
def test_what_is_not_published_is_asked_for_each_time(tmp_path, change):
    inner = Inner(**change)
    pages = PublishedPages(inner, tmp_path, Stamp())
    ask(pages)
    ask(pages)
    assert inner.n_asked == 2


def test_queries_and_writes_are_never_kept(kept):
    inner, _, pages, _ = kept
    ask(pages, query="q=1")
    ask(pages, query="q=1")
    ask(pages, method="POST")
    assert inner.n_asked == 3


def test_a_head_has_headers_and_no_body(kept):
    heard, body = ask(kept[2], method="HEAD")
    assert body == b"" and int(heard["headers"]["Content-Length"]) == len(kept[0].body)


def test_no_path_leads_out_of_the_folder(kept):
    _, _, pages, folder = kept
    ask(pages, path="/../../escaped/")
    assert not list(folder.parent.glob("**/escaped*"))
