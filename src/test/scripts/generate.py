"""The analysis generate of Headscope, with TransformerLens."""

import math

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
    value[:, :, 1] += 2.5 * torch.tensor([1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0])
    return value


hooks = [("blocks.0.attn.hook_z", intervention_0)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


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


END_OF_TEXT = [0]


def next_token(logits, sequence, random):
    weights = ((logits.double() - logits.max()) / 0.7).exp()
    order = weights.argsort(descending=True, stable=True)
    before = weights[order].cumsum(0) - weights[order]
    weights[order[before > 0.9 * weights.sum()]] = 0
    left = random.uniform() * weights.sum()
    return int((weights.cumsum(0) > left).nonzero()[0])


results = {}
for row, prompt in enumerate(clean_tokens.tolist()):
    random = JavaRandom(3 + row)
    sequence = list(prompt)
    while len(sequence) - len(prompt) < 8 and len(sequence) <= cfg.n_ctx:
        logits, _ = run(torch.tensor([sequence]), names=[])
        sequence.append(next_token(logits[0, -1].clone(), sequence, random))
        if sequence[-1] in END_OF_TEXT:
            break
    results[f"tokens.{row}"] = torch.tensor(sequence[len(prompt) :])
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
