"""The analysis attribution_patching of Headscope, with TransformerLens."""

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig, patching
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


def at_answer(values, answer, position):
    """The value of each prompt's answer at a position."""
    return values[torch.arange(len(values)), position, answer]


def loss_per_token(logits, tokens):
    """Negative log-probability of each token given those before it, in nats."""
    return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


def metric(logits):
    """Logit of the right answer minus logit of the wrong one, mean over prompts, in logits."""
    return (at_answer(logits, right, -1) - at_answer(logits, wrong, -1)).mean()


hooks = []


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


# denoising: clean values are put into the corrupted run
base_tokens = corrupted_tokens
donor_tokens = clean_tokens
donor_logits, donor_cache = model.run_with_cache(donor_tokens)


def values_and_gradients(tokens, names, hooks):
    """The values at hook points and the gradients of the metric there."""
    values = {}

    def keep(value, hook):
        value.retain_grad()
        values[hook.name] = value

    with torch.enable_grad():
        model.requires_grad_(True)
        logits = model.run_with_hooks(tokens, fwd_hooks=hooks + [(name, keep) for name in names])
        metric(logits).backward()
    return {name: (value.detach(), value.grad) for name, value in values.items()}


def effect(name, value, gradient):
    """What patching is estimated to change, value by value."""
    return (donor_cache[name] - value) * gradient


def effects(short_name):
    """The effect of what every layer has at a hook point: [layer] of its shape."""
    names = [f"blocks.{layer}.{short_name}" for layer in range(cfg.n_layers)]
    at = values_and_gradients(base_tokens, names, hooks)
    return torch.stack([effect(name, *at[name]) for name in names])


estimate = effects("hook_attn_out").sum((1, -1))  # [layer, pos]
results = {"base": metric(run(base_tokens)[0]), "donor": metric(donor_logits), "estimate": estimate}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
