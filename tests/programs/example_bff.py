"""What the backend for a single-page app gives to the browser: a cookie, and answers of the API; never a token."""

import time

import requests
from example_cases import PASSWORD
from kit.user import User

PAGE = {"X-Requested-By": "page"}
# Access tokens live for 30 seconds here, and are renewed ten seconds before their end.
RENEWED = 22


class Browser(User):
    """A user whose browser keeps every text and header that it gets."""

    def __init__(self, provider, account, url):
        super().__init__(provider, account)
        self.url, self.got = url, []

    def ask(self, method, path, headers=PAGE):
        answer = self.browser.request(method, self.url + path, headers=headers, timeout=30, allow_redirects=False)
        self.got.append(answer.text + str(answer.headers))
        return answer


def against_browser(example, provider):
    """The cases of one started backend; the answer is what went wrong."""
    wrong, right = [], 0

    def check(title, holds):
        nonlocal right
        right += bool(holds)
        if not holds:
            wrong.append(f"{example.name}: {title}")

    browser = Browser(provider, ("ada", PASSWORD), example.url)
    check("nobody is signed in", browser.ask("GET", "/api/items").status_code == 401)
    page = browser.open(example.url + "/login")
    check("the sign-in leads back to the page", page.address == example.url + "/" and "Inventory" in page.text)
    cookies = {cookie.name: cookie for cookie in browser.browser.cookies if cookie.name in ("session", "login")}
    check("only the session is left of the sign-in", list(cookies) == ["session"])
    check("no script reads the cookie", cookies["session"].has_nonstandard_attr("HttpOnly"))
    check("other sites do not send it with their forms", cookies["session"].get_nonstandard_attr("SameSite") == "Lax")
    answer = browser.ask("GET", "/api/items")
    check("the API answers", answer.status_code == 200 and answer.json()["items"] == ["lamp"])
    check("the API is asked to change something", browser.ask("POST", "/api/items").json() == {"added": True})
    check("the user is known", browser.ask("GET", "/me").json()["sub"] == answer.json()["user"])
    for path in ("/api/items", "/me"):
        check(f"{path} without the header of the page", browser.ask("GET", path, {}).status_code == 403)
    check("a sign-out without the header of the page", browser.ask("POST", "/logout", {}).status_code == 403)
    for path in ("/api//localhost:1/items", "/api/@localhost:1/items", "/api/..%2f..%2fitems"):
        check(f"{path} is asked of the API alone", browser.ask("GET", path).status_code == 404)
    time.sleep(RENEWED)
    answers = [browser.ask("GET", "/api/items").status_code for _ in range(2)]
    time.sleep(RENEWED)
    answers += [browser.ask("GET", "/api/items").status_code for _ in range(2)]
    check(f"the token is renewed twice: {answers}", answers == [200] * 4)
    stranger = requests.get(example.url + "/api/items", headers=PAGE, cookies={"session": "guessed"}, timeout=30)
    check("a guessed cookie", stranger.status_code == 401)
    forged = browser.ask("GET", "/callback?code=abc&state=def", {})
    check("an answer that nobody asked for", forged.status_code == 400)
    old = browser.browser.cookies.get("session")
    leaves = browser.ask("POST", "/logout").json()["next"]
    browser.signs_in = False
    browser.open(leaves)
    check("the session of the provider has ended", browser.is_signed_out())
    again = requests.get(example.url + "/me", headers=PAGE, cookies={"session": old}, timeout=30)
    check("the old cookie is nothing any more", again.status_code == 401)
    check("no token came to the browser, but the hint of the sign-out", not tokens_in(browser.got[:-1]))
    print(f"{example.name:12} {'a browser':16} {right} passed, {len(wrong)} failed", flush=True)
    return wrong


def tokens_in(texts):
    """Whether something there begins as a JWT does, or is called a token."""
    return [text for text in texts if "eyJ" in text or "access_token" in text or "refresh_token" in text]
