"""What can go wrong, as the user is told it.

    KyodoError            base of all: its message is one line for the user, naming input and reason
    ├── GuidelineError    a guideline's file or its title page cannot be read or is not valid
    ├── IndexMissing      there is no index where the settings point
    └── IndexMismatch     the index was built by another encoder or version; the message says what mends it

A refusal to answer is a value (``assistant.answer.Status``), never one of these.
"""


class KyodoError(Exception):
    """An error whose message is meant for the user: one line that names the input and the reason."""


class GuidelineError(KyodoError):
    """A guideline file or its title page cannot be read or is not valid."""


class IndexMissing(KyodoError):
    """There is no index in the data folder."""


class IndexMismatch(KyodoError):
    """The index does not fit the encoder or the version that opens it."""
