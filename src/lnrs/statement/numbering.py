"""Numbers for chapters, tables and maps, in the order in which they stand."""

from dataclasses import replace

from lnrs.document.tree import Block, Blocks, Document, Figure, Heading, SideBySide, Table


def numbered(document: Document) -> Document:
    """The document with every chapter (1, 1.1), appendix (A, A.1), table and map numbered."""
    return replace(document, blocks=_tables_and_maps(_headings(document.blocks)))


def _headings(blocks: Blocks) -> Blocks:
    chapters = appendices = sections = 0
    chapter = ""
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            chapters, appendices = chapters + (not block.appendix), appendices + block.appendix
            chapter = chr(ord("A") + appendices - 1) if block.appendix else str(chapters)
            sections = 0
            done.append(replace(block, number=chapter))
        elif isinstance(block, Heading) and block.level == 3 and block.listed:
            sections += 1
            done.append(replace(block, number=f"{chapter}.{sections}"))
        else:
            done.append(block)
    return tuple(done)


def _tables_and_maps(blocks: Blocks) -> Blocks:
    tables = maps = 0
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            done.append(replace(block, number=tables))
        elif isinstance(block, Figure):
            maps += 1
            done.append(replace(block, number=maps))
        elif isinstance(block, SideBySide):
            numbers = enumerate(block.figures, maps + 1)
            done.append(SideBySide(tuple(replace(figure, number=number) for number, figure in numbers)))
            maps += len(block.figures)
        else:
            done.append(block)
    return tuple(done)
