package org.headscope.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.headscope.engine.Bundled;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    @Test
    void reuseChangesNothing() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var prompt = model.tokenizer().encode("When Mary and John went to the store,", true);
            var generator = new Generator(model);
            for (var how : List.of(Sampling.GREEDY, Sampling.temperature(1, 3))) {
                var request = GenerateRequest.of(prompt, 20).sampling(how);
                assertArrayEquals(
                        generator.generate(request.withoutReuse()).tokens(),
                        generator.generate(request).tokens());
            }
        }
    }

    @Test
    void interventionsStayActive() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var prompt = model.tokenizer().encode("When Mary and John went to the store, John gave a drink to", true);
            var mary = new Direction.Unembedding(prompt.ids()[3], " Mary");
            var generator = new Generator(model);
            List<Integer> other =
                    Arrays.stream(prompt.ids()).map(id -> id + 1).boxed().toList();
            List<Intervention> all = List.of(
                    new ZeroAblation(Site.mlp(0)),
                    new Scale(Site.of("resid_post", 1), 0.1),
                    new Steer(Site.of("resid_post", 2), mary, 30),
                    new Noise(Site.mlp(1), 20, 1),
                    Resample.from(other, Site.of("resid_pre", 1).at(Positions.of(5, prompt.size() - 1)), "another"),
                    new ProjectOut(Site.of("resid_post", 3), List.of(new Direction.Unembedding(prompt.ids()[3], "M"))));
            for (Intervention change : all) {
                GenerateRequest with =
                        GenerateRequest.of(prompt, 5).with(List.of(change, new Freeze(Site.of("pattern", 3))));
                int[] changed = generator.generate(with).tokens();
                assertArrayEquals(generator.generate(with.withoutReuse()).tokens(), changed, change.describe());
            }
            int[] zeroed = generator
                    .generate(GenerateRequest.of(prompt, 5).with(List.of(all.getFirst())))
                    .tokens();
            assertFalse(Arrays.equals(
                    generator.generate(GenerateRequest.of(prompt, 5)).tokens(), zeroed));
        }
    }

    @Test
    void endsWhereTheContextIsFull() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.RAW)) {
            Generation generation = new Generator(model)
                    .generate(GenerateRequest.of(golden.tokens()[0], 1000).pastEos());
            assertEquals(Generation.End.CONTEXT_FULL, generation.end());
            assertEquals(model.config().nCtx(), generation.prompt().length + generation.tokens().length);
        }
    }

    @Test
    void endsAfterAnEndOfText() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            int eos = model.config().eosIds().getFirst();
            var prompt = model.tokenizer().encode("Once", true);
            for (int seed = 0; seed < 20; seed++) {
                Generation generation = new Generator(model)
                        .generate(GenerateRequest.of(prompt, 200).sampling(Sampling.temperature(1, seed)));
                if (generation.end() != Generation.End.END_OF_TEXT) continue;
                int[] tokens = generation.tokens();
                assertEquals(eos, tokens[tokens.length - 1]);
                assertEquals(1, Arrays.stream(tokens).filter(id -> id == eos).count());
                return;
            }
        }
    }

    @Test
    void tokensAreShownAsTheyComeAndProgressCancels() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var shown = new ArrayList<Integer>();
            Progress cancelling = (done, _) -> {
                if (done == 3) throw new CancellationException();
            };
            var request = GenerateRequest.of(model.tokenizer().encode("Once upon a time", true), 10);
            assertThrows(
                    CancellationException.class, () -> new Generator(model).generate(request, cancelling, shown::add));
            assertEquals(3, shown.size());
        }
    }
}
