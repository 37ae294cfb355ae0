"""llama.cpp, given our export, says what transformers says: so both are timed on the same network."""

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from benchmarks.export import export

pytest.importorskip("gguf")
pytest.importorskip("llama_cpp")


@pytest.mark.parametrize(("kind", "tolerance"), [("F32", 0.02), ("F16", 0.03), ("Q8_0", 0.15)])
def test_the_exported_network_gives_the_same_logits(tmp_path, kind, tolerance):
    from benchmarks.llamacpp import Session

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=320, hidden_size=128, intermediate_size=256, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=32, tie_word_embeddings=True,
    )  # fmt: skip
    network = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
        ids = torch.randint(5, 320, (1, 40))
        wanted = network(ids).logits[0, -1]
    export(network, tmp_path / "one.gguf", kind)
    session = Session(tmp_path / "one.gguf", 64)
    session.read(ids[0].tolist())
    given = torch.from_numpy(session.logits())
    assert (given - wanted).abs().max() / wanted.std() < tolerance
    session.save(tmp_path / "state")
    session.clear()
    session.restore(tmp_path / "state", 40)
    session.read([7])
    again = torch.from_numpy(session.logits())
    with torch.no_grad():
        further = network(torch.cat((ids, torch.tensor([[7]])), 1)).logits[0, -1]
    session.close()
    assert (again - further).abs().max() / further.std() < tolerance
