from pathlib import Path

import pytest
from tokenizers import Tokenizer

from model.training.prepare import prepare
from tests.model.training import corpus


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write(tmp_path_factory.mktemp("corpus") / "data")


@pytest.fixture(scope="session")
def shards(data: Path) -> Path:
    folder = data.parent / "shards"
    prepare(data, folder, 512, None)
    return folder


@pytest.fixture(scope="session")
def tokenizer(shards: Path) -> Tokenizer:
    return Tokenizer.from_file(str(shards / "tokenizer.json"))
