"""Settings and secrets: what the environment decides, and what never leaks."""

from __future__ import annotations

import copy
import logging
import pickle
from pathlib import Path

import pytest

from config.schema import AlertsConfig
from config.settings import Secret, SecretUrl, Settings, SettingsError, missing_secrets, secret

WORD = "hunter2-swordfish"


def test_an_empty_environment_gives_the_shipped_configuration_and_embedded_servers() -> None:
    settings = Settings.from_env({})

    assert settings == Settings(
        config=Path(__file__).parents[2] / "config",
        var=Path.cwd() / "var",
        database_url=SecretUrl(f"sqlite:///{Path.cwd() / 'var' / 'tocsin.db'}"),
        redis_url=None,
        log_level="INFO",
    )


def test_every_variable_is_read() -> None:
    settings = Settings.from_env(
        {
            "TOCSIN_CONFIG": "/etc/tocsin",
            "TOCSIN_VAR": "/var/lib/tocsin",
            "TOCSIN_DATABASE_URL": "postgresql://tocsin@db/tocsin",
            "TOCSIN_REDIS_URL": "redis://queue:6379/0",
            "TOCSIN_LOG_LEVEL": "debug",
        }
    )

    assert settings == Settings(
        config=Path("/etc/tocsin"),
        var=Path("/var/lib/tocsin"),
        database_url=SecretUrl("postgresql://tocsin@db/tocsin"),
        redis_url=SecretUrl("redis://queue:6379/0"),
        log_level="DEBUG",
    )


def test_the_database_lies_in_the_data_directory_unless_told_otherwise() -> None:
    settings = Settings.from_env({"TOCSIN_VAR": "/srv/t"})

    assert settings.database_url.reveal() == "sqlite:////srv/t/tocsin.db"


@pytest.mark.parametrize(
    ("reason", "environ", "message"),
    [
        (
            "unknown log level",
            {"TOCSIN_LOG_LEVEL": "loud"},
            "TOCSIN_LOG_LEVEL: allowed: DEBUG, INFO, WARNING, ERROR",
        ),
        (
            "not an address",
            {"TOCSIN_REDIS_URL": "localhost:6379"},
            "TOCSIN_REDIS_URL must be an address such as redis://host:6379/0",
        ),
        (
            "a server that Celery could use but Tocsin doesn't",
            {"TOCSIN_REDIS_URL": "amqp://localhost:5672"},
            "TOCSIN_REDIS_URL must be an address such as redis://host:6379/0",
        ),
        (
            "a port that is no number",
            {"TOCSIN_REDIS_URL": "redis://host:port/0"},
            "TOCSIN_REDIS_URL must be an address such as redis://host:6379/0",
        ),
        (
            "a database that Tocsin can't use",
            {"TOCSIN_DATABASE_URL": "mysql://user@host/name"},
            "TOCSIN_DATABASE_URL must be an address such as "
            "sqlite:///var/tocsin.db or postgresql://user@host/name",
        ),
        (
            "a database without a file",
            {"TOCSIN_DATABASE_URL": "sqlite://"},
            "TOCSIN_DATABASE_URL must be an address such as "
            "sqlite:///var/tocsin.db or postgresql://user@host/name",
        ),
        (
            "both ways at once",
            {"TOCSIN_REDIS_URL": "redis://a", "TOCSIN_REDIS_URL_FILE": "/run/a"},
            "TOCSIN_REDIS_URL and TOCSIN_REDIS_URL_FILE are both set: unset one",
        ),
    ],
)
def test_an_unusable_variable_is_named(reason: str, environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ)

    assert str(caught.value) == message, reason


@pytest.mark.parametrize("show", [str, repr, "{}".format, "{:>30}".format, "%s".__mod__])
def test_a_secret_never_prints(show: object) -> None:
    assert callable(show)

    assert show(Secret(WORD)).strip() == "<secret>"


