"""The analysis effects of Headscope, with TransformerLens."""

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
corrupted_tokens = torch.tensor([
    [0, 55, 448, 556, 277, 575, 427, 273, 260, 840, 12, 556, 919, 259, 715, 273],  # "When Mary and John went to the store, Mary gave a drink to"
])
right = torch.tensor([556])  # [" Mary"]
wrong = torch.tensor([575])  # [" John"]


def loss_per_token(logits, tokens):
    """Negative log-probability of each token given those before it, in nats."""
    return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


def metric(logits):
    """KL(clean run || this run) of the next-token distributions, mean over prompts, in nats."""
    clean = model(clean_tokens)[:, -1].log_softmax(-1)
    here = logits[:, -1].log_softmax(-1)
    return (clean.exp() * (clean - here)).sum(-1).mean()


hooks = []


def change_0(value, hook):
    value[:, :, 5] = 0
    return value


change = [("blocks.3.attn.hook_z", change_0)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


end = f"blocks.{cfg.n_layers - 1}.hook_resid_post"
base_logits, base_cache = model.run_with_cache(clean_tokens)


def put(cache, place=...):
    """A hook that takes what a place names from a cache."""
    def hook_function(value, hook):
        value[place] = cache[hook.name][place]
        return value

    return hook_function


def residual(hooks):
    """The last residual stream of a run with hooks."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(clean_tokens, names_filter=[end])[1][end]


def finished(stream):
    """By how much the metric changes where a run ends with another residual stream."""
    last = [(end, lambda value, hook: stream)]
    last.append(("ln_final.hook_scale", put(base_cache)))
    return metric(model.run_with_hooks(clean_tokens, fwd_hooks=last)) - metric(base_logits)


# direct: all heads and neurons keep their values, but for the change
kept = [(f"blocks.{layer}.attn.hook_z", put(base_cache)) for layer in range(cfg.n_layers)]
kept += [(f"blocks.{layer}.mlp.hook_post", put(base_cache)) for layer in range(cfg.n_layers)]
total = residual(change)
direct = residual(kept + change)
indirect = total - direct + base_cache[end]
results = {
    "base": metric(base_logits),
    "effects": torch.stack([finished(total), finished(direct), finished(indirect)]),
}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
