from app.portraying import portray
from app.work import follow
from tests.app.tale import Shelf


def test_a_memory_is_measured_at_any_chapter(tmp_path):
    shelf = Shelf(tmp_path).add()
    last = follow(portray(shelf.place, shelf.book_id, shelf.model))
    early = follow(portray(shelf.place, shelf.book_id, shelf.model, as_of=1))
    assert (last.chapter, early.chapter) == (5, 1)
    assert [one.chapter for one in last.snapshots] == list(range(6))
    assert early.layers[0].fill[0] < last.layers[0].fill[0]
    assert last.library_size >= sum(one.size for one in last.snapshots) > 0


def test_what_was_not_read_has_no_portrait(tmp_path):
    shelf = Shelf(tmp_path).add()
    shelf.model.fingerprint = "another"
    none = follow(portray(shelf.place, shelf.book_id, shelf.model))
    assert (none.chapter, none.snapshots, none.layers) == (None, (), ())
