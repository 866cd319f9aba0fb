"""``completion``: what makes a shell complete the program's commands and options."""

from __future__ import annotations

import click


@click.command(
    short_help="Make a shell complete commands and options.",
    epilog='Example: eval "$(mentor-tui completion bash)" in ~/.bashrc',
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what a shell needs to complete commands and options."""
    from click.shell_completion import get_completion_class

    from mentor_tui.cli import COMPLETING, NAME
    from mentor_tui.cli.root import program

    found = get_completion_class(shell)
    assert found is not None, "click knows these three shells"
    # Not source(): for bash that starts a shell to ask for its version.
    script = found(program, {}, NAME, COMPLETING)
    click.echo(script.source_template % script.source_vars())
