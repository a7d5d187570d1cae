import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats the Java files in the given folders, or checks that they are formatted. Maven starts it on the JDK that
 * compiles the code, because the formatter borrows the parser of the JDK it runs on, and Maven's own may be older.
 *
 * <p>Arguments: {@code check} or {@code write}, the file that gets the names of the files that a check found
 * unformatted, and the folders or files, separated by commas.
 */
final class Format {
    /** The exit code that Maven tells from a crash, which is 1. */
    private static final int UNFORMATTED = 3;

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        Path report = Path.of(args[1]);
        var style = JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build();
        Formatter formatter = Formatter.createFormatter(style);
        List<String> unformatted = new ArrayList<>();
        for (Path file : javaFiles(args[2].split(","))) {
            String text = Files.readString(file);
            try {
                String formatted = formatter.formatSourceAndFixImports(text);
                if (formatted.equals(text)) {
                    continue;
                }
                if (write) {
                    Files.writeString(file, formatted);
                    System.out.println("formatted " + file);
                } else {
                    unformatted.add("not formatted: " + file);
                }
            } catch (FormatterException e) {
                unformatted.add("cannot be parsed: " + file + ": " + e.getMessage());
            }
        }
        Files.write(report, unformatted);
        unformatted.forEach(System.err::println);
        System.exit(unformatted.isEmpty() ? 0 : UNFORMATTED);
    }

    private static List<Path> javaFiles(String[] places) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : places) {
            if (Files.exists(Path.of(place))) {
                try (var tree = Files.walk(Path.of(place))) {
                    tree.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }
}
