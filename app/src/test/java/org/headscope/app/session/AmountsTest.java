package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    private static final Site HEAD = Site.head(1, 2);

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -0.5, 20, 1e6, 0.1, 0.123456789, 1e-5, -1e-5, 1.5e-12, 1 / 3.0})
    void whatIsWrittenIsReadAsTheSame(double number) {
        assertSame(new Scale(HEAD, number));
        assertSame(new Noise(HEAD, Math.abs(number), 7));
    }

    @Test
    void aRowKeepsAllItsDigits() {
        var row = new SetTo(
                Site.of("pattern", 1).unit(2).at(Positions.of(4)), List.of(0.12345678f, 1e-9f, 0f, 1f, 0.33333334f));
        assertEquals(Optional.of("0.12345678 1E-9 0 1 0.33333334"), Amounts.write(row));
        assertSame(row);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "20, 20", "1000000, 1000000", "0, 0", "-0.5, -0.5", "0.00001, 0.00001", "0.00000001, 1E-8"})
    void numbersAreWrittenAsAPersonWould(double number, String written) {
        assertEquals(Optional.of(written), Amounts.write(new Scale(HEAD, number)));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "-0.5, -0.5", "0.01254, 0.0125", "0, 0", "0.00001, 1E-5", "-0.0000123, -1.23E-5"})
    void whatIsNotZeroIsNotSaidToBe(double number, String written) {
        assertEquals(written, Amounts.brief(number));
    }

    private static void assertSame(Intervention intervention) {
        String written = Amounts.write(intervention).orElseThrow();
        assertEquals(Optional.of(intervention), Amounts.read(written, intervention));
    }
}
