"""Towards John, and away from what head 2.1 writes

The analysis next_tokens of Headscope, with TransformerLens."""

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


def intervention_0(value, hook):
    value[:, 15] += 2.0 * (model.W_U[:, 575] - model.W_U[:, 556])
    return value


intervention_1_run_0 = model.run_with_cache(torch.tensor([[0, 55, 448, 556, 277, 575, 427, 273]]))[1]  # "When Mary and John went to"
_, intervention_1_s, intervention_1_v = torch.linalg.svd(torch.stack([(intervention_1_run_0["z", 2][0, -1, 1] @ model.W_O[2, 1]), model.W_U[:, 575]]), full_matrices=False)
intervention_1_basis = intervention_1_v[intervention_1_s > 1e-6 * intervention_1_s.max()]


def intervention_1(value, hook):
    value[:, :] -= value[:, :] @ intervention_1_basis.T @ intervention_1_basis
    return value


hooks = [("blocks.1.hook_resid_post", intervention_0), ("blocks.2.hook_resid_post", intervention_1)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


positions = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
logits, _ = run(clean_tokens)
losses = loss_per_token(logits, clean_tokens)
top = logits.log_softmax(-1).topk(10)
for prompt in range(len(clean_tokens)):
    for position in positions:
        for token, value in zip(top.indices[prompt, position].tolist(), top.values[prompt, position].tolist()):
            print(prompt, position, token, value)
results = {"metric": metric(logits), "loss": losses.mean(), "loss_per_token": losses}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
