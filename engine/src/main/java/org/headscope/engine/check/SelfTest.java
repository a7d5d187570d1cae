package org.headscope.engine.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.headscope.engine.generate.GenerateRequest;
import org.headscope.engine.generate.Generator;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.TextTokenizer;

/**
 * Checks that this installation computes right with a model: against numbers that lie beside the model, where there are some,
 * and against itself. Takes about a second with a small model.
 */
public final class SelfTest {
    private static final double NEAR = 1e-4;
    /** Re-used values differ from fresh ones only by the order of additions in matrix products. */
    private static final double SAME = 2e-4;

    private static final int MOST_TOKENS = 24;
    private static final String SENTENCE = "Zoë said: \"naïve — 数 🙂\"\n\tdef f(x): return x  # done";

    private final Model model;
    private final int[] tokens;

    private SelfTest(Model model) {
        this.model = model;
        this.tokens = sampleTokens(model);
    }

    /** A check: returns how far something is from what it should be. */
    private interface Measure {
        double distance() throws Exception;
    }

    private record Planned(String name, double allowed, Measure measure) {}

    /** @param progress told of each check; may cancel between them */
    public static SelfTestReport run(Model model, Progress progress) {
        return new SelfTest(model).run(progress);
    }

    /**
     * The same, and for a model that others have published figures about, each of them beside what is measured here.
     *
     * @param published folder of what was published, one file for each model
     */
    public static SelfTestReport run(Model model, Path published, Progress progress) throws ModelException {
        var figures = PublishedFigures.of(model, published);
        var checks = new ArrayList<>(run(model, progress).checks());
        figures.ifPresent(known -> checks.addAll(known.checks(model, published, progress)));
        return new SelfTestReport(checks);
    }

    private SelfTestReport run(Progress progress) {
        List<Planned> planned = plan();
        var checks = new ArrayList<Check>();
        for (Planned check : planned) {
            progress.at(checks.size(), planned.size());
            checks.add(run(check));
        }
        progress.at(planned.size(), planned.size());
        return new SelfTestReport(checks);
    }

    private static Check run(Planned planned) {
        try {
            double distance = planned.measure.distance();
            boolean passed = distance <= planned.allowed;
            String detail = planned.allowed == 0
                    ? passed ? "exact" : "different"
                    : "largest difference %.1e, allowed %.0e".formatted(distance, planned.allowed);
            return new Check(planned.name, passed, detail);
        } catch (CancellationException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            return new Check(planned.name, false, String.valueOf(e.getMessage()));
        }
    }

    private List<Planned> plan() {
        var plan = new ArrayList<Planned>();
        plan.add(new Planned("tensors survive being written and read", 0, this::fileDistance));
        plan.add(new Planned("matrix products equal plain Java's", 1e-3, this::productDistance));
        if (model.tokenizer() instanceof TextTokenizer) {
            plan.add(new Planned("text survives being cut into tokens", 0, this::textDistance));
        }
        addStored(plan);
        plan.add(new Planned("folded and stored weights give the same probabilities", NEAR * 10, this::foldDistance));
        plan.add(new Planned("attention sums to 1 and looks back only", 1e-5, this::attentionDistance));
        plan.add(new Planned("a typed-on prompt equals a fresh one", SAME, this::appendDistance));
        plan.add(new Planned("an ablation on re-used layers equals a fresh one", SAME, this::ablationDistance));
        plan.add(new Planned("generating with and without re-use is the same", 0, this::generateDistance));
        plan.add(new Planned("no native memory is left behind", 0, this::leak));
        return plan;
    }

    private void addStored(List<Planned> plan) {
        try {
            ReferenceNumbers.of(model).ifPresent(stored -> {
                plan.add(new Planned(
                        "tokens equal the stored ones",
                        0,
                        () -> same(
                                model.tokenizer().encode(stored.prompt(), true).ids(), stored.tokens())));
                plan.add(new Planned("loss per token equals the stored one", NEAR, stored::lossDistance));
                plan.add(new Planned("next tokens equal the stored ones", NEAR, stored::nextTokenDistance));
                plan.add(new Planned("attention equals the stored one", NEAR, stored::patternDistance));
                plan.add(new Planned("switching off a head does what is stored", NEAR, stored::headAblationDistance));
                plan.add(new Planned("switching off an MLP does what is stored", NEAR, stored::mlpAblationDistance));
            });
        } catch (Exception e) {
            plan.add(new Planned("stored numbers can be read", 0, () -> {
                throw e;
            }));
        }
    }

    /** Random tokens, the same each time, with BOS in front if the model has one. */
    private static int[] sampleTokens(Model model) {
        int length = Math.min(MOST_TOKENS, model.config().nCtx());
        int[] tokens = new Random(1).ints(length, 0, model.config().dVocab()).toArray();
        model.config().bosId().ifPresent(bos -> tokens[0] = bos);
        return tokens;
    }

