"""The program's own command and the list of the others, each imported when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import click
from click.core import ParameterSource

from mentor_tui.caller import Proof
from mentor_tui.cli.options import database_option, sign_in_option

#: command: the module that holds it, and the name that it has there
COMMANDS = {
    "plain": ("plain", "plain"),
    "demo": ("opening", "demo"),
    "init": ("founding", "init"),
    "import": ("exchange", "import_"),
    "export": ("exchange", "export"),
    "import-asc-wds": ("exchange", "import_asc_wds"),
    "figures": ("figures", "figures"),
    "alerts": ("alerts", "alerts"),
    "due": ("due", "due"),
    "journal": ("journal", "journal"),
    "backup": ("keeping", "backup"),
    "restore": ("keeping", "restore"),
    "check": ("keeping", "check"),
    "encrypt": ("encrypting", "encrypt"),
    "decrypt": ("encrypting", "decrypt"),
    "recover": ("encrypting", "recover"),
    "person": ("person", "person"),
    "doctor": ("doctor", "doctor"),
    "completion": ("completion", "completion"),
}


class Commands(click.Group):
    """Commands in the order of the list, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now; nothing where there is none."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        found: click.Command = getattr(importlib.import_module(f"mentor_tui.cli.{module}"), attribute)
        return found


@click.group(
    cls=Commands,
    invoke_without_command=True,
    no_args_is_help=False,
    epilog="Example: mentor-tui --database /srv/mentoring/mentor-tui.db",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.option("--version", is_flag=True, help="Show the version and end.")
@database_option
@sign_in_option
@click.pass_context
def program(ctx: click.Context, version: bool, database: str | None, sign_in: str) -> Any:
    """Mentoring in adult social care: alone it opens the full-screen program."""
    ctx.obj = database
    if version:
        from mentor_tui import __version__

        click.echo(f"mentor-tui {__version__}")
        ctx.exit()
    if ctx.invoked_subcommand is not None:
        if ctx.get_parameter_source("sign_in") is not ParameterSource.DEFAULT:
            raise click.UsageError(
                "--sign-in is for the full-screen program, and for plain after its name; other commands have --as."
            )
        return None
    from mentor_tui.cli.opening import open_program

    return open_program(database, Proof(sign_in))
