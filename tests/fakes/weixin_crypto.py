"""The envelope of WeCom and WeChat callbacks, written from the published scheme.

AES-256-CBC, key = base64(EncodingAESKey + "="), IV = its first 16 bytes, PKCS#7 to 32; inside:
16 random bytes, the length in 4 bytes big-endian, the message, and whom it is for. On purpose not the
library the bot uses: the two prove each other.
"""

import base64
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class Unreadable(ValueError):
    """An envelope the platform could not open."""


class Envelope:
    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        self.token = token
        self.receiver = receiver
        self._key = base64.b64decode(aes_key + "=")
        if len(self._key) != 32:
            raise ValueError("an EncodingAESKey has 43 characters")

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def signature(self, *parts: str) -> str:
        """SHA-1 over the sorted token, timestamp, nonce (and cipher text)."""
        joined = "".join(sorted((self.token, *parts)))
        return hashlib.sha1(joined.encode()).hexdigest()  # noqa: S324 -- the platform's scheme

    def seal(self, message: str, *, receiver: str | None = None) -> str:
        content = message.encode()
        inside = secrets.token_bytes(16) + struct.pack(">I", len(content)) + content
        inside += (self.receiver if receiver is None else receiver).encode()
        padding = BLOCK - len(inside) % BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(inside + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """The message, or `Unreadable` where padding, length or receiver are wrong."""
        try:
            decryptor = self._cipher().decryptor()
            inside = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
            padding = inside[-1]
            body = inside[:-padding]
            length = struct.unpack(">I", body[16:20])[0]
            message, receiver = body[20 : 20 + length], body[20 + length :]
        except (ValueError, IndexError, struct.error) as error:
            raise Unreadable("not an envelope") from error
        if not 1 <= padding <= BLOCK or len(message) != length:
            raise Unreadable("wrong padding or length")
        if receiver.decode(errors="replace") != self.receiver:
            raise Unreadable("meant for somebody else")
        return message.decode()

    def opened_if_signed(self, sealed: str, signature: str, timestamp: str, nonce: str) -> str:
        if not hmac.compare_digest(self.signature(timestamp, nonce, sealed), signature):
            raise Unreadable("wrong signature")
        return self.open(sealed)
