"""What every example of `examples/` answers to which token."""

import base64
import hashlib
import json
import secrets
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWKSet, get_unverified_header
from kit.user import User
from stand_in import altered, forged

PASSWORD, SECRET = "a few words do very well", "a secret of an example, by chance 1234567"
# An example reads the key set again after these seconds at the earliest.
COOLDOWN = 10
READ, WRITE, CLOSE = ("GET", "/items"), ("POST", "/items"), ("POST", "/close")
NO_ENTRY = (401, 403)
# What an example says that it does without.
LACKS = {("spring", "EdDSA")}


class Verdicts:
    """Counts what examples answer, and keeps what is wrong."""

    def __init__(self, examples):
        self.examples, self.wrong, self.right = examples, [], dict.fromkeys((one.name for one in examples), 0)

    def case(self, title, token, expected, what=READ, scheme="Bearer"):
        for example in self.examples:
            self.note(example, title, ask(example, token, what, scheme), expected, token)

    def note(self, example, title, answer, expected, token="sent"):
        expected = expected if isinstance(expected, tuple) else (expected,)
        challenge = answer.headers.get("WWW-Authenticate", "")
        error = {401: 'error="invalid_token"', 403: 'error="insufficient_scope"'}.get(answer.status_code, "")
        fits = not error or challenge.startswith("Bearer") and (error in challenge if token else "error" not in challenge)
        self.check(example, f"{title}: {answer.status_code} {challenge}", answer.status_code in expected and fits)

    def check(self, example, title, holds):
        if holds:
            self.right[example.name] += 1
        else:
            self.wrong.append(f"{example.name}: {title}")

    def show(self, where):
        for name, right in self.right.items():
            failed = sum(line.startswith(name + ":") for line in self.wrong)
            print(f"{name:12} {where:16} {right} passed, {failed} failed", flush=True)
        return self.wrong


def ask(example, token, what=READ, scheme="Bearer"):
    method, path = what
    headers = {"Authorization": f"{scheme} {token}"} if token else {}
    return requests.request(method, example.url + path, headers=headers, timeout=30)


def against_stand_in(examples, stand_in, audience):
    """Tokens that Doorward never makes: each is wrong in one thing alone, and well signed where that is not the thing."""
    verdicts = Verdicts(examples)
    case = verdicts.case

    def token(**changes):
        return stand_in.token(**{"audience": audience, **changes})

    now = int(time.time())
    case("a good token", token(), 200)
    case("a scheme in small letters", token(), 200, scheme="bearer")
    case("the long form of the type", token(header={"typ": "application/at+jwt"}), 200)
    case("one audience of two", token(audience=["https://other.example", audience]), 200)
    case("no token", None, 401)
    case("no JWT", "abc", 401)
    case("another audience", token(audience="https://other.example"), 401)
    case("no audience", token(audience=None), 401)
    case("another issuer", token(iss="https://other.example"), 401)
    case("no issuer", token(iss=None), 401)
    case("an expired token", token(exp=now - 60), 401)
    case("a token without an end", token(exp=None), 401)
    case("a token of the future", token(nbf=now + 600), 401)
    case("no subject", token(sub=None), 401)
    case("the type of an ID token", token(header={"typ": "JWT"}), 401)
    case("no type", token(header={"typ": None}), 401)
    case("altered claims", altered(token(), sub="user-2"), 401)
    case("alg none", forged(token()), 401)
    case("HS256 with the public key", forged(token(), stand_in.public_pem("first")), 401)
    stranger = rsa.generate_private_key(65537, 2048)
    case("a stranger's key with our kid", token(key=stranger), 401)
    own = {"jwk": stand_in.key_set()["keys"][0], "jku": "https://other.example/jwks"}
    case("a key that the token brings", token(key=stranger, header={**own, "kid": "brought"}), 401)
    algorithms(verdicts, token)
    permissions(case, token)
    floods(verdicts, stand_in, token)
    rotates(verdicts, stand_in, token)
    return verdicts.show("a stand-in")


def algorithms(verdicts, token):
    """Keys of every kind that Doorward signs with."""
    for algorithm in ("PS256", "ES256", "EdDSA"):
        good = token(kid=algorithm)
        for example in verdicts.examples:
            expected = 401 if (example.name, algorithm) in LACKS else 200
            verdicts.note(example, f"a token by {algorithm}", ask(example, good), expected)
        verdicts.case(f"altered claims under {algorithm}", altered(good, sub="user-2"), 401)


def permissions(case, token):
    case("no permissions", token(permissions=None), 403)
    case("other permissions", token(permissions=["inventory.reader", "other.read"]), 403)
    case("a text instead of a list", token(permissions="inventory.reader"), NO_ENTRY)
    case("a user whose scope has the name", token(permissions=None, scope="inventory.read"), 403)
    service = {"permissions": None, "sub": "robot", "client_id": "robot"}
    case("a service with the scope", token(scope="openid inventory.read", **service), 200)
    case("a service with another scope", token(scope="inventory.reader", **service), 403)
    case("a role", token(roles=["manager"]), 200, CLOSE)
    case("another role", token(roles=["managers"]), 403, CLOSE)
    case("no role", token(), 403, CLOSE)
    case("a text instead of roles", token(roles="manager"), NO_ENTRY, CLOSE)


