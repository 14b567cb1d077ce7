"""What the app in Next.js gives to a browser without JavaScript: a sign-in, what the API answers, renewed tokens and a sign-out; never a token."""

import time
from urllib.parse import parse_qs, urlsplit

import requests
from example_bff import RENEWED, tokens_in
from example_cases import PASSWORD
from kit.user import Page, User

COOKIE, CALLBACK = "authjs.session-token", "/api/auth/callback/doorward"
# The texts of the buttons, by which a user finds them.
ENTER, ADD, LEAVE = "Sign in", "Add an item", "Sign out"


def last_cookies(answer, *_, **__):
    """Of several cookies with one name the last counts, as in browsers: this jar would keep one that the same answer then deletes."""
    headers = answer.raw._original_response.msg
    last = {text.partition("=")[0]: text for text in headers.get_all("Set-Cookie", [])}
    del headers["Set-Cookie"]
    for text in last.values():
        headers["Set-Cookie"] = text


class Browser(User):
    """A user of the app, whose browser keeps each page that the app answers with."""

    def __init__(self, provider, name, url):
        super().__init__(provider, (name, PASSWORD))
        self.url, self.got = url, []
        self.browser.hooks["response"].append(last_cookies)

    def page(self):
        return self.open(self.url + "/")

    def press(self, text, origin=None):
        """Presses the button with this text, as a browser without JavaScript does."""
        page = self.page()
        parts = page.text.split("<form ")
        number = next(number for number, part in enumerate(parts) if f">{text}</button>" in part) - 1
        fields = {name: (None, value) for name, value in page.forms[number].fields.items()}
        headers = {"Origin": origin or self.url, "Referer": page.address}
        return self._walk(Page(self._send("post", page.address, files=fields, headers=headers)))

    def _send(self, method, address, **options):
        answer = super()._send(method, address, **options)
        if answer.url.startswith(self.url):
            self.got.append(answer.text)
        return answer


class Stopped(Browser):
    """A browser that does not follow the redirect with the code of its sign-in."""

    def __init__(self, provider, name, url):
        super().__init__(provider, name, url)
        self.asked, self.way_back = None, None
        self.browser.hooks["response"].append(self._look)

    def _look(self, answer, *_, **__):
        where = answer.headers.get("Location", "")
        if "/authorize?" in where:
            self.asked = where
        if where.startswith(self.url + CALLBACK):
            self.way_back = where
            del answer.headers["Location"]


