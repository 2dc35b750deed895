"""Tables of Word files: one line for a row, a tab between cells, merged cells laid out."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from ingest.document import Line
from ingest.readers.word import read_word


def fill(table: Table, rows: list[list[str]]) -> Table:
    """The table with these texts."""
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return table


def saved_lines(folder: Path, document: docx.document.Document) -> list[str]:
    """The lines read from a document."""
    document.save(str(folder / "a.docx"))
    return [line.text for line in read_word(folder / "a.docx").lines]


def test_a_row_is_a_line_and_empty_rows_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    fill(document.add_table(4, 2), [["形態", "内　容"], ["", ""], ["共催", ""], ["", "後援"]])
    document.add_paragraph("後")
    assert saved_lines(tmp_path, document) == ["前", "形態\t内　容", "共催\t", "\t後援", "後"]


def test_merged_cells_print_their_text_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = fill(document.add_table(3, 3), [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
    for first, last in (((0, 1), (0, 2)), ((1, 0), (2, 0))):
        table.cell(*last).text = ""
        table.cell(*first).merge(table.cell(*last))
    assert saved_lines(tmp_path, document) == ["a\tb\t", "d\te\tf", "\th\ti"]


def test_a_block_merged_both_ways_leaves_its_places_empty(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 2).text, table.cell(1, 2).text = "x", "y"
    table.cell(0, 0).merge(table.cell(1, 1)).text = "共通"
    assert saved_lines(tmp_path, document) == ["共通\t\tx", "\t\ty"]


def test_what_is_left_in_merged_away_cells_is_not_printed(tmp_path: Path) -> None:
    document = docx.Document()
    table = fill(document.add_table(2, 2), [["a", "b"], ["隠", "d"]])
    for row, name in ((0, 'w:val="restart"'), (1, "")):
        merge = parse_xml(f"<w:vMerge {nsdecls('w')} {name}/>")
        table.cell(row, 0)._tc.get_or_add_tcPr().append(merge)
    assert saved_lines(tmp_path, document) == ["a\tb", "\td"]


def test_breaks_tabs_and_paragraphs_inside_a_cell_become_one_space(tmp_path: Path) -> None:
    document = docx.Document()
    table = fill(document.add_table(1, 2), [["共催", "市と\n団体が\t共に"]])
    table.cell(0, 1).add_paragraph("")
    table.cell(0, 1).add_paragraph("主催する")
    assert saved_lines(tmp_path, document) == ["共催\t市と 団体が 共に 主催する"]


def test_a_nested_table_is_text_of_its_cell(tmp_path: Path) -> None:
    document = docx.Document()
    cell = fill(document.add_table(1, 2), [["窓口", "内線"]]).cell(0, 1)
    fill(cell.add_table(2, 2), [["一", "二"], ["三", "四"]])
    assert saved_lines(tmp_path, document) == ["窓口\t内線 一 二 三 四"]


def test_a_box_is_the_lines_of_its_paragraphs_and_keeps_their_levels(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "コラム"
    cell.paragraphs[0].style = document.styles["Heading 2"]
    cell.add_paragraph("一行目。")
    cell.add_paragraph("二行目。")
    document.save(str(tmp_path / "a.docx"))
    assert read_word(tmp_path / "a.docx").lines == (Line("コラム", level=2), Line("一行目。"), Line("二行目。"))


def test_a_numbered_list_counts_on_through_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    for cell, text in zip(table.row_cells(0), ("申請", "決定"), strict=True):
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = document.styles["List Number"]
    assert saved_lines(tmp_path, document) == ["1. 申請\t2. 決定"]


def test_deleted_rows_and_cells_are_left_out_and_places_before_a_row_are_empty(tmp_path: Path) -> None:
    document = docx.Document()
    table = fill(document.add_table(3, 2), [["a", "b"], ["c", "d"], ["e", "f"]])
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    table.cell(2, 1)._tc.get_or_add_tcPr().append(parse_xml(f"<w:cellDel {nsdecls('w')}/>"))
    assert saved_lines(tmp_path, document) == ["\tc\td", "e"]
