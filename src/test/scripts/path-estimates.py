"""Which heads talk to which

The analysis path_attribution of Headscope, with TransformerLens."""

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


# noising: corrupted values are put into the clean run
base_tokens = clean_tokens
donor_tokens = corrupted_tokens
base_logits, base_cache = run(base_tokens)
_, donor_cache = model.run_with_cache(donor_tokens)
receivers = cfg.n_heads


def hook_name(layer):
    return f"blocks.{layer}.attn.hook_q"


def added(below, head, layer):
    """What a head below adds in the donor run to what each head of a layer reads: [prompt, pos, head, d_head]."""
    difference = donor_cache["z", below][:, :, head] - base_cache["z", below][:, :, head]
    sent = difference @ model.W_O[below, head]
    sent = sent - sent.mean(-1, keepdim=True)
    sent = sent / base_cache[f"blocks.{layer}.ln1.hook_scale"]
    return torch.einsum("bpd,hde->bphe", sent, model.blocks[layer].attn.W_Q)


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


at = values_and_gradients(base_tokens, [hook_name(layer) for layer in range(cfg.n_layers)], hooks)
estimate = torch.zeros(cfg.n_layers, cfg.n_heads, cfg.n_layers, receivers)
for layer in range(cfg.n_layers):
    _, gradient = at[hook_name(layer)]
    for below in range(layer):
        for head in range(cfg.n_heads):
            estimate[below, head, layer] = (added(below, head, layer) * gradient).sum((0, 1, 3))
results = {"estimate": estimate}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
