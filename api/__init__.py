"""The edges: HTTP, pages, the widget and the command line."""

from assistant.settings import go_offline

# Before any module of this package brings in a library that might look for the network.
go_offline()
