package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * A run and many variants of it, each with one intervention more. What a variant has in common with the run is not computed
 * again: the layers below its intervention, the positions in front of it, and what nobody reads of the last layer. Variants of one
 * layer go through it side by side, as many as fit into a bounded piece of memory. Each such batch is work of its own for the
 * engine, so that others can have it in between.
 */
public final class Variants {
    /** Native memory of a batch: enough rows to multiply at full speed, few enough to be cancelled soon. */
    private static final long BATCH_BYTES = 64L << 20;

    private final Model model;
    private final RunRequest request;
    private final List<Intervention> interventions;
    private final int read;
    private final boolean toResidual;
    private final RunResult base;
    private final List<Edit> edits;
    private final boolean takesOver;
    private int done;

    /** Told of what each variant ends in as soon as it is known. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param variant by the place of its intervention in the list
         * @param logits of the positions that are read, [batch, pos, d_vocab], or the residual stream of {@link #toResidual}
         */
        void at(int variant, Tensor logits);
    }

    /**
     * Runs the base and plans the variants.
     *
     * @param request the run, its own interventions included; what it keeps is kept
     * @param interventions one for each variant, made after those of the run
     * @param read the first position whose logits are wanted
     * @throws PromptException if the prompt does not fit the model or an intervention not the prompt
     */
    public Variants(
            Model model, RunRequest request, List<? extends Intervention> interventions, int read, Progress progress)
            throws PromptException {
        this(model, request, interventions, read, false, progress);
    }

    /** The same for the residual stream behind the last block, [batch, pos, d_model], of all positions in place of logits. */
    public static Variants toResidual(
            Model model, RunRequest request, List<? extends Intervention> interventions, Progress progress)
            throws PromptException {
        return new Variants(model, request, interventions, 0, true, progress);
    }

    private Variants(
            Model model,
            RunRequest request,
            List<? extends Intervention> interventions,
            int read,
            boolean toResidual,
            Progress progress)
            throws PromptException {
        this.model = model;
        this.request = request;
        this.interventions = List.copyOf(interventions);
        this.read = read;
        this.toResidual = toResidual;
        Progress between = (_, _) -> progress.at(0, interventions.size());
        List<String> names = Stream.concat(
                        this.interventions.stream().flatMap(this::needs),
                        Stream.of(end()).filter(_ -> toResidual))
                .distinct()
                .toList();
        base = model.run(
                request.keep(NameFilter.of(Stream.concat(request.keep().patterns().stream(), names.stream())
                        .toList())),
                between);
        RunRequest all = request.with(Stream.concat(request.interventions().stream(), this.interventions.stream())
                .toList());
        edits = isPlain() ? model.compute(parts -> parts.runner().edits(all, between)) : List.of();
        // the values taken over have the changes of the run already, which are then made once more
        takesOver = isPlain()
                && edits.subList(0, request.interventions().size()).stream()
                        .allMatch(edit -> edit.rewrite().isIdempotent());
    }

    /** The run without any of the interventions; it keeps the values at their hook points. */
    public RunResult base() {
        return base;
    }

    /**
     * Computes all variants, those of the last layers first because they are quickest.
     *
     * @param progress told of the variants done; may cancel between layers
     */
    public void run(Listener listener, Progress progress) throws PromptException {
        run(_ -> true, listener, progress);
    }

    /**
     * The same where some variants are known to be like the run itself, by the places of their interventions in the list.
     *
     * @param differs whether a variant is to be computed
     */
    public void run(IntPredicate differs, Listener listener, Progress progress) throws PromptException {
        done = 0;
        var missing = new ArrayList<Integer>();
        for (int variant = 0; variant < interventions.size(); variant++) {
            if (!takesOver || HookName.isEmbedding(hook(variant))) {
                if (differs.test(variant)) tell(listener, progress, variant, alone(variant, progress));
                else tell(listener, progress, variant, unchanged());
            } else if (differs.test(variant) && cone(variant).reaches(segment(0, variant))) {
                missing.add(variant);
            } else {
                tell(listener, progress, variant, unchanged());
            }
        }
        for (Cone batch : batches(missing)) tellAll(listener, progress, batch, compute(batch, progress));
    }

    private String end() {
        return HookName.of("resid_post", model.config().nLayers() - 1);
    }

    /** What a whole pass ends in. */
    private Tensor alone(int variant, Progress progress) throws PromptException {
        var changes = new ArrayList<>(request.interventions());
        changes.add(interventions.get(variant));
        Progress between = (_, _) -> progress.at(done, interventions.size());
        RunRequest changed = request.with(changes).reusingOnly();
        return read(model.run(toResidual ? changed.keep(end()) : changed, between));
    }

    private Tensor compute(Cone batch, Progress progress) {
        int common = request.interventions().size();
        Runnable between = () -> progress.at(done, interventions.size());
        return model.compute(parts -> {
            var pass = new ConePass(
                    parts,
                    model.config(),
                    batch,
                    base.kept(),
                    request.optional(),
                    edits.subList(0, common),
                    edits.subList(common, edits.size()),
                    between);
            return toResidual ? pass.runToResidual() : pass.run();
        });
    }

    private void tellAll(Listener listener, Progress progress, Cone cone, Tensor logits) {
        // rows of the batch that are changed alike are segments of their own
        var byVariant = new LinkedHashMap<Integer, float[]>();
        int length = length() - read;
        int width = width();
        for (Layout.Part part : cone.last().parts()) {
            int size = part.span().size();
            for (int copy = 0; copy < part.segment().copies(); copy++) {
                float[] all = byVariant.computeIfAbsent(part.segment().changes().get(copy), _ -> copyOfUnchanged(part));
                int from = part.offset() + copy * size;
                int to = (part.segment().row() * length + part.span().from() - read) * width;
                logits.slice(0, from, from + size).copyTo(all, to);
            }
        }
        byVariant.forEach((variant, all) ->
                tell(listener, progress, variant, Tensor.of(all, request.tokens().length, length, width)));
    }

    private int width() {
        return toResidual ? model.config().dModel() : model.config().dVocab();
    }

    /** What the base ends in where a change leaves some of it. */
    private float[] copyOfUnchanged(Layout.Part part) {
        return part.span().size() == length() - read
                ? new float[request.tokens().length * part.span().size() * width()]
                : unchanged().toArray();
    }

    private Tensor unchanged() {
        return read(base);
    }

    private Tensor read(RunResult run) {
        Tensor whole = toResidual ? run.kept().get(end()) : run.logits();
        return whole.slice(1, read, length());
    }

    private void tell(Listener listener, Progress progress, int variant, Tensor logits) {
        done++;
        listener.at(variant, logits);
        progress.at(done, interventions.size());
    }

    private boolean isPlain() {
        return request.padding() == null
                && request.codeHooks().isEmpty()
                && request.startLayer() == 0
                && request.stopLayer() == RunRequest.TO_THE_END;
    }

    /** What of the base an intervention needs. */
    private Stream<String> needs(Intervention intervention) {
        Cone cone = cone(intervention.site());
        return Stream.concat(
                Stream.of(intervention.site().hookName()),
                ConePass.needs(model.config(), cone.layer(), cone.entry()).stream());
    }

    /** All variants in the batches that they are computed in. */
    List<Cone> batches() {
        return batches(IntStream.range(0, interventions.size())
                .filter(variant -> cone(variant).reaches(segment(0, variant)))
                .boxed()
                .toList());
    }

    /** Puts variants that begin at the same place of the model together, the last places first. */
    private List<Cone> batches(List<Integer> variants) {
        var together = new LinkedHashMap<Cone, List<Integer>>();
        variants.stream()
                .sorted(Comparator.comparing(variant -> -cone(variant).layer()))
                .forEach(variant -> together.computeIfAbsent(cone(variant), _ -> new ArrayList<>())
                        .add(variant));
        return together.entrySet().stream()
                .flatMap(place -> batches(place.getKey(), place.getValue()).stream())
                .toList();
    }

    /** Cuts variants of one place into batches. */
    private List<Cone> batches(Cone cone, List<Integer> variants) {
        var batches = new ArrayList<Cone>();
        int rows = request.tokens().length;
        var waiting = new ArrayList<Integer>();
        long bytes = 0;
        variants.sort(
                Comparator.comparing(variant -> segment(0, variant).changed().from()));
        for (int variant : variants) {
            long more = rows * cone.bytes(segment(0, variant));
            if (!waiting.isEmpty() && bytes + more > BATCH_BYTES) {
                batches.add(cone.of(segments(waiting)));
                waiting.clear();
                bytes = 0;
            }
            waiting.add(variant);
            bytes += more;
        }
        batches.add(cone.of(segments(waiting)));
        return batches;
    }

    /** Variants that are changed at the same positions, together, for each row of the batch. */
    private List<Segment> segments(List<Integer> variants) {
        Map<Span, List<Integer>> bySpan = new LinkedHashMap<>();
        for (int variant : variants) {
            bySpan.computeIfAbsent(segment(0, variant).changed(), _ -> new ArrayList<>())
                    .add(variant);
        }
        var segments = new ArrayList<Segment>();
        for (int row = 0; row < request.tokens().length; row++) {
            for (var entry : bySpan.entrySet()) segments.add(new Segment(row, entry.getValue(), entry.getKey()));
        }
        return segments;
    }

    private Cone cone(int variant) {
        return cone(interventions.get(variant).site());
    }

    private Cone cone(Site site) {
        ModelConfig config = model.config();
        int layer = Math.min(site.layer(), config.nLayers());
        Entry entry = layer == config.nLayers() ? Entry.OUTPUT : Entry.of(site.hookName(), config);
        return new Cone(
                config,
                request.tokens().length,
                length(),
                read,
                layer,
                entry,
                Entry.staysInPlace(site.hookName()),
                List.of());
    }

    private Segment segment(int row, int variant) {
        return new Segment(
                row, List.of(variant), Span.of(interventions.get(variant).site().positions(), length()));
    }

    private int length() {
        return request.tokens()[0].length;
    }

    private String hook(int variant) {
        return interventions.get(variant).site().hookName();
    }
}
