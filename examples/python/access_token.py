"""Checks access tokens of Doorward (RFC 9068) by its key set alone, and answers as RFC 6750 says. Any framework can use it."""

import re
import threading
import time
import urllib.request

import jwt

ALGORITHMS = ["RS256", "ES256", "EdDSA", "PS256"]
# A token with an unknown key leads to a reading of the key set, at most once in these seconds, whoever sends how many.
COOLDOWN = 10
# A key that was taken out of the key set is forgotten after these seconds.
REFRESH = 300


class Refused(Exception):
    """What to answer: a status, and the header WWW-Authenticate."""

    def __init__(self, status, challenge):
        super().__init__(challenge)
        self.status, self.challenge = status, challenge


class KeySet:
    """The keys of the issuer; what was read stays while Doorward cannot be reached."""

    def __init__(self, address):
        self.address, self.keys = address, {}
        self.lock, self.asked = threading.Lock(), float("-inf")

    def key(self, kid):
        age = time.monotonic() - self.asked
        if kid not in self.keys:
            self.read()
        elif age > REFRESH:
            threading.Thread(target=self.read, daemon=True).start()
        return self.keys.get(kid)

    def read(self):
        with self.lock:
            if time.monotonic() - self.asked < COOLDOWN:
                return
            self.asked = time.monotonic()
            try:
                with urllib.request.urlopen(self.address, timeout=5) as answer:
                    keys = jwt.PyJWKSet.from_json(answer.read()).keys
            except (OSError, ValueError, jwt.PyJWTError):
                return
            self.keys = {key.key_id: key for key in keys}


class AccessTokens:
    """The access tokens of one issuer for one API."""

    def __init__(self, issuer, audience):
        self.issuer, self.audience = issuer, audience
        self.key_set = KeySet(issuer + "/.well-known/jwks.json")

    def check(self, authorization, permission=None, role=None):
        """The claims of the token in the header Authorization, if it holds and allows this; raises Refused."""
        bearer = re.fullmatch(r"Bearer +(\S+)", authorization or "", re.IGNORECASE)
        if not bearer:
            raise Refused(401, "Bearer")
        try:
            claims = self._claims(bearer[1])
        except jwt.PyJWTError as wrong:
            if not self.key_set.keys:
                raise Refused(503, "Bearer") from wrong
            raise Refused(401, 'Bearer error="invalid_token"') from wrong
        if permission and permission not in permissions(claims) or role and role not in names(claims.get("roles")):
            raise Refused(403, 'Bearer error="insufficient_scope"')
        return claims

    def _claims(self, token):
        header = jwt.get_unverified_header(token)
        if str(header.get("typ")).lower().removeprefix("application/") != "at+jwt":
            raise jwt.InvalidTokenError("this is no access token")
        key = self.key_set.key(header.get("kid"))
        if key is None:
            raise jwt.InvalidTokenError("nobody knows the key")
        options = {"require": ["exp", "iss", "aud", "sub"]}
        return jwt.decode(token, key, ALGORITHMS, options, issuer=self.issuer, audience=self.audience, leeway=5)


def permissions(claims):
    """What a user may do comes from their roles; what a service may do, which acts for itself, is its scope."""
    if claims["sub"] == claims.get("client_id"):
        return str(claims.get("scope", "")).split()
    return names(claims.get("permissions"))


def names(claim):
    """A text is no list: "inventory.read" is in "inventory.reader"."""
    return claim if isinstance(claim, list) else []
