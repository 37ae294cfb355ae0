import json
import lzma

from benchmarks.answers import novels


def written(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def test_a_whole_book_is_known_by_the_title_of_its_plot(tmp_path):
    asked = [
        {"doc_id": "a", "title": "Mary Barton (novel)", "question": "Who?"},
        {"doc_id": "b", "title": "The Old Wives' Tale", "question": "Where?"},
        {"doc_id": "b", "title": "The Old Wives' Tale", "question": "When?"},
        {"doc_id": "c", "title": "Youth", "question": "Why?"},
    ]
    written(tmp_path / "qa" / "narrativeqa_train.jsonl.xz", asked)
    shelf = [
        {"title": "Mary Barton: A Tale of Manchester Life", "text": "In Manchester."},
        {"title": "Old Wives’ Tale", "text": "In Bursley."},
        {"title": "Ruth", "text": "Elsewhere."},
    ]
    written(tmp_path / "books" / "00.jsonl.xz", shelf)
    texts, every = novels(tmp_path)
    assert texts == {"a": "In Manchester.", "b": "In Bursley."}
    assert [row["question"] for row in every["b"]] == ["Where?", "When?"]
