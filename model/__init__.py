"""Text becomes memory, and memory answers."""

import logging

# torchao, which transformers imports, tells at every start which of its GPU kernels do not fit this machine.
for _name in ("torchao", "torch.utils._pytree"):
    logging.getLogger(_name).setLevel(logging.ERROR)
