"""Mail through a real SMTP server: what is sent, what is refused, that it is tried again and not sent twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kapok import clock
from kapok.errors import InputError
from kapok.portal.cases.models import Delivery
from kapok.portal.config import read
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import run_due
from kapok.portal.mail import mail_settings
from tests.portal.people.conftest import BEGIN, Walk


class Post:
    """A mail server that keeps what it takes; `closed` refuses everything."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.closed = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.closed:
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    server = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield server
    controller.stop()


def test_the_addressee_is_told_by_mail(walk: Walk, post: Post) -> None:
    walk.filed().act("clerk", "request_correction", missing="The proof")
    run_due()
    [message] = [each for each in post.messages if each["To"] == "applicant@example.org"]
    delivery = Delivery.objects.get(channel="mail")
    assert message["Message-ID"] == f"<{delivery.key}@kapok>"
    assert "Notice of correction" in message["Subject"]
    assert f"/deliveries/{delivery.key}" in message.get_content()
    assert "The proof" not in message.get_content(), "the mail tells that something came, not what it says"
    assert delivery.arrived_at is not None
    before = len(post.messages)
    Job.objects.filter(kind="mail").update(done_at=None)
    run_due()
    assert len(post.messages) == before, "not sent twice"


def test_a_server_that_does_not_take_mail_is_asked_again(walk: Walk, post: Post) -> None:
    post.closed = True
    walk.filed().act("clerk", "request_correction", missing="The proof")
    run_due()
    assert post.messages == []
    assert Delivery.objects.get(channel="platform").served_at is not None, "service itself does not wait for the mail"
    job = Job.objects.get(kind="mail")
    assert job.done_at is None
    assert "mail server" in job.error
    post.closed = False
    with clock.fixed(BEGIN + timedelta(minutes=10)):
        run_due()
    assert len(post.messages) == 1
    assert [step["what"][:9] for step in Delivery.objects.get(channel="mail").trace] == ["not taken", "taken by "]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+starttls://u:p%40s@mail.example:2525", 2525, True, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_one_setting_names_the_mail_server(url: str, port: int, tls: bool, ssl: bool) -> None:
    made = mail_settings(read({"KAPOK_SMTP_URL": url}))
    assert (made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_another_url_is_refused() -> None:
    with pytest.raises(InputError):
        mail_settings(read({"KAPOK_SMTP_URL": "http://mail.example"}))
