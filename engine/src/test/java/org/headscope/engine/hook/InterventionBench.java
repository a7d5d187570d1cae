package org.headscope.engine.hook;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.Near;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;

/** A model with prompts and the run without interventions that others are compared with. */
record InterventionBench(Model model, RunRequest prompts, RunResult clean) {
    private static final List<String> MODELS = List.of("gpt2", "llama");

    /** With learned positions, and with rotary ones and shared keys. */
    static List<InterventionBench> all() throws Exception {
        var benches = new ArrayList<InterventionBench>();
        for (String name : MODELS) {
            var golden = new GoldenModel(name);
            Model model = golden.load(Processing.FOLDED);
            RunRequest prompts = RunRequest.of(golden.tokens()).keep("*");
            benches.add(new InterventionBench(model, prompts, model.run(prompts)));
        }
        return benches;
    }

    /** Heads, neurons, coordinates, all of a hook point, some positions, some keys. */
    static List<Site> sites() {
        Positions some = Positions.of(2, 7);
        return List.of(
                Site.head(1, 2),
                Site.mlp(0).at(some),
                Site.neuron(1, 5),
                Site.of("resid_pre", 1).at(some),
                Site.of("q", 1).unit(1).at(some),
                Site.of("k", 0).unit(1),
                Site.of("v", 1),
                Site.of("pattern", 1).unit(1).at(some).atKeys(Positions.of(0, 2)),
                Site.of("pattern", 0).at(some),
                Site.of("attn_scores", 1),
                Site.of("attn_scores", 0).unit(3).at(some).atKeys(Positions.of(1, 2)));
    }

    RunResult run(Intervention... changes) throws Exception {
        return model.run(prompts.with(changes));
    }

    /** Both give the same numbers everywhere, and other ones than the clean run. */
    void assertSame(CodeHook byHand, Intervention change) throws Exception {
        RunResult expected = model.run(prompts.with(byHand));
        RunResult actual = run(change);
        assertNear(expected.logits(), actual.logits(), 1e-5, change.describe());
        for (String name : expected.kept().names()) {
            assertNear(expected.kept().get(name), actual.kept().get(name), 1e-5, name + ", " + change.describe());
        }
        assertTrue(Near.distance(clean.logits(), actual.logits()) > 1e-4, change.describe() + " shows");
    }

    Tensor clean(Site site) {
        return clean.kept().get(site.hookName());
    }
}
