package org.headscope.engine.survey;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.HeadReadout;
import org.headscope.engine.model.HeadReadout.LossChanges;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Variants;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The effects of replacing each head on every token of a chunk (interpretability.md E.5, F.5): direct ones of all heads from one
 * run, total ones from what runs again above each head.
 *
 * @param means what heads are replaced by; null for zero
 */
record HeadEffects(Model model, SurveyPlan plan, HeadMeans means, HeadReadout readout) implements AutoCloseable {
    HeadEffects(Model model, SurveyPlan plan, HeadMeans means) {
        this(model, plan, means, new HeadReadout(model));
    }

    @Override
    public void close() {
        readout.close();
    }

    /** @param progress told of the heads done; may cancel between layers */
    ChunkEffects of(Chunk chunk, Progress progress) throws PromptException {
        RunRequest request = RunRequest.of(chunk.ids()).keep(HeadReadout.needs(model.config()));
        var found = new LossChanges[plan.heads().size()];
        RunResult run =
                plan.total() ? withTotals(chunk, request, found, progress) : direct(chunk, request, found, progress);
        return new ChunkEffects(chunk, run.lossPerToken().at(0), Arrays.asList(found));
    }

    private RunResult direct(Chunk chunk, RunRequest request, LossChanges[] found, Progress progress)
            throws PromptException {
        RunResult run = model.run(request, (_, _) -> progress.at(0, found.length));
        var layers = new Layers(chunk, run, found);
        for (int head = 0; head < found.length; head++) {
            layers.add(head, null);
            progress.at(head + 1, found.length);
        }
        layers.readOut();
        return run;
    }

    private RunResult withTotals(Chunk chunk, RunRequest request, LossChanges[] found, Progress progress)
            throws PromptException {
        List<Intervention> changes = plan.heads().stream()
                .map(head -> replaced(head, chunk.ids().length))
                .toList();
        Variants variants = Variants.toResidual(model, request, changes, progress);
        var layers = new Layers(chunk, variants.base(), found);
        variants.run((head, residual) -> layers.add(head, residual.at(0)), progress);
        layers.readOut();
        return variants.base();
    }

    private Intervention replaced(Site head, int length) {
        return means == null
                ? new ZeroAblation(head)
                : new Patch(head, means.of(head.layer(), length), "the mean over the corpus");
    }

    /** Collects heads of a layer and reads them out together, so that what they have in common is computed once. */
    private final class Layers {
        private final int[] tokens;
        private final Activations run;
        private final LossChanges[] found;
        private final List<Integer> waiting = new ArrayList<>();
        private final List<HeadReadout.Change> changes = new ArrayList<>();

        Layers(Chunk chunk, RunResult run, LossChanges[] found) {
            this.tokens = chunk.ids();
            this.run = run.kept();
            this.found = found;
        }

        void add(int head, Tensor residual) {
            if (!waiting.isEmpty() && layer() != plan.heads().get(head).layer()) readOut();
            waiting.add(head);
            Site site = plan.heads().get(head);
            changes.add(new HeadReadout.Change(site.head(), z(site), residual));
        }

        private int layer() {
            return plan.heads().get(waiting.getFirst()).layer();
        }

        /** What the head reads instead, [pos, d_head]. */
        private Tensor z(Site head) {
            int width = model.config().dHead();
            int length = tokens.length;
            if (means == null) return Tensor.of(new float[length * width], length, width);
            return means.of(head.layer(), length)
                    .slice(2, head.head(), head.head() + 1)
                    .reshape(length, width);
        }

        void readOut() {
            if (waiting.isEmpty()) return;
            List<LossChanges> read = readout.of(tokens, run, layer(), changes);
            for (int i = 0; i < read.size(); i++) found[waiting.get(i)] = read.get(i);
            waiting.clear();
            changes.clear();
        }
    }
}
