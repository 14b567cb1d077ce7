"""Interleaved samples of the answers that known and unknown addresses get. Run it by scripts/measure-timing."""

import html
import http.client
import json
import os
import random
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM, SAMPLES = sys.argv[1], int(sys.argv[2])
WARM_UP = 20
# How far the chance that one kind takes longer than another may be from a half: three standard errors of the statistic of Mann
# and Whitney for equal kinds. A difference that repeats is larger.
TOLERANCE = 3 * ((2 * SAMPLES + 1) / (12 * SAMPLES * SAMPLES)) ** 0.5
PASSWORD = "a password of fifteen letters"


def chance_of_longer(first, second):
    """The chance that a sample of the first kind takes longer than one of the second."""
    every = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks, at = 0.0, 0
    while at < len(every):
        end = at
        while end < len(every) and every[end][0] == every[at][0]:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(1 for _, kind in every[at:end] if kind == 0)
        at = end
    return (ranks - len(first) * (len(first) + 1) / 2) / (len(first) * len(second))


class Browser:
    """One browser on one connection. Each request comes from a network of its own, so that no limit is met."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}
        self.requests = 0

    def send(self, method, path, fields=None):
        self.requests += 1
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["X-Forwarded-For"] = f"2001:db8:{self.requests >> 16:x}:{self.requests & 0xffff:x}::1"
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        begin = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        took = time.perf_counter() - begin
        for cookie in response.msg.get_all("set-cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return response.status, response.getheader("location"), text, took


def fields_of(page, action):
    """The hidden fields of the form with this action."""
    form = re.search(r'<form[^>]*action="%s".*?</form>' % re.escape(action), page, re.S)
    if form is None:
        raise SystemExit(f"no form for {action}: {page[:2000]}")
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.group(0))
    return {name: html.unescape(value) for name, value in inputs}


class Form:
    """A flow that posts a name to a page."""

    def __init__(self, title, page, action, name, extra, kinds):
        self.title, self.page, self.action, self.name = title, page, action, name
        self.extra, self.kinds, self.fields = extra, kinds, None

    def sample(self, browser, kind, number):
        if self.fields is None:
            self.fields = fields_of(browser.send("GET", self.page)[2], self.action)
        name = self.kinds[kind] % number
        answer = browser.send("POST", self.action, {**self.fields, **self.extra, self.name: name})
        return answer, [name]


class Invitation:
    """The page of an invitation to an address."""

    title = "invitation"

    def __init__(self, links):
        self.links = links
        self.kinds = {kind: kind for kind in links}

    def sample(self, browser, kind, number):
        email, link = self.links[kind][number % len(self.links[kind])]
        return browser.send("GET", link), [email, urllib.parse.parse_qs(link)["/invitation?token"][0]]


def masked(answer, secrets):
    """What of an answer must be the same for every kind: everything but what was typed and what is random."""
    status, location, text, _ = answer
    for secret in secrets:
        for form in (secret, html.escape(secret), urllib.parse.quote(secret, safe="")):
            text = text.replace(form, "TYPED")
    text = re.sub(r'(name="(?:form_token|state|ticket|flow|return)" value=")[^"]*', r"\1", text)
    text = re.sub(r"""data-options="[^"]*"|data-challenge="[^"]*"|ticket=[A-Za-z0-9_-]+""", "", text)
    location = re.sub(r"=[A-Za-z0-9_-]{16,}", "=", location or "")
    return status, location, text


def measure(flow, browser):
    times = {kind: [] for kind in flow.kinds}
    seen = {kind: None for kind in flow.kinds}
    order = list(flow.kinds)
    for number in range(SAMPLES + WARM_UP):
        random.shuffle(order)
        for kind in order:
            answer, secrets = flow.sample(browser, kind, number)
            if number < WARM_UP:
                continue
            times[kind].append(answer[3] * 1000)
            seen[kind] = seen[kind] or masked(answer, secrets)
    return times, seen


def report(flow, times, seen):
    """Prints a row for each kind, and gives what is wrong."""
    (base, *others), problems = list(flow.kinds), []
    print(f"| {flow.title} | {base} | {statistics.median(times[base]):.2f} | |")
    for kind in others:
        chance = chance_of_longer(times[kind], times[base])
        print(f"| | {kind} | {statistics.median(times[kind]):.2f} | {chance:.3f} |")
        if abs(chance - 0.5) > TOLERANCE:
            problems.append(f"{flow.title}: the time of {kind} tells it from {base}")
        if seen[kind] != seen[base]:
            problems.append(f"{flow.title}: the answer to {kind} is another than to {base}: {seen[kind]} {seen[base]}")
    return problems


def declared(home, name, users):
    path = f"{home}/{name}.toml"
    with open(path, "w") as file:
        for user in users:
            file.write("[[users]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in user.items()))
    return path


def run(environment, *arguments):
    done = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{arguments}: {done.stderr}")
    return done.stdout


def prepare(home, environment):
    """Users of each kind, each for one sample of each flow."""
    numbers = range(SAMPLES + WARM_UP)
    user = lambda kind, number: {"email": f"{kind}{number}@example.com", "name": "Somebody", "email_verified": True}
    old = [{**user("old", number), "password": PASSWORD} for number in numbers]
    cheaper = {**environment, "DOORWARD_PASSWORDS__MEMORY_KIB": "4096"}
    run(cheaper, "apply", declared(home, "old", old))
    known = [{**user("known", number), "password": PASSWORD} for number in numbers]
    disabled = [{**user("disabled", number), "password": PASSWORD} for number in numbers]
    without = [user("without", number) for number in numbers]
    run(environment, "apply", declared(home, "users", known + disabled + without))
    with sqlite3.connect(f"{home}/doorward.db") as database:
        database.execute("UPDATE users SET disabled_at = created_at WHERE email LIKE 'disabled%'")


def invited(environment, mailbox):
    """Links of invitations to addresses without and with an account."""
    links = {}
    for kind, email in (("unknown", "guest%d@example.com"), ("known", "known%d@example.com")):
        addresses = [email % number for number in range(20)]
        for address in addresses:
            run(environment, "user", "invite", address)
        links[kind] = addresses
    found = {}
    for _ in range(100):
        for mail in mailbox():
            link = re.search(r"(/invitation\?token=\S+)", mail["text"])
            if link:
                found[mail["to"]] = link.group(1)
        if all(address in found for addresses in links.values() for address in addresses):
            break
        time.sleep(0.1)
    return {kind: [(address, found[address]) for address in addresses] for kind, addresses in links.items()}


def flows(environment, mailbox):
    two = {"unknown": "nobody%d@example.com", "known": "known%d@example.com"}
    more = {"disabled": "disabled%d@example.com", "without a password": "without%d@example.com"}
    signing_in = {**two, "old hash": "old%d@example.com", **more}
    trap = {"homepage": ""}
    return [
        Form("sign-in", "/sign-in", "/sign-in", "username", {"password": "a wrong password"}, signing_in),
        Form("registration", "/sign-up", "/sign-up", "email", trap, {**two, "disabled": more["disabled"]}),
        Form("reset", "/forgot-password", "/forgot-password", "username", trap, {**two, **more}),
        Form("code", "/sign-in", "/sign-in", "username", {"by": "mail", "password": ""}, {**two, **more}),
        Invitation(invited(environment, mailbox)),
    ]


def main():
    with tempfile.TemporaryDirectory() as home, socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
        place.close()
        environment = {
            "PATH": os.environ["PATH"],
            "DOORWARD_ISSUER": f"http://localhost:{port}",
            "DOORWARD_LISTEN": f"127.0.0.1:{port}",
            "DOORWARD_DATABASE__URL": f"sqlite://{home}/doorward.db",
            "DOORWARD_MASTER_KEY": "a master key for a measurement, long enough",
            "DOORWARD_HTTP__TRUSTED_PROXIES": "127.0.0.0/8",
            "DOORWARD_RATE_LIMITS__WRONG_PASSWORDS": "0",
            "DOORWARD_RATE_LIMITS__MAILS": "0",
            "DOORWARD_RATE_LIMITS__MAILS_WITHOUT_PROOF": "0",
            "DOORWARD_PASSWORDS__ALERT_FAILURES": "0",
            "DOORWARD_PASSWORDS__PROOF_OF_WORK": "off",
            "DOORWARD_PASSWORDS__MEMORY_KIB": "16384",
            "DOORWARD_PASSWORDS__ITERATIONS": "2",
            "DOORWARD_SIGN_UP__MODE": "open",
            "DOORWARD_SIGN_IN__METHODS": "password,code",
        }
        run(environment, "migrate")
        prepare(home, environment)
        with open(f"{home}/log", "w") as log:
            server = subprocess.Popen([PROGRAM, "serve"], env=environment, stdout=log, stderr=log)
        try:
            for _ in range(100):
                if subprocess.run([PROGRAM, "healthcheck"], env=environment, capture_output=True).returncode == 0:
                    break
                time.sleep(0.1)
            mailbox = lambda: json.loads(Browser(port).send("GET", "/dev/mail.json")[2])
            print(f"{SAMPLES} interleaved samples of each kind; a chance from {0.5 - TOLERANCE:.3f} to {0.5 + TOLERANCE:.3f} is what equal times show.\n")
            print("| flow | address | median ms | chance to take longer than the first |\n|---|---|---|---|")
            problems = []
            for flow in flows(environment, mailbox):
                problems += report(flow, *measure(flow, Browser(port)))
        finally:
            server.terminate()
            server.wait()
        if problems:
            raise SystemExit("\n" + "\n".join(problems))


main()
