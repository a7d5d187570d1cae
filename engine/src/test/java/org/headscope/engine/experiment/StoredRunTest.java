package org.headscope.engine.experiment;

import static org.headscope.engine.Bundled.DRINK;
import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.headscope.engine.Bundled;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunTest {
    @Test
    void theBundledExampleIsWhatTheModelComputes() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            Run stored = StoredRun.read(Bundled.folder().resolve(StoredRun.FILE), model, DRINK);
            Run live = new Laboratory(model).run(DRINK, Progress.NONE).before();

            assertTrue(stored.isStored());
            assertTrue(StoredRun.agree(stored, live));
            assertEquals(live.tokens().list(), stored.tokens().list());
            assertEquals(live.metric().value(), stored.metric().value(), 1e-3);
            assertEquals(live.loss(), stored.loss(), 1e-3);
            for (String name : live.result().kept().names()) {
                assertNear(
                        live.result().kept().get(name), stored.result().kept().get(name), 1e-3, name);
            }
        }
    }

    @Test
    void aModelThatIsOnlyOpenedReadsItAndComputesOnceItIsLoaded() throws Exception {
        try (Model model = Model.open(Bundled.folder(), Processing.FOLDED)) {
            Run stored = StoredRun.read(Bundled.folder().resolve(StoredRun.FILE), model, DRINK);
            assertEquals(5.07, stored.metric().value(), 0.005);
            var request = RunRequest.of(stored.tokens());
            assertThrows(IllegalStateException.class, () -> model.run(request));

            model.load();

            assertNear(stored.result().logits(), model.run(request).logits(), 1e-2, "logits");
        }
    }

    @Test
    void anotherExperimentIsNotShownInItsPlace() throws Exception {
        Path file = Bundled.folder().resolve(StoredRun.FILE);
        try (Model folded = Model.open(Bundled.folder(), Processing.FOLDED);
                Model raw = Model.open(Bundled.folder(), Processing.RAW)) {
            assertNull(StoredRun.read(file, folded, DRINK.withPrompt("Something else")));
            assertNull(StoredRun.read(file, folded, DRINK.withBos(false)));
            assertNull(StoredRun.read(file, folded, DRINK.plus(new ZeroAblation(Site.head(0, 0)))));
            assertNull(StoredRun.read(file, raw, DRINK));
        }
    }

    @Test
    void aCorruptedPromptChangesNothingInTheRunThatIsStored() throws Exception {
        Experiment beside = DRINK.withCorrupted("When Mary and John went to the store, Mary gave a drink to");
        try (Model model = Model.open(Bundled.folder(), Processing.FOLDED)) {
            Run stored = StoredRun.read(Bundled.folder().resolve(StoredRun.FILE), model, beside);
            assertEquals(beside, stored.experiment());
        }
    }

    @Test
    void whatIsWrittenIsReadBack(@TempDir Path folder) throws Exception {
        Experiment other = Experiment.of("The capital of France is", "", "");
        try (Model model = Bundled.load(Processing.RAW)) {
            var laboratory = new Laboratory(model);
            Run live = laboratory.run(other, Progress.NONE).before();
            StoredRun.write(folder.resolve("run.safetensors"), model, live);
            Run stored = StoredRun.read(folder.resolve("run.safetensors"), model, other);
            assertTrue(StoredRun.agree(stored, live));
            assertFalse(
                    StoredRun.agree(stored, laboratory.run(DRINK, Progress.NONE).before()));
        }
    }
}
