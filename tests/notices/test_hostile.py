"""Whatever somebody types is printed and sent as text: nothing is run, fetched or let out of its header."""

import pytest
from flask import Flask

from tests.factories import an_organisation
from tests.notices.cases import MARGARET, a_sent_application, said_in_letter, told
from tests.notices.mail_server import MailServer

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    '<img src="file:///etc/passwd"> file:///etc/passwd',
    "&lt;b&gt; O'Neill & Sons",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 4,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_and_sent_as_text(app: Flask, mail: MailServer, text: str) -> None:
    organisation = an_organisation(name=text, address=text)
    partners = [{"name": text, "email": "hi@eden.example", "role": text, "share": 50_000}]
    application = a_sent_application(
        organisation=organisation, title=text,
        answers={
            "contact-name": text, "what-you-will-do": text, "who-and-where": text,
            "partners-involved": "yes", "partners": partners,
        },
    )  # fmt: skip

    told(app, "acknowledgement", application)

    said = "".join(said_in_letter(application).replace("￾", "").replace("-", "").split())
    wanted = "".join(text.replace("-", "").split())
    assert said.count(wanted) >= 6
    assert "root:" not in said
    [message] = mail.messages
    assert f"Dear {text}\n" in message.get_content()
    assert text in message.get_content().replace("\n", " ")
    assert [each.addr_spec for each in message["To"].addresses] == [MARGARET]


@pytest.mark.parametrize("text", ["Café 👩🏽‍🍳 愛", "مريم בת־שבע", "Eve\r\nBcc: everyone@example.org"])
def test_other_scripts_and_line_breaks_do_no_harm(app: Flask, mail: MailServer, text: str) -> None:
    application = a_sent_application(title=text, answers={"contact-name": text, "what-you-will-do": text})

    told(app, "acknowledgement", application)

    [message] = mail.messages
    assert message["Bcc"] is None
    assert message["Subject"] == f"We have your application for {' '.join(text.split())}"
    assert "Thank you for asking us for £4,500" in said_in_letter(application)
