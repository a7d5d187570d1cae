package org.headscope.app.example;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.result.ColouredText;
import org.headscope.engine.experiment.result.Fact;
import org.headscope.engine.experiment.result.Report;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.io.AtomicFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.survey.SurveySubject;
import org.headscope.engine.token.PromptException;

/** The listed tokens with their passages as one page for a browser. */
final class ExampleReport {
    /** Passages that a page can hold and still be read. */
    private static final int MOST = 40;

    private ExampleReport() {}

    /**
     * Writes the page into a file.
     *
     * @param onProblem told in one sentence, on the FX thread, why it could not be written
     */
    static void save(Page page, Path file, Executor files, Consumer<String> onProblem) {
        files.execute(() -> {
            try {
                byte[] html = of(page);
                AtomicFile.write(file, out -> out.write(html));
            } catch (ModelException | PromptException e) {
                Background.later(() -> onProblem.accept(e.getMessage()));
            }
        });
    }

    static byte[] of(Page page) throws ModelException, PromptException {
        ExampleQuestion question = page.question();
        SurveySubject subject = question.survey().store().subject();
        var results = new Results();
        String about =
                Text.of("example.report.about", question.head().label(), Text.of("example.brief." + question.effect()));
        var chunks = new LinkedHashSet<Integer>();
        for (ExampleRow row : page.rows())
            if (chunks.size() < MOST) chunks.add(row.at().chunk());
        for (int chunk : chunks) results.text(coloured(question.passage(chunk), about));
        var table = ExampleTable.of(page);
        results.table(table.name(), table.about(), table.columns(), table.rows());
        List<Fact> facts = List.of(
                new Fact("model", subject.model()),
                new Fact("fingerprint", subject.fingerprint()),
                new Fact("processing", subject.processing()),
                new Fact("corpus", subject.corpus()),
                new Fact("corpus_fingerprint", subject.corpusFingerprint()),
                new Fact("head", question.head().label()),
                new Fact("summary", page.words()),
                new Fact("survey", subject.plan().describe()));
        return Report.of(Text.of("example.report.title", question.head().label(), subject.corpus()), facts, results);
    }

    private static ColouredText coloured(Passage passage, String about) {
        return new ColouredText(
                Text.of("example.report.passage", String.valueOf(passage.chunk())),
                about,
                passage.tokens().stream()
                        .map(token -> new ColouredText.Piece(token.label(), token.tint(), Arrays.asList(token.words())))
                        .toList());
    }
}
