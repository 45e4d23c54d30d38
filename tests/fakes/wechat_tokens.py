"""Access tokens of the official account: the plain kind, which ends its predecessor, and the stable kind."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.weixin_refusals import Refused

LIVES = 7200
OVERLAP = 300  # seconds an old token is still accepted
PLAIN_A_DAY = 2000
FORCED_A_DAY = 20
FORCED_EVERY = 30  # seconds


@dataclass(slots=True)
class Tokens:
    clock: Clock
    app_id: str
    app_secret: str
    plain_calls: int = 0
    stable_calls: int = 0
    until: dict[str, float] = field(default_factory=dict)
    _plain: str = ""
    _stable: str = ""
    _forced: list[float] = field(default_factory=list)

    def plain(self, query: dict[str, str]) -> dict[str, Any]:
        self.plain_calls += 1
        self._check_owner(query)
        if self.plain_calls > PLAIN_A_DAY:
            raise Refused(45009)
        self._plain = self._replace(self._plain)
        return {"access_token": self._plain, "expires_in": LIVES}

    def stable(self, body: dict[str, Any]) -> dict[str, Any]:
        """The same token to everybody until five minutes before its end."""
        self.stable_calls += 1
        self._check_owner(body)
        now = self.clock.time()
        if body.get("force_refresh") is True:
            self._forced = [at for at in self._forced if at > now - 86400]
            if len(self._forced) >= FORCED_A_DAY or (self._forced and now - self._forced[-1] < FORCED_EVERY):
                raise Refused(45009, "force_refresh")
            self._forced.append(now)
            self.until.pop(self._stable, None)
            self._stable = ""
        left = self.until.get(self._stable, 0.0) - now
        if left <= OVERLAP:
            self._stable = self._replace(self._stable)
            left = LIVES
        return {"access_token": self._stable, "expires_in": int(left)}

    def revoke(self) -> None:
        """All tokens given out are worth nothing from now on (40001)."""
        self.until.clear()

    def check(self, token: str | None) -> None:
        if not token:
            raise Refused(41001)
        if token not in self.until:
            raise Refused(40001, "access_token is invalid or not latest")
        if self.clock.time() >= self.until[token]:
            raise Refused(42001)

    def _check_owner(self, given: dict[str, Any]) -> None:
        if given.get("grant_type") != "client_credential":
            raise Refused(40002)
        if given.get("appid") != self.app_id:
            raise Refused(40013)
        if given.get("secret") != self.app_secret:
            raise Refused(40125)

    def _replace(self, old: str) -> str:
        now = self.clock.time()
        if old in self.until:
            self.until[old] = min(self.until[old], now + OVERLAP)
        token = f"FAKE-TOKEN-{secrets.token_hex(16)}"
        self.until[token] = now + LIVES
        return token
