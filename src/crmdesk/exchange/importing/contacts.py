"""People in the cells of a row → its main contact, and the further ones."""

from collections.abc import Iterable, Mapping, Sequence

from crmdesk.exchange.importing.outcome import Person, both
from crmdesk.rules.dealer_contact import Contact

#: The fields of the main contact: name, mobile, phone.
Main = tuple[str, str, str]


def settled(main: Main, heard: Mapping[str, Sequence[Person]]) -> tuple[Main, tuple[Contact, ...], str]:
    """The main contact's fields, the further contacts, and what belongs to the main contact but has no field (a title).

    ``heard`` are the people of each cell, by the field of the cell. Names of one cell go with the numbers of another
    where there are equally many. The first name is the main contact unless the row has one already; his further
    numbers fill his blank fields, and what is left over becomes a contact of its own.
    """
    row = _Row(main)
    for person in paired(heard):
        row.take(person)
    return (row.name, row.mobile, row.phone), _distinct(row.others), row.title


def paired(heard: Mapping[str, Sequence[Person]]) -> list[Person]:
    """All people of a row; names without numbers and numbers without names are put together in their order."""
    people = [one for group in heard.values() for one in group if one.name]
    bare = [at for at, one in enumerate(people) if not one.numbers]
    loose: list[Person] = []
    for group in heard.values():
        nameless = [one for one in _single(group) if not one.name]
        if bare and len(nameless) == len(bare):
            for at, one in zip(bare, nameless, strict=True):
                before = people[at]
                title = both(before.title, one.title)
                people[at] = Person(before.name, title, before.mobiles + one.mobiles, before.phones + one.phones)
        else:
            loose.extend(nameless)
    return people + loose


def _single(group: Iterable[Person]) -> Iterable[Person]:
    """A nameless person with several numbers counts once for each."""
    for one in group:
        if one.name or len(one.mobiles) + len(one.phones) < 2:
            yield one
        else:
            yield from (Person("", one.title, mobiles=(number,)) for number in one.mobiles)
            yield from (Person("", one.title, phones=(number,)) for number in one.phones)


class _Row:
    """The main contact of one row while people are given to it."""

    def __init__(self, main: Main) -> None:
        self.name, self.mobile, self.phone = main
        self.title = ""
        self.others: list[Contact] = []

    def take(self, person: Person) -> None:
        if person.name and not self.name:
            self.name = person.name
        if person.name and person.name != self.name:
            self._further(person.name, person.title, person.mobiles, person.phones)
            return
        self.title = both(self.title, person.title)
        own = (self.mobile, self.phone)
        mobiles = [number for number in person.mobiles if number not in own]
        phones = [number for number in person.phones if number not in own]
        if mobiles and not self.mobile:
            self.mobile = mobiles.pop(0)
        if phones and not self.phone:
            self.phone = phones.pop(0)
        if mobiles and not self.phone and not phones:
            self.phone = mobiles.pop(0)
        self._further(person.name, "", mobiles, phones)

    def _further(self, name: str, title: str, mobiles: Sequence[str], phones: Sequence[str]) -> None:
        """A contact for the person, another for each number that one contact has no room for."""
        numbers = list(mobiles[1:])
        phone = phones[0] if phones else numbers.pop(0) if numbers else ""
        contact = Contact(name, title, mobiles[0] if mobiles else "", phone)
        if contact.mobile or contact.phone or (name and name != self.name):
            self.others.append(contact)
        self.others.extend(Contact(name, title, mobile=number) for number in numbers)
        self.others.extend(Contact(name, title, phone=number) for number in phones[1:])


def _distinct(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    return tuple(dict.fromkeys(contacts))
