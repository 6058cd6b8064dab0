"""Many studies for the benchmarks: a chain with a brief per shop, in three languages.

Every study is made from a template of its language in `chain/`: its own place, people and
numbers, which fit together as a survey's do (parts add up, groups make the whole). The same
number and seed give the same study, whatever else is made.

    python -m benchmarks.many FOLDER --count 1000 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "chain"
LANGUAGES = ("sv", "nb", "en")
BRANDS = ("neutral", "telia", "aastra", "tele2-foretag", "kalix-tele24")
SEED = 1

_PLACES = {
    "sv": "Umeå Luleå Falun Visby Lund Kalmar Borås Gävle Örebro Växjö Skövde Ystad Motala Kiruna",
    "nb": "Bodø Hamar Skien Molde Moss Narvik Halden Lillehammer Kragerø Alta Voss Gjøvik Egersund",
    "en": "Durham Exeter Lincoln Truro Wells Ripon Whitby Kendal Ludlow Totnes Hexham Bakewell",
}
_CHANNELS = {
    "sv": ("telefon", "mejl", "chatt", "besök i butiken", "sms"),
    "nb": ("telefon", "e-post", "chat", "besøk i butikken", "sms"),
    "en": ("phone", "email", "chat", "a visit to the shop", "text message"),
}
_FIRST_NAMES = "Alex Bo Charlie Dani Eli Frankie Inge Jo Kai Lo Mika Noa Robin Sam Toni Vanja"
_LAST_NAMES = {
    "sv": "Berg Dahl Ek Fors Hed Lind Näs Rask Strand Tall Ås",
    "nb": "Aas Berge Dahl Eide Foss Haug Lien Moen Nes Rud Vik",
    "en": "Ash Brook Cole Dale Ford Hill Lake Moore Reed Stone Wood",
}
_IN_WORDS = ("most", "many", "majority", "predominant_majority", "overwhelming_majority")


def study(number: int, seed: int = SEED) -> tuple[str, str]:
    """The id and the YAML text of one study, a function of its number (from 1) and the seed."""
    language = LANGUAGES[number % len(LANGUAGES)]
    brand = BRANDS[number // len(LANGUAGES) % len(BRANDS)]
    chance = random.Random(f"{seed}:{number}")
    study_id = f"shop-{number:05}"
    filled = words(chance, language) | numbers(chance) | {"id": study_id, "brand": brand}
    return study_id, _template(language).substitute(filled)


def write_studies(folder: Path, count: int, seed: int = SEED, first: int = 1) -> list[Path]:
    """Write `count` studies, a file each, into a folder that is made; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(first, first + count):
        study_id, text = study(number, seed)
        written.append(folder / f"{study_id}.yml")
        written[-1].write_text(text, encoding="utf-8")
    return written


@cache
def _template(language: str) -> Template:
    return Template((TEMPLATES / f"{language}.yml.template").read_text(encoding="utf-8"))


def words(chance: random.Random, language: str) -> dict[str, object]:
    """A shop's town, people and channels, in a language of LANGUAGES."""
    first, last = (chance.choice(names.split()) for names in (_FIRST_NAMES, _LAST_NAMES[language]))
    return {
        "place": chance.choice(_PLACES[language].split()),
        "name": f"{first} {last}",
        "channels": ", ".join(chance.sample(_CHANNELS[language], chance.randint(3, 4))),
        "back": chance.choice(_IN_WORDS),
    }


def numbers(chance: random.Random) -> dict[str, object]:
    """Counts and percents that one survey could have: the prose holds for all of them."""
    new, loyal = chance.randint(160, 320), chance.randint(240, 520)
    # Groups differ by more than chance explains: the prose says that they do.
    direct_new = chance.randint(32, 52)
    direct_loyal = direct_new + chance.randint(18, 30)
    evening_new = chance.randint(45, 65)
    pleased, displeased = chance.randint(46, 70), chance.randint(8, 20)
    return {
        "n": new + loyal,
        "n_new": new,
        "n_loyal": loyal,
        "direct": round(new * direct_new / 100) + round(loyal * direct_loyal / 100),
        "direct_new": direct_new,
        "direct_loyal": direct_loyal,
        "pleased": pleased,
        "neither": 100 - pleased - displeased,
        "displeased": displeased,
        "reason_1": chance.randint(40, 55),
        "reason_2": chance.randint(25, 38),
        "reason_3": chance.randint(14, 22),
        "reason_4": chance.randint(5, 12),
        "evening_new": evening_new,
        "evening_loyal": evening_new - chance.randint(18, 28),
        "human": f"{chance.randint(6, 9)}/10",
        "waited": chance.choice((20, 25, 30, 40, 50)),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the studies; returns the exit code."""
    asked = argparse.ArgumentParser(description="Write studies of an invented chain of shops.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--count", type=int, default=1000, help="how many (1000)")
    asked.add_argument("--seed", type=int, default=SEED, help="other numbers (1)")
    chosen = asked.parse_args(arguments)
    written = write_studies(chosen.folder, chosen.count, chosen.seed)
    print(f"{chosen.folder}: {len(written)} studies")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
