package org.headscope.engine.io;

import java.util.List;
import org.headscope.engine.io.PickleValue.Dictionary;
import org.headscope.engine.io.PickleValue.Sequence;
import org.headscope.engine.io.PickleValue.Storage;
import org.headscope.engine.io.PickleValue.TensorView;
import org.headscope.engine.io.PickleValue.Text;
import org.headscope.engine.io.PickleValue.Whole;

/** What Headscope does where a pickle asks Python to look something up or to call it. */
final class PickleCalls {
    static final String TAKES = "it takes only tensors, dictionaries, lists, texts and numbers from a PyTorch file, and"
            + " runs nothing. If you trust the file, load it with PyTorch and save the weights alone:"
            + " torch.save(model.state_dict(), FILE).";

    private final String file;

    PickleCalls(String file) {
        this.file = file;
    }

    PickleGlobal global(String module, String name) throws ModelException {
        return PickleGlobal.named(module, name)
                .orElseThrow(() -> new ModelException(file + " asks Python for " + Quoted.name(module + "." + name)
                        + ", which Headscope refuses: " + TAKES));
    }

    /** What a call gives. */
    PickleValue call(PickleValue callee, PickleValue arguments) throws ModelException {
        if (!(callee instanceof PickleGlobal global)) {
            throw damaged("calls something that is no function");
        }
        if (!(arguments instanceof Sequence given) || !given.isTuple()) {
            throw damaged("calls " + global + " without a tuple of arguments");
        }
        List<PickleValue> items = given.items();
        return switch (global) {
            case ORDERED_DICT -> {
                if (!items.isEmpty()) {
                    throw damaged("makes an OrderedDict out of something, which torch.save does not do");
                }
                yield new Dictionary(true);
            }
            case REBUILD_TENSOR -> tensor(items);
            case REBUILD_PARAMETER -> {
                if (items.size() != 3 || !(items.getFirst() instanceof TensorView tensor)) {
                    throw damaged("makes a parameter out of something that is no tensor");
                }
                yield tensor;
            }
            case SIZE -> {
                if (items.size() != 1 || !(items.getFirst() instanceof Sequence size)) {
                    throw damaged("makes a torch.Size out of something that is no list");
                }
                yield size;
            }
            default ->
                throw new ModelException(file + " calls " + Quoted.name(global.toString())
                        + " in its data.pkl, which Headscope refuses: " + TAKES);
        };
    }

    /** storage, offset, shape, strides, requires_grad, hooks and, in newer files, metadata. */
    private TensorView tensor(List<PickleValue> items) throws ModelException {
        if (items.size() < 6
                || items.size() > 7
                || !(items.get(0) instanceof Storage storage)
                || !(items.get(1) instanceof Whole offset)
                || !(items.get(2) instanceof Sequence shape)
                || !(items.get(3) instanceof Sequence strides)) {
            throw damaged("describes a tensor by something else than storage, offset, shape and strides");
        }
        if (items.size() == 7 && !isEmpty(items.get(6))) {
            throw new ModelException(file + " holds a tensor whose numbers are negated or conjugated only when they are"
                    + " read, which Headscope does not do: save it again after tensor.resolve_neg().");
        }
        return new TensorView(storage, offset.value(), shape, strides);
    }

    private static boolean isEmpty(PickleValue metadata) {
        return metadata == PickleValue.Plain.NONE
                || metadata instanceof Dictionary dictionary
                        && dictionary.entries().isEmpty();
    }

    /** The tuple ('storage', type, key, location, count); the location says where PyTorch kept it, which is all one. */
    Storage storage(PickleValue id) throws ModelException {
        if (!(id instanceof Sequence parts)
                || parts.items().size() != 5
                || !(parts.items().get(0) instanceof Text kind)
                || !kind.text().equals("storage")
                || !(parts.items().get(1) instanceof PickleGlobal type)
                || type.dtype().isEmpty()
                || !(parts.items().get(2) instanceof Text key)
                || !(parts.items().get(4) instanceof Whole count)) {
            throw damaged("refers to something outside itself that is no storage");
        }
        return new Storage(type.dtype().get(), key.text(), count.value());
    }

    private ModelException damaged(String what) {
        return new ModelException(file + " is damaged, or not written by torch.save: its data.pkl " + what + ".");
    }
}
