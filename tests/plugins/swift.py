"""A plugin of Datasette's for tests, in whichever process it runs: templates stay compiled from one Datasette to the next, and
tracebacks are not drawn."""

import os

from datasette import handle_exception, hookimpl
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "TESTS_COMPILED"
"""The variable that names the folder in which they are kept; without it nothing is."""


class Compiled(FileSystemBytecodeCache):
    """Templates by name, place and text, and by whether they may wait for something: Jinja compiles those otherwise."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        return super().get_bucket(environment, f"{name}\n{environment.is_async}", filename, source)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    if folder := os.environ.get(FOLDER):
        env.bytecode_cache = Compiled(folder)


@hookimpl
def startup() -> None:
    # Where a tool of the tests brings `rich`, Datasette draws each traceback with it for the log, a second each.
    handle_exception.rich = None
