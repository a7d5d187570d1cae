"""What answers to a head that is off

The analysis self_repair of Headscope, with TransformerLens."""

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
    value[:, :, 3] = 0
    return value


hooks = [("blocks.3.attn.hook_z", intervention_0)]


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


place = (slice(None), 15)
_, clean_cache = model.run_with_cache(clean_tokens)
_, changed_cache = run(clean_tokens)
direction = model.W_U[:, right] - model.W_U[:, wrong]  # [d_model, prompt]
constant = model.b_U[right] - model.b_U[wrong]
end = f"blocks.{cfg.n_layers - 1}.hook_resid_post"


def seen(vectors, cache):
    """What vectors give to the answer, with the scale that the final norm has in a run: [prompt]."""
    vectors = vectors[place]
    vectors = vectors - vectors.mean(-1, keepdim=True)
    vectors = vectors / cache["ln_final.hook_scale"][place]
    return (vectors * direction.T).sum(-1)


def parts(cache):
    """What each part gives at the scale of the clean run, then a rest and the constant: [part, prompt]."""
    written = [cache["hook_embed"], cache["hook_pos_embed"]]
    for layer in range(cfg.n_layers):
        written += torch.einsum("bphe,hed->hbpd", cache["z", layer], model.W_O[layer])
        written.append(cache["mlp_out", layer])
    written.append(model.b_O.sum(0).expand_as(cache[end]))
    given = torch.stack([seen(vectors, clean_cache) for vectors in written])
    rest = seen(cache[end], clean_cache) - given.sum(0)
    return torch.cat([given, rest[None], constant[None]])


labels = ["embed", "pos_embed"]
for layer in range(cfg.n_layers):
    labels += [f"{layer}.{head}" for head in range(cfg.n_heads)]
    labels.append(f"MLP {layer}")
labels += ["biases of attention", "rest", "constant"]
replaced = ["3.3", "rest"]
before, after = parts(clean_cache), parts(changed_cache)
gone = torch.tensor([label in replaced for label in labels])
clean = before.sum(0)
changed = seen(changed_cache[end], changed_cache) + constant
direct = (before - after)[gone].sum(0)
expected = clean - direct
numbers = torch.stack([clean, direct, expected, changed, changed - expected, changed - after.sum(0)], dim=1)
names = ["clean", "direct", "expected", "changed", "repair", "norm"]
results = dict(zip(names, numbers.mean(0)))
results["fraction"] = results["repair"] / results["direct"]
results |= {"by_prompt": numbers, "before": before, "after": after}
for label, change in zip(labels, (after - before).mean(1).tolist()):
    print(label, change)
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
