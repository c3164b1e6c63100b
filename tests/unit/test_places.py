import sys
from pathlib import Path

import pytest

from reluviz.places import config_folder, recovery_folder

FOLDERS = {"XDG_CONFIG_HOME": config_folder, "XDG_DATA_HOME": lambda: recovery_folder().parent}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_chosen_by_the_system_is_used(name, tmp_path, monkeypatch):
    monkeypatch.setenv(name, str(tmp_path))
    assert FOLDERS[name]() == tmp_path / "reluviz"


@pytest.mark.parametrize("value", ["", "here/and/there"])
@pytest.mark.parametrize("name", FOLDERS)
def test_what_is_no_absolute_path_is_ignored(name, value, tmp_path, monkeypatch):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert tmp_path in FOLDERS[name]().parents


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", Path(".local/share/reluviz/recovery")),
        ("darwin", Path("Library/Application Support/reluviz/recovery")),
        ("win32", Path("AppData/Local/reluviz/recovery")),
    ],
)
def test_every_system_has_its_own_place_for_what_is_not_saved(platform, expected, tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert recovery_folder() == tmp_path / expected
