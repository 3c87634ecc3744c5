"""A person with a browser, as plain as one can be: opens pages, fills forms in by name, presses buttons.

It keeps cookies, follows redirects and sends what a browser without JavaScript would send, hidden fields included.
"""

import mimetypes
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from itertools import count
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

Value = str | list[str] | tuple[str, bytes]

_requests = count()


def count_request() -> int:
    """How many requests everybody together has made, this one included. Threads may ask at once."""
    return next(_requests)


@dataclass
class FormSeen:
    """One form of a page: where it goes and what it would send if nobody typed anything."""

    action: str
    method: str
    multipart: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def says(self, words: str) -> bool:
        """Whether one of its buttons says so."""
        return any(words in said for _, _, said in self.buttons)

    def refuse_unknown(self, values: Mapping[str, Value]) -> None:
        """:raises LookupError: if a person could not have typed or chosen this here"""
        for name, value in values.items():
            if name not in self.names:
                raise LookupError(f"the form to “{self.action}” has no “{name}”, only {sorted(self.names)}")
            chosen = value if isinstance(value, list) else [value] if isinstance(value, str) else []
            if name in self.offered and not set(chosen) <= set(self.offered[name]):
                raise LookupError(f"“{name}” offers {self.offered[name]} and not {chosen}")


@dataclass(frozen=True)
class Page:
    """What came back. `text` is what a reader would see; `kind` the content type; `requests` how many it took."""

    status: int
    url: str
    kind: str
    body: bytes
    text: str
    title: str
    links: tuple[tuple[str, str], ...]
    forms: tuple[FormSeen, ...]

    def link(self, words: str) -> str:
        """The address of the first link whose words contain these."""
        for text, href in self.links:
            if words in text:
                return href
        raise LookupError(
            f"no link says “{words}” on {self.url}; there are: {[text for text, _ in self.links]}"
        )

    def form(self, name: str = "", *, button: str = "") -> FormSeen:
        """The form that has a field of this name and a button that says so."""
        for each in self.forms:
            if (not name or name in each.names) and (not button or each.says(button)):
                return each
        have = [(sorted(each.names), [said for _, _, said in each.buttons]) for each in self.forms]
        raise LookupError(
            f"no form with “{name}” and a button “{button}” on {self.url} ({self.status}); there are: {have}"
        )


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, name: str, base: str, cookies: CookieJar | None = None) -> None:
        self.name = name
        self.base = base
        self.page: Page | None = None
        self._cookies = CookieJar() if cookies is None else cookies
        self._browser: OpenerDirector = build_opener(HTTPCookieProcessor(self._cookies))

    def open(self, path: str) -> Page:
        return self._send(Request(urljoin(self.base, path)))

    def follow(self, words: str) -> Page:
        """Click the first link that says so on the page in front of this person."""
        return self.open(self._here().link(words))

    def send(self, values: Mapping[str, Value], *, button: str = "") -> Page:
        """Fill in the form that has the first of these fields, and press a button; the first if none is named."""
        form = self._here().form(next(iter(values), ""), button=button)
        form.refuse_unknown(values)
        given = [pair for pair in form.fields if pair[0] not in values]
        files: list[tuple[str, tuple[str, bytes]]] = []
        for key, value in values.items():
            if isinstance(value, tuple):
                files.append((key, value))
            else:
                given += [(key, each) for each in (value if isinstance(value, list) else [value])]
        pressed = next((each for each in form.buttons if button in each[2]), ("", "", ""))
        given += [pressed[:2]] if pressed[0] else []
        address = urljoin(self._here().url, form.action)
        if form.method == "get":
            return self.open(f"{address.split('?')[0]}?{urlencode(given)}")
        body, kind = _multipart(given, files) if form.multipart or files else _urlencoded(given)
        return self._send(Request(address, body, {"Content-Type": kind, "Referer": self._here().url}))

    def press(self, button: str) -> Page:
        """Press the button that says so, with everything in its form as it stands."""
        return self.send({}, button=button)

    def go_back_to(self, page: Page) -> None:
        """Have an earlier page in front again, as it was."""
        self.page = page

    def tab(self) -> "Person":
        """The same person, signed in the same, with another page in front."""
        return Person(self.name, self.base, self._cookies)

    def _here(self) -> Page:
        if self.page is None:
            raise LookupError(f"{self.name} has opened no page yet")
        return self.page

    def _send(self, request: Request) -> Page:
        count_request()
        try:
            answer = self._browser.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
            kind = answer.headers.get_content_type()
            reader = _Reader()
            if kind == "text/html":
                reader.feed(body.decode())
            self.page = Page(
                answer.status or 0,
                answer.url or request.full_url,
                kind,
                body,
                " ".join(" ".join(reader.words).split()),
                " ".join(reader.title.split()),
                tuple(reader.links),
                tuple(reader.forms),
            )
        return self.page


