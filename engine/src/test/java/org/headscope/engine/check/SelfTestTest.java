package org.headscope.engine.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.headscope.engine.Bundled;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.model.RandomModel;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    @Test
    void theBundledModelPassesHoweverItIsProcessed() throws Exception {
        for (Processing processing : new Processing[] {Processing.RAW, Processing.FOLDED}) {
            try (Model model = Bundled.load(processing)) {
                var report = SelfTest.run(model, Progress.NONE);
                assertTrue(report.allPassed(), report.toString());
                assertEquals(15, report.total());
            }
        }
    }

    @Test
    void aModelOfIdsIsCheckedAgainstItself() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            var report = SelfTest.run(model, Progress.NONE);
            assertTrue(report.allPassed(), report.toString());
            assertEquals(8, report.total());
        }
    }

    @Test
    void aModelWithoutAFolderIsChecked() throws Exception {
        try (Model model = RandomModel.gpt2(2, 2, 16, 50, 32)) {
            var report = SelfTest.run(model, Progress.NONE);
            assertTrue(report.allPassed(), report.toString());
        }
    }

    @Test
    void itCanBeCancelled() throws Exception {
        var seen = new ArrayList<Integer>();
        try (Model model = new GoldenModel("gpt2").load(Processing.RAW)) {
            assertThrows(
                    CancellationException.class,
                    () -> SelfTest.run(model, (done, _) -> {
                        seen.add(done);
                        if (done == 2) throw new CancellationException();
                    }));
        }
        assertEquals(3, seen.size());
    }
}
