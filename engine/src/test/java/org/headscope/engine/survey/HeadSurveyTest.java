package org.headscope.engine.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

/** Surveys that are stopped, killed and gone on with. */
class HeadSurveyTest extends TinySurvey {
    @Test
    void everyTokenIsThereWithItsEffects() throws Exception {
        goOn(Long.MAX_VALUE, Progress.NONE);
        try (SurveyStore store = SurveyStore.read(file)) {
            assertEquals(plan, store.subject().plan());
            HeadMeans means = store.means(model.config());
            assertEquals(4, means.chunks());
            var effects = new HeadEffects(model, plan, means);
            int tokens = 0;
            try (Chunks chunks = corpus.chunks(model.tokenizer(), plan.chunking())) {
                for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                    ChunkEffects expected = effects.of(chunk, Progress.NONE);
                    check(store.table(), expected);
                    tokens += chunk.predicted();
                    assertEquals(
                            IntStream.of(chunk.ids()).boxed().toList(),
                            store.table().ids(chunk.number()));
                    assertEquals("<0>", store.table().texts(chunk.number()).getFirst());
                }
            }
            assertEquals(tokens, store.table().tokens());
            assertEquals(10, store.table().chunks());
        }
    }

    private void check(SurveyTable table, ChunkEffects expected) throws Exception {
        for (int head = 0; head < plan.heads().size(); head++) {
            var query = TokenQuery.of(plan.heads().get(head), Effect.TOTAL, TokenQuery.Order.AS_IN_CORPUS, 11);
            List<TokenEffect> found = table.tokens(query.from(expected.chunk().number() * 11));
            for (int i = 0; i < expected.chunk().predicted(); i++) {
                TokenEffect one = found.get(i);
                assertEquals(expected.chunk().number(), one.chunk());
                assertEquals(i + 1, one.position());
                assertEquals(expected.chunk().ids()[i + 1], one.id());
                assertEquals(expected.loss().flat(i), one.loss());
                assertEquals(expected.heads().get(head).direct()[i], one.direct());
                assertEquals(expected.heads().get(head).total()[i], one.total());
                assertEquals(expected.heads().get(head).indirect()[i], one.indirect());
            }
        }
    }

    @Test
    void aSurveyThatWasStoppedGoesOnWhereItWas() throws Exception {
        Progress stop = (done, total) -> {
            if (measured.size() == 5 && total == 3 && done == 2) throw new CancellationException();
        };
        assertThrows(CancellationException.class, () -> goOn(Long.MAX_VALUE, stop), "in the middle of the sixth chunk");
        try (SurveyStore store = SurveyStore.read(file)) {
            assertEquals(5, store.table().chunks());
        }
        assertEquals(List.of(5, 6), goOn(70, Progress.NONE), "up to a number of tokens, and no further");
        var means = new int[1];
        assertEquals(List.of(7, 8, 9), goOn(Long.MAX_VALUE, (_, total) -> {
            if (total == 4) means[0]++;
        }));
        assertEquals(0, means[0], "the means are there already");
        assertEquals(List.of(), goOn(Long.MAX_VALUE, Progress.NONE), "nothing is measured twice");
    }

    /** A program of its own that measures until it is killed. */
    @Test
    void aProgramThatIsKilledLosesAtMostAChunk() throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        for (String name : List.of(
                "PYTORCH_LIBRARY_PATH",
                "PYTORCH_LIBRARY_EXCLUSION",
                "PYTORCH_VERSION",
                "PYTORCH_FLAVOR",
                "RUST_LIBRARY_PATH",
                "jna.boot.library.path",
                "jna.nounpack",
                "org.sqlite.lib.path",
                "ai.djl.offline",
                "OPT_OUT_TRACKING",
                "java.util.logging.config.file",
                "ai.djl.pytorch.num_threads")) {
            if (System.getProperty(name) != null) command.add("-D" + name + "=" + System.getProperty(name));
        }
        Collections.addAll(command, "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"));
        Collections.addAll(
                command,
                Endless.class.getName(),
                file.toString(),
                corpus.files().getFirst().toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        int told = 0;
        try (var out = process.inputReader()) {
            String line;
            while (told < 4 && (line = out.readLine()) != null) if (line.startsWith("chunk")) told++;
            process.destroyForcibly().waitFor();
        }
        assertEquals(4, told, "the other program measured four chunks");
        plan = SurveyPlan.of(model.config());
        plan = new SurveyPlan(new Chunking(12, true, true, false), plan.ablation(), 4, false, plan.heads());
        try (SurveyStore store = SurveyStore.read(file)) {
            int kept = store.table().chunks();
            assertTrue(kept >= 4, "kept " + kept);
            assertEquals(kept * 11, store.table().tokens(), "whole chunks only");
        }
        assertFalse(goOn(Long.MAX_VALUE, Progress.NONE).contains(3));
        try (SurveyStore store = SurveyStore.read(file)) {
            assertEquals(10, store.table().chunks());
        }
    }

    /** Measures a chunk, says so, and waits to be killed after the last. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) throws Exception {
            Corpus corpus = Corpus.of(Path.of(args[1]));
            try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
                SurveyPlan all = SurveyPlan.of(model.config());
                var plan = new SurveyPlan(new Chunking(12, true, true, false), all.ablation(), 4, false, all.heads());
                SurveyStore store = SurveyStore.open(Path.of(args[0]), SurveySubject.of(model, corpus, plan));
                new HeadSurvey(model, corpus, store).run(Long.MAX_VALUE, Endless::tell, Progress.NONE);
                System.in.read();
            }
        }

        @SuppressWarnings("SystemOut")
        private static void tell(HeadSurvey.Step step) {
            System.out.println("chunk " + step.chunks());
        }
    }

    @Test
    void aCorpusThatChangedInTheMeantimeIsFoundByItsTokens() throws Exception {
        goOn(20, Progress.NONE);
        try (SurveyStore store = open()) {
            Path changed = Files.writeString(folder.resolve("changed.txt"), "40 39 38 37 36 35");
            var survey = new HeadSurvey(model, Corpus.of(changed), store);
            String sentence = assertThrows(
                            ModelException.class, () -> survey.run(Long.MAX_VALUE, NOBODY, Progress.NONE))
                    .getMessage();
            assertTrue(sentence.startsWith("The corpus has changed since"), sentence);
        }
    }
}
