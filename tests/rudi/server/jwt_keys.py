"""JSON Web Tokens by the standard library: HS256 for the portal, RS256 for the node (RFC 7515, RFC 8017)."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import random
from dataclasses import dataclass
from typing import Any, Optional

_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo of SHA-256, RFC 8017 9.2


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class HmacKey:
    """A shared key."""

    secret: bytes
    algorithm: str = "HS256"

    def sign(self, data: bytes) -> bytes:
        return hmac.new(self.secret, data, hashlib.sha256).digest()

    def verify(self, data: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(data), signature)


@dataclass(frozen=True)
class RsaKey:
    """A pair of keys: modulus, public and private exponent. For tests only: its numbers are not secret."""

    n: int
    e: int
    d: int
    algorithm: str = "RS256"

    def _padded(self, data: bytes) -> int:
        length = (self.n.bit_length() + 7) // 8
        digest = _SHA256_PREFIX + hashlib.sha256(data).digest()
        return int.from_bytes(b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest, "big")

    def sign(self, data: bytes) -> bytes:
        return pow(self._padded(data), self.d, self.n).to_bytes((self.n.bit_length() + 7) // 8, "big")

    def verify(self, data: bytes, signature: bytes) -> bool:
        return pow(int.from_bytes(signature, "big"), self.e, self.n) == self._padded(data)


@functools.lru_cache(maxsize=1)
def test_rsa_key(bits: int = 2048) -> RsaKey:
    """Return a key made from fixed random numbers."""
    draw, e = random.Random(65537), 65537
    while True:
        p, q = (_prime(draw, bits // 2) for _ in range(2))
        totient = (p - 1) * (q - 1)
        if p != q and totient % e:
            return RsaKey(p * q, e, pow(e, -1, totient))


def _prime(draw: random.Random, bits: int) -> int:
    while True:
        candidate = draw.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(candidate % small for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)) and _is_prime(candidate, draw):
            return candidate


def _is_prime(candidate: int, draw: random.Random, rounds: int = 8) -> bool:
    """Tell whether a number passes the test of Miller and Rabin."""
    odd, twos = candidate - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(rounds):
        x = pow(draw.randrange(2, candidate - 1), odd, candidate)
        if x in (1, candidate - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % candidate
            if x == candidate - 1:
                break
        else:
            return False
    return True


def make_token(claims: dict[str, Any], key: Any) -> str:
    """Return a signed token."""
    head = _b64(json.dumps({"alg": key.algorithm, "typ": "JWT"}).encode())
    body = _b64(json.dumps(claims).encode())
    return f"{head}.{body}.{_b64(key.sign(f'{head}.{body}'.encode()))}"


def read_token(token: str, key: Any) -> Optional[dict[str, Any]]:
    """Return the claims of a token that the key signed with its own algorithm, else None."""
    try:
        head, body, signature = token.split(".")
        if json.loads(_unb64(head)).get("alg") != key.algorithm:
            return None
        if not key.verify(f"{head}.{body}".encode(), _unb64(signature)):
            return None
        claims = json.loads(_unb64(body))
    except (ValueError, AttributeError):
        return None
    return claims if isinstance(claims, dict) else None
