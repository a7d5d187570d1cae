package org.headscope.app.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.headscope.app.text.Text;

/**
 * A defect that showed itself.
 *
 * @param code short, and the same whenever the same thing fails at the same place, so that it can be searched for
 * @param sentence what happened, for the user
 * @param details versions and stack trace, for whoever mends it
 */
public record ErrorReport(String code, String sentence, String details) {
    private static final int FRAMES = 4;

    /** Describes a failure. */
    public static ErrorReport of(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String code = codeOf(failure);
        String versions = "Headscope %s, Java %s, JavaFX %s, %s %s"
                .formatted(
                        version(),
                        Runtime.version(),
                        System.getProperty("javafx.runtime.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
        return new ErrorReport(code, Text.of("error.sentence"), code + "\n" + versions + "\n\n" + trace);
    }

    /** Made of the types and uppermost methods of the failure and its causes; line numbers do not count. */
    static String codeOf(Throwable failure) {
        var hash = new CRC32();
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 5; at = at.getCause(), depth++) {
            String key = at.getClass().getName()
                    + Arrays.stream(at.getStackTrace())
                            .limit(FRAMES)
                            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                            // Numbers of lambdas and hidden classes change from build to build.
                            .map(name -> name.replaceAll("[$/][0-9a-fx/$]*\\d+", ""))
                            .collect(Collectors.joining(" ", " ", ""));
            hash.update(key.getBytes(StandardCharsets.UTF_8));
        }
        String letters = Long.toString(hash.getValue(), 36).toUpperCase();
        return "HS-" + "0".repeat(7 - letters.length()) + letters;
    }

    private static String version() {
        String version = ErrorReport.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
