"""Evaluation data in small, of the form that ../shared/data has."""

import json
import lzma

TALES = {
    "the-ferry": "Orla Finch kept the ferry at Greywater. Her brother Tam mended nets in the boathouse.\n\n"
    "One day a stranger called Professor Bluth came to the landing. He carried a copper box with a clock in it.\n\n"
    "Orla sold the clock in spring and bought a new ferry with a green sail.",
    "the-baker": "Old Hannes baked bread in the village of Dorn. Every night a fox came to his window.\n\n"
    "The fox stole seven loaves. Hannes followed it to the forest, where he found a well full of silver.",
}
ASKED = {
    "the-ferry": [
        ("Who kept the ferry at Greywater?", "Orla Finch"),
        ("What was in the copper box?", "a clock"),
    ],
    "the-baker": [
        ("Who came to the window every night?", "a fox"),
        ("How many loaves were stolen?", "seven"),
    ],
}
SUMMARY = "Orla Finch keeps the ferry. A professor brings a clock. She sells it and buys a new ferry."


def write(folder, name, rows):
    file = folder / f"{name}.jsonl.xz"
    file.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def make(folder):
    asked = [
        {"story": tale, "question": question, "answers": [said]}
        for tale, some in ASKED.items()
        for question, said in some
    ]
    write(folder, "qa/fairytaleqa_stories", [{"story": name, "text": text} for name, text in TALES.items()])
    write(folder, "qa/fairytaleqa_test", asked)
    article = {"title": "Ferries", "context": TALES["the-ferry"]}
    write(folder, "qa/squad2_test", [
        article | {"question": "Who kept the ferry?", "answers": ["Orla Finch"], "is_impossible": False},
        article | {"question": "Who burnt the lighthouse?", "answers": [], "is_impossible": True},
    ])  # fmt: skip
    book = {
        "title": "The Ferry",
        "text": TALES["the-ferry"] + "\n\n" + TALES["the-baker"],
        "summary": SUMMARY,
    }
    questions = [{"question": q, "answers": [a]} for some in ASKED.values() for q, a in some]
    write(folder, "eval_books/books", [book | {"questions": questions}])
    write(folder, "qa/squality_test", [
        {"story": "1", "context": TALES["the-ferry"], "question": "What is the plot of the story?",
         "answers": [SUMMARY, "A ferry is bought."]},
        {"story": "1", "context": TALES["the-ferry"], "question": "Who is Tam?", "answers": ["A brother."]},
    ])  # fmt: skip
    return folder
