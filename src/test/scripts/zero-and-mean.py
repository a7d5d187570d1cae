"""The analysis next_tokens of Headscope, with TransformerLens."""

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
    value[:, :, 5] = 0
    return value


intervention_1_mean = model.run_with_cache(clean_tokens)[1]["blocks.2.hook_mlp_out"].mean((0, 1))


def intervention_1(value, hook):
    value[:, 15] = intervention_1_mean
    return value


def values_over(hook_name, prompts):
    return [model.run_with_cache(torch.tensor([p]), names_filter=hook_name)[1][hook_name][0] for p in prompts]


def mean_over(hook_name, prompts):
    """One mean over all positions of all prompts."""
    return torch.cat(values_over(hook_name, prompts)).mean(0)


def mean_per_position(hook_name, prompts):
    """A mean for each position, over the prompts that are long enough to have it."""
    values = values_over(hook_name, prompts)
    longest = max(len(v) for v in values)
    return torch.stack([torch.stack([v[p] for v in values if len(v) > p]).mean(0) for p in range(longest)])


intervention_2_mean = mean_over("blocks.1.attn.hook_z", [[5, 8, 13, 21], [3, 2, 1]])


def intervention_2(value, hook):
    value[:, [3, 7], 2] = intervention_2_mean[2]
    return value


hooks = [("blocks.3.attn.hook_z", intervention_0), ("blocks.2.hook_mlp_out", intervention_1), ("blocks.1.attn.hook_z", intervention_2)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


positions = [15]
logits, _ = run(clean_tokens)
losses = loss_per_token(logits, clean_tokens)
top = logits.log_softmax(-1).topk(5)
for prompt in range(len(clean_tokens)):
    for position in positions:
        for token, value in zip(top.indices[prompt, position].tolist(), top.values[prompt, position].tolist()):
            print(prompt, position, token, value)
results = {"metric": metric(logits), "loss": losses.mean(), "loss_per_token": losses}
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
