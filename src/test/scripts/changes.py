"""The analysis cache of Headscope, with TransformerLens."""

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


def intervention_2(value, hook):
    # other random numbers than those of Headscope, of the same deviation
    random = torch.Generator().manual_seed(7)
    value[:, :, 1] += 0.125 * torch.randn(value[:, :, 1].shape, generator=random)
    return value


def intervention_3(value, hook):
    value[:, :, 17] = torch.tensor([1.5])
    return value


intervention_4_run = model.run_with_cache(clean_tokens)[1]


def intervention_4(value, hook):
    value[:, :] = intervention_4_run["blocks.3.ln1.hook_scale"][:, :]
    return value


def intervention_5(value, hook):
    value[:, 3, 15, [1, 2]] = -torch.inf
    return value


hooks = [("blocks.1.hook_attn_out", intervention_0), ("blocks.3.attn.hook_pattern", intervention_1), ("blocks.2.attn.hook_q", intervention_2), ("blocks.0.mlp.hook_post", intervention_3), ("blocks.3.ln1.hook_scale", intervention_4), ("blocks.2.attn.hook_attn_scores", intervention_5)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


wanted = ["*.hook_resid_post", "*hook_result"]
logits, cache = run(clean_tokens, lambda name: any(fnmatchcase(name, pattern) for pattern in wanted))
results = {name: cache[name] for name in cache.keys()} | {"logits": logits}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
