"""What the last token holds

The analysis patchscope of Headscope, with TransformerLens."""

import torch
from safetensors.torch import load_file
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
    [0, 67, 271, 325, 1037, 12, 1075, 325, 1075, 12, 221, 88, 325],  # "cat is cat, dog is dog, x is"
])


def loss_per_token(logits, tokens):
    """Negative log-probability of each token given those before it, in nats."""
    return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


def metric(logits):
    """Mean negative log-probability of all predicted tokens, in nats; lower is better."""
    return loss_per_token(logits, clean_tokens).mean()


hooks = []


def run(tokens, names=None):
    """The run that is studied: its logits and its values at hook points."""
    with model.hooks(fwd_hooks=hooks):
        return model.run_with_cache(tokens, names_filter=names)


source_tokens = torch.tensor([[0, 55, 448, 556, 277, 575, 427, 273, 260, 840, 12, 575, 919, 259, 715, 273]])  # "When Mary and John went to the store, John gave a drink to"
vector = model.run_with_cache(source_tokens)[1]["blocks.2.hook_resid_post"][0, -1]
arrays = load_file("map.safetensors")
vector = vector @ arrays.get("matrix", torch.eye(cfg.d_model)) + arrays.get("offset", 0)
places = [11]  # one for each prompt


def put_vector(value, hook):
    value[:, places[row]] = vector
    return value


hooks.append(("blocks.1.hook_resid_post", put_vector))
END_OF_TEXT = [0]


def next_token(logits, sequence):
    return int(logits.argmax())


results = {}
for row, prompt in enumerate(clean_tokens.tolist()):
    sequence = list(prompt)
    while len(sequence) - len(prompt) < 5 and len(sequence) <= cfg.n_ctx:
        logits, _ = run(torch.tensor([sequence]), names=[])
        sequence.append(next_token(logits[0, -1].clone(), sequence))
        if sequence[-1] in END_OF_TEXT:
            break
    results[f"tokens.{row}"] = torch.tensor(sequence[len(prompt) :])
results["vector"] = vector
for name, value in results.items():
    print(name, tuple(value.shape), value if value.numel() == 1 else "")
