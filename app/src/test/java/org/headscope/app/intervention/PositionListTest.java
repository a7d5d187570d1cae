package org.headscope.app.intervention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.headscope.engine.hook.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionListTest {
    @Test
    void readsNumbersAndRanges() {
        assertEquals(Optional.of(Positions.of(3, 5, 6, 7)), PositionList.parse("5-7, 3", 8));
        assertEquals(Optional.of(Positions.of(0)), PositionList.parse(" 0 ", 8));
        assertEquals("3, 5", PositionList.write(Positions.of(5, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "3-9", "7-5", "x", "1,,2", "-1", "99999999999"})
    void refusesWhatIsNotThere(String text) {
        assertEquals(Optional.empty(), PositionList.parse(text, 8));
    }
}
