package org.headscope.engine.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;

/** A golden model with analyses: its inputs, the numbers of TransformerLens, and a cache of everything. */
public final class AnalysisInputs implements AutoCloseable {
    public static final List<String> MODELS = List.of("gpt2", "llama");

    private final GoldenModel golden;
    private final JsonNode json;
    public final Model model;
    public final ActivationCache cache;

    public AnalysisInputs(String name) throws Exception {
        golden = new GoldenModel(name);
        json = golden.json("golden-analyses.json");
        model = golden.load(Processing.FOLDED);
        cache = ActivationCache.run(model, grid("tokens"), NameFilter.ALL);
    }

    /** The names of all golden entries. */
    public List<String> entries() {
        var names = new ArrayList<String>();
        json.get("entries").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The labels of an entry's components; empty where there are none. */
    public List<String> labels(String entry) {
        var labels = new ArrayList<String>();
        json.get("entries").get(entry).path("labels").forEach(label -> labels.add(label.asText()));
        return labels;
    }

    public Tensor expected(String entry) throws Exception {
        return golden.tensor("golden-analyses", entry);
    }

    /** An input of two axes, such as {@code tokens}. */
    public int[][] grid(String input) {
        return new ObjectMapper().convertValue(json.get("inputs").get(input), int[][].class);
    }

    /** An input of one axis, such as {@code correct}. */
    public int[] row(String input) {
        return new ObjectMapper().convertValue(json.get("inputs").get(input), int[].class);
    }

    @Override
    public void close() {
        model.close();
    }
}
