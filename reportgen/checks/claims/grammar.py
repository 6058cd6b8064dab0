"""What a sentence claims, by the words of its language.

One engine for all languages: the words are data (`language/data`, under
`claims`, `terms`, `qualifiers`, `fractions`, `ratio`). Each recognizer looks at
one place and takes the words that it understands, so that no word is claimed
with twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from reportgen.checks.claims.claim import Claim, Kind
from reportgen.checks.claims.numerals import Number, Numerals, multiplier, numerals_of
from reportgen.checks.claims.phrases import Phrases, Tags, Token, phrases_of, tokens_of
from reportgen.checks.claims.stems import Stems, stems_of
from reportgen.language.language import Language

_DENOMINATORS = {"three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twenty": 20}
_QUALIFIERS = (
    "below",
    "above",
    "well_above",
    "over",
    "under",
    "about",
    "at_least",
    "at_most",
)
_NOUNS = ("people", "cases", "contacts", "organisations", "calls")
_LIMITS = ("minutes", "hours", "days")
_VAGUE = ("many", "many_times", "fairly_common", "some", "very_low")
_LOOSE = frozenset({"all", "none", "few", "most", *_VAGUE})
"""Terms that, as a single word, claim something only before whom they count."""
_NOT_TERMS = frozenset({"plurality"})  # said with a superlative, and judged as one
_SHORT = 4
_ATTRIBUTES = 3
"""So many words may stand between a quantity and the noun that it counts."""
_DASHES = frozenset("–-—")
_WHOLES = frozenset({"all", "none"})
_CENTURIES = frozenset({"19", "20"})
_PAUSES = frozenset(",;:–-()")
_QUOTES = frozenset('”“»«"')
_STOPS = frozenset(".;:!?")
_REACH = 12
"""How many words may stand between a comparative and its “than”."""


class Reading(NamedTuple):
    """A sentence with its words, the phrases among them, and what it claims."""

    text: str
    tokens: tuple[Token, ...]
    tags: Tags
    claims: tuple[Claim, ...] = ()


def claims_in(text: str, language: Language) -> tuple[Claim, ...]:
    """What a sentence claims, in its order; bound to nothing and not yet judged."""
    return read(text, language).claims


def read(
    text: str,
    language: Language,
    *,
    bound: Iterable[tuple[int, int]] = (),
    counted: frozenset[str] = frozenset(),
) -> Reading:
    """Read a sentence.

    `bound` are stretches that a reference prints or binds: words in them claim
    something whatever stands around them. `counted` are the stems of the nouns
    that the study counts, beside those that the language knows.
    """
    tokens = tokens_of(text)
    if not tokens:
        return Reading(text, tokens, Tags((), {}))
    tags = phrases_of(language).tag(tokens)
    numerals, none = numerals_of(language), _none_in(language)
    if not tags.names and not any(
        token.is_number or token.lower in numerals.words or token.lower in none for token in tokens
    ):
        return Reading(text, tokens, tags)  # it speaks of nothing that could be claimed
    reader = _Reader(
        text=text,
        tokens=tokens,
        tags=tags,
        numerals=numerals,
        phrases=phrases_of(language),
        stems=stems_of(language),
        none=none,
        comparatives=language.wordings["claims.comparatives"],
        counted=counted,
        bound=tuple(bound),
    )
    return Reading(text, tokens, tags, reader.claims())


@lru_cache(maxsize=16)
def _none_in(language: Language) -> frozenset[str]:
    return frozenset(language.texts[f"numbers.none.{gender}"] for gender in ("common", "neuter"))


@dataclass(slots=True, eq=False)
class _Reader:
    """One sentence being read; `taken` marks the words already understood."""

    text: str
    tokens: tuple[Token, ...]
    tags: Tags
    numerals: Numerals
    phrases: Phrases
    stems: Stems
    none: frozenset[str]
    comparatives: tuple[str, ...]
    counted: frozenset[str]
    bound: tuple[tuple[int, int], ...]
    taken: list[bool] = field(default_factory=list)
    masked: list[bool] = field(default_factory=list)
    found: list[Claim] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    fractions: tuple[str, ...] = ()
    numbers: tuple[Number | None, ...] = ()

    def claims(self) -> tuple[Claim, ...]:
        self.taken = [False] * len(self.tokens)
        self.masked = [False] * len(self.tokens)
        self.terms = self._named("terms.")
        self.fractions = self._named("fractions.")
        for start, end in self.tags.spans("no_claim"):
            self.masked[start:end] = [True] * (end - start)
        read, words = self.numerals.read, self.numerals.words
        self.numbers = tuple(
            [
                read(token) if token.is_number or token.lower in words else None
                for token in self.tokens
            ]
        )
        for recognize, places in self._recognizers():
            for at in places:
                if not self.taken[at]:
                    self._take(recognize(at))
        return tuple(sorted(self.found, key=lambda claim: (claim.start, claim.end)))

    def _recognizers(self) -> Iterator[tuple[Callable[[int], Claim | None], Iterable[int]]]:
        """Each recognizer with the words at which it has something to look for, in order.

        What is more particular comes first: its words are then taken.
        """
        numbers = [at for at, number in enumerate(self.numbers) if number is not None]
        none = [at for at, token in enumerate(self.tokens) if token.lower in self.none]
        terms = self._starts(*(f"terms.{name}" for name in self.terms))
        before_than = (start - 1 for start, _ in self.tags.spans("than") if start > 0)
        compared = [at for at in before_than if self._is_comparative(at)]
        yield self._points, numbers
        yield self._percent, numbers
        yield self._ratio, [*numbers, *none, *self._starts("terms.all")]
        yield self._slip, numbers
        yield self._fraction, [*numbers, *self._starts(*(f"fractions.{n}" for n in self.fractions))]
        yield self._times, [*numbers, *self._starts("twice", "half_as")]
        yield self._limit, numbers
        yield self._count, numbers
        yield self._term, terms
        yield self._change, self._starts("rise", "fall", "better", "worse")
        yield self._comparison, [*self._starts("more", "less"), *compared]
        yield self._superlative, self._starts("top", "bottom")
        yield self._rest, self._starts("rest")
        yield self._vague, terms

    def _starts(self, *lists: str) -> list[int]:
        """The words at which a phrase of any of these lists stands."""
        known = self.tags.names
        spans = [span for name in lists if name in known for span in known[name]]
        return sorted({start for start, _ in spans}) if spans else []

    def _take(self, claim: Claim | None) -> None:
        if claim is None:
            return
        inside = range(claim.first, claim.last)
        if any(self.taken[at] for at in inside):
            return
        if any(self.masked[at] for at in inside) and not self._is_bound(claim.first, claim.last):
            return
        for at in inside:
            self.taken[at] = True
        self.found.append(claim)

    def _named(self, room: str) -> tuple[str, ...]:
        """The lists of a room of which any phrase stands in this sentence."""
        return tuple(
            name.removeprefix(room)
            for name in self.tags.names
            if name.startswith(room) and name.removeprefix(room) not in _NOT_TERMS
        )

    # --- What the recognizers share ---------------------------------------------

    def _made(self, kind: Kind, first: int, last: int) -> Claim:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Claim(
            kind=kind, text=self.text[start:end], start=start, end=end, first=first, last=last
        )

    def _is_bound(self, first: int, last: int) -> bool:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return any(start < stop and begin < end for begin, stop in self.bound)

    def _number(self, at: int) -> Number | None:
        return self.numbers[at] if 0 <= at < len(self.numbers) else None

    def _any(self, at: int, names: Iterable[str], room: str = "") -> tuple[str, int] | None:
        """The longest phrase of several lists that starts at a token: its list and its end."""
        found = [(self.tags.end(at, f"{room}{name}"), name) for name in names]
        ends = [(end, name) for end, name in found if end is not None]
        if not ends:
            return None
        end, name = max(ends)
        return name, end

    def _qualified(self, claim: Claim) -> Claim:
        """The claim with the hedge that stands before it, if one does."""
        start = claim.first
        filler = self.tags.ending(start, "fillers")
        for before in {start, start if filler is None else filler}:
            hedges = [
                (first, name)
                for name in _QUALIFIERS
                if (first := self.tags.ending(before, f"qualifiers.{name}")) is not None
            ]
            if hedges:
                first, name = min(hedges)
                widened = self._made(claim.kind, first, claim.last)
                return claim._replace(
                    qualifier=name,
                    text=widened.text,
                    start=widened.start,
                    first=first,
                )
        return claim

    def _is_noun(self, at: int) -> bool:
        """Whether a word names who or what can be counted."""
        if not 0 <= at < len(self.tokens):
            return False
        if any(self.tags.end(at, f"nouns.{unit}") for unit in _NOUNS):
            return True
        return self.stems.of(self.tokens[at].lower) in self.counted

    def _noun_after(self, at: int, words_between: int = _ATTRIBUTES) -> int | None:
        """The noun that a quantity before `at` counts: a few attributes may stand between."""
        for place in range(at, len(self.tokens)):
            if self.tags.end(place, "not_counted"):
                return None
            if self._is_noun(place):
                return place
            if any(self.tags.end(place, name) for name in ("of", "determiners", "others")):
                continue
            token, words_between = self.tokens[place], words_between - 1
            if words_between < 0 or not token.lower[0].isalpha():
                return None
            if self.stems.is_function_word(token):
                return None
        return None

    def _in_quotes(self, first: int, last: int) -> bool:
        before = first > 0 and self.tokens[first - 1].text in _QUOTES
        after = last < len(self.tokens) and self.tokens[last].text in _QUOTES
        return before and after

    # --- Shares, in percent and in points --------------------------------------------

    def _points(self, at: int) -> Claim | None:
        number = self._number(at)
        end = self.tags.end(at + 1, "points") if number else None
        if number is None or end is None:
            return None
        told_of = "of" if self.tags.end(end, "of") and self._noun_after(end) else ""
        claim = self._made(Kind.POINTS, at, end)
        return self._qualified(
            claim._replace(amount=number.value, decimals=number.decimals, meaning=told_of)
        )

    def _percent(self, at: int) -> Claim | None:
        number = self._number(at)
        if number is None:
            return None
        end = self.tags.end(at + 1, "percent")
        if end is None:
            return self._range(at, number)
        if self.tokens[at + 1 : at + 2] and end is not None:
            direction = self._any(end, ("more", "less"))
            if direction is not None and not self.tags.end(end, "of"):
                claim = self._made(Kind.RELATIVE, at, direction[1])
                return self._qualified(claim._replace(amount=number.value, meaning=direction[0]))
        claim = self._made(Kind.PERCENT, at, end)
        return self._qualified(claim._replace(amount=number.value, decimals=number.decimals))

    def _range(self, at: int, low: Number) -> Claim | None:
        """“40–45 procent”, “mellan 40 och 45 procent”, “från 20 till 40 procent”."""
        high = self._number(at + 2)
        end = self.tags.end(at + 3, "percent") if high else None
        if high is None or end is None:
            return None
        joint = self.tokens[at + 1].text
        between, start = self.tags.ending(at, "between"), at
        if between is not None:
            start = between
        elif self._shares_its_percent(at):
            return self._percent_alone(at, low)
        elif joint not in _DASHES and not self.tags.end(at + 1, "to"):
            return None
        claim = self._made(Kind.RANGE, start, end)
        return claim._replace(amount=low.value, upper=high.value)

    def _shares_its_percent(self, at: int) -> bool:
        """“från 20 till 40 procent”, “30 respektive 21 procent”, where both are percentages."""
        if self.tags.end(at + 1, "joint"):
            return self.tags.ending(at, "ratio.links") is None
        return self.tags.ending(at, "from") is not None and bool(self.tags.end(at + 1, "to"))

    def _percent_alone(self, at: int, number: Number) -> Claim:
        """The first of two numbers that share one “percent”."""
        claim = self._made(Kind.PERCENT, at, at + 1)
        return self._qualified(claim._replace(amount=number.value, decimals=number.decimals))

    def _ratio(self, at: int) -> Claim | None:
        """“åtta av tio”, “8 av 10”, “one customer in four”, “ingen av tio”."""
        every = self._number(at + 1) if self.tags.end(at, "terms.all") == at + 1 else None
        if every is not None and every.whole and self._is_bound(at, at + 2):
            return _share(self._made(Kind.RATIO, at, at + 2), every.whole, every.whole)
        part = self._number(at)
        if part is None and self.tokens[at].lower in self.none:
            part = Number(0.0, 0, in_words=True)
        if part is None or part.whole is None:
            return None
        link = at + 1 if self.tags.end(at + 1, "ratio.links") else at + 2
        if link == at + 2 and not self._is_noun(at + 1):
            return None
        after = self.tags.end(link, "ratio.links")
        whole = self._number(after) if after is not None else None
        if after is None or whole is None or not whole.whole or whole.whole < 2:
            return None
        end = after + 1
        if self._is_no_whole(end):
            return None
        claim = self._made(Kind.RATIO, at, end)
        if part.whole > whole.whole:
            return claim._replace(kind=Kind.SLIP, meaning="reversed")
        return self._qualified(_share(claim, part.whole, whole.whole))

    def _is_no_whole(self, end: int) -> bool:
        """Whether the number before `end` is a year, a time, or counts what is no share."""
        year = self._is_year(end - 1) and not self._is_noun(end)
        timed = any(self.tags.end(end, f"limits.{unit}") for unit in _LIMITS)
        percent = self.tags.end(end, "percent") or self.tags.end(end, "points")
        return bool(year or timed or percent or self.tags.end(end, "not_counted"))

    def _is_year(self, at: int) -> bool:
        written = self.tokens[at].text
        return len(written) == 4 and written.isdigit() and written[:2] in _CENTURIES

    def _slip(self, at: int) -> Claim | None:
        """“en fire nordmenn”: the word between the two numbers is lost."""
        part, whole = self._number(at), self._number(at + 1)
        if part is None or whole is None or not (part.in_words and whole.in_words):
            return None
        if not (1 <= part.value < whole.value <= 12 and whole.value >= 3):
            return None
        if not self._is_noun(at + 2):
            return None
        claim = self._made(Kind.SLIP, at, at + 2)
        return claim._replace(meaning="lost", fraction=(int(part.value), int(whole.value)))

    def _fraction(self, at: int) -> Claim | None:
        """“hälften”, “var tredje”, “tre fjärdedelar”, “en dryg tredjedel”, “two-thirds”."""
        found = self._any(at, self.fractions, "fractions.")
        if found is not None:
            part, _, whole = found[0].partition("/")
            claim = _share(self._made(Kind.RATIO, at, found[1]), int(part), int(whole))
        else:
            made = self._parts(at)
            if made is None:
                return None
            claim = made
        qualified = self._qualified(claim)
        if self.tags.end(at, "ambiguous") == claim.last and not qualified.qualifier:
            follows = claim.last >= len(self.tokens) or self.tags.end(claim.last, "follows")
            if not follows and not self._is_bound(at, claim.last):
                return None
        return qualified

    def _parts(self, at: int) -> Claim | None:
        """A number of parts, with or without a hedge inside: “nio tiondelar”."""
        number = self._number(at)
        if number is None or number.whole is None:
            return None
        hedge = self._any(at + 1, ("above", "below"), "inner.")
        place = hedge[1] if hedge else at + 1
        parts = self._any(place, _DENOMINATORS, "denominators.")
        if parts is None or number.whole > _DENOMINATORS[parts[0]]:
            return None
        claim = _share(self._made(Kind.RATIO, at, parts[1]), number.whole, _DENOMINATORS[parts[0]])
        return claim._replace(qualifier=hedge[0]) if hedge else claim

    # --- Factors, times, counts --------------------------------------------------------

    def _times(self, at: int) -> Claim | None:
        for name, fixed in (("twice", 2.0), ("half_as", 0.5)):
            end = self.tags.end(at, name)
            if end is not None:
                many = self.tags.end(end, "many")
                claim = self._made(Kind.TIMES, at, many or end)
                return self._qualified(claim._replace(amount=fixed))
        number = self._number(at)
        end = self.tags.end(at + 1, "times") if number else None
        if number is None or end is None or number.value <= 1:
            return None
        claim = self._made(Kind.TIMES, at, self.tags.end(end, "many") or end)
        return self._qualified(claim._replace(amount=number.value))

    def _limit(self, at: int) -> Claim | None:
        number = self._number(at)
        found = self._any(at + 1, _LIMITS, "limits.") if number else None
        if number is None or found is None:
            return None
        claim = self._qualified(self._made(Kind.LIMIT, at, found[1]))
        return claim._replace(amount=number.value, unit=found[0])

    def _count(self, at: int) -> Claim | None:
        number = self._number(at)
        if number is None or number.whole is None or number.whole < 2:
            return None
        if self._is_year(at) and not self._is_noun(at + 1):
            return None
        place, factor = at + 1, 1.0
        if self.tags.end(place, "multipliers"):
            factor, place = multiplier(self.tokens[place].lower), place + 1
        noun = self._noun_after(place, 2)
        if noun is None or any(self.tags.end(spot, "of") for spot in range(place, noun)):
            return None
        if number.in_words and self.tags.ending(at, "determiners") is not None:
            return None  # “de två grupperna” counts what is already known
        claim = self._qualified(self._made(Kind.COUNT, at, noun + 1))
        return claim._replace(amount=number.value * factor)

    # --- Words -------------------------------------------------------------------------

    def _term(self, at: int) -> Claim | None:
        found = self._any(at, (name for name in self.terms if name not in _VAGUE), "terms.")
        if found is None:
            return None
        name, end = found
        claim = self._made(Kind.TERM, at, end)._replace(meaning=name)
        beside = self._any(at, ("top", "bottom", "rise", "fall"))
        if beside is not None and (beside[1] > end or self._noun_after(end) is None):
            return None  # “most important” is a superlative, not a share
        if self._is_bound(at, end):
            return claim
        between = 1 if name in _WHOLES else _ATTRIBUTES
        if name in _LOOSE and end == at + 1 and self._noun_after(end, between) is None:
            return None
        if name in _WHOLES and end == at + 1 and at > 0 and self.tokens[at - 1].text not in _PAUSES:
            return None  # “mått på alla kunder” counts nobody
        return None if self._is_mentioned(at, end) else claim

    def _vague(self, at: int) -> Claim | None:
        found = self._any(at, _VAGUE, "terms.")
        if found is None:
            return None
        claim = self._made(Kind.VAGUE, at, found[1])._replace(meaning=found[0])
        if self._is_bound(at, found[1]):
            return claim
        counts = self._noun_after(found[1]) is not None
        return claim if counts and not self._is_mentioned(at, found[1]) else None

    def _is_mentioned(self, first: int, last: int) -> bool:
        """Whether words are named instead of used, denied, or count what is no base."""
        quoted = self._in_quotes(first, last)
        return bool(quoted or self._denied(first) or self.tags.end(last, "not_counted"))

    def _denied(self, at: int) -> bool:
        return any(self.tags.end(spot, "negations") for spot in range(max(0, at - 2), at))

    def _comparison(self, at: int) -> Claim | None:
        found = self._any(at, ("more", "less"))
        if found is None and self._is_comparative(at):
            found = "more", at + 1
        if found is None:
            return None
        direction, end = found
        amplified = self.tags.ending(at, "amplifiers")
        first = at if amplified is None or self.taken[amplified] else amplified
        than = self._than(end)
        if than is None:
            if not self._is_bound(at, end):
                return None
            last = end
        elif than == end and self._number(self.tags.end(than, "than") or than) is not None:
            return None  # “mer än 50”: a hedge, not a comparison
        else:
            last = than + 1
        if any(self.taken[at:last]) and than is not None:
            return self._narrow(direction, first, end, amplified is not None)
        claim = self._made(Kind.COMPARISON, first, last)
        return claim._replace(meaning=direction, amplified=amplified is not None)

    def _is_comparative(self, at: int) -> bool:
        """Whether an adjective is compared by its ending, right before “than”: “nöjdare än”."""
        word = self.tokens[at].lower
        compared = len(word) > _SHORT and word.endswith(self.comparatives)
        return bool(compared and self.tags.end(at + 1, "than"))

    def _narrow(self, direction: str, first: int, end: int, amplified: bool) -> Claim:
        """A comparison whose words up to “than” hold another claim: its comparative alone."""
        claim = self._made(Kind.COMPARISON, first, end)
        return claim._replace(meaning=direction, amplified=amplified)

    def _than(self, at: int) -> int | None:
        for place in range(at, min(at + _REACH, len(self.tokens))):
            if self.tokens[place].text in _STOPS:
                return None
            if self.tags.end(place, "than"):
                return place
        return None

    def _superlative(self, at: int) -> Claim | None:
        found = self._any(at, ("top", "bottom"))
        if found is None or self._in_quotes(at, found[1]):
            return None
        if self._number(found[1]) is not None or self._denied(at):
            return None
        return self._made(Kind.SUPERLATIVE, at, found[1])._replace(meaning=found[0])

    def _change(self, at: int) -> Claim | None:
        found = self._any(at, ("rise", "fall", "better", "worse"))
        if found is None or self._denied(at):
            return None
        return self._made(Kind.CHANGE, at, found[1])._replace(meaning=found[0])

    def _rest(self, at: int) -> Claim | None:
        end = self.tags.end(at, "rest")
        if end is None or end >= len(self.tokens) or self.tags.end(end, "of"):
            return None
        if self.tags.ending(at, "rest_not") is not None:
            return None
        return self._made(Kind.REST, at, end)


def _share(claim: Claim, part: int, whole: int) -> Claim:
    return claim._replace(fraction=(part, whole), amount=float(Fraction(100 * part, whole)))