    private double fileDistance() throws Exception {
        Tensor written = random(7, 3, 5);
        Path file = Files.createTempFile("headscope", ".safetensors");
        try {
            SafetensorsWriter.write(file, Map.of("x", written));
            return same(written, SafetensorsFile.open(file).read("x"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The last product of a pass, taken again in double precision for one position and a few tokens. */
    private double productDistance() throws Exception {
        RunResult run = model.run(RunRequest.of(tokens).keep("unembed.*"));
        Tensor x = run.kept().get("unembed.hook_in").at(0, tokens.length - 1);
        Tensor logits = run.kept().get("unembed.hook_out");
        Tensor wU = model.parameter("unembed.W_U");
        Tensor bU = model.parameter("unembed.b_U");
        double worst = 0;
        for (int token = 0; token < Math.min(50, wU.size(1)); token++) {
            double logit = bU.flat(token);
            for (int d = 0; d < x.size(); d++) logit += (double) x.flat(d) * wU.get(d, token);
            worst = Math.max(worst, Math.abs(logit - logits.get(0, tokens.length - 1, token)));
        }
        return worst;
    }

    private double textDistance() throws Exception {
        int[] ids = model.tokenizer().encode(SENTENCE, false).ids();
        return model.tokenizer().decode(ids).equals(SENTENCE) ? 0 : 1;
    }

    private double foldDistance() throws Exception {
        if (model.folder() == null) return 0;
        Processing other = model.processing().equals(Processing.RAW) ? Processing.FOLDED : Processing.RAW;
        try (Model second = Model.load(model.folder(), other)) {
            return distance(
                    model.run(RunRequest.of(tokens)).lossPerToken(),
                    second.run(RunRequest.of(tokens)).lossPerToken());
        }
    }

    private double attentionDistance() throws Exception {
        RunResult run = model.run(RunRequest.of(tokens).keep("*.attn.hook_pattern"));
        double worst = 0;
        for (String name : run.kept().names()) {
            Tensor pattern = run.kept().get(name);
            for (int head = 0; head < model.config().nHeads(); head++) {
                for (int row = 0; row < tokens.length; row++) {
                    double sum = 0;
                    for (int key = 0; key < tokens.length; key++) {
                        float value = pattern.get(0, head, row, key);
                        if (key > row && value != 0) return 1;
                        sum += value;
                    }
                    worst = Math.max(worst, Math.abs(sum - 1));
                }
            }
        }
        return worst;
    }

    private double appendDistance() throws Exception {
        RunRequest whole = RunRequest.of(tokens).keep(NameFilter.ALL);
        model.run(RunRequest.of(Arrays.copyOf(tokens, tokens.length - 2))
                .keep(NameFilter.ALL)
                .reusing());
        return distance(model.run(whole), model.run(whole.reusing()));
    }

    private double ablationDistance() throws Exception {
        var off = new ZeroAblation(Site.head(model.config().nLayers() - 1, 0));
        RunRequest request = RunRequest.of(tokens).keep(NameFilter.ALL);
        model.run(request.reusing());
        return distance(
                model.run(request.with(off)), model.run(request.with(off).reusing()));
    }

    private double generateDistance() throws Exception {
        var generator = new Generator(model);
        var request = GenerateRequest.of(Arrays.copyOf(tokens, tokens.length / 2), 8);
        return same(
                generator.generate(request).tokens(),
                generator.generate(request.withoutReuse()).tokens());
    }

    private double leak() throws Exception {
        int before = model.nativeArrays();
        for (int length = 1; length <= tokens.length; length += 5) {
            model.run(RunRequest.of(Arrays.copyOf(tokens, length)).keep(NameFilter.ALL));
        }
        return model.nativeArrays() - before;
    }

    private static double distance(RunResult a, RunResult b) {
        double worst = distance(a.logits(), b.logits());
        for (String name : a.kept().names()) {
            worst = Math.max(worst, distance(a.kept().get(name), b.kept().get(name)));
        }
        return worst;
    }

    /** Largest difference between two tensors; masked scores are minus infinity in both. Large values count relatively. */
    private static double distance(Tensor a, Tensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) return Double.POSITIVE_INFINITY;
        double worst = 0;
        for (int i = 0; i < a.size(); i++) {
            if (a.flat(i) == b.flat(i)) continue;
            double difference = Math.abs((double) a.flat(i) - b.flat(i)) / Math.max(1, Math.abs(a.flat(i)));
            if (!(difference <= worst)) worst = difference;
        }
        return worst;
    }

    private static double same(Tensor a, Tensor b) {
        return distance(a, b) == 0 ? 0 : 1;
    }

    private static double same(int[] a, int[] b) {
        return Arrays.equals(a, b) ? 0 : 1;
    }

    private static Tensor random(int... shape) {
        var random = new Random(2);
        var data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < data.length; i++) data[i] = (float) random.nextGaussian();
        return Tensor.of(data, shape);
    }
}
