"""crmdesk: the desk of a regional sales office (办事处)."""

__version__ = "0.1.0"
