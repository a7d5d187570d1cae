"""The analysis cache of Headscope, with TransformerLens."""

import math
from fnmatch import fnmatchcase

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
from transformers import AutoModelForCausalLM

# primer-4l, gpt2; fingerprint of the weights: c61d05f1131a
MODEL = "primer-4l"
cfg = HookedTransformerConfig(
    n_layers=4,
    d_model=256,
    n_ctx=256,
    d_vocab=4096,
    n_heads=8,
    d_head=32,
    d_mlp=1024,
    act_fn="gelu_new",
    device="cpu",
    eps=1.0E-5,
    normalization_type="LNPre",
    positional_embedding_type="standard",
    attn_scale=5.656854249492381,
)
hf_model = AutoModelForCausalLM.from_pretrained(MODEL).float()
state_dict = convert_gpt2_weights(hf_model, cfg)
model = HookedTransformer(cfg)
model.load_and_process_state_dict(
    state_dict,
    fold_ln=True,
    center_writing_weights=True,
    center_unembed=True,
    fold_value_biases=True,
    refactor_factored_attn_matrices=False,
)
model.eval()
torch.set_grad_enabled(False)
model.set_use_attn_result(True)

clean_tokens = torch.tensor([
    [0, 55, 448, 556, 277, 575, 427, 273, 260, 840, 12, 575, 919, 259, 715, 273],  # "When Mary and John went to the store, John gave a drink to"
])


def loss_per_token(logits, tokens):
    """Negative log-probability of each token given those before it, in nats."""
    return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


def metric(logits):
    """Mean negative log-probability of all predicted tokens, in nats; lower is better."""
    return loss_per_token(logits, clean_tokens).mean()


def intervention_0(value, hook):
    value[:, [2, 4]] *= 0.5
    return value


def intervention_1(value, hook):
    value[:, 5, 15, [1, 4]] = 0.25
    return value


class JavaRandom:
    """java.util.Random, which Headscope draws from: the same seed gives the same numbers."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
        self.waiting = None

    def bits(self, n):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.state >> (48 - n)

    def uniform(self):
        return ((self.bits(26) << 27) + self.bits(27)) / (1 << 53)

    def gaussian(self):
        if self.waiting is not None:
            value, self.waiting = self.waiting, None
            return value
        while True:
            a, b = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = a * a + b * b
            if 0 < s < 1:
                factor = math.sqrt(-2 * math.log(s) / s)
                self.waiting = b * factor
                return a * factor


def add_noise(value, deviation, seed, heads, positions, entries, attention):
    """Adds noise to each vector along the last axis, the same for the same seed and place."""
    rows = value if attention else value[:, :, None] if value.ndim == 3 else value
    if not attention:
        rows = rows.transpose(1, 2)  # [batch, head, pos, d], a view
    for batch in range(rows.shape[0]):
        for position in positions or range(rows.shape[2]):
            for head in heads or range(rows.shape[1]):
                numbered = -1 if not attention and value.ndim == 3 else head
                random = JavaRandom(seed + ((31 * batch + position) * 1009 + numbered) * 1_000_003)
                for entry in entries or range(rows.shape[3]):
                    rows[batch, head, position, entry] += deviation * random.gaussian()


def intervention_2(value, hook):
    add_noise(value, deviation=0.125, seed=7, heads=[1], positions=None, entries=None, attention=False)
    return value


def intervention_3(value, hook):
    value[:, :, 17] = torch.tensor([1.5])
    return value


hooks = [("blocks.1.hook_attn_out", intervention_0), ("blocks.3.attn.hook_pattern", intervention_1), ("blocks.2.attn.hook_q", intervention_2), ("blocks.0.mlp.hook_post", intervention_3)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


wanted = ["*.hook_resid_post", "*hook_result"]
logits, cache = run(clean_tokens, lambda name: any(fnmatchcase(name, pattern) for pattern in wanted))
results = {name: cache[name] for name in cache.keys()} | {"logits": logits}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
