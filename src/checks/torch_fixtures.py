"""Writes the PyTorch files that the tests read, byte for byte as torch.save does, with nothing but NumPy.

    python3 torch_fixtures.py src/test/golden src/test/torch

The pickle comes from Python's own pickler, which sees classes that are named and reduced like those of torch; the zip
archive is written as torch's miniz does: stored records, sizes only in the directory, data at multiples of 64, a zip64 end.
"""

import io
import json
import pickle
import struct
import sys
import types
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy as np

STORAGES = {
    "F64": ("DoubleStorage", "<f8"), "F32": ("FloatStorage", "<f4"), "F16": ("HalfStorage", "<f2"),
    "BF16": ("BFloat16Storage", "<u2"), "I64": ("LongStorage", "<i8"), "I32": ("IntStorage", "<i4"),
    "I16": ("ShortStorage", "<i2"), "I8": ("CharStorage", "<i1"), "U8": ("ByteStorage", "<u1"), "BOOL": ("BoolStorage", "?"),
}


def pretend_torch():
    """Modules with the names that torch's own pickles refer to."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch._utils = utils
    for name, _ in STORAGES.values():
        setattr(torch, name, type(name, (), {"__module__": "torch"}))
    for name in ("_rebuild_tensor_v2", "_rebuild_parameter"):
        function = types.FunctionType((lambda *args: None).__code__, {}, name)
        function.__module__, function.__qualname__ = "torch._utils", name
        setattr(utils, name, function)
    sys.modules["torch"], sys.modules["torch._utils"] = torch, utils
    return torch


torch = pretend_torch()


class Storage:
    def __init__(self, dtype, values):
        self.type = getattr(torch, STORAGES[dtype][0])
        self.bytes = np.ascontiguousarray(values).astype(STORAGES[dtype][1]).tobytes()
        self.count = np.size(values)


class Tensor:
    """A view of a storage; strides count values."""

    def __init__(self, storage, shape, strides=None, offset=0):
        self.storage, self.shape, self.offset = storage, tuple(int(n) for n in shape), offset
        self.strides = tuple(strides) if strides is not None else contiguous(self.shape)

    @staticmethod
    def of(dtype, values):
        return Tensor(Storage(dtype, values), np.shape(values))

    def __reduce_ex__(self, protocol):
        parts = (self.storage, self.offset, self.shape, self.strides, False, OrderedDict())
        return torch._utils._rebuild_tensor_v2, parts


class Parameter:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        return torch._utils._rebuild_parameter, (self.data, True, OrderedDict())


def contiguous(shape):
    strides = []
    step = 1
    for length in reversed(shape):
        strides.insert(0, step)
        step *= max(length, 1)
    return tuple(strides)


def save(thing, path, folder=None, protocol=2):
    storages = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj):
            if isinstance(obj, Storage):
                key = storages.setdefault(id(obj), (str(len(storages)), obj))[0]
                return "storage", obj.type, key, "cpu", obj.count
            return None

    data = io.BytesIO()
    Pickler(data, protocol=protocol).dump(thing)
    records = {"data.pkl": data.getvalue(), "byteorder": b"little"}
    records |= {"data/" + key: storage.bytes for key, storage in storages.values()}
    records |= {"version": b"3\n", ".data/serialization_id": b"1" * 40}
    path.write_bytes(archive(folder or path.stem, records))


def archive(folder, records):
    out, directory = bytearray(), bytearray()
    for name, data in records.items():
        name = f"{folder}/{name}".encode()
        at, crc = len(out), zlib.crc32(data)
        padding = -(at + 30 + len(name) + 4) % 64
        extra = b"FB" + struct.pack("<H", padding) + b"Z" * padding
        # the flags say: sizes follow the data, the name is UTF-8
        out += struct.pack("<IHHHHHIIIHH", 0x04034B50, 0, 0x0808, 0, 0, 0, 0, 0, 0, len(name), len(extra)) + name + extra
        out += data + struct.pack("<IIII", 0x08074B50, crc, len(data), len(data))
        directory += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 0, 0, 0x0808, 0, 0, 0, crc, len(data), len(data), len(name), 0, 0, 0, 0, 0, at)
        directory += name
    begin, count = len(out), len(records)
    end64 = begin + len(directory)
    out += directory
    out += struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 0x031E, 45, 0, 0, count, count, len(directory), begin)
    out += struct.pack("<IIQI", 0x07064B50, 0, end64, 1)
    return bytes(out + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), begin, 0))


def safetensors(path):
    data = path.read_bytes()
    length = struct.unpack_from("<Q", data)[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    for name, tensor in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = (8 + length + offset for offset in tensor["data_offsets"])
        dtype = tensor["dtype"]
        yield name, dtype, np.frombuffer(data[begin:end], STORAGES[dtype][1]).reshape(tensor["shape"])


def state_dict(tensors):
    """As module.state_dict() gives it: ordered, with versions of the modules hanging on it."""
    state = OrderedDict(tensors)
    state._metadata = OrderedDict({"": {"version": 1}, "transformer": {"version": 1}})
    return state


def like(golden, model, target):
    target.mkdir(parents=True, exist_ok=True)
    (target / "config.json").write_bytes((golden / model / "config.json").read_bytes())
    return target


def gpt2(golden, target):
    """What save_pretrained of an older transformers writes: a tied head that shares its storage, and buffers."""
    tensors = {name: Tensor.of(dtype, values) for name, dtype, values in safetensors(golden / "gpt2/model.safetensors")}
    context = json.loads((golden / "gpt2/config.json").read_text())["n_positions"]
    for layer in range(2):
        mask = np.tril(np.ones((context, context), bool))[None, None]
        tensors[f"transformer.h.{layer}.attn.bias"] = Tensor.of("BOOL", mask)
        tensors[f"transformer.h.{layer}.attn.masked_bias"] = Tensor.of("F32", np.float32(-1e4))
    tensors["lm_head.weight"] = tensors["transformer.wte.weight"]
    save(state_dict(tensors), like(golden, "gpt2", target / "gpt2-bin") / "pytorch_model.bin")


def gpt2_sharded(golden, target):
    folder = like(golden, "gpt2-sharded", target / "gpt2-sharded-bin")
    index = json.loads((golden / "gpt2-sharded/model.safetensors.index.json").read_text())
    renamed = {}
    for shard in sorted(set(index["weight_map"].values())):
        name = shard.replace("model-", "pytorch_model-").replace(".safetensors", ".bin")
        tensors = {t: Tensor.of(dtype, values) for t, dtype, values in safetensors(golden / "gpt2-sharded" / shard)}
        save(tensors, folder / name)
        renamed |= {tensor: name for tensor in tensors}
    index["weight_map"] = dict(sorted(renamed.items()))
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=2) + "\n")


def gpt2_training(golden, target):
    """What a training script saves: the model beside other things, its matrices transposed or parts of one storage."""
    all_vectors, tensors = [], {}
    for name, dtype, values in safetensors(golden / "gpt2/model.safetensors"):
        if values.ndim == 1:
            all_vectors.append((name, values))
        elif "c_attn" in name:
            storage = Storage(dtype, values.T)
            tensors[name] = Parameter(Tensor(storage, values.shape, (1, values.shape[0])))
        else:
            tensors[name] = Parameter(Tensor.of(dtype, values))
    storage = Storage("F32", np.concatenate([values for _, values in all_vectors]))
    offset = 0
    for name, values in all_vectors:
        tensors[name] = Tensor(storage, values.shape, offset=offset)
        offset += values.size
    checkpoint = {
        "model": tensors,
        "optimizer": {"state": {0: {"step": Tensor.of("F32", np.float32(7)), "lr": 1e-3}}, "param_groups": [{"params": [0, 1]}]},
        "iter_num": 2**40, "seed": 2**65, "best_val_loss": Tensor.of("F32", np.float32(3.5)), "name": "größe", "done": False,
    }
    folder = like(golden, "gpt2", target / "gpt2-training")
    save(checkpoint, folder / "step-7.pt", folder="archive")
    save(checkpoint, folder / "step-8.pt", folder="archive", protocol=4)


def kinds(target):
    """One tensor of each type, and of each way to lie in a storage. The tests know the values."""
    numbers = np.arange(24)
    whole = Storage("F32", numbers / 2)
    tensors = {dtype: Tensor.of(dtype, [-3, 0, 5]) for dtype in ("F64", "F32", "F16", "I64", "I32", "I16", "I8")}
    tensors |= {
        "BF16": Tensor.of("BF16", np.array([-3, 0, 5], "<f4").view("<u4") >> 16),
        "U8": Tensor.of("U8", [200, 0, 5]), "BOOL": Tensor.of("BOOL", [True, False, True]),
        "scalar": Tensor.of("F32", np.float32(2.5)), "none": Tensor.of("F32", np.zeros((0, 3))),
        "whole": Tensor(whole, (2, 3, 4)), "transposed": Tensor(whole, (4, 3, 2), (1, 4, 12)),
        "column": Tensor(whole, (6,), (4,), 3), "part": Tensor(whole, (2, 3), (12, 1), 5),
        "repeated": Tensor(whole, (3, 2), (0, 1), 2), "one": Tensor(whole, (1, 2, 1), (99, 1, 7), 4),
    }
    save(tensors, target / "kinds.pth")


if __name__ == "__main__":
    goldens, where = Path(sys.argv[1]), Path(sys.argv[2])
    where.mkdir(parents=True, exist_ok=True)
    gpt2(goldens, where)
    gpt2_sharded(goldens, where)
    gpt2_training(goldens, where)
    kinds(where)
