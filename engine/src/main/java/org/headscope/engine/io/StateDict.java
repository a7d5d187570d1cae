package org.headscope.engine.io;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.io.PickleValue.Dictionary;
import org.headscope.engine.io.PickleValue.TensorView;

/** Finds the dictionary of tensors in what a PyTorch file holds: the whole, or one of its entries. */
final class StateDict {
    /** Under which names training programs put the weights beside what else they save. */
    private static final List<String> USUAL = List.of("state_dict", "model_state_dict", "model", "module");

    /** What PyTorch puts in front of every name of a model that ran on several devices, or was compiled. */
    private static final List<String> WRAPPED = List.of("module.", "_orig_mod.");

    private StateDict() {}

    /** The tensors by name; everything else in their dictionary is left out. */
    static Map<String, TensorView> of(String file, PickleValue root) throws ModelException {
        Map<String, TensorView> tensors = found(file, root);
        for (String prefix : WRAPPED) {
            if (tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                tensors = without(prefix, tensors);
            }
        }
        return tensors;
    }

    private static Map<String, TensorView> without(String prefix, Map<String, TensorView> tensors) {
        var named = new LinkedHashMap<String, TensorView>();
        tensors.forEach((name, tensor) -> named.put(name.substring(prefix.length()), tensor));
        return named;
    }

    private static Map<String, TensorView> found(String file, PickleValue root) throws ModelException {
        if (!(root instanceof Dictionary whole)) {
            throw new ModelException(file + " does not hold a dictionary of tensors: save the weights alone:"
                    + " torch.save(model.state_dict(), FILE).");
        }
        Map<String, Dictionary> inner = inner(whole);
        for (String name : USUAL) {
            if (inner.containsKey(name)) {
                return tensors(inner.get(name));
            }
        }
        Map<String, TensorView> outer = tensors(whole);
        if (!outer.isEmpty()) {
            return outer;
        }
        if (inner.isEmpty()) {
            throw new ModelException(file + " holds no tensors by name: save the weights alone:"
                    + " torch.save(model.state_dict(), FILE).");
        }
        if (inner.size() > 1) {
            throw new ModelException(file + " holds several dictionaries of tensors (" + list(inner)
                    + "), and it is not clear which is the model: save that one alone.");
        }
        return tensors(inner.values().iterator().next());
    }

    /** The entries that are dictionaries with tensors; one that stands there many times is looked through once. */
    private static Map<String, Dictionary> inner(Dictionary whole) {
        var inner = new LinkedHashMap<String, Dictionary>();
        var known = new IdentityHashMap<Dictionary, Boolean>();
        whole.entries().forEach((name, value) -> {
            if (value instanceof Dictionary dictionary
                    && dictionary != whole
                    && known.computeIfAbsent(dictionary, StateDict::hasTensors)) {
                inner.put(name, dictionary);
            }
        });
        return inner;
    }

    private static boolean hasTensors(Dictionary dictionary) {
        return dictionary.entries().values().stream().anyMatch(TensorView.class::isInstance);
    }

    private static Map<String, TensorView> tensors(Dictionary dictionary) {
        var tensors = new LinkedHashMap<String, TensorView>();
        dictionary.entries().forEach((name, value) -> {
            if (value instanceof TensorView tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static String list(Map<String, ?> inner) {
        List<String> names = inner.keySet().stream().limit(5).map(Quoted::name).toList();
        return String.join(", ", names) + (inner.size() > names.size() ? ", …" : "");
    }
}
