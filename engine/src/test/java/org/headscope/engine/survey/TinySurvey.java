package org.headscope.engine.survey;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A survey of three heads of a tiny model over a hundred random tokens: what tests of surveys begin with. */
abstract class TinySurvey {
    static final HeadSurvey.Listener NOBODY = _ -> {};
    static Model model;

    @TempDir
    Path folder;

    Path file;
    Corpus corpus;
    SurveyPlan plan;
    final List<Integer> measured = new ArrayList<>();

    @BeforeAll
    static void load() throws Exception {
        model = new GoldenModel("gpt2").load(Processing.FOLDED);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        file = folder.resolve("heads.survey");
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) text.append(1 + random.nextInt(40)).append(' ');
        corpus = Corpus.of(Files.writeString(folder.resolve("corpus.txt"), text));
        plan = new SurveyPlan(
                new Chunking(12, true, true, false),
                SurveyPlan.Ablation.MEAN,
                4,
                true,
                List.of(Site.head(0, 1), Site.head(1, 0), Site.head(1, 3)));
    }

    SurveyStore open() throws ModelException {
        return SurveyStore.open(file, SurveySubject.of(model, corpus, plan));
    }

    String refusal() {
        return assertThrows(ModelException.class, () -> open().close()).getMessage();
    }

    /** Goes on with the survey and says which chunks were measured. */
    List<Integer> goOn(long most, Progress progress) throws Exception {
        measured.clear();
        try (SurveyStore store = open()) {
            HeadSurvey.Listener listener = step -> {
                if (step.measured()) measured.add(step.chunks() - 1);
            };
            new HeadSurvey(model, corpus, store).run(most, listener, progress);
        }
        return List.copyOf(measured);
    }
}
