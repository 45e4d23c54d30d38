"""Settings, read once from the environment or `.env`. Nothing else reads the environment."""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

NO_SECRET = SecretStr("")


class Settings(BaseSettings):
    """Everything that differs from school to school. Secrets are never shown: not in a log, not in an error."""

    model_config = SettingsConfigDict(
        env_prefix="XIAOXIN_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True,
        env_ignore_empty=True,
    )  # fmt: skip

    data_dir: Path = Path("data")
    database_url: str = ""
    chroma_url: str = ""
    timezone: str = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    admin_token: SecretStr = NO_SECRET

    telegram_token: SecretStr = NO_SECRET
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_secret: SecretStr = NO_SECRET
    telegram_rate: float = Field(default=25.0, gt=0)
    telegram_chat_seconds: float = Field(default=1.0, ge=0)
    telegram_proxy: str = ""

    wecom_corp_id: str = ""
    wecom_agent_id: int = 0
    wecom_secret: SecretStr = NO_SECRET
    wecom_token: SecretStr = NO_SECRET
    wecom_aes_key: SecretStr = NO_SECRET
    wecom_api_url: str = "https://qyapi.weixin.qq.com"
    wecom_rest_seconds: int = Field(default=60, ge=0, le=600)

    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = NO_SECRET
    wechat_token: SecretStr = NO_SECRET
    wechat_aes_key: SecretStr = NO_SECRET
    wechat_api_url: str = "https://api.weixin.qq.com"

    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = NO_SECRET
    llm_patience: float = Field(default=4.0, gt=0, le=30)
    embeddings: str = "local"
    embeddings_base_url: str = ""
    embeddings_api_key: SecretStr = NO_SECRET

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as unknown:
            raise ValueError("要写成 Asia/Shanghai 这样的时区名 / use a name like Asia/Shanghai") from unknown
        return value

    @field_validator("telegram_api_url", "wecom_api_url", "wechat_api_url", "public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("网址要以 http:// 或 https:// 开头 / a web address starts with http:// or https://")
        return value.rstrip("/")

    @field_validator("telegram_proxy")
    @classmethod
    def _spoken_to_as_http(cls, value: str) -> str:
        proxy = f"http://{value}" if value and "://" not in value else value
        if proxy and not proxy.startswith(("http://", "https://")):
            raise ValueError(
                "只能用 http:// 或 https:// 的代理（SOCKS 代理请填它的 HTTP 端口）"
                " / only an http:// or https:// proxy works; of a SOCKS proxy give its HTTP port"
            )
        return proxy

    @cached_property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def database(self) -> str:
        """Where the rows are: as set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'xiaoxin.db'}"

    @property
    def has_telegram(self) -> bool:
        """Whether a Telegram bot is configured."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def has_wecom(self) -> bool:
        """Whether a WeCom application is configured."""
        return bool(self.wecom_corp_id and self.wecom_secret.get_secret_value())

    @property
    def has_wechat(self) -> bool:
        """Whether an Official Account is configured."""
        return bool(self.wechat_app_id and self.wechat_token.get_secret_value())


def unknown_names() -> list[str]:
    """Names in the environment or `.env` that look like ours and are none: a typing mistake, most likely."""
    known = {f"XIAOXIN_{name.upper()}" for name in Settings.model_fields}
    there = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
    return sorted(
        name for name in there - known if name.startswith("XIAOXIN_") and not name.startswith("XIAOXIN_TEST_")
    )


class _Tongue(BaseSettings):
    """The one setting that is needed to complain about the others."""

    model_config = Settings.model_config
    language: str = "zh"


def spoken_language() -> str:
    """The user's language, also while another setting is wrong or `.env` cannot be read."""
    try:
        return _Tongue().language
    except (OSError, ValueError):
        return "zh"
