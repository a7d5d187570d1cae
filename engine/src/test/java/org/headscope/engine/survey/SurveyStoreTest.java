package org.headscope.engine.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

/** Every fault that the file of a survey can have. */
class SurveyStoreTest extends TinySurvey {
    @Test
    void aSurveyOfSomethingElseIsRefused() throws Exception {
        goOn(20, Progress.NONE);
        SurveyPlan asked = plan;
        plan = new SurveyPlan(plan.chunking(), SurveyPlan.Ablation.ZERO, 0, true, plan.heads());
        assertTrue(refusal().contains("is a survey of other things"), refusal());
        plan = asked;
        Corpus other = Corpus.of(Files.writeString(folder.resolve("other.txt"), "1 2 3"));
        Corpus first = corpus;
        corpus = other;
        assertTrue(refusal().contains("is a survey of another corpus, which was called corpus.txt"), refusal());
        corpus = first;
        try (Model raw = new GoldenModel("gpt2").load(Processing.RAW);
                Model llama = new GoldenModel("llama").load(Processing.FOLDED)) {
            var subject = SurveySubject.of(raw, corpus, plan);
            String processing = assertThrows(ModelException.class, () -> SurveyStore.open(file, subject))
                    .getMessage();
            assertTrue(processing.contains("not with weights as stored"), processing);
            var another = SurveySubject.of(llama, corpus, plan);
            String model = assertThrows(ModelException.class, () -> SurveyStore.open(file, another))
                    .getMessage();
            assertTrue(model.contains("is a survey of another model, gpt2"), model);
        }
        assertEquals(1, goOn(30, Progress.NONE).size(), "the survey itself goes on");
    }

    @Test
    void onlyOneWritesAtATime() throws Exception {
        try (SurveyStore store = open()) {
            assertNotNull(store);
            assertTrue(refusal().contains("is in use by another program"), refusal());
            String reading = assertThrows(ModelException.class, () -> SurveyStore.read(file))
                    .getMessage();
            assertTrue(reading.contains("is in use by another program"), reading);
        }
        goOn(20, Progress.NONE);
    }

    @Test
    void whatIsNoSurveyIsRefusedAndLeftAlone() throws Exception {
        Files.writeString(file, "A letter to my aunt, which is longer than the head of a database is. ".repeat(20));
        assertEquals(file + " is not a survey.", refusal());
        Files.delete(file);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            statement.execute("CREATE TABLE fact (name TEXT, value TEXT)");
        }
        assertEquals(file + " is not a survey.", refusal());
        file = folder.resolve("none/heads.survey");
        assertTrue(refusal().contains("there is no folder"), refusal());
        String missing =
                assertThrows(ModelException.class, () -> SurveyStore.read(file)).getMessage();
        assertEquals("There is no file " + file + ".", missing);
        file = folder;
        assertTrue(refusal().endsWith("is a folder, not a survey."), refusal());
    }

    @Test
    void aNewerVersionIsRefused() throws Exception {
        goOn(20, Progress.NONE);
        execute("PRAGMA user_version = 2");
        assertTrue(refusal().contains("was made by a newer Headscope (its format is version 2"), refusal());
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDamagedFileIsToldAsSuch() throws Exception {
        goOn(Long.MAX_VALUE, Progress.NONE);
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page = 1; page * 4096 < bytes.length(); page++) {
                bytes.seek(page * 4096);
                bytes.write(new byte[512]);
            }
        }
        assertTrue(refusal().contains("is damaged"), refusal());
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(300);
        }
        String sentence = refusal();
        assertTrue(sentence.contains("is damaged") || sentence.contains("is not a survey"), sentence);
    }

    @Test
    void aFullDiskKeepsWhatIsThere() throws Exception {
        goOn(20, Progress.NONE);
        try (SurveyStore store = open()) {
            store.limit(1);
            String sentence = assertThrows(
                            ModelException.class,
                            () -> new HeadSurvey(model, corpus, store).run(Long.MAX_VALUE, NOBODY, Progress.NONE))
                    .getMessage();
            assertTrue(sentence.contains("the disk is full"), sentence);
        }
        List<Integer> rest = goOn(Long.MAX_VALUE, Progress.NONE);
        assertTrue(rest.getFirst() >= 2 && rest.getLast() == 9, "it goes on from " + rest);
    }
}
