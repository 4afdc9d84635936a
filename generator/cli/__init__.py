"""The command line: one module for each verb, each with a click command called `command`.

`generator MODEL --board BOARD` is short for `generator new MODEL --board BOARD`.
"""

import importlib
import sys
from typing import NoReturn

import click

from generator import __version__, discover, known_tasks
from generator.cli._screen import complain
from generator.errors import GeneratorError, nearest

_DEFAULT_VERB = "new"


class _Verbs(click.Group):
    """The verbs, found by listing this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return discover.module_names("generator.cli")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"generator.cli.{cmd_name}").command
        assert isinstance(command, click.Command), f"generator/cli/{cmd_name}.py: no command"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A first word that is no verb is a model, if it is a task or anything follows it."""
        verbs, tasks = self.list_commands(ctx), known_tasks.names()
        word = args[0]
        if word not in verbs:
            if len(args) == 1 and word not in tasks and "." not in word and "/" not in word:
                raise click.UsageError(
                    f"There is no verb {word!r}. {nearest(word, [*verbs, *tasks])} To make a "
                    "firmware, name a model and a board: generator kws --board stm32f103c8"
                )
            args = [_DEFAULT_VERB, *args]
        return super().resolve_command(ctx, args)


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="generator")
def generator() -> None:
    """A model goes in, a measured firmware comes out.

    \b
    generator kws --board stm32f103c8      renders and configures ./build
    generator run kws --board stm32f103c8  also builds it, simulates the board and reports
    """


def main() -> NoReturn:
    """Runs the command line; errors end in one message and their exit code, never a traceback."""
    try:
        code = generator.main(prog_name="generator", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except GeneratorError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        sys.exit(2)
    except click.ClickException as error:
        complain(error.format_message())
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        complain("stopped")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
