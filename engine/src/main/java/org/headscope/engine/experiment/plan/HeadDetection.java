package org.headscope.engine.experiment.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.DetectionPattern;
import org.headscope.engine.analysis.HeadDetector;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** How much each head's attention looks like that of known kinds (TransformerLens head_detector). */
public record HeadDetection(boolean excludeBos, boolean excludeCurrent) implements Analysis {
    static final Form<HeadDetection> FORM = Form.of(
            HeadDetection.class,
            "head_detectors",
            "how much each head's attention looks like that of previous-token, duplicate-token and induction heads",
            Fields.flag("exclude_bos", false, "whether attention to position 0 is left out of account"),
            Fields.flag("exclude_current", false, "whether attention of a token to itself is left out of account"));

    private static final List<String> KINDS = List.of("previous_token", "duplicate_token", "induction");

    /** A measure of one pattern. */
    @FunctionalInterface
    private interface Measure {
        double of(HeadDetector detector, Tensor pattern, int[] tokens);
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        RunRequest request = setup.changed(Prompts.CLEAN).keep("*.attn.hook_pattern");
        ActivationCache all = ActivationCache.run(setup.model(), request, progress);
        List<ActivationCache> kept =
                IntStream.range(0, setup.clean().size()).mapToObj(all::prompt).toList();
        add(
                setup,
                kept,
                results,
                "share",
                "share of a head's attention where each kind puts it, from 0 to 1 (mul)",
                HeadDetector::share);
        add(
                setup,
                kept,
                results,
                "closeness",
                "1 minus the distance from a perfect head of each kind (abs)",
                HeadDetector::closeness);
    }

    private void add(
            Setup setup, List<ActivationCache> kept, Results results, String name, String about, Measure measure) {
        List<HeadDetector> detectors = java.util.Arrays.stream(DetectionPattern.values())
                .map(kind -> new HeadDetector(kind, excludeBos, excludeCurrent))
                .toList();
        PerHead.add(
                results,
                name,
                about,
                setup,
                new Axes(setup).prompts(),
                new Axis("kind", KINDS),
                (prompt, layer, head) -> {
                    Tensor pattern = kept.get(prompt).get("pattern", layer).at(0, head);
                    int[] tokens = setup.clean().get(prompt).ids();
                    return detectors.stream()
                            .mapToDouble(detector -> measure.of(detector, pattern, tokens))
                            .toArray();
                });
    }
}
