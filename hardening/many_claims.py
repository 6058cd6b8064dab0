"""Studies whose claims take long to be held against their results: within the limits, or beyond.

Results of one matter, each named in every sentence, make the work of their product, and
sentences that compare make that of their square. What stays within the limits is judged to its
end; in its last line stands a claim that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from hardening.near_limits import sound_study, written
from reportgen.limits import USUAL

Make = Callable[[str], dict[str, Any]]

_WRONG = "At the first contact 99 per cent of customers got help."
_PROSE = USUAL.prose - 2_000  # the rest of the study has some as well
_RESULTS = USUAL.results - 10
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "percent": "Help at the first contact was got by 48 per cent of customers. ",
        "term": "A majority of customers got help at the first contact. ",
        "many": "Many customers got help at the first contact. ",
        "count": "At first contact 248 customers got help. ",
        "rest": "Of customers 62 per cent got help at first contact, the rest did not. ",
        "more": "More customers than others got help at the first contact. ",
        "points": "Customers who got help at first contact were 14 percentage points more. ",
        "twice": "Twice as many customers as others got help at the first contact. ",
        "rose": "The share who got help at first contact rose. ",
        "most": "Most often customers got help at the first contact. ",
        "short": "1 %. ",
        "shares": "10 %, 20 %, 30 %, 40 %, 50 %, 60 %, 70 %, 80 %. ",
        "references": "{r1} a. ",
        "bases": "{r1|n} a. ",
        "links": "[a](#r1) b. ",
        "differences": "{r1,r2|points} a. ",
        "paragraphs": "a\n\n",
    }
)
_FEW, _SOME = 20, 100


def studies() -> Iterator[tuple[str, str]]:
    """Each study by its name, as a file with a wrong claim in its last line."""
    for kind, made in _made().items():
        content = made(f"many-{kind}")
        content["brief"]["unknown"] = _WRONG
        yield f"many-{kind}", written(content)


def _made() -> Mapping[str, Make]:
    told = {
        f"{kind}-{count}": _telling(sentence, count)
        for kind, sentence in _SENTENCES.items()
        for count in (_FEW, _SOME, _RESULTS)
    }
    return {**told, **_OTHERS}


def _telling(sentence: str, count: int) -> Make:
    def made(name: str) -> dict[str, Any]:
        content = sound_study(name)
        _add_results(content, (_alike(at) for at in range(count)))
        return _with_prose(content, sentence)

    return made


def _alike(at: int) -> dict[str, Any]:
    """The share of another answer, of one of two groups, in one of many periods."""
    return {
        "value": {"percent": str(1 + at % 97)},
        "base": ("customers", "others")[at % 2],
        "period": f"p{at // 10:04}",
        "label": f"kind {at // 2}",
    }


def _add_results(content: dict[str, Any], results: Iterable[Mapping[str, Any]]) -> None:
    first = content["results"][0]
    kept = {part: first[part] for part in ("says", "value", "base", "question", "source")}
    for at, own in enumerate(results):
        told = {**kept, "id": f"m{at}", **own}
        content["results"].append({key: value for key, value in told.items() if value is not None})


def _with_prose(content: dict[str, Any], sentence: str) -> dict[str, Any]:
    each = 7_000 // len(sentence)
    texts = [sentence * each] * (_PROSE // (each * len(sentence)))
    content["brief"]["sections"][0]["content"] = [{"text": text} for text in texts]
    return content


# --- What else there may be many of ------------------------------------------------------------


def _groups(label: Callable[[int], str], count: int, sentence: str) -> Make:
    def made(name: str) -> dict[str, Any]:
        content = sound_study(name)
        for at in range(count):
            content["groups"][f"g{at}"] = {"label": label(at), "n": str(100 + at)}
        return _with_prose(content, sentence)

    return made


def _results(own: Callable[[int], dict[str, Any]], count: int, sentence: str) -> Make:
    def made(name: str) -> dict[str, Any]:
        content = sound_study(name)
        _add_results(content, (own(at) for at in range(count)))
        return _with_prose(content, sentence)

    return made


def _ranking(at: int, items: int) -> dict[str, Any]:
    ranked = [f"way {number}" for number in range(at, at + items)]
    says = f"which way number {at} of contact is most common"
    return {"says": says, "value": {"ranking": ranked, "ordered": True}, "question": None}


_MORE = "More customers than others got help at first contact. "
_RANKED = "Most common way of contact is telephone. "
_OTHERS: Mapping[str, Make] = MappingProxyType(
    {
        "one-head": _groups(lambda at: f"a{at} customers", _RESULTS, _MORE),
        "long-heads": _groups(lambda at: f"x{at}" + "abcdefghij" * 90, _RESULTS, _MORE),
        "long-labels": _groups(lambda at: f"x{at} " + "a b " * 1200, 95, _MORE),
        "words-alike": _results(
            lambda at: {"says": f"said {at} " + " ".join(f"helped{one}" for one in range(400))},
            95,
            "Help12 contact was got by 48 per cent of customers. ",
        ),
        "rankings": _results(lambda at: _ranking(at, 2), _RESULTS, _RANKED),
        "long-rankings": _results(lambda at: _ranking(at, 90), 150, _RANKED),
        "derived": _results(
            lambda at: {"derived_from": [f"m{(at + 1 + own) % 480}" for own in range(20)]},
            _RESULTS,
            _MORE,
        ),
    }
)
