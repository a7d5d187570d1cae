"""Where the name is carried, in prompts of different lengths

The analysis activation_patching of Headscope, with TransformerLens."""

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
    [0, 0, 0, 45, 385, 277, 575, 390, 339, 747, 14, 575, 919, 259, 705, 273],  # "Mary and John were at home. John gave a book to"
])
corrupted_tokens = torch.tensor([
    [0, 55, 448, 556, 277, 575, 427, 273, 260, 840, 12, 556, 919, 259, 715, 273],  # "When Mary and John went to the store, Mary gave a drink to"
    [0, 0, 0, 45, 385, 277, 575, 390, 339, 747, 14, 556, 919, 259, 705, 273],  # "Mary and John were at home. Mary gave a book to"
])
# 1 for tokens, 0 where a row is filled up
mask = torch.tensor([
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
])
predicted = (mask[:, 1:] * mask[:, :-1]) > 0
forward = model.forward


def masked(tokens, **options):
    """A run over the batch sees no padding."""
    if tokens.shape == mask.shape:
        options["attention_mask"] = mask
    return forward(tokens, **options)


model.forward = masked
right = torch.tensor([556, 556])  # [" Mary", " Mary"]
wrong = torch.tensor([575, 575])  # [" John", " John"]


def at_answer(values, answer, position):
    """The value of each prompt's answer at a position."""
    return values[torch.arange(len(values)), position, answer]


def loss_per_token(logits, tokens):
    """Negative log-probability of each token given those before it, in nats."""
    return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


def metric(logits):
    """Logit of the right answer minus logit of the wrong one, mean over prompts, in logits."""
    return (at_answer(logits, right, torch.tensor([15, 15])) - at_answer(logits, wrong, torch.tensor([15, 15]))).mean()


intervention_0_mean = model.run_with_cache(clean_tokens)[1]["blocks.2.attn.hook_z"][mask > 0].mean(0)


def intervention_0(value, hook):
    value[:, :, 5] = intervention_0_mean[5]
    return value


hooks = [("blocks.2.attn.hook_z", intervention_0)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


# denoising: clean values are put into the corrupted run
base_tokens = corrupted_tokens
donor_tokens = clean_tokens
donor_logits, donor_cache = model.run_with_cache(donor_tokens)
base = metric(run(base_tokens)[0])
donor = metric(donor_logits)
with model.hooks(fwd_hooks=hooks):
    patched = patching.get_act_patch_resid_pre(model, base_tokens, donor_cache, metric)
results = {"base": base, "donor": donor, "metric": patched, "normalised": (patched - base) / (donor - base)}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
