"""A user with a browser without JavaScript, who signs in wherever Doorward asks."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

STEPS = 12


class Form:
    """A form of a page: where it goes, how, and what it holds before anybody types."""

    def __init__(self, attributes):
        self.id = attributes.get("id", "")
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.fields = {}
        self.buttons = []

    def add(self, tag, attributes):
        name, value = attributes.get("name"), attributes.get("value") or ""
        kind = (attributes.get("type") or "").lower()
        if tag == "button" or kind == "submit":
            self.buttons.append((name, value))
        elif name and kind not in ("checkbox", "radio"):
            self.fields[name] = value


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self.open = None
        self.onward = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.open = Form(attributes)
            self.forms.append(self.open)
        elif tag == "a" and attributes.get("id") == "continue":
            self.onward = attributes.get("href")
        elif tag in ("input", "button", "textarea") and self.open:
            self.open.add(tag, attributes)

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


class Page:
    """An answer: its address, status and text."""

    def __init__(self, answer):
        self.address, self.status, self.text = answer.url, answer.status_code, answer.text
        reader = _Reader()
        if "html" in answer.headers.get("Content-Type", ""):
            reader.feed(answer.text)
        self.forms, self.onward = reader.forms, reader.onward

    def asks_password(self):
        return any("password" in form.fields for form in self.forms)

    def form(self, action):
        """The form whose action ends so, before its query."""
        for form in self.forms:
            if urlsplit(form.action).path.endswith(action):
                return form
        raise AssertionError(f"no form to {action} at {self.address}: {self.text[:600]}")


class User:
    """A fresh browser, and the account that its user has at the provider."""

    def __init__(self, provider, account):
        self.issuer, self.account = provider.issuer, account
        self.browser = requests.Session()
        # Otherwise an authority or a proxy of the environment takes precedence.
        self.browser.trust_env = False
        self.browser.verify = str(provider.authority)
        self.browser.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        self.signs_in, self.seen = True, []

    def is_signed_out(self):
        """Whether the provider asks who is there; for a user who does not answer that."""
        return self.open(self.issuer + "/account").asks_password()

    def open(self, address, **options):
        """Opens a page, follows redirects, and answers whatever Doorward asks on the way."""
        return self._walk(Page(self._send("get", address, **options)))

    def sign_out_there(self, url, path, **options):
        """Signs out at a program that says so to the provider, which sends the browser back to the program."""
        start = len(self.seen)
        self.open(url + path, **options)
        way = self.seen[start:]
        asked = next((number for number, step in enumerate(way) if "/end_session" in step), len(way))
        assert any(f" {url}/" in step for step in way[asked:]), f"the browser did not come back: {way}"

    def submit(self, page, form, button=None, **values):
        """Sends a form, as a press on its button would."""
        return self._walk(self._post(page, form, button, values))

    def _walk(self, page):
        for _ in range(STEPS):
            following = self._step(page)
            if following is None:
                return page
            page = following
        raise AssertionError(f"no end after {STEPS} pages: {self.seen}")

    def _step(self, page):
        """What a user does on a page of Doorward; nothing on pages of others."""
        if not page.address.startswith(self.issuer + "/"):
            return None
        for form in page.forms:
            path = urlsplit(form.action).path
            if path.endswith("/sign-in") and "password" in form.fields:
                if not self.signs_in:
                    return None
                name, password = self.account
                return self._post(page, form, None, {"username": name, "password": password})
            if path.endswith("/consent"):
                return self._post(page, form, ("answer", "allow"), {})
            if path.endswith("/end_session/confirm"):
                return self._post(page, form, None, {})
            if form.action.startswith("http") and not form.action.startswith(self.issuer):
                return self._post(page, form, None, {})
        if page.onward:
            return Page(self._send("get", urljoin(page.address, page.onward)))
        return None

    def _post(self, page, form, button, values):
        fields = {**form.fields, **values}
        if button:
            fields[button[0]] = button[1]
        address = urljoin(page.address, form.action)
        where = urlsplit(page.address)
        headers = {"Origin": f"{where.scheme}://{where.netloc}", "Referer": page.address}
        if form.method == "get":
            return Page(self._send("get", address, params=fields, headers=headers))
        return Page(self._send("post", address, data=fields, headers=headers))

    def _send(self, method, address, **options):
        """Sends a request and follows redirects; what a redirect leads to is asked for by GET."""
        options = {"timeout": 30, "allow_redirects": False, **options}
        for _ in range(STEPS):
            # As in browsers, http on loopback is as good as https: Secure cookies go there too.
            for cookie in self.browser.cookies:
                cookie.secure = False
            answer = self.browser.request(method, address, **options)
            where = urlsplit(answer.url)
            self.seen.append(f"{answer.status_code} {where.scheme}://{where.netloc}{where.path}")
            if not answer.is_redirect:
                return answer
            method, address = "get", urljoin(answer.url, answer.headers["Location"])
            options = {"timeout": 30, "allow_redirects": False}
        raise AssertionError(f"no end after {STEPS} redirects: {self.seen}")
