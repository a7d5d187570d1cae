"""The analysis direct_logit_attribution of Headscope, with TransformerLens."""

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
    normalization_type="LN",
    positional_embedding_type="standard",
    attn_scale=5.656854249492381,
)
hf_model = AutoModelForCausalLM.from_pretrained(MODEL).float()
state_dict = convert_gpt2_weights(hf_model, cfg)
model = HookedTransformer(cfg)
model.load_and_process_state_dict(
    state_dict,
    fold_ln=False,
    center_writing_weights=False,
    center_unembed=False,
    fold_value_biases=False,
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


positions = torch.tensor([15])
_, cache = run(clean_tokens)
stack, labels = cache.stack_head_results(layer=-1, incl_remainder=True, return_labels=True)
# the final norm with the scale of the run, so that contributions add up
scaled = cache.apply_ln_to_stack(stack, layer=-1)[:, :, positions] * model.ln_final.w
direction = model.W_U[:, right] - model.W_U[:, wrong]  # [d_model, prompt]
attribution = torch.einsum("cbpd,db->cbp", scaled, direction)
constant = model.b_U[right] - model.b_U[wrong] + model.ln_final.b @ direction
for label, value in zip(labels, attribution.mean((1, 2)).tolist()):
    print(label, value)
results = {"attribution": attribution, "constant": constant[:, None].expand(-1, positions.shape[-1])}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
