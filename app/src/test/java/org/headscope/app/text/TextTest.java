package org.headscope.app.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every text that the source asks for exists, and every text is asked for. */
class TextTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern ASKED = Pattern.compile("Text\\.of\\(\\s*\"([^\"]+)\"\\s*[,)]");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\\\s]+)\"");
    /** A key that is put together: {@code Text.of("metric." + name)}. */
    private static final Pattern PREFIX = Pattern.compile("Text\\.(?:of|has)\\(\\s*\"([^\"]+\\.)\"\\s*\\+");

    private static final Pattern COMMAND = Pattern.compile("Command\\s*\\.\\s*(?:of|toggle)\\(\\s*\"([^\"]+)\"");
    private static final Pattern GROUP = Pattern.compile("CommandGroup\\s*\\.\\s*of\\(\\s*\"([^\"]+)\"");

    private static String sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TextTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> keys() throws IOException {
        var texts = new Properties();
        try (var in =
                new InputStreamReader(Text.class.getResourceAsStream("text.properties"), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return new TreeSet<>(texts.stringPropertyNames());
    }

    private static Set<String> found(Pattern pattern, String source) {
        return pattern.matcher(source)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void everyTextThatIsAskedForExists() throws IOException {
        String source = sources();
        var asked = new TreeSet<>(found(ASKED, source));
        found(COMMAND, source).forEach(id -> asked.add("command." + id));
        found(GROUP, source).forEach(id -> asked.add("menu." + id));
        asked.removeAll(keys());
        assertEquals(Set.of(), asked, "asked for in the source, missing in text.properties");
    }

    @Test
    void everyTextIsAskedFor() throws IOException {
        String source = sources();
        var used = new HashSet<>(found(LITERAL, source));
        found(COMMAND, source).forEach(id -> used.add("command." + id));
        found(GROUP, source).forEach(id -> used.add("menu." + id));
        Set<String> prefixes = found(PREFIX, source);
        prefixes.removeAll(Set.of("command.", "menu."));
        var unused = new TreeSet<>(keys());
        unused.removeIf(key -> used.contains(key) || prefixes.stream().anyMatch(key::startsWith));
        assertEquals(Set.of(), unused, "in text.properties, asked for nowhere");
    }

    @Test
    void noKeyIsThereTwiceAndPatternsAreSound() throws IOException {
        var seen = new HashSet<String>();
        for (String line : read(Path.of("src/main/resources/org/headscope/app/text/text.properties"))
                .lines()
                .filter(line -> line.matches("[a-zA-Z][^=]*=.*"))
                .toList()) {
            String key = line.substring(0, line.indexOf('=')).strip();
            String text = line.substring(line.indexOf('=') + 1);
            assertTrue(seen.add(key), () -> key + " is there twice");
            if (text.matches(".*\\{\\d.*")) {
                assertTrue(!text.replace("''", "").contains("'"), () -> key + ": write '' for an apostrophe");
                assertTrue(new MessageFormat(text).getFormats().length > 0, key);
            }
        }
    }
}
