"""Setting the study's prose: Markdown with references becomes HTML or plain text.

The study's text is data. It is parsed, never run: HTML in it is shown as text,
and the only thing a brace can do is to name a result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from reportgen.compute.finding import Findings
from reportgen.compute.wording import word
from reportgen.language.language import Language
from reportgen.language.typography import typeset
from reportgen.study.prose import LINK, Reference, references

# Words in another language: *en: customer journey*, the code as HTML has it.
_FOREIGN = re.compile(r"([a-z]{2,3})(-[A-Z]{2})?:\s+(?=\S)")
# ISO 639-1, and what else is spoken in the Nordic countries. Other letters before a colon are
# words, and are printed: *not: recommended*.
_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
    hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb
    lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
    or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    sma smj sme smn sms fkv fit rmf rom yid
"""
# Those of them that are words in the briefs' own languages too need their region beside them:
# *no: never*, *to: av tre* and *se: bilagan* are no Norwegian, no Tongan and no Sami.
_WORDS_TOO = (
    "am an as av be fy ha he ho ja la li lo my ne no nr ny om or os sa se so ta te ti to vi"
)
_LANGUAGES = frozenset(_CODES.split())
_LANGUAGES_ALONE = _LANGUAGES - frozenset(_WORDS_TOO.split())
_ENDS, _MARKS = ".!?…", '*_”»"’)'
"""What ends a sentence, and what may stand between that and the next one, spaces apart."""


@dataclass(frozen=True)
class Setter:
    """Sets prose in one study's language, with its findings at hand."""

    findings: Findings
    language: Language

    def paragraphs(self, text: str) -> Markup:
        """Markdown with blocks: paragraphs, lists, tables."""
        return Markup(self._markdown.render(text))  # noqa: S704 - HTML in the text is escaped

    def line(self, text: str) -> Markup:
        """Markdown within one line: a title, a caption."""
        return Markup(self._markdown.renderInline(" ".join(text.split())))  # noqa: S704

    def blocks(self, text: str) -> list[Token]:
        """The same blocks before they are HTML; `words_of` has the words of an inline one."""
        return self._markdown.parse(text)

    def plain(self, text: str) -> str:
        """The words alone, for a window's title, an alt text, metadata, the terminal."""
        tokens = self._markdown.parseInline(" ".join(text.split()))
        return words_of(tokens[0])

    def printed(self, text: str) -> str:
        """A text that is no prose, with the language's marks and spaces."""
        return typeset(text, self.language.texts)

    @cached_property
    def _markdown(self) -> MarkdownIt:
        parser = MarkdownIt("commonmark", {"html": False})
        # An entity is printed as it is written: the checks read what is written. Addresses
        # that stand apart are printed as well, rather than swallowed.
        parser.enable(["table"]).disable(
            ["image", "html_block", "html_inline", "entity", "reference"]
        )
        parser.validateLink = _allowed_link  # type: ignore[method-assign]
        parser.inline.ruler.before("link", "reference", self._reference)
        parser.core.ruler.push("foreign", _mark_foreign)
        parser.core.ruler.push("typography", self._typeset)
        parser.add_render_rule("reference", _render_reference)
        parser.add_render_rule("link_open", _render_link)
        parser.add_render_rule("softbreak", _render_softbreak)
        return parser

    def _reference(self, state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != "{":
            return False
        found = _reference_at(state.src, state.pos)
        if found is None:
            return False
        if not silent:
            start = _begins_sentence(state.src, state.pos)
            token = state.push("reference", "", 0)
            token.content = word(
                found.ids, found.form, self.findings, self.language, sentence_start=start
            )
            # A group has no row of its own in the table of results to lead to.
            token.meta = {"row": found.ids[0] if found.ids[0] in self.findings.by_id else None}
        state.pos = found.end
        return True

    def _typeset(self, state: StateCore) -> None:
        for block in state.tokens:
            before = ""
            for token in block.children or []:
                if token.type == "text":
                    token.content = typeset(token.content, self.language.texts, before)
                before = _words(token)[-1:] or before


def _begins_sentence(text: str, position: int) -> bool:
    """Whether what stands here begins a sentence: nothing but marks and spaces is before it."""
    at = position
    while at and (text[at - 1].isspace() or text[at - 1] in _MARKS):
        at -= 1
    return at == 0 or text[at - 1] in _ENDS or "\n\n" in text[at:position]


def _reference_at(text: str, position: int) -> Reference | None:
    """The reference in braces that begins here."""
    return _by_start(text).get(position)


@lru_cache(maxsize=64)
def _by_start(text: str) -> dict[int, Reference]:
    return {item.start: item for item in references(text) if item.form != LINK}


def words_of(block: Token) -> str:
    """The words alone of a paragraph, a title or a cell."""
    return "".join(_words(token) for token in block.children or [])


def _words(token: Token) -> str:
    if token.type in ("text", "reference", "code_inline"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""


def _allowed_link(url: str) -> bool:
    return url.startswith(("#", "https://", "http://"))


def _mark_foreign(state: StateCore) -> None:
    """Emphasis that begins with a language's code becomes a span in that language."""
    for block in state.tokens:
        children = block.children or []
        for at, token in enumerate(children[:-1]):
            following = children[at + 1]
            if token.type != "em_open" or following.type != "text":
                continue
            found = _FOREIGN.match(following.content)
            if found is None or not _is_language(found[1], found[2]):
                continue
            following.content = following.content[found.end() :]
            token.tag = _closing(children, at).tag = "span"
            token.attrSet("lang", found[1] + (found[2] or ""))


def _is_language(code: str, region: str | None) -> bool:
    return code in (_LANGUAGES if region else _LANGUAGES_ALONE)


def _closing(tokens: list[Token], at: int) -> Token:
    """The token that closes the emphasis opened at `at`."""
    level = tokens[at].level
    return next(one for one in tokens[at:] if one.type == "em_close" and one.level == level)


def anchor(row_id: str) -> str:
    """The id of a row in the table of all results."""
    return f"row-{row_id}"


def _render_reference(
    renderer: RendererHTML,  # noqa: ARG001
    tokens: list[Token],
    index: int,
    options: OptionsDict,  # noqa: ARG001
    env: EnvType,  # noqa: ARG001
) -> str:
    from html import escape

    token = tokens[index]
    said = escape(token.content, quote=False)
    row = token.meta["row"]
    return f'<a class="ref" href="#{escape(anchor(row))}">{said}</a>' if row else said


def _render_softbreak(
    renderer: RendererHTML,  # noqa: ARG001
    tokens: list[Token],  # noqa: ARG001
    index: int,  # noqa: ARG001
    options: OptionsDict,  # noqa: ARG001
    env: EnvType,  # noqa: ARG001
) -> str:
    # WeasyPrint 70 may end a line at a line feed although the next word fits.
    return " "


def _render_link(
    renderer: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[index]
    target = str(token.attrGet("href") or "")
    if target.startswith("#"):
        token.attrSet("href", "#" + anchor(target[1:]))
        token.attrSet("class", "ref")
    return renderer.renderToken(tokens, index, options, env)
