package org.headscope.engine.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** A run without interventions whose values others take over. */
record CleanRun(ModelConfig config, int batch, OptionalHooks optional, Activations kept) {
    /**
     * Runs a request without its interventions and code hooks. The values ablated most often are kept, too, so that where runs are
     * re-used the next question about this prompt needs nothing new.
     *
     * @param names of the hook points wanted
     */
    static CleanRun of(Runner runner, RunRequest request, Collection<String> names, Progress progress)
            throws PromptException {
        Stream<String> outputs = Stream.of(Part.values()).map(Part::glob);
        RunRequest clean = request.with(List.of())
                .withoutCodeHooks()
                .keepAt(PosSlice.ALL)
                .keep(NameFilter.of(Stream.concat(outputs, names.stream()).toList()));
        Activations kept =
                runner.run(request.reuse() ? clean.reusing() : clean, progress).kept();
        return new CleanRun(runner.config(), request.tokens().length, request.optional(), kept);
    }

    /** The hook points that were kept. */
    Set<String> names() {
        return kept.names();
    }

    Tensor value(String name) {
        return withAllAxes(name, kept.get(name), config, batch, optional);
    }

    /** Norms of queries and keys are read [batch * pos * head, ...] but set [batch, pos, head, ...]. */
    static Tensor withAllAxes(String name, Tensor value, ModelConfig config, int batch, OptionalHooks optional) {
        if (value.rank() != 2) return value;
        boolean grouped = name.contains(".k_norm.") && !optional.ungroup();
        int heads = grouped ? config.attention().nKeyValueHeads() : config.nHeads();
        return value.reshape(batch, value.size(0) / heads / batch, heads, value.size(1));
    }
}
