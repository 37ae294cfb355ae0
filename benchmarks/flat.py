"""Does reading stay flat? Peak memory, speed and snapshot size of `lectern read` for books of growing length.

    python -m benchmarks.flat --data ../shared/data [--tokens 32768,1048576]

Each book is book text of the corpus in one file without headings (one endless chapter, the hard case), read by a
process of its own into a library of its own.
"""

import argparse
import json
import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

CHARACTERS_A_TOKEN = 3.9


def text(data: Path, characters: int) -> str:
    """Give so much text of the corpus, without lines that look like headings."""
    parts: list[str] = []
    for shard in sorted((data / "books").glob("*.jsonl.xz")):
        with lzma.open(shard, "rt", encoding="utf-8") as lines:
            for line in lines:
                parts += [part for part in json.loads(line)["text"].split("\n\n") if len(part) > 80]
                if sum(map(len, parts)) > characters:
                    return "\n\n".join(parts)[:characters]
    return "\n\n".join(parts)


def run(*command: str) -> dict[str, object]:
    """Run `lectern` in a new process; give the last object it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *command, "--json"], capture_output=True, text=True, check=True
    )
    last: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return last


def main() -> None:
    """Print a row for each length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokens", default="32768,1048576")
    options = parser.parse_args()
    for tokens in map(int, options.tokens.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "long.txt"
            file.write_text(text(options.data, int(tokens * CHARACTERS_A_TOKEN)), "utf-8")
            library = ("--library", f"{folder}/library")
            book = str(run(*library, "add", str(file))["book"])
            report = run(*library, "read", book)
            seconds = float(str(report["seconds"]))
            print(
                f"{report['tokens_total']:>9,} tokens: peak {int(str(report['peak_memory_bytes'])) / 2**20:8.1f} MiB, "
                f"{float(str(report['tokens_total'])) / seconds:8.0f} tokens/s, {report['snapshots']} snapshots, "
                f"{report['snapshot_bytes']:,} bytes",
                flush=True,
            )


if __name__ == "__main__":
    main()
