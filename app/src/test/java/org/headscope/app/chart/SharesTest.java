package org.headscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void theOthersGiveWayInProportion() {
        var shares = new Shares(List.of(0.5f, 0.25f, 0.25f));
        assertEquals(
                List.of(0.4f, 0.4f, 0.2f),
                new Shares(List.of(0.4f, 0.4f, 0.2f)).with(1, 0.4).values());
        assertEquals(List.of(0.8f, 0.1f, 0.1f), shares.with(0, 0.8).values());
        assertEquals(List.of(1f, 0f, 0f), shares.with(0, 7).values());
        assertEquals(List.of(0f, 0.5f, 0.5f), shares.with(0, -1).values());
    }

    @Test
    void whatIsTakenFromAllOfItGoesToTheOthersInEqualParts() {
        assertEquals(
                List.of(0.25f, 0.5f, 0.25f),
                new Shares(List.of(0f, 1f, 0f)).with(1, 0.5).values());
        assertEquals(List.of(1f), new Shares(List.of(1f)).with(0, 0.3).values(), "one alone is all");
    }
}
