"""Writes MODEL/self-test.json: what a GPT-2 model should compute for one prompt, in float64 with nothing but NumPy.

    python3 self_test_numbers.py resources/models/primer-4l "PROMPT"      (needs numpy, safetensors, tokenizers)
    python3 self_test_numbers.py --check src/test/golden/gpt2             compares itself with the logits of transformers
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


class Gpt2:
    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        stored = load_file(folder / "model.safetensors")
        self.w = {k.removeprefix("transformer."): v.astype(np.float64) for k, v in stored.items()}

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + self.config["layer_norm_epsilon"])
        return x * self.w[name + ".weight"] + self.w[name + ".bias"]

    def linear(self, x, name):
        return x @ self.w[name + ".weight"] + self.w[name + ".bias"]

    def run(self, ids, zero_heads=(), zero_mlps=(), folded=False):
        """Logits [pos, vocab] and attention patterns [layer, head, pos, key].

        Where norms and value biases are folded, z is without them, so that zeroing z leaves what they write in place.
        """
        n, heads = len(ids), self.config["n_head"]
        x = self.w["wte.weight"][ids] + self.w["wpe.weight"][:n]
        patterns = []
        for layer in range(self.config["n_layer"]):
            at = f"h.{layer}."
            qkv = self.linear(self.norm(x, at + "ln_1"), at + "attn.c_attn").reshape(n, 3, heads, -1)
            q, k, v = qkv[:, 0], qkv[:, 1], qkv[:, 2]
            scores = np.einsum("qhe,khe->hqk", q, k) / np.sqrt(q.shape[-1])
            scores = np.where(np.tril(np.ones((n, n), bool)), scores, -np.inf)
            pattern = np.exp(scores - scores.max(-1, keepdims=True))
            pattern /= pattern.sum(-1, keepdims=True)
            patterns.append(pattern)
            z = np.einsum("hqk,khe->qhe", pattern, v)
            for zero_layer, head in zero_heads:
                if zero_layer == layer:
                    b_v = self.linear(self.w[at + "ln_1.bias"], at + "attn.c_attn").reshape(3, heads, -1)[2, head]
                    z[:, head] = b_v if folded else 0
            x = x + self.linear(z.reshape(n, -1), at + "attn.c_proj")
            h = self.linear(self.norm(x, at + "ln_2"), at + "mlp.c_fc")
            h = 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))
            if layer not in zero_mlps:
                x = x + self.linear(h, at + "mlp.c_proj")
        logits = self.norm(x, "ln_f") @ self.w["wte.weight"].T
        return logits, np.array(patterns)


def log_softmax(x):
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def rounded(x):
    return [round(float(v), 6) for v in x]


def check(folder):
    tokens = json.loads((folder / "tokens.json").read_text())["tokens"]
    expected = load_file(folder / "golden.safetensors")["hf.logits"]
    model = Gpt2(folder)
    worst = max(np.abs(model.run(row)[0] - e).max() for row, e in zip(tokens, expected))
    print(f"largest difference from the logits of transformers: {worst:.2g}")


def write(folder, prompt):
    from tokenizers import Tokenizer

    model = Gpt2(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ids = [model.config["bos_token_id"]] + tokenizer.encode(prompt, add_special_tokens=False).ids
    logits, patterns = model.run(ids)
    log_probs = log_softmax(logits)
    top = [int(t) for t in np.argsort(-log_probs[-1])[:5]]
    head, mlp = [3, 2], 0

    def after(**changes):
        return rounded(log_softmax(model.run(ids, **changes)[0])[-1][top])

    result = {
        "what": "computed in float64 by src/checks/self_test_numbers.py; BOS in front; natural logarithms",
        "prompt": prompt,
        "tokens": ids,
        "loss_per_token": rounded(-log_probs[range(len(ids) - 1), ids[1:]]),
        "top": {"ids": top, "log_probs": rounded(log_probs[-1][top])},
        "pattern": {"head": [2, 4], "last_row": rounded(patterns[2, 4, -1])},
        "zero_head": {"head": head, "stored": after(zero_heads=[head]), "folded": after(zero_heads=[head], folded=True)},
        "zero_mlp": {"layer": mlp, "log_probs": after(zero_mlps=[mlp])},
    }
    lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in result.items())
    (folder / "self-test.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]))
    else:
        write(Path(sys.argv[1]), sys.argv[2])
