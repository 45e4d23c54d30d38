"""How WeCom and WeChat say no: HTTP 200 with an errcode."""

from dataclasses import dataclass
from typing import Any

MEANINGS = {
    40001: "invalid credential",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid or corpid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40023: "invalid sub button size",
    40025: "invalid sub button name size",
    40032: "invalid userid list size",
    40037: "invalid template_id",
    40056: "invalid agentid",
    40058: "invalid parameter",
    40063: "some parameters are empty",
    40125: "invalid appsecret",
    40200: "msgmenu is not allowed for this account",
    41001: "access_token missing",
    41016: "missing title",
    41033: "missing description",
    42001: "access_token expired",
    43101: "user refuse to accept the msg",
    44001: "empty media data",
    44004: "empty text content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    47001: "data format error",
    47003: "argument invalid",
    48001: "api unauthorized",
    60003: "department not found",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81013: "user & party & tag all invalid",
    82001: "no receiver",
    82002: "more than 100 parties",
    82003: "more than 100 tags",
    301002: "not allow operate another agent with this accesstoken",
}


@dataclass
class Refused(Exception):
    errcode: int
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        meaning = MEANINGS[self.errcode]
        return {"errcode": self.errcode, "errmsg": f"{meaning}, {self.why}" if self.why else meaning}
