package org.headscope.app.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.StackPane;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.Test;

class ErrorReporterTest extends GuiTest {
    @Test
    void oneDialogPerDefectAndAgainAfterItIsClosed() {
        var shown = new ArrayList<ErrorReport>();
        var closers = new ArrayList<Runnable>();
        var reporter = new ErrorReporter((report, closed) -> {
            shown.add(report);
            closers.add(closed);
        });
        var defect = new IllegalStateException("a defect made for this test");
        for (int i = 0; i < 3; i++) {
            reporter.report(defect);
            settle();
        }
        assertEquals(1, shown.size());
        fx(closers.getFirst()::run);
        reporter.report(defect);
        settle();
        assertEquals(2, shown.size());
    }

    @Test
    void theDialogShowsTheCodeAndCopiesTheDetails() {
        show(StackPane::new);
        var report = ErrorReport.of(new IllegalStateException("a defect made for this test"));
        var closed = new ArrayList<String>();
        fx(() -> new ErrorDialog(report, stage(), () -> closed.add("closed")).show());
        settle();
        assertTrue(lookup(".dialog-pane").tryQuery().isPresent());
        assertTrue(lookup(node -> node instanceof javafx.scene.control.Labeled label
                        && label.getText().contains(report.code()))
                .tryQuery()
                .isPresent());
        clickOn("Copy details");
        settle();
        assertEquals(report.details(), fx(() -> Clipboard.getSystemClipboard().getString()));
        assertTrue(lookup("Copied").tryQuery().isPresent());
        assertTrue(fx(() -> lookup(".text-area").queryAll().stream()
                .allMatch(area -> area instanceof TextArea text && !text.isEditable())));
        clickOn("Close");
        settle();
        assertEquals(List.of("closed"), closed);
    }
}
