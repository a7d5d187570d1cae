package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.MeanSource.PromptSet;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Means that ablations put in, against plain loops. */
class MeansTest {
    private static final int[] PROMPT = {3, 1, 4, 1, 5};
    private static final List<List<Integer>> PROMPTS =
            List.of(List.of(1, 2, 3, 4, 5, 6), List.of(7, 8, 9), List.of(20, 21, 22, 23, 24, 25, 26));

    private static Model model;

    @BeforeAll
    static void load() {
        model = TinyCheckpoint.random(8).load(Processing.FOLDED);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void overThisPrompt() throws Exception {
        var mean = new MeanAblation(Site.mlp(1), new MeanSource.ThisPrompt());
        Tensor clean = model.run(RunRequest.of(PROMPT).keep("*")).kept().get("mlp_out1");
        Tensor put =
                model.run(RunRequest.of(PROMPT).with(mean).keep("*")).kept().get("mlp_out1");
        for (int d = 0; d < clean.size(2); d++) {
            double sum = 0;
            for (int pos = 0; pos < PROMPT.length; pos++) sum += clean.get(0, pos, d);
            for (int pos = 0; pos < PROMPT.length; pos++) assertEquals(sum / PROMPT.length, put.get(0, pos, d), 1e-5);
        }
    }

    @Test
    void overThisPromptWithoutItsOtherInterventions() throws Exception {
        var mean = new MeanAblation(Site.mlp(2), new MeanSource.ThisPrompt());
        var zero = new ZeroAblation(Site.attention(0));
        Tensor alone =
                model.run(RunRequest.of(PROMPT).with(mean).keep("*")).kept().get("mlp_out2");
        Tensor both = model.run(RunRequest.of(PROMPT).with(zero, mean).keep("*"))
                .kept()
                .get("mlp_out2");
        assertNear(alone, both, 1e-6, "mean");
    }

    @Test
    void overAllPositionsOfAPromptSet() throws Exception {
        var mean = new MeanAblation(Site.head(2, 1), new PromptSet("letters", PROMPTS, false));
        Tensor put =
                model.run(RunRequest.of(PROMPT).with(mean).keep("*")).kept().get("z2");
        for (int e = 0; e < 4; e++) {
            double sum = 0;
            int count = 0;
            for (Tensor z : z2OfPrompts()) {
                for (int pos = 0; pos < z.size(1); pos++) {
                    sum += z.get(0, pos, 1, e);
                    count++;
                }
            }
            for (int pos = 0; pos < PROMPT.length; pos++) assertEquals(sum / count, put.get(0, pos, 1, e), 1e-5);
        }
    }

    @Test
    void overEachPositionOfAPromptSet() throws Exception {
        var mean = new MeanAblation(Site.head(2, 1), new PromptSet("letters", PROMPTS, true));
        Tensor clean = model.run(RunRequest.of(PROMPT).keep("*")).kept().get("z2");
        Tensor put =
                model.run(RunRequest.of(PROMPT).with(mean).keep("*")).kept().get("z2");
        for (int pos = 0; pos < PROMPT.length; pos++) {
            for (int e = 0; e < 4; e++) {
                double sum = 0;
                int count = 0;
                for (Tensor z : z2OfPrompts()) {
                    if (pos >= z.size(1)) continue;
                    sum += z.get(0, pos, 1, e);
                    count++;
                }
                assertEquals(sum / count, put.get(0, pos, 1, e), 1e-5);
                assertEquals(clean.get(0, pos, 2, e), put.get(0, pos, 2, e), 1e-6, "another head");
            }
        }
    }

    private static List<Tensor> z2OfPrompts() throws Exception {
        var values = new ArrayList<Tensor>();
        for (List<Integer> prompt : PROMPTS) {
            int[] ids = prompt.stream().mapToInt(Integer::intValue).toArray();
            values.add(model.run(RunRequest.of(ids).keep("*")).kept().get("z2"));
        }
        return values;
    }

    @Test
    void aPromptLongerThanEveryPromptOfTheSetHasNoMeanPerPosition() throws Exception {
        int[] longer = {0, 1, 2, 3, 4, 5, 6, 7};
        var set = new PromptSet("letters", PROMPTS, true);
        assertRefused(
                longer,
                new MeanAblation(Site.mlp(0), set),
                "There is no mean for position 7 of the prompt: the longest prompt of \"letters\" has 7 tokens; take"
                        + " the mean over all positions, or longer prompts.");
        var early = new MeanAblation(Site.mlp(0).at(Positions.of(2, 50)), set);
        assertEquals(8, model.run(RunRequest.of(longer).with(early)).logits().size(1));
    }

    @Test
    void aPromptSetThatCannotBeRunIsRefusedInASentence() {
        assertRefused(
                PROMPT,
                new MeanAblation(Site.mlp(0), new PromptSet("nothing", List.of(), false)),
                "The prompt set \"nothing\" is empty, so there is no mean to take over it.");
        assertRefused(
                PROMPT,
                new MeanAblation(Site.mlp(0), new PromptSet("odd", List.of(List.of(1), List.of(2, 29)), false)),
                "Prompt 2 of \"odd\" cannot be run: token id 29 is not in the vocabulary: this model takes ids from 0"
                        + " to 28.");
    }

    @Test
    void theRunsOfAPromptSetAreReportedAndNotRepeated() throws Exception {
        var set = new PromptSet("letters again", PROMPTS, false);
        var reports = new ArrayList<String>();
        Progress progress = (done, total) -> reports.add(done + "/" + total);
        RunRequest request = RunRequest.of(PROMPT).with(new MeanAblation(Site.mlp(0), set));
        model.run(request, progress);
        List<String> ofRun = List.of("0/5", "1/5", "2/5", "3/5", "4/5", "5/5");
        assertEquals(
                List.of("0/3", "1/3", "2/3"),
                reports.stream().distinct().limit(3).toList());
        assertEquals(ofRun, reports.subList(reports.size() - ofRun.size(), reports.size()));
        reports.clear();
        model.run(request.with(new MeanAblation(Site.head(3, 1), set)), progress);
        assertEquals(ofRun, reports);
    }

    private static void assertRefused(int[] prompt, MeanAblation mean, String sentence) {
        RunRequest request = RunRequest.of(prompt).with(mean);
        var refusal = assertThrows(PromptException.class, () -> model.run(request));
        assertEquals(sentence, refusal.getMessage());
    }
}
