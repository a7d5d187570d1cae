package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.headscope.engine.experiment.Experiment;
import org.junit.jupiter.api.Test;

class CorruptionTest {
    private static Optional<String> of(String prompt, String answer, String wrong) {
        return Corruption.of(Experiment.of(prompt, answer, wrong));
    }

    @Test
    void theNameThatStandsTwiceGivesItsLastPlaceAway() {
        assertEquals(
                FirstExample.EXPERIMENT.corrupted(),
                Corruption.of(FirstExample.EXPERIMENT).orElseThrow());
    }

    @Test
    void namesThatStandEquallyOftenChangePlaces() {
        assertEquals(Optional.of("red soup apple red"), of("red apple soup red", " apple", " soup"));
    }

    @Test
    void onlyWholeWordsCount() {
        assertEquals(Optional.empty(), of("Maryland and John", " Mary", " John"));
        assertEquals(Optional.of("$1, Mary"), of("Mary, $1", " Mary", " $1"));
    }

    @Test
    void withoutTwoDifferentAnswersThereIsNone() {
        assertEquals(Optional.empty(), of("Mary and John", " Mary", ""));
        assertEquals(Optional.empty(), of("Mary and John", " Mary", " Mary"));
    }
}