class _Reader(HTMLParser):
    """Reads a page once: words, links and forms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[FormSeen] = []
        self.title = ""
        self._silent = 0
        self._inside: list[str] = []
        self._link: list[str] | None = None
        self._href = ""
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._area = ""
        self._area_words: list[str] = []
        self._button: tuple[str, str] | None = None
        self._button_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        match tag:
            case "script" | "style":
                self._silent += 1
            case "title":
                self._inside.append("title")
            case "a" if "href" in given:
                self._link, self._href = [], given["href"]
            case "form":
                multipart = given.get("enctype") == "multipart/form-data"
                self.forms.append(
                    FormSeen(given.get("action", ""), given.get("method", "get").lower(), multipart)
                )
            case "input" | "select" | "textarea" | "button" | "option":
                self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "script" | "style":
                self._silent -= 1
            case "title":
                self._inside.clear()
            case "a" if self._link is not None:
                self.links.append((" ".join(" ".join(self._link).split()), self._href))
                self._link = None
            case "select" if self.forms and self._select:
                chosen = [value for value, selected in self._options if selected] or [
                    value for value, _ in self._options[:1]
                ]
                self.forms[-1].fields += [(self._select, value) for value in chosen]
                self._select = ""
            case "textarea" if self.forms and self._area:
                # A browser drops the first line break of a text area, and so must we.
                text = "".join(self._area_words)
                self.forms[-1].fields.append((self._area, text.removeprefix("\n")))
                self._area = ""
            case "button" if self.forms and self._button is not None:
                self.forms[-1].buttons.append((*self._button, " ".join(self._button_words).strip()))
                self._button = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if "title" in self._inside:
            self.title += data
            return
        if self._area:
            self._area_words.append(data)
        if self._link is not None:
            self._link.append(data)
        if self._button is not None:
            self._button_words.append(data)
        self.words.append(data)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if not self.forms or "disabled" in given:
            return
        form, name, value = self.forms[-1], given.get("name", ""), given.get("value", "")
        if tag == "option":
            self._options.append((value, "selected" in given))
            form.offered.setdefault(self._select, []).append(value)
            return
        if tag == "button":
            self._button, self._button_words = (name, value), []
            return
        if not name:
            return
        if tag == "input" and given.get("type") == "submit":
            form.buttons.append((name, value, value))
            return
        form.names.add(name)
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self._area, self._area_words = name, []
        elif given.get("type") in {"checkbox", "radio"}:
            form.offered.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.fields.append((name, value or "on"))
        elif given.get("type") != "file":
            form.fields.append((name, value))


def _urlencoded(given: list[tuple[str, str]]) -> tuple[bytes, str]:
    return urlencode(given).encode(), "application/x-www-form-urlencoded"


def _multipart(given: list[tuple[str, str]], files: list[tuple[str, tuple[str, bytes]]]) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in given
    ]
    for name, (filename, content) in files:
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
