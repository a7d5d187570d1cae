package org.headscope.engine.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

/** Documents that are the field {@code text} of a JSON object on each line. */
final class CorpusLines implements CorpusReader.Documents {
    /** The most characters of a line: a longer one would have to be held as a whole. */
    static final int LONGEST = 1 << 23;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final LineReader lines;
    private final CorpusReader.Passed passed;

    CorpusLines(Reader text, CorpusReader.Passed passed) {
        this.lines = new LineReader(text, LONGEST);
        this.passed = passed;
    }

    @Override
    public Reader next() throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (line.tooLong()) {
                passed.at(line.number(), "It is longer than " + LONGEST + " characters.");
            } else if (!line.text().isBlank()) {
                String text = text(line);
                if (text != null) return new StringReader(text);
            }
        }
        return null;
    }

    /** The text on a line, or null for one that is passed over. */
    private String text(LineReader.Line line) throws IOException {
        try (JsonParser json = JSON.createParser(line.text())) {
            String text = field(json);
            String problem = text == null ? "There is no text in a field \"text\"." : Utf8.problem(text);
            if (problem == null) return text;
            passed.at(line.number(), text == null ? problem : "The text " + problem);
        } catch (JsonProcessingException e) {
            passed.at(line.number(), "It is not valid JSON: " + JsonFile.said(e));
        }
        return null;
    }

    private static String field(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) return null;
        String text = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("text");
            if (json.nextToken() == JsonToken.VALUE_STRING && wanted) text = json.getText();
            else json.skipChildren();
        }
        return text;
    }
}