def floods(verdicts, stand_in, token):
    """Unknown keys lead to few readings, and to no waiting."""
    for example in verdicts.examples:
        before, started = stand_in.readings, time.monotonic()
        answers = {ask(example, token(header={"kid": secrets.token_hex(8)})).status_code for _ in range(40)}
        seconds, readings = time.monotonic() - started, stand_in.readings - before
        verdicts.check(example, f"40 unknown keys: {answers}, {readings} readings", answers == {401} and readings <= 2)
        verdicts.check(example, f"40 unknown keys took {seconds:.1f} s", seconds < 5)


def rotates(verdicts, stand_in, token):
    """A new key is accepted without a restart; a provider that is away changes nothing."""
    time.sleep(COOLDOWN + 1)
    stand_in.add_key("second")
    verdicts.case("a new key", token(kid="second"), 200)
    verdicts.case("the key before it", token(), 200)
    good = [token(), token(kid="second")]
    unknown = token(header={"kid": "unknown"})
    stand_in.is_away = True
    time.sleep(COOLDOWN + 1)
    for one in good:
        verdicts.case("while the provider is away", one, 200)
    verdicts.case("an unknown key while the provider is away", unknown, 401)
    verdicts.case("a good token after that", good[0], 200)
    stand_in.is_away = False


def against_doorward(examples, provider, stand_in):
    """Real tokens, of people and of services."""
    verdicts = Verdicts(examples)
    case = verdicts.case
    ada, grace = sign_in(provider, stand_in, "ada"), sign_in(provider, stand_in, "grace")
    first, since = ada["access_token"], time.monotonic()
    case("a manager reads", first, 200)
    case("a manager writes", first, 200, WRITE)
    case("a manager closes", first, 200, CLOSE)
    case("a reader reads", grace["access_token"], 200)
    case("a reader writes", grace["access_token"], 403, WRITE)
    case("a reader closes", grace["access_token"], 403, CLOSE)
    case("a user without roles", sign_in(provider, stand_in, "edsger")["access_token"], 403)
    case("an ID token", ada["id_token"], 401)
    case("a refresh token", ada["refresh_token"], 401)
    case("a service that reads", service(provider, "stock-robot"), 200)
    case("a service that writes", service(provider, "stock-robot"), 403, WRITE)
    case("a token for another API", service(provider, "payroll-robot"), 401)
    case("no token", None, 401)
    case("altered", altered(first, permissions=["inventory.read"], sub="another"), 401)
    case("alg none", forged(first), 401)
    kid = get_unverified_header(first)["kid"]
    case("HS256 with the public key", forged(first, public_pem(provider, kid)), 401)
    audience = "https://inventory.example.com"
    case("another issuer's token with our kid", stand_in.token(audience, header={"kid": kid}), 401)
    case("and with our name", stand_in.token(audience, header={"kid": kid}, iss=provider.issuer), 401)

    time.sleep(COOLDOWN + 1)
    provider.run([provider.binary, "--config", provider.settings, "keys", "rotate"])
    new = signed_by_another(provider, kid)
    case("a token of a new key", new, 200)
    case("an altered token of a new key", altered(new, sub="another"), 401)

    before_stop = service(provider, "stock-robot")
    provider.stop()
    case("while Doorward is stopped", before_stop, 200)
    case("a stranger while Doorward is stopped", altered(before_stop, sub="another"), 401)
    time.sleep(max(0, 37 - (time.monotonic() - since)))
    case("after its end", first, 401)
    return verdicts.show("Doorward")


def signed_by_another(provider, kid):
    """A token by a key that is not this one: a new key signs when everybody can know it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        token = service(provider, "stock-robot")
        if get_unverified_header(token)["kid"] != kid:
            return token
        time.sleep(0.3)
    raise AssertionError("the old key still signs")


def public_pem(provider, kid):
    """The public key of a kid, as a file that everybody could make."""
    keys = requests.get(provider.issuer + "/.well-known/jwks.json", verify=str(provider.authority), timeout=30).json()
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return PyJWKSet.from_dict(keys)[kid].key.public_bytes(*form)


def service(provider, client_id):
    """An access token of a service."""
    return tokens(provider, client_id, {"grant_type": "client_credentials"})["access_token"]


def sign_in(provider, stand_in, username):
    """The tokens of a user, by the code flow with PKCE."""
    verifier, callback = secrets.token_urlsafe(32), stand_in.issuer + "/callback"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code", "client_id": "inventory", "redirect_uri": callback, "code_challenge": challenge,
        "code_challenge_method": "S256", "scope": "openid roles permissions",
    }  # fmt: skip
    page = User(provider, (username, PASSWORD)).open(f"{provider.issuer}/authorize?{urlencode(query)}")
    assert page.address.startswith(callback), f"{page.address}: {page.text[:2000]}"
    code = parse_qs(urlsplit(page.address).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": verifier}
    return tokens(provider, "inventory", form)


def tokens(provider, client_id, form):
    answer = requests.post(
        provider.issuer + "/token", data=form, auth=(client_id, SECRET), verify=str(provider.authority), timeout=30
    )
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)
