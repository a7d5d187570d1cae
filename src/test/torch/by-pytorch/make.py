"""Writes the files of this folder with PyTorch's own torch.save: python3 make.py (see README.md)."""

import json
import math
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).parent
CONFIG = {"model_type": "mingpt", "n_layer": 2, "n_head": 2, "n_embd": 8, "vocab_size": 11, "block_size": 6}


class Attention(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.key, self.query, self.value, self.proj = (nn.Linear(width, width) for _ in range(4))
        self.register_buffer("mask", torch.tril(torch.ones(context, context))[None, None])
        self.heads = heads

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        scores = scores.masked_fill(self.mask[:, :, :length, :length] == 0, float("-inf"))
        z = functional.softmax(scores, dim=-1) @ v
        return self.proj(z.transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = Attention(width, heads, context)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class MinGpt(nn.Module):
    def __init__(self, n_layer, n_head, n_embd, vocab_size, block_size, model_type):
        super().__init__()
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.pos_emb = nn.Parameter(torch.randn(1, block_size, n_embd) / 2)
        self.blocks = nn.Sequential(*(Block(n_embd, n_head, block_size) for _ in range(n_layer)))
        self.ln_f = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab_size, bias=False)

    def forward(self, tokens):
        x = self.tok_emb(tokens) + self.pos_emb[:, : tokens.shape[1]]
        return self.head(self.ln_f(self.blocks(x)))


def save(thing, name, **options):
    torch.save(thing, HERE / name, **options)


def trained():
    """A model after a few steps, so that norms and biases are no longer ones and zeros, with its optimizer."""
    torch.manual_seed(0)
    model = MinGpt(**CONFIG)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
    for _ in range(5):
        tokens = torch.randint(CONFIG["vocab_size"], (4, CONFIG["block_size"]))
        loss = functional.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, optimizer, loss


def models():
    model, optimizer, loss = trained()
    (HERE / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
    tokens = torch.tensor([[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8]])
    save({"tokens": tokens, "logits": model(tokens).detach()}, "answers.pth")
    save(model.state_dict(), "state-dict.pt")
    save(model.state_dict(), "protocol-4.pt", pickle_protocol=4)
    save(dict(model.named_parameters()), "parameters.pt")
    save(nn.DataParallel(model).state_dict(), "data-parallel.pt")
    checkpoint = {"epoch": 3, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "loss": loss}
    save(checkpoint, "checkpoint.pt")
    save({name: tensor.half() for name, tensor in model.state_dict().items()}, "half.pt")
    save({name: tensor.bfloat16() for name, tensor in model.state_dict().items()}, "bfloat16.pt")
    save(model.state_dict(), "before-1.6.pt", _use_new_zipfile_serialization=False)
    save(model, "whole-module.pt")
    torch.jit.script(model.ln_f).save(str(HERE / "torchscript.pt"))


def kinds():
    numbers = torch.arange(24) / 2
    whole = numbers.view(2, 3, 4)
    types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
             "I32": torch.int32, "I16": torch.int16, "I8": torch.int8}
    tensors = OrderedDict((name, torch.tensor([-3, 0, 5], dtype=dtype)) for name, dtype in types.items())
    tensors |= {
        "U8": torch.tensor([200, 0, 5], dtype=torch.uint8), "BOOL": torch.tensor([True, False, True]),
        "scalar": torch.tensor(2.5), "none": torch.zeros(0, 3), "whole": whole, "transposed": whole.permute(2, 1, 0),
        "column": numbers[3::4], "part": whole[:, 1, 1:].clone(), "slice": whole[:, 1:, 1:3],
        "repeated": numbers[2:4].expand(3, 2), "parameter": nn.Parameter(numbers[4:10].view(3, 2).T, requires_grad=False),
    }
    save(tensors, "kinds.pth")


def refused():
    save(torch.zeros(3), "one-tensor.pt")
    save({"t": torch.zeros(2, dtype=torch.complex64)}, "complex.pt")
    save({"t": torch.eye(2).to_sparse()}, "sparse.pt")
    save({"t": torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8)}, "quantized.pt")


if __name__ == "__main__":
    models()
    kinds()
    refused()
