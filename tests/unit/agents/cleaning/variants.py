"""Generated stories and copies of them that differ only in furniture, encoding, quotes, spacing, or in what counts."""

import html
import random
from collections.abc import Callable

NAMES = (
    "Amira Haddad", "Jonas Lindgren", "Ngozi Okafor", "Rafael Ibáñez", "Petra Novák", "Tomasz Zieliński", "Yuki Tanaka",
    "Selin Ayd\u0131n", "Marek Dvořák", "Leïla Benali", "Oleh Shevchuk", "Grace Mwangi", "Pieter de Vries",
    "Hana Kovač",
)  # fmt: skip
STATES = (
    "Peru", "Norway", "Kenya", "Vietnam", "Morocco", "Latvia", "Jordan", "Chile", "Ghana", "Malaysia", "Oman",
    "Bolivia", "Georgia", "Senegal", "Finland", "Nepal", "Qatar", "Uruguay", "Estonia", "Zambia",
)  # fmt: skip
MONTHS = ("March", "May", "October")
ACTS = (
    "signed a treaty on fishing rights with", "recalled its ambassador from", "agreed to reopen the border with",
    "sent relief worth {n} million dollars to", "accused {m} soldiers of entering its territory from",
    "lifted the ban on {n} kinds of goods from", "handed over {m} prisoners to", "closed {n} consulates in",
)  # fmt: skip
SAID = ("“We will not wait until next year,” {who} said.", "{who} told reporters that the talks had lasted {n} hours.",
        "{who} thanked the mediators and promised an answer within {n} days.")  # fmt: skip


def story(chance: random.Random) -> list[str]:
    """Three paragraphs about two states: all that counts in them is drawn."""
    first, second = chance.sample(STATES, 2)
    who = chance.choice(NAMES)
    numbers = {"n": chance.randint(2, 99), "m": chance.randint(100, 9999)}
    act = chance.choice(ACTS).format(**numbers)
    said = chance.choice(SAID).format(who=f"Foreign minister {who}", n=chance.randint(2, 40))
    return [
        f"{first} {act} {second} on {chance.randint(1, 28)} {chance.choice(MONTHS)}, officials said.",
        said,
        f"Trade between the two reached {chance.randint(1, 999)}.{chance.randint(1, 9)} million dollars last year, "
        f"a rise of {chance.randint(2, 90)}%. {chance.choice(STATES)} has offered to host the next round of talks.",
    ]


def plain(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def straight_quotes(paragraphs: list[str]) -> str:
    return plain(paragraphs).replace("“", '"').replace("”", '"').replace("\u2019", "'")


def other_spacing(paragraphs: list[str]) -> str:
    return "\r\n".join(text.replace(" ", "\u00a0", 2).replace(" ", "  ") for text in paragraphs)


def hidden_characters(paragraphs: list[str]) -> str:
    return plain(paragraphs).replace("o", "o\u00ad", 3).replace("t", "t\u200b", 2)


def furnished(paragraphs: list[str]) -> str:
    top = ["The Northern Gazette", "Ministers of the two states in talks", "By Ann Lee", "4 min read"]
    return "\n".join([*top, paragraphs[0], "Advertisement", *paragraphs[1:], "Read more", "Share this article"])


def datelined(paragraphs: list[str]) -> str:
    return plain([f"OSLO, May 3 (Reuters) - {paragraphs[0]}", *paragraphs[1:]])


def mojibake(paragraphs: list[str]) -> str:
    return plain(paragraphs).encode().decode("sloppy-windows-1252")


def decomposed(paragraphs: list[str]) -> str:
    pairs = {"á": "a\u0301", "ñ": "n\u0303", "ř": "r\u030c", "ï": "i\u0308", "č": "c\u030c", "ń": "n\u0301"}
    return "".join(pairs.get(character, character) for character in plain(paragraphs))


def entities(paragraphs: list[str]) -> str:
    return plain(paragraphs).replace("“", "&ldquo;").replace("”", "&rdquo;").replace("%", "&#37;")


def page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{html.escape(text).replace('ñ', '&ntilde;')}</p>\n" for text in paragraphs)
    return (
        "<!DOCTYPE html><html><head><title>Ministers of the two states in talks</title></head><body><nav><ul><li>Home"
        "</li><li>World</li></ul></nav><article><h1>Ministers of the two states in talks</h1>" + body + "</article>"
        "<footer>© Gazette</footer></body></html>"
    )


Copy = Callable[[list[str]], str]
COPIES: tuple[Copy, ...] = (
    straight_quotes, other_spacing, hidden_characters, furnished, datelined, mojibake, decomposed, entities, page,
)  # fmt: skip


def other_figure(chance: random.Random, paragraphs: list[str]) -> list[str]:
    """The same story with one digit changed."""
    text = "\n".join(paragraphs)
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != text[place]])
    return (text[:place] + digit + text[place + 1 :]).split("\n")


def other_name(chance: random.Random, paragraphs: list[str]) -> list[str]:
    """The same story with one person or state changed."""
    text = "\n".join(paragraphs)
    pool = NAMES if chance.random() < 0.5 else STATES
    old = next(name for name in pool if name in text)
    return text.replace(old, chance.choice([name for name in pool if name != old and name not in text])).split("\n")
