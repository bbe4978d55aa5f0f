"""Files that a double click opens with the window: databases, packets from other desks, and their cards."""

DATABASES = (".crm",)
PACKETS = (".crmpkt", ".crmcard")


def is_packet(name: str) -> bool:
    """Whether a file came from another desk: it is opened in the database that was open last."""
    return name.lower().endswith(PACKETS)


def is_for_window(arguments: list[str]) -> bool:
    """Whether nothing but such files was named, as the desktop does after a double click."""
    return bool(arguments) and all(name.lower().endswith(DATABASES + PACKETS) for name in arguments)
