"""The tokenizer's marks: tokens that are no text. `model.prompts` puts prompts together from them."""

PAD, END, BOOK = "<|pad|>", "<|end|>", "<|book|>"
EVIDENCE, QUESTION, ANSWER, CLUES = "<|evidence|>", "<|question|>", "<|answer|>", "<|clues|>"
FACT, ASK = "<|fact|>", "<|ask|>"
MARKS = (PAD, END, BOOK, EVIDENCE, QUESTION, ANSWER, CLUES, FACT, ASK)
