"""What the configuration file may say. It is imported only where there is such a file.

The file is TOML in the platform's configuration folder (``mentor-tui doctor`` names it)::

    database = "/srv/mentoring/mentor-tui.db"
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mentor_tui.places import BadPlace


class BadSettings(BadPlace):
    """The configuration file cannot be used. The message is a sentence that names the line or the setting."""


class Settings(BaseModel):
    """The configuration of one account on one machine; what an organisation decides is policy instead."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    database: str | None = Field(default=None, min_length=1, description="the database to open: path or URL")


def load(file: Path) -> Settings:
    """The settings in ``file``. Raises BadSettings with one sentence that says what is wrong where."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise BadSettings(f"The configuration file {file} cannot be read: {trouble.strerror}.") from trouble
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        said = str(trouble).splitlines()[0]
        raise BadSettings(
            f"The configuration file {file} is not TOML: {said}. Mend or remove it."
        ) from trouble
    try:
        return Settings.model_validate(content)
    except ValidationError as invalid:
        fault = invalid.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in fault["loc"]) or "the file"
        if fault["type"] == "extra_forbidden":
            known = ", ".join(Settings.model_fields)
            what = f"'{name[:40]}' is not a setting; expected {known}"
        else:
            said = fault["msg"]
            what = f"{name[:40]}: {said[:1].lower()}{said[1:]}"
        raise BadSettings(f"The configuration file {file}: {what}.") from invalid
