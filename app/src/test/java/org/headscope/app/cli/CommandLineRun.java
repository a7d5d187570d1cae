package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command line did, run inside the tests. */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun of(String... args) {
        return with(_ -> {}, args);
    }

    static CommandLineRun with(WindowOpener opener, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = CommandLineTool.run(args, opener, new PrintWriter(out), new PrintWriter(err));
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    /** The JSON on standard output of a command that did its work. */
    JsonNode json() throws Exception {
        assertEquals(0, code, err);
        return new ObjectMapper().readTree(out);
    }

    void assertFails(String message) {
        assertEquals(message, err.strip());
        assertEquals("", out);
        assertEquals(1, code);
    }

    /** One sentence on standard error, which holds {@code words}. */
    void assertFailsSaying(String words) {
        assertEquals(1, code);
        assertEquals(1, err.lines().count(), err);
        assertEquals(true, err.contains(words), err);
    }
}