def test_a_secret_never_reaches_a_log_even_inside_settings(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = Settings.from_env({"TOCSIN_REDIS_URL": f"redis://me:{WORD}@queue/0"})

    logging.getLogger("t").warning("started with %r, %s", settings, [settings.redis_url])

    assert WORD not in caplog.text
    assert "redis://me:<secret>@queue/0" in caplog.text


def test_a_secret_refuses_to_be_pickled() -> None:
    with pytest.raises(TypeError, match="can't be pickled"):
        pickle.dumps(Secret(WORD))


def test_a_copy_of_a_secret_is_the_secret() -> None:
    word = Secret(WORD)

    assert copy.deepcopy([word])[0] is word
    assert copy.copy(word).reveal() == WORD


@pytest.mark.parametrize(
    ("reason", "url", "printed"),
    [
        (
            "user and password",
            f"postgresql://u:{WORD}@db:5432/t",
            "postgresql://u:<secret>@db:5432/t",
        ),
        ("password only", f"redis://:{WORD}@queue:6379/0", "redis://:<secret>@queue:6379/0"),
        ("an @ in the password", f"redis://u:a@{WORD}@queue/0", "redis://u:<secret>@queue/0"),
        ("nothing to hide", "sqlite:////var/tocsin.db", "sqlite:////var/tocsin.db"),
        ("in the query", f"postgresql://db/t?password={WORD}", "postgresql://db/t?<secret>"),
        ("unreadable", f"redis://[{WORD}", "<unreadable address>"),
    ],
)
def test_an_address_prints_without_its_password(reason: str, url: str, printed: str) -> None:
    assert str(SecretUrl(url)) == printed, reason
    assert SecretUrl(url).reveal() == url


def alerts(*receivers: dict[str, object], **more: object) -> AlertsConfig:
    names = [receiver["name"] for receiver in receivers]
    return AlertsConfig.model_validate(
        {"receivers": list(receivers), "routes": [{"receivers": names}], **more}
    )


def test_each_secret_that_a_receiver_lacks_is_named_with_the_receiver() -> None:
    declared = alerts(
        {"name": "desk", "slack_bot": {"channel": "#desk"}},
        {"name": "night", "slack_webhook": {"url_env": "NIGHT_HOOK"}},
        {"name": "editor", "email": {"to": ["editor@example.org"]}},
        {"name": "outbox", "files": {}},
        smtp={"host": "mail.example.org", "username": "tocsin", "sender": "t@example.org"},
    )

    missing = missing_secrets(declared, {"NIGHT_HOOK": "https://hooks.example.org/x"})

    assert missing == [
        "receiver desk needs TOCSIN_SLACK_TOKEN (or TOCSIN_SLACK_TOKEN_FILE) in the environment",
        "receiver editor needs TOCSIN_SMTP_PASSWORD (or TOCSIN_SMTP_PASSWORD_FILE) "
        "in the environment",
    ]


def test_a_webhook_needs_a_secret_that_is_worth_signing_with() -> None:
    declared = alerts({"name": "robot", "webhook": {"url": "https://desk.example/x"}})
    name = "TOCSIN_WEBHOOK_SECRET"

    assert missing_secrets(declared, {}) == [
        f"receiver robot needs {name} (or {name}_FILE) in the environment"
    ]
    assert missing_secrets(declared, {name: "x" * 15}) == [
        f"receiver robot: {name} is shorter than 16 characters"
    ]
    assert missing_secrets(declared, {name: "x" * 16}) == []


def test_a_mail_server_without_a_user_name_needs_no_password() -> None:
    declared = alerts(
        {"name": "editor", "email": {"to": ["editor@example.org"]}},
        smtp={"host": "localhost", "security": "none", "sender": "t@example.org"},
    )

    assert missing_secrets(declared, {}) == []


def test_a_missing_variable_is_no_secret() -> None:
    assert secret("TOCSIN_NOTHING", {}) is None
    assert secret("TOCSIN_NOTHING", {"TOCSIN_NOTHING": "  "}) is None


def test_a_secret_in_a_variable_is_stripped() -> None:
    assert secret("TOKEN", {"TOKEN": f" {WORD}\n"}) == Secret(WORD)
