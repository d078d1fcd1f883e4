"""Settings: one table, typed, documented; the secret key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import BackendError, InputError
from kapok.portal import config
from kapok.portal.secret_key import FILE_NAME, get_secret_key

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def test_every_setting_is_documented() -> None:
    text = OPERATING.read_text(encoding="utf-8")
    section = text.partition("## Settings")[2].partition("\n## ")[0]
    for setting in config.SETTINGS:
        assert f"| `{setting.name}` |" in section, f"{setting.name} is not in docs/operating.md"
        assert setting.help in section, f"the help of {setting.name} differs in docs/operating.md"


def test_nothing_is_documented_that_is_not_there() -> None:
    import re

    names = set(re.findall(r"^\| `(KAPOK_\w+)` \|", OPERATING.read_text(encoding="utf-8"), re.MULTILINE))
    assert names == {setting.name for setting in config.SETTINGS}


def test_defaults() -> None:
    read = config.read({})
    assert (read.host, read.port, read.debug) == ("127.0.0.1", 8000, False)
    assert read.home == Path.home() / ".local/share/kapok"
    assert config.read({"XDG_DATA_HOME": "/x"}).home == Path("/x/kapok")
    assert config.read({"KAPOK_HOME": "~/k"}).home == Path.home() / "k"
    assert config.read({"KAPOK_ALLOWED_HOSTS": "a.example, b.example"}).allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KAPOK_PORT", "http", "KAPOK_PORT is 'http'"),
        ("KAPOK_PORT", "0", "the least is 1"),
        ("KAPOK_DEBUG", "perhaps", "Set it to 1 or 0"),
        ("KAPOK_API_RATE", "-1", "the least is 0"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        config.read({name: value})
    assert words in str(caught.value)


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = get_secret_key(home)
    assert len(key) >= 50
    assert get_secret_key(home) == key
    assert (home / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.iterdir()] == [FILE_NAME]
    assert get_secret_key(tmp_path / "other") != key


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BackendError, match="secret key"):
        get_secret_key(tmp_path / "file")
