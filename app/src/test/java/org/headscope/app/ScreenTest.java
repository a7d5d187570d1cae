package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Map<String, String> DESKTOP = Map.of("DISPLAY", ":0");

    @Test
    void aDesktopLacksNothing() {
        assertNull(screen("Linux", DESKTOP, Set.of("libgtk-3.so.0", "libXtst.so.6"), true));
    }

    @Test
    void otherSystemsAreNotAsked() {
        assertNull(screen("Mac OS X", Map.of(), Set.of(), false));
        assertNull(screen("Windows 11", Map.of(), Set.of(), false));
    }

    @Test
    void withoutADisplayOneSentenceSaysWhatToDo() {
        String said = screen("Linux", Map.of(), Set.of("libgtk-3.so.0", "libXtst.so.6"), true);
        assertTrue(said.contains("DISPLAY") && said.contains("xvfb") && said.contains("headscope --help"), said);
        assertEquals(1, said.lines().count());
    }

    @Test
    void aScreenThatDoesNotAnswerIsNamed() {
        String said = screen("Linux", DESKTOP, Set.of("libgtk-3.so.0", "libXtst.so.6"), false);
        assertTrue(said.contains(":0") && said.contains("xvfb") && said.contains("headscope --help"), said);
    }

    @Test
    void aMissingLibraryIsNamed() {
        String said = screen("Linux", DESKTOP, Set.of("libXtst.so.6"), true);
        assertTrue(said.contains("libgtk-3.so.0") && said.contains("apt-get install libgtk-3-0"), said);
    }

    private static String screen(
            String system, Map<String, String> environment, Set<String> libraries, boolean answers) {
        return Screen.missing(system, environment, libraries::contains, _ -> answers);
    }
}
