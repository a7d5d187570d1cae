"""The analysis path of Headscope, with TransformerLens."""

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


# denoising: clean values are put into the corrupted run
base_tokens = corrupted_tokens
donor_tokens = clean_tokens
base_logits, base_cache = model.run_with_cache(base_tokens)
_, donor_cache = model.run_with_cache(donor_tokens)


def put(cache, place=...):
    """A hook that takes what a place names from a cache."""
    def hook_function(value, hook):
        value[place] = cache[hook.name][place]
        return value

    return hook_function


def effect(senders, receivers):
    """What senders change by their direct paths to receivers, each a pair of hook name and place."""
    # every head and every neuron keeps the value of the base, but senders take that of the donor
    kept = [(f"blocks.{layer}.attn.hook_z", put(base_cache)) for layer in range(cfg.n_layers)]
    kept += [(f"blocks.{layer}.mlp.hook_post", put(base_cache)) for layer in range(cfg.n_layers)]
    sent = [(name, put(donor_cache, place)) for name, place in senders]
    with model.hooks(fwd_hooks=kept + sent):
        _, read = model.run_with_cache(base_tokens, names_filter=[name for name, _ in receivers])
    # then receivers take what they read, and nothing else is held
    written = [(name, put(read, place)) for name, place in receivers]
    return metric(model.run_with_hooks(base_tokens, fwd_hooks=written)) - metric(base_logits)


class Place:
    """at[:, 4, 7] is the place that [:, 4, 7] names."""

    def __getitem__(self, place):
        return place


at = Place()
senders = [("blocks.1.attn.hook_z", at[:, 10, 6])]
receivers = [("blocks.3.attn.hook_k", at[:, :, 5]), ("blocks.3.attn.hook_q", at[:, 15, 5])]
results = {"effect": effect(senders, receivers)}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
