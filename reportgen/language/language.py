"""A language as a value: its data file, and the ways to write numbers in it.

A language is an argument, never a global. Everything that is said in a brief
and not written in the study comes from `data/<code>.yml`, which holds every
key that `sv.yml` holds.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from reportgen.ingredients import keys_of, state_of
from reportgen.language.meaning import ANCHORS, BARE_WITHIN, HIGHEST, LOWEST
from reportgen.language.reading import DATA, MODEL, read_texts
from reportgen.language.typography import MINUS, NO_BREAK_SPACE, typeset

_NONE_OR_ALL = frozenset({Decimal(LOWEST), Decimal(HIGHEST)})
_FINEST = 6
"""Decimals that a study may give a number; what is left after them is noise of a float."""
_SHARES = {f"{part}/{whole}": Fraction(100 * part, whole) for part, whole in ANCHORS}
"""The shares that have words, in percent."""
_LIST_OF_QUALIFIER = {"nearly": "below", "just_over": "above", "about": "about"}


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language. Compared by identity, so that it can key a cache.

    `texts` holds every single text of the data file by its dotted key, and
    `wordings` every list of alternatives, the one that a brief writes first.
    """

    code: str
    locale: str  # for Babel, which writes the dates
    html_lang: str  # for lang attributes
    texts: Mapping[str, str] = field(repr=False)
    wordings: Mapping[str, tuple[str, ...]] = field(repr=False)
    state: str = field(default="", repr=False)  # the SHA-256 of its data file
    keys: str = field(default="", repr=False)  # the same of the keys that every language has

    # --- Texts ---------------------------------------------------------------

    def label(self, key: str, **values: object) -> str:
        """The text under a dotted key, its placeholders filled if values are given.

        The last part of a key may be a value of the study's model, such as
        `status.not disclosed`: a space stands for an underscore. Numbers are
        written as this language writes them. Without values a pattern is
        returned as it stands. KeyError names the key, or the placeholder that
        got no value, and the language.
        """
        try:
            text = self.texts[key.replace(" ", "_")]
        except KeyError:
            raise KeyError(f"the language {self.code} has no text “{key}”") from None
        if not values:
            return typeset(text, self.texts)
        filling = {
            name: self.number(value) if isinstance(value, int | float) else str(value)
            for name, value in values.items()
        }
        try:
            return typeset(text.format_map(filling), self.texts)
        except KeyError as missing:
            raise KeyError(
                f"the text “{key}” of the language {self.code} needs a value for {missing}"
            ) from None

    def wording(self, key: str) -> str:
        """The first of the alternatives under a dotted key: the one that a brief writes."""
        try:
            return self.wordings[key][0]
        except KeyError:
            raise KeyError(f"the language {self.code} has no wordings “{key}”") from None

    def term(self, term: str) -> str:
        """An order of magnitude: `very_few` is “ytterst få”."""
        return self.wording(f"terms.{term}")

    def direction(self, direction: str) -> str:
        """What a finding or a change without a number says: `risen_more` is “ökat mer”."""
        return self.label(f"directions.{direction}")

    def items(self, items: Sequence[str]) -> str:
        """A list in running text: “a, b och c”."""
        if len(items) < 2:
            return "".join(items)
        head = self.texts["lists.comma"].join(items[:-1])
        return f"{head} {self.texts['lists.and']} {items[-1]}"

    def quote(self, text: str) -> str:
        """The text in quotation marks; those already in it become inner ones."""
        outer, inner = (
            (self.texts[f"quotes.{prefix}open"], self.texts[f"quotes.{prefix}close"])
            for prefix in ("", "inner_")
        )
        for mark, within in zip(outer, inner, strict=True):
            text = text.replace(mark, within)
        return f"{outer[0]}{text}{outer[1]}"

    def sentence(self, text: str) -> str:
        """The text with its first letter as a capital, unless it begins with a number."""
        for place, char in enumerate(text):
            if char.isalnum():
                return text[:place] + char.upper() + text[place + 1 :]
        return text

    # --- Numbers -------------------------------------------------------------

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number in digits; halves are rounded away from nought.

        Without `decimals` it has as many as it needs, three at most.
        ValueError for what is not a finite number.
        """
        if decimals is None:
            return self._digits(value, 0, 3)
        return self._digits(value, decimals, decimals)

    # A share has as many decimals as are asked for, or as keep it from being printed as none
    # or as all where it is neither: 0.04 is never “0 procent”.

    def percent(self, value: float, decimals: int | None = None) -> str:
        """“34 procent”; without `decimals` at most one."""
        return self.texts["numbers.percent"].format(number=self._share(value, decimals))

    def percent_short(self, value: float, decimals: int | None = None) -> str:
        """“34 %”; without `decimals` at most one."""
        return self.texts["numbers.percent_short"].format(number=self._share(value, decimals))

    def percent_number(self, value: float, decimals: int | None = None) -> str:
        """The number of a percent, without the word or sign; without `decimals` at most one."""
        return self._share(value, decimals)

    def points(self, value: float, decimals: int | None = None) -> str:
        """A difference between two percentages: “13 procentenheter”."""
        number = self._share(value, decimals)
        key = "numbers.point" if number.lstrip(MINUS) == "1" else "numbers.points"
        return self.texts[key].format(number=number)

    def count(self, part: int, base: int) -> str:
        """An exact count with its rounded percent: “41 % (60 av 146)”."""
        _check_ratio(part, base)
        percent: float = (200 * part + base) // (2 * base)  # half up, without a float
        if percent in _NONE_OR_ALL and 0 < part < base:
            percent = 100 * part / base
        return self.label(
            "numbers.count", percent=self.percent_short(percent, 0), part=part, base=base
        )

    def counted(self, number: int, unit: str) -> str:
        """So many of a unit: “146 personer”, “åtta ärenden”."""
        noun = self.label(f"units.{unit}.{'one' if number == 1 else 'many'}")
        return _joined(self._word(number, self._gender(unit)), noun)

    def sample(self, n: int | None) -> str:
        """“n = 146”, or that the number is not disclosed."""
        return self.texts["base.unknown"] if n is None else self.label("base.sample", n=n)

    # --- Shares in words -----------------------------------------------------

    def ratio(self, part: int, whole: int, unit: str | None = None) -> str:
        """A ratio in words: “åtta av tio”; in digits where one number is above twelve.

        `unit` is what is counted, for languages in which “one” and “none”
        agree with it. ValueError unless 0 ≤ part ≤ whole and whole ≥ 1.
        """
        _check_ratio(part, whole)
        if (part, whole) == (1, 2):
            return self.texts["ratio.half"]
        if whole >= len(self.wordings["numbers.words"]):
            return self.ratio_short(part, whole)
        gender = self._gender(unit)
        all_in_words = self._word(whole, "common")
        if part == 0:
            none = self.texts[f"numbers.none.{gender}"]
            return self.label("ratio.none", none=none, whole=all_in_words)
        if part == whole > 2:
            return self.label("ratio.all", whole=all_in_words)
        return self.label("ratio.words", part=self._word(part, gender), whole=all_in_words)

    def members(self, part: int, whole: int) -> str:
        """So many out of a closed number, in words up to twelve: “fem av åtta”, “five of eight”."""
        _check_ratio(part, whole)
        if whole >= len(self.wordings["numbers.words"]):
            return self.ratio_short(part, whole)
        return self.label(
            "ratio.members", part=self._word(part, "common"), whole=self._word(whole, "common")
        )

    def ratio_short(self, part: int, whole: int) -> str:
        """A ratio in digits: “8 av 10”."""
        _check_ratio(part, whole)
        return self.label("ratio.digits", part=part, whole=whole)

    def qualified(self, qualifier: str, text: str) -> str:
        """A hedge before a share: `nearly` is “nästan …”, `just_over` “drygt …”."""
        try:
            hedge = self.wording(f"qualifiers.{_LIST_OF_QUALIFIER[qualifier]}")
        except KeyError:
            raise KeyError(f"the language {self.code} has no qualifier “{qualifier}”") from None
        return f"{hedge} {text}"

    def in_words(self, percent: float, unit: str | None = None) -> str:
        """A percent (0–100) as the nearest simple share, hedged on the true side.

        “hälften” for what rounds to 50, “drygt en tredjedel” for 34, “nästan
        åtta av tio” for 78. What lies between two shares at equal distance is
        worded by the lower one. Nearer to nothing or to everything than to
        any share it is “ytterst få” or “nästan alla”; “ingen” and “alla” are
        for 0 and 100 only. `unit` as in `ratio`.
        """
        if not LOWEST <= percent <= HIGHEST:
            raise ValueError(f"a share is from 0 to 100 percent, not {percent}")
        gender = self._gender(unit)
        if percent == LOWEST:
            return self.texts[f"numbers.none.{gender}"]
        if percent == HIGHEST:
            return self.term("all")
        exact = Fraction(str(percent))
        nearest = min(_SHARES, key=lambda share: (abs(exact - _SHARES[share]), _SHARES[share]))
        distance = exact - _SHARES[nearest]
        if exact < -distance:
            return self.term("very_few")
        if HIGHEST - exact < distance:
            return self.term("almost_all")
        text = self.label(f"shares.{nearest}", one=self.texts[f"numbers.one.{gender}"])
        if abs(distance) <= BARE_WITHIN:
            return text
        return self.qualified("nearly" if distance < 0 else "just_over", text)

    def over(self, percent: float) -> str:
        """A lower bound: “över hälften”, “över 60 procent”."""
        return self._bound("over", percent)

    def under(self, percent: float) -> str:
        """An upper bound: “under hälften”, “under 40 procent”."""
        return self._bound("under", percent)

    # Rounded to its other side, a bound would be false: it has all its decimals.

    def bound(self, percent: float) -> str:
        """The percent of a bound, as exact as it is known: “49,96 procent”."""
        return self.texts["numbers.percent"].format(number=self._digits(percent, 0, _FINEST))

    def bound_short(self, percent: float) -> str:
        """The same with the sign: “49,96 %”."""
        number = self._digits(percent, 0, _FINEST)
        return self.texts["numbers.percent_short"].format(number=number)

    def ends(self, low: float, high: float) -> tuple[str, str]:
        """An interval's ends in whole percent: a sample bears no more. “0–0” is none, however."""
        return (
            self.number(low, 0) if low < HIGHEST / 2 else self._share(low, 0),
            self.number(high, 0) if high > HIGHEST / 2 else self._share(high, 0),
        )

    # --- Time ----------------------------------------------------------------

    def limit(self, at: float, unit: str) -> str:
        """A time in words up to twelve: “tio minuter”, “24 timmar”, “en dag”."""
        if at == 1:
            return self.label(f"limits.{unit}.one")
        pattern = self.label(f"limits.{unit}.many")
        number = self._word(int(at), "common") if at == int(at) else self.number(at)
        # A unit must not be parted from digits at the end of a line.
        space = NO_BREAK_SPACE if number[:1].isdigit() else " "
        return pattern.replace(" ", space).format(number=number)

    def limit_short(self, at: float, unit: str) -> str:
        """A time as in a chart: “10 min”, “24 tim”."""
        if at == 1:
            return self.label(f"limits.{unit}.short_one")
        return self.label(f"limits.{unit}.short_many", number=self.number(at))

    def date(self, date: datetime.date) -> str:
        """“21 november 2026”."""
        return self._date(date, "full")

    def month(self, date: datetime.date) -> str:
        """“november 2026”."""
        return self._date(date, "month")

    def date_range(self, start: datetime.date, end: datetime.date) -> str:
        """“22–31 mars 2005”; what the two dates share is said once.

        ValueError where the end comes before the start.
        """
        if end < start:
            raise ValueError(f"a period cannot end ({end}) before it starts ({start})")
        if start == end:
            return self.date(end)
        if (start.year, start.month) == (end.year, end.month):
            pattern, first = "dates.within_month", self._date(start, "day")
        else:
            form = "day_month" if start.year == end.year else "full"
            pattern, first = "dates.across_months", self._date(start, form)
        return self.label(pattern, start=first, end=self.date(end))

    # --- What the above share ------------------------------------------------

    def _digits(self, value: float, least: int, most: int) -> str:
        rounded = _rounded(value, most)
        # Written here and not by Babel, whose data of a locale take longer to load than all this.
        whole, _, decimals = f"{abs(rounded):,f}".partition(".")
        decimals = decimals.rstrip("0").ljust(least, "0")
        sign = MINUS if rounded < 0 else ""
        mark = self.texts["numbers.decimal"] if decimals else ""
        return f"{sign}{whole.replace(',', self.texts['numbers.group'])}{mark}{decimals}"

    def _share(self, value: float, decimals: int | None) -> str:
        most = _decimals_of_share(value, 1 if decimals is None else decimals)
        return self._digits(value, 0 if decimals is None else most, most)

    def _gender(self, unit: str | None) -> str:
        return "common" if unit is None else self.label(f"units.{unit}.gender")

    def _word(self, number: int, gender: str) -> str:
        words = self.wordings["numbers.words"]
        if number == 1:
            return self.texts[f"numbers.one.{gender}"]
        return words[number] if 0 <= number < len(words) else self.number(number)

    def _bound(self, side: str, percent: float) -> str:
        if percent == 50:
            return self.texts[f"bounds.{side}_half"]
        return self.label(f"bounds.{side}", share=self.bound(percent))

    def _date(self, date: datetime.date, form: str) -> str:
        from babel.dates import format_date

        return format_date(date, self.texts[f"dates.{form}"], locale=self.locale)


