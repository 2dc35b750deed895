"""``python -m eval`` and ``kyodo eval``."""

import sys

from assistant.settings import go_offline


def main() -> int:
    """Run the command of the process; its exit status is returned."""
    go_offline()
    from eval.command import run_command  # the models' libraries read the environment when imported

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
