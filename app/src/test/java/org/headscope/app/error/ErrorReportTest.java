package org.headscope.app.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;

class ErrorReportTest {
    private static Throwable fail(int kind) {
        try {
            if (kind == 0) {
                return new ArrayList<>(List.of(1)).get(7) == null ? null : null;
            }
            throw new IllegalStateException("number " + kind);
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Test
    void theSameDefectHasTheSameCodeWhateverItsMessage() {
        assertEquals(ErrorReport.codeOf(fail(1)), ErrorReport.codeOf(fail(2)));
        assertNotEquals(ErrorReport.codeOf(fail(0)), ErrorReport.codeOf(fail(1)));
        assertTrue(ErrorReport.codeOf(fail(0)).matches("HS-[0-9A-Z]{7}"));
    }

    @Test
    void detailsNameCodeVersionsAndTrace() {
        ErrorReport report = ErrorReport.of(fail(1));
        assertTrue(report.details().contains(report.code()));
        assertTrue(report.details().contains("Java 25"));
        assertTrue(report.details().contains("IllegalStateException: number 1"));
    }

    @Test
    void expectedFailuresAreSentences() {
        assertEquals(Optional.of("No such model."), Sentences.of(new ModelException("No such model.")));
        assertEquals(Optional.of("Empty."), Sentences.of(new CompletionException(new PromptException("Empty."))));
        assertEquals(
                Optional.of("The file cannot be used because the disk is full."),
                Sentences.of(new IOException("No space left on device")));
        assertTrue(Sentences.of(new OutOfMemoryError()).isPresent());
        assertEquals(Optional.empty(), Sentences.of(new NullPointerException()));
    }

    @Test
    void panesGetTheSentenceAndOnlyDefectsAreRaised() {
        var sentences = new ArrayList<String>();
        Sentences.tell(new ModelException("Too long."), sentences::add);
        assertEquals(List.of("Too long."), sentences);
        var defect = new IllegalStateException("a defect made for this test");
        assertSame(defect, assertThrows(IllegalStateException.class, () -> Sentences.tell(defect, sentences::add)));
        assertTrue(sentences.getLast().contains(ErrorReport.codeOf(defect)));
    }
}
