"""Hands mails to the way out that the operator configured (`SHUYUAN_MAIL_URL`)."""

from pathlib import Path
from smtplib import SMTPResponseException, SMTPServerDisconnected
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from shuyuan.notices.outcome import NotSent

_TIMEOUT_SECONDS = 10
_FIRST_PASSING, _FIRST_FINAL = 400, 500
_PLAIN = {"console": "console", "memory": "locmem"}
_SMTP = {"smtp": {}, "smtp+starttls": {"use_tls": True}, "smtps": {"use_ssl": True}}


class Mailer:
    """One connection for all mails of a run; opened by the first, closed at the end of the block."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, *, key: str, to: str, subject: str, body: str) -> None:
        """Send one mail whose Message-ID holds `key`; raises NotSent."""
        host = settings.MAIL_FROM.rpartition("@")[2] or "localhost"
        mail = EmailMessage(
            subject,
            body,
            settings.MAIL_FROM,
            [to],
            headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            if self._backend is None:
                self._backend = _backend(settings.MAIL_URL)
                self._backend.open()
            mail.connection = self._backend
            mail.send()
        except SMTPResponseException as error:
            self._close()
            raise NotSent(
                f"smtp_{error.smtp_code}",
                passes=_FIRST_PASSING <= error.smtp_code < _FIRST_FINAL,
                all_of_it=False,
            ) from None
        except (SMTPServerDisconnected, OSError) as error:
            self._close()
            refused = getattr(error, "recipients", None)
            if refused:
                code = max(int(answer[0]) for answer in refused.values())
                raise NotSent(f"smtp_{code}", passes=code < _FIRST_FINAL, all_of_it=False) from None
            raise NotSent(type(error).__name__, passes=True, all_of_it=True) from None

    def _close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except OSError:
                return


def _backend(url: str) -> BaseEmailBackend:
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(settings.HOME) / "outbox" / "mail"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _named("filebased", file_path=str(folder))
    if parts.scheme in _PLAIN:
        return _named(_PLAIN[parts.scheme])
    if parts.scheme not in _SMTP or not parts.hostname:
        raise NotSent("mail_url_malformed", passes=True, all_of_it=True)
    return _named(
        "smtp",
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        timeout=_TIMEOUT_SECONDS,
        **_SMTP[parts.scheme],
    )


def _named(name: str, **options: Any) -> BaseEmailBackend:
    return get_connection(f"django.core.mail.backends.{name}.EmailBackend", **options)
