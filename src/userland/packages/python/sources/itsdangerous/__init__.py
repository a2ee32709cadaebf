"""Drydock's own implementation of the part of ItsDangerous that signs and dates data."""

import base64
import hashlib
import hmac
import json
import time
import zlib


class BadData(Exception):
    """Raised if bad data of any sort was encountered."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class BadSignature(BadData):
    """Raised if a signature does not match."""

    def __init__(self, message, payload=None):
        super().__init__(message)
        self.payload = payload


class BadTimeSignature(BadSignature):
    """Raised if a time-based signature is invalid."""


class SignatureExpired(BadTimeSignature):
    """Raised if a signature is older than it may be."""


class BadPayload(BadData):
    """Raised if a payload is invalid."""


def want_bytes(value):
    return value.encode() if isinstance(value, str) else value


def base64_encode(value):
    return base64.urlsafe_b64encode(want_bytes(value)).rstrip(b"=")


def base64_decode(value):
    value = want_bytes(value)
    try:
        return base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))
    except (TypeError, ValueError) as error:
        raise BadData("Invalid base64-encoded data") from error


class Signer:
    """Signs and unsigns bytes: HMAC-SHA1 with a key derived from secret and salt."""

    def __init__(self, secret_key, salt=b"itsdangerous.Signer", sep=b".", key_derivation="django-concat", digest_method=hashlib.sha1):
        self.secret_key = want_bytes(secret_key)
        self.salt = want_bytes(salt)
        self.sep = want_bytes(sep)
        self.key_derivation = key_derivation
        self.digest_method = digest_method

    def derive_key(self):
        if self.key_derivation == "hmac":
            return hmac.new(self.secret_key, self.salt, self.digest_method).digest()
        if self.key_derivation == "concat":
            return self.digest_method(self.salt + self.secret_key).digest()
        return self.digest_method(self.salt + b"signer" + self.secret_key).digest()

    def get_signature(self, value):
        return base64_encode(hmac.new(self.derive_key(), want_bytes(value), self.digest_method).digest())

    def sign(self, value):
        value = want_bytes(value)
        return value + self.sep + self.get_signature(value)

    def unsign(self, signed):
        signed = want_bytes(signed)
        value, found, signature = signed.rpartition(self.sep)
        if not found:
            raise BadSignature("No %r found in value" % self.sep)
        if not hmac.compare_digest(signature, self.get_signature(value)):
            raise BadSignature("Signature %r does not match" % signature, payload=value)
        return value


class TimestampSigner(Signer):
    """Signs a value together with the time."""

    def sign(self, value):
        now = int(time.time())
        stamp = base64_encode(now.to_bytes((now.bit_length() + 7) // 8, "big"))
        return super().sign(want_bytes(value) + self.sep + stamp)

    def unsign(self, signed, max_age=None):
        value, _, stamp = super().unsign(signed).rpartition(self.sep)
        age = time.time() - int.from_bytes(base64_decode(stamp), "big")
        if max_age is not None and age > max_age:
            raise SignatureExpired("Signature age %d > %d seconds" % (age, max_age), payload=value)
        return value


class _Serializer:
    signer_class = Signer

    def __init__(self, secret_key, salt=b"itsdangerous", serializer=json, signer_kwargs=None):
        self.serializer = serializer
        self.signer = self.signer_class(secret_key, salt=salt, **(signer_kwargs or {}))

    def dumps(self, value, salt=None):
        data = self.serializer.dumps(value, separators=(",", ":")) if self.serializer is json else self.serializer.dumps(value)
        return self.signer.sign(self._pack(want_bytes(data))).decode()

    def loads(self, signed, max_age=None, salt=None):
        value = self.signer.unsign(signed) if max_age is None else self.signer.unsign(signed, max_age)
        try:
            return self.serializer.loads(self._unpack(value))
        except ValueError as error:
            raise BadPayload("Could not load the payload because an exception occurred") from error

    def _pack(self, data):
        return data

    def _unpack(self, data):
        return data


class Serializer(_Serializer):
    """Signs a value as JSON."""


class TimedSerializer(_Serializer):
    """Signs a value as JSON, with the time."""

    signer_class = TimestampSigner


class _UrlSafe:
    def _pack(self, data):
        packed = zlib.compress(data)
        return b"." + base64_encode(packed) if len(packed) < len(data) - 1 else base64_encode(data)

    def _unpack(self, data):
        return zlib.decompress(base64_decode(data[1:])) if data.startswith(b".") else base64_decode(data)


class URLSafeSerializer(_UrlSafe, Serializer):
    """Signs a value as text that may stand in a URL."""


class URLSafeTimedSerializer(_UrlSafe, TimedSerializer):
    """Signs a value as text that may stand in a URL, with the time."""
