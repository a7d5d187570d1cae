package org.headscope.app.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.survey.Corpus;
import org.headscope.engine.survey.SurveyPlan;
import org.headscope.engine.survey.SurveyStore;
import org.headscope.engine.survey.SurveySubject;

/** A survey whose file is open. */
record OpenSurvey(Model model, Corpus corpus, SurveyStore store) implements AutoCloseable {
    /**
     * What is asked for.
     *
     * @param folder where surveys are kept
     */
    record Asked(Model model, Corpus corpus, boolean total, Path folder) {
        /** Opens what was measured before, or begins. Not on the FX thread: a large corpus is read through for its fingerprint. */
        OpenSurvey open() throws ModelException {
            SurveyPlan usual = SurveyPlan.of(model.config());
            var plan = new SurveyPlan(usual.chunking(), usual.ablation(), usual.meanChunks(), total, usual.heads());
            SurveySubject subject = SurveySubject.of(model, corpus, plan);
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new ModelException("The folder " + folder + " of surveys cannot be made: " + e.getMessage(), e);
            }
            return new OpenSurvey(model, corpus, SurveyStore.open(folder.resolve(name(subject)), subject));
        }
    }

    /** The same for the same subject, and for no other. */
    private static String name(SurveySubject subject) {
        String all = String.join(
                "\n",
                subject.fingerprint(),
                subject.processing(),
                subject.corpusFingerprint(),
                subject.plan().describe());
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)) + ".survey";
    }

    /** Closes it behind what is still being asked of it. */
    void closeLater(Executor files) {
        files.execute(() -> {
            try {
                close();
            } catch (ModelException _) {
                // Every chunk was written when it was measured.
            }
        });
    }

    @Override
    public void close() throws ModelException {
        store.close();
    }
}
