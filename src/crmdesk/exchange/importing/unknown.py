"""Words of a list that mean nothing to us yet: distinct, counted, with what they probably mean (peers 4.2, step 4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """One text of one column that no value of the field is known for.

    ``first_rows`` are up to three rows of the sheet (from 1). ``suggestion`` is what it probably means - the code of a
    choice, or the text as the office writes it - and ``why`` says so in words; both empty where nothing comes near.
    A field in which any text may stand (省份, 城市, 业务员) takes the text as it is unless a meaning is given.
    """

    field: str
    letter: str
    text: str
    count: int
    first_rows: tuple[int, ...] = ()
    suggestion: str = ""
    why: str = ""
