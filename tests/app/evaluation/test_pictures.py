"""Pictures show the figures that were measured, each line named."""

from types import SimpleNamespace

from app.evaluation import pictures


def lines(panel):
    return {one.get_label(): list(map(float, one.get_ydata())) for one in panel.get_lines()}


def names(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_keys_by_length_a_panel_for_each_filler():
    cells = [
        SimpleNamespace(length=n, filler=filler, depth=depth, rule="delta", exact=exact, emptied=0.0)
        for n, exact in ((4096, 1.0), (131_072, 0.5))
        for filler in ("text", "repeat")
        for depth in ("start", "end")
    ]
    figure = pictures.passkey(cells)
    assert [panel.get_title() for panel in figure.axes] == ["In book text", "In repeated lines"]
    for panel in figure.axes:
        assert lines(panel) == {"start": [100, 50], "end": [100, 50], "memory emptied": [0, 0]}
        assert [tick.get_text() for tick in panel.get_xticklabels()] == ["4K", "128K"]
    assert names(figure) == ["start", "end", "memory emptied"]


def test_perplexity_by_position_a_line_for_each_model():
    cells = [
        SimpleNamespace(model=name, memory=memory, start=start, end=end, perplexity=value)
        for name, memory, value in (("ours", "kept", 20.0), ("ours", "emptied", 25.0), ("RMT", "kept", 22.0))
        for start, end in ((0, 2048), (2048, None))
    ]
    figure = pictures.perplexity(cells)
    assert lines(figure.axes[0]) == {"ours": [20, 20], "ours, memory emptied": [25, 25], "RMT": [22, 22]}
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == ["0–2K", "2K–"]


def test_answers_by_length_and_what_guessing_gives():
    cells = [SimpleNamespace(task=2, length=n, accuracy=0.9, emptied=0.2) for n in (4096, 8192)]
    figure = pictures.recall(cells)
    assert lines(figure.axes[0])["task 2"] == [90, 90]
    assert names(figure) == ["task 2", "guessing", "memory emptied"]


def test_f1_by_mode_and_in_memory_mode_that_of_the_drafts():
    cells = [
        SimpleNamespace(set="squad", mode="memory", memory="kept", f1=1.0, drafted_f1=9.0),
        SimpleNamespace(set="squad", mode="memory", memory="emptied", f1=0.0, drafted_f1=4.0),
        SimpleNamespace(set="squad", mode="text", memory="kept", f1=30.0, drafted_f1=None),
    ]
    figure = pictures.questions(cells)
    assert [bar.get_height() for bar in figure.axes[0].patches] == [9, 30, 4]
    assert names(figure) == ["memory kept", "memory emptied"]


def test_rouge_by_share_read():
    cells = [
        SimpleNamespace(set="books", read=read, by=by, rouge=10 * read)
        for read in (0.1, 1.0)
        for by in ("lectern", "lexrank")
    ]
    figure = pictures.summaries(cells)
    assert lines(figure.axes[0]) == {"Lectern": [1, 10], "LexRank": [1, 10]}


def test_gates_as_a_table_of_layers_and_heads():
    cells = [
        SimpleNamespace(
            layer=a, head=b, gate=a / 4 + b / 2, question=0.0, write_needle=None, write_filler=None
        )
        for a in range(3)
        for b in range(2)
    ]
    figure = pictures.gates(cells)
    text, question, _ = figure.axes  # and the scale
    assert text.get_images()[0].get_array().tolist() == [[0, 0.5], [0.25, 0.75], [0.5, 1]]
    assert question.get_title() == "Gate: key asked for"
