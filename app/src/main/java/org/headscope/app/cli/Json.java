package org.headscope.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;

/** Prints results as JSON: an object a line for each entry, lists of numbers on one line. */
final class Json {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private Json() {}

    static void print(PrintWriter out, Map<String, ?> object) {
        try {
            out.println(WRITER.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of plain values can be written", e);
        }
    }
}
