package org.headscope.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a window can be opened on this machine. Asked before JavaFX starts, because JavaFX itself answers with stack traces
 * from several threads.
 */
@SuppressWarnings("restricted")
final class Screen {
    private static final String OTHERWISE = " The commands work without a window: headscope --help lists them.";
    private static final String VIRTUAL = "start Headscope on a desktop, or install a virtual screen (Debian, Ubuntu:"
            + " apt-get install xvfb) and start it with xvfb-run.";
    private static final List<String> LIBRARIES = List.of("libgtk-3.so.0", "libXtst.so.6");

    private Screen() {}

    /** One sentence that says what is missing, and how to work without it; null if nothing is. */
    static String missing() {
        boolean asksForAnother = System.getProperty("glass.platform") != null;
        return asksForAnother
                ? null
                : missing(System.getProperty("os.name"), System.getenv(), Screen::isThere, Screen::answers);
    }

    static String missing(
            String system, Map<String, String> environment, Predicate<String> isThere, Predicate<String> answers) {
        if (!system.toLowerCase(Locale.ROOT).contains("linux")) return null;
        for (String library : LIBRARIES) {
            if (!isThere.test(library)) {
                return "The window needs the library " + library + ", which is not installed: install GTK 3 (Debian,"
                        + " Ubuntu: apt-get install libgtk-3-0 libxtst6; Fedora: dnf install gtk3 libXtst)."
                        + OTHERWISE;
            }
        }
        String display = environment.getOrDefault("DISPLAY", "");
        if (display.isEmpty()) {
            return "There is no screen to open the window on (DISPLAY is not set): " + VIRTUAL + OTHERWISE;
        }
        return answers.test(display)
                ? null
                : "The screen that DISPLAY names, " + display + ", does not answer: " + VIRTUAL + OTHERWISE;
    }

    private static boolean isThere(String library) {
        try {
            SymbolLookup.libraryLookup(library, Arena.global());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Opens a connection to the X server and closes it. */
    private static boolean answers(String display) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup x11 = SymbolLookup.libraryLookup("libX11.so.6", Arena.global());
            Linker linker = Linker.nativeLinker();
            var open = linker.downcallHandle(
                    x11.findOrThrow("XOpenDisplay"), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            var close = linker.downcallHandle(
                    x11.findOrThrow("XCloseDisplay"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            var connection = (MemorySegment) open.invokeExact(arena.allocateFrom(display));
            if (connection.equals(MemorySegment.NULL)) return false;
            close.invoke(connection);
            return true;
        } catch (Throwable e) {
            return false;
        }
    }
}