class Cases:
    """Counts what holds, and keeps what does not."""

    def __init__(self, example, provider):
        self.name, self.url, self.provider = example.name, example.url, provider
        self.wrong, self.right = [], 0

    def check(self, title, holds):
        self.right += bool(holds)
        if not holds:
            self.wrong.append(f"{self.name}: {title}")

    def shows(self, title, page, *texts):
        self.check(f"{title}: {page.status} {page.text[:1500]}", page.status == 200 and all(text in page.text for text in texts))

    def browser(self, name, kind=Browser):
        return kind(self.provider, name, self.url)

    def signs_in(self):
        """The sign-in of one user, who may do everything; the answer is their browser."""
        ada = self.browser("ada")
        self.shows("nobody is signed in", ada.page(), ENTER)
        page = ada.press(ENTER)
        self.check(f"the sign-in leads back: {page.address}", page.address == self.url + "/")
        self.shows("the user is known, and the API answers", page, "Signed in as ada", "lamp", LEAVE)
        cookies = [cookie for cookie in ada.browser.cookies if cookie.name.startswith(COOKIE)]
        self.check("no script reads the cookies", cookies and all(cookie.has_nonstandard_attr("HttpOnly") for cookie in cookies))
        same_site = {cookie.get_nonstandard_attr("SameSite").lower() for cookie in cookies}
        self.check(f"other sites do not send them with their forms: {same_site}", same_site == {"lax"})
        self.shows("the API is asked to change something", ada.press(ADD), "lamp")
        session = ada.open(self.url + "/api/auth/session")
        self.shows("scripts may know the user", session, "ada@example.com")
        return ada

    def allowed(self):
        """What the API does not allow is shown, and nothing more."""
        grace = self.browser("grace")
        self.shows("a reader reads", grace.press(ENTER), "lamp")
        self.shows("a reader does not write", grace.press(ADD), "Not allowed")
        self.shows("a user without roles", self.browser("edsger").press(ENTER), "not allowed: 403")

    def forged(self):
        """Answers to a sign-in that the browser did not ask for, and cookies that the app did not write."""
        stopped = self.browser("ada", Stopped)
        stopped.press(ENTER)
        asked = {name: value for name, [value] in parse_qs(urlsplit(stopped.asked).query).items()}
        self.check(f"PKCE: {asked}", asked.get("code_challenge_method") == "S256" and len(asked.get("code_challenge", "")) == 43)
        self.check(f"state and nonce: {asked}", asked.get("state") and asked.get("nonce"))
        other = self.browser("grace")
        other.open(stopped.way_back)
        self.shows("the answer to another browser's sign-in", other.page(), ENTER)
        other.press(ENTER)
        other.open(stopped.way_back)
        self.shows("and it changes nobody", other.page(), "Signed in as grace")
        altered = stopped.way_back.replace("state=", "state=x")
        stopped.open(altered)
        self.shows("another state", stopped.page(), ENTER)
        guessed = requests.get(self.url + "/", cookies={COOKIE: "guessed"}, timeout=30)
        self.check("a guessed cookie", ENTER in guessed.text)

    def renews(self, ada):
        """Tokens are renewed, also for two tabs at once, and while Doorward is down nobody is signed out."""
        for _ in range(2):
            before = dict(ada.browser.cookies)
            time.sleep(RENEWED)
            self.shows("the token is renewed", ada.page(), "lamp")
            second = requests.get(self.url + "/", cookies=before, timeout=30, allow_redirects=False)
            self.check(f"a second tab that asked at the same time: {second.status_code}", second.status_code == 307)
            self.shows("the browser knows the new token", ada.page(), "lamp")
        self.provider.stop()
        self.shows("while Doorward is down", ada.page(), "lamp")
        time.sleep(RENEWED + 15)
        self.shows("the user stays signed in", ada.page(), "Signed in as ada", "not allowed: 401")
        self.provider.serve()
        self.shows("after that", ada.page(), "lamp")

    def leaves(self, ada):
        """The sign-out ends the session at Doorward too, and with it the renewal of a cookie that somebody copied."""
        ada.press(LEAVE, origin="https://other.example")
        self.shows("a sign-out by another site", ada.page(), "lamp")
        copied = dict(ada.browser.cookies)
        start, ada.signs_in = len(ada.seen), False
        page = ada.press(LEAVE)
        self.check(f"the browser comes back: {page.address}", page.address == self.url + "/" and ENTER in page.text)
        self.check(f"by way of Doorward: {ada.seen[start:]}", any("/end_session" in step for step in ada.seen[start:]))
        self.check("the session at Doorward has ended", ada.is_signed_out())
        self.check("no cookie is left", not [name for name in ada.browser.cookies.keys() if name.startswith(COOKIE)])
        time.sleep(RENEWED)
        again = requests.get(self.url + "/", cookies=copied, timeout=30)
        self.check("a copied cookie is nothing any more", ENTER in again.text and "lamp" not in again.text)
        self.check("no token came to the browser", not tokens_in(ada.got))


def against_nextjs(example, provider):
    """The cases of the started app; the answer is what went wrong."""
    cases = Cases(example, provider)
    ada = cases.signs_in()
    cases.allowed()
    cases.forged()
    cases.renews(ada)
    cases.leaves(ada)
    print(f"{example.name:12} {'a browser':16} {cases.right} passed, {len(cases.wrong)} failed", flush=True)
    return cases.wrong
