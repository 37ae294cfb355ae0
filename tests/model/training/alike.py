"""One of several processes of a training run: `... -m tests.model.training.alike FOLDER OPTIONS` says how it ended."""

import json
import sys
from pathlib import Path

from model.training.train import Trainer, options


def main():
    trainer = Trainer(options(sys.argv[2:]))
    trainer.run()
    told = {
        "processes": trainer.accelerator.num_processes,
        "weights": [parameter.double().sum().item() for parameter in trainer.bare.parameters()],
        "places": [row.at for going in trainer.going.values() for row in going.rows],
    }
    (Path(sys.argv[1]) / f"{trainer.accelerator.process_index}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