def rounded_share(value: float, decimals: int) -> float:
    """A share (0–100) as the briefs round it: never to 0 or 100 what is neither.

    ValueError for what is not a finite number.
    """
    return float(_rounded(value, _decimals_of_share(value, decimals)))


def _decimals_of_share(value: float, decimals: int) -> int:
    """So many decimals, or as many more as keep a share from being none or all."""
    if _rounded(value, decimals) not in _NONE_OR_ALL:
        return decimals
    further = range(decimals + 1, _FINEST + 1)
    return next((at for at in further if _rounded(value, at) not in _NONE_OR_ALL), decimals)


def _rounded(value: float, decimals: int) -> Decimal:
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _check_ratio(part: int, whole: int) -> None:
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is not a share of a whole")


def _joined(number: str, noun: str) -> str:
    space = NO_BREAK_SPACE if number[:1].isdigit() else " "
    return f"{number}{space}{noun}"


@lru_cache(maxsize=16)
def load_language(code: str, folder: Path = DATA) -> Language:
    """The language with this code, from its data file; the same value each time.

    Raises `Problems` where there is no such file, it is not YAML of texts, or
    it lacks a key that `sv.yml` holds: all of them at once.
    """
    # Before it is read: should it change meanwhile, it counts as another one later.
    state, keys = state_of(str(folder / f"{code}.yml")), keys_of(str(DATA / f"{MODEL}.yml"))
    texts, wordings = read_texts(code, folder)
    return Language(
        code=texts["code"],
        locale=texts["locale"],
        html_lang=texts["html"],
        texts=texts,
        wordings=wordings,
        state=state,
        keys=keys,
    )
