"""What WeasyPrint leaves out or gets wrong in a PDF/UA-1 and PDF/A-3a file, mended.

Each mend is one function that names the rule it serves; `MENDS` lists them.
tests/outputs/test_pdf_accessible.py shows each fault in an unmended file, and
fails where a newer WeasyPrint has made a mend needless. The structure tree is
the largest mend and has rooms of its own: pdf_tree.py and pdf_tags.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportgen.outputs.pdf_tags import Drawn, write_structure
from reportgen.outputs.pdf_tree import Structure
from reportgen.outputs.pdf_words import line_ends, write_line_ends
from reportgen.pages.brief import Brief

_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


@dataclass(frozen=True, slots=True)
class Work:
    """A PDF that is about to be written, and what it was made of."""

    pdf: Any  # pydyf.PDF
    brief: Brief
    pages: tuple[Any, ...]  # WeasyPrint's page boxes
    drawn: Drawn
    structure: Structure
    fonts: tuple[Any, ...]  # WeasyPrint's

    def object(self, reference: bytes) -> Any:
        """The object that a reference such as `12 0 R` leads to."""
        return self.pdf.objects[int(reference.split()[0])]


def say_what_conforms(work: Work) -> None:
    """ISO 14289-1, 5: the file says that it is PDF/UA.

    One file can be written as PDF/A or as PDF/UA, not as both. ISO 19005-3,
    6.6.2.3: a property that PDF/A does not know is described by a schema.
    """
    metadata = work.object(work.pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    before, end, after = packet.partition(b"</rdf:RDF>")
    metadata.stream = [before + _IDENTIFICATION + end + after]


def tell_the_structure(work: Work) -> None:
    """ISO 14289-1, 7.1 to 7.9: the tree of pdf_tree.py instead of WeasyPrint's own."""
    write_structure(work.pdf, work.drawn, work.structure)


def keep_words_whole(work: Work) -> None:
    """ISO 32000-1, 14.8.2.5: words are told apart by spaces, at the end of a line too.

    14.8.2.2.3: a hyphen that only the line's end asks for is a soft one.
    """
    write_line_ends(line_ends(work.structure.document), work.drawn.streams, work.fonts)


def list_attachments_once(work: Work) -> None:
    """ISO 19005-3, 6.8: each file is associated, once; its media type is told.

    ISO 32000-1, 7.9.6: the names in a name tree are sorted. WeasyPrint lists
    every file twice in /AF, as they come in the tree, and asks the machine
    which media type an ending means.
    """
    import pydyf

    names = work.object(work.pdf.catalog["Names"]["EmbeddedFiles"])
    carried = [attachment.name for attachment in work.brief.attachments]
    given = dict(zip(carried, names["Names"][1::2], strict=True))
    for attachment in work.brief.attachments:
        specification = work.object(given[attachment.name])
        stream = work.object(specification["EF"]["F"])
        stream.extra["Subtype"] = "/" + attachment.media.replace("/", "#2f")
    names["Names"] = pydyf.Array()
    for name in sorted(given):
        names["Names"] += [pydyf.String(name), given[name]]
    work.pdf.catalog["AF"] = pydyf.Array(given.values())


def describe_links(work: Work) -> None:
    """ISO 14289-1, 7.18.5: a link says in words where it leads, not by the name of an anchor."""
    import pydyf

    root = next(box.element for box in _boxes_below(work.pages[0]) if box.element is not None)
    targets = {one.get("id"): one for one in root.iter() if one.get("id")}
    for page in work.pages:
        for box in _boxes_below(page):
            annotation = getattr(box, "link_annotation", None)
            if annotation is None:
                continue
            target = targets.get(box.element.get("href", "").removeprefix("#"))
            if target is not None:
                annotation["Contents"] = pydyf.String(_heading_of(target))


def label_pages(work: Work) -> None:
    """ISO 32000-1, 12.4.2; Matterhorn 27: a viewer numbers the pages as the foot does."""
    import pydyf

    numbering = pydyf.Dictionary({"S": "/D"})
    work.pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, numbering])})


def number_glyphs_alone(work: Work) -> None:
    """ISO 32000-1, 9.7.4.2: in an OpenType font without CIDs, a code is a glyph's number.

    Such a font's own encoding, left at the standard one by WeasyPrint, has no
    meaning there. Checkers read it all the same, miss the glyphs that it names
    and report them as .notdef (ISO 19005-3, 6.2.11.8), so it is emptied.
    """
    # Named here: what it cannot load, fontTools silently takes for a table of unknown form.
    import fontTools.ttLib.tables.C_F_F_  # noqa: F401
    from fontTools.ttLib import TTFont

    for font in work.pdf.objects:
        if getattr(font, "extra", {}).get("Subtype") != "/OpenType":
            continue
        # The glyphs stay what they are: measuring them anew would take most of the time.
        opened = TTFont(
            BytesIO(b"".join(font.stream)), lazy=True, recalcTimestamp=False, recalcBBoxes=False
        )
        (top,) = opened["CFF "].cff.topDictIndex
        # A font of nothing but .notdef was asked for letters that it lacks, and fails the brief.
        if hasattr(top, "ROS") or len(top.charset) == 1:
            continue
        top.Encoding = [".notdef"] * 256
        written = BytesIO()
        opened.save(written, reorderTables=False)
        font.stream = [written.getvalue()]


MENDS = (
    describe_links,
    tell_the_structure,
    keep_words_whole,
    list_attachments_once,
    label_pages,
    number_glyphs_alone,
    say_what_conforms,
)


def mend(work: Work) -> None:
    """Apply every mend."""
    for each in MENDS:
        each(work)


def _boxes_below(box: Any) -> list[Any]:
    found = []
    waiting = [box]
    while waiting:
        one = waiting.pop()
        one = getattr(one, "_box", one)
        found.append(one)
        waiting.extend(reversed(getattr(one, "children", ())))
    return found


def _heading_of(element: Any) -> str:
    """What a place calls itself: a row's head without its note, a heading, else its text."""
    heads = (one for tag in ("th", "h1", "h2", "h3") for one in element.iter(tag))
    head = next(heads, element)
    notes = [one for part in head for one in part.itertext() if "note" in part.get("class", "")]
    told = " ".join("".join(one for one in head.itertext() if one not in notes).split())
    return told if len(told) <= 120 else told[:119].rpartition(" ")[0] + " …"
