"""Pages as pictures: what the preview shows and the printer gets."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.papers.builders import a_complaint, a_head, words_of

from crmdesk.papers import PAPERS, Orientation
from crmdesk.papers.complaint import five_copies
from crmdesk.papers.pages import only_pages, page_count, page_size, render_page
from crmdesk.rules.complaint import COPIES


def test_a_page_is_rendered_at_the_asked_scale_on_white():
    pdf = five_copies(a_complaint(), a_head())
    raster = render_page(pdf, 0, 1.5)
    assert (raster.width, raster.height) == (893, 1263)
    assert len(raster.data) == raster.width * raster.height * 4
    assert raster.data[:4] == b"\xff\xff\xff\xff"
    assert min(raster.data[2::4]) < 40


def test_a_page_is_a4():
    assert page_size(five_copies(a_complaint(), a_head()), 0) == pytest.approx((595.28, 841.89), abs=0.05)


def test_chosen_pages_keep_their_text_and_order():
    pdf = five_copies(a_complaint(), a_head())
    some = only_pages(pdf, (4, 1))
    assert page_count(some) == 2
    assert [words_of(some, 0), words_of(some, 1)] == [words_of(pdf, 4), words_of(pdf, 1)]


def test_papers_are_written_and_rendered_from_several_threads_at_once():
    forms = [a_complaint(number=f"2611{n:02d}", reason="铺贴后色差。" * (n + 1)) for n in range(8)]
    alone = [five_copies(form, a_head()) for form in forms]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda form: five_copies(form, a_head()), forms)) == alone
        rasters = list(pool.map(lambda pdf: render_page(pdf, 2, 0.5), alone))
    assert rasters == [render_page(pdf, 2, 0.5) for pdf in alone]


def test_the_complaint_is_declared_with_its_five_copies():
    paper = next(paper for paper in PAPERS if paper.key == "complaint")
    assert paper.copies == tuple(copy.index for copy in COPIES)
    assert (paper.size, paper.orientation, paper.title) == ("A4", Orientation.PORTRAIT, "客户抱怨处理表")
