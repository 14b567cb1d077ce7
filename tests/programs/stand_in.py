"""A stand-in for the provider: it signs whatever a case wants, and counts who reads its key set."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

# How a key of each algorithm is made, and how it is written into a key set.
KINDS = {
    "RS256": (lambda: rsa.generate_private_key(65537, 2048), jwt.algorithms.RSAAlgorithm),
    "PS256": (lambda: rsa.generate_private_key(65537, 2048), jwt.algorithms.RSAAlgorithm),
    "ES256": (lambda: ec.generate_private_key(ec.SECP256R1()), jwt.algorithms.ECAlgorithm),
    "EdDSA": (ed25519.Ed25519PrivateKey.generate, jwt.algorithms.OKPAlgorithm),
}


class StandIn:
    """An issuer at a port of its own, which also takes the redirects of a sign-in."""

    def __init__(self):
        self.keys, self.algorithms, self.readings, self.is_away = {}, {}, 0, False
        self.add_key("first")
        for algorithm in KINDS:
            self.add_key(algorithm, algorithm)
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if stand_in.is_away:
                    self.close_connection = True
                    return
                body = b"signed in"
                if self.path == "/.well-known/jwks.json":
                    stand_in.readings += 1
                    body = json.dumps(stand_in.key_set()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def add_key(self, kid, algorithm="RS256"):
        self.keys[kid], self.algorithms[kid] = KINDS[algorithm][0](), algorithm

    def key_set(self):
        return {"keys": [self.jwk(kid) for kid in self.keys]}

    def jwk(self, kid):
        algorithm = self.algorithms[kid]
        public = KINDS[algorithm][1].to_jwk(self.keys[kid].public_key(), as_dict=True)
        return {**public, "use": "sig", "alg": algorithm, "kid": kid}

    def public_pem(self, kid):
        form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        return self.keys[kid].public_key().public_bytes(*form)

    def token(self, audience, kid="first", key=None, header=None, **changes):
        """An access token that is good but for the changes; None takes a claim away."""
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": audience, "sub": "user-1", "client_id": "inventory", "iat": now, "exp": now + 300,
            "jti": "1", "scope": "openid", "permissions": ["inventory.read"], **changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"typ": "at+jwt", "kid": kid, **(header or {})}
        return jwt.encode(claims, key or self.keys[kid], self.algorithms[kid], headers)


def part(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def forged(token, secret=None):
    """The same claims under `alg: none`, or under HS256 with a secret that everybody has."""
    head, claims, _ = token.split(".")
    head = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    head["alg"] = "HS256" if secret else "none"
    signed = part(json.dumps(head).encode()) + "." + claims
    return signed + "." + (part(hmac.digest(secret, signed.encode(), hashlib.sha256)) if secret else "")


def altered(token, **changes):
    """Other claims under the signature of a token."""
    head, claims, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return ".".join([head, part(json.dumps({**claims, **changes}).encode()), signature])
