package org.headscope.engine.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;

/** Reads prompts from JSON, token by token, so that only what is kept takes memory. */
final class PromptJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private final PromptCollector into;

    private PromptJson(JsonParser json, PromptCollector into) {
        this.json = json;
        this.into = into;
    }

    /** One JSON object (or text) on each line; a broken line does not disturb the others. */
    static void readLines(LineReader lines, PromptCollector into) throws IOException {
        for (var line = lines.next(); line != null && !into.isFull(); line = lines.next()) {
            if (line.tooLong()) {
                into.bad(line.number(), "The line is too long.");
            } else if (!line.text().isBlank()) {
                readLine(line, into);
            }
        }
    }

    private static void readLine(LineReader.Line line, PromptCollector into) throws IOException {
        if (!Quoted.isWellFormed(line.text())) {
            into.bad(line.number(), "The line " + PromptCollector.problem(line.text()));
            return;
        }
        try (JsonParser json = JSON.createParser(line.text())) {
            json.nextToken();
            var entry = new PromptJson(json, into).entry();
            if (json.nextToken() != null) {
                into.bad(line.number(), "There is something behind the JSON object.");
            } else {
                entry.addTo(into, line.number());
            }
        } catch (StreamConstraintsException e) {
            into.bad(line.number(), "The JSON is nested too deeply or holds a text that is too long.");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            into.bad(line.number(), "Not valid JSON" + place + ": " + JsonFile.said(e));
        }
    }

    /** A list of prompts, an object with such a list under "prompts", or objects one after the other. */
    static void readDocument(Reader text, PromptCollector into) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            var reader = new PromptJson(json, into);
            for (var token = json.nextToken(); token != null && !into.isFull(); token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    reader.entries();
                } else {
                    reader.root();
                }
            }
        } catch (StreamConstraintsException e) {
            into.stop(1, "The JSON is nested too deeply or holds a text that is too long; reading stopped there.");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String place = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            into.stop(line, "Not valid JSON" + place + ", so nothing behind it was read: " + JsonFile.said(e));
        }
    }

    private int line() {
        return json.currentTokenLocation().getLineNr();
    }

    private void entries() throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY && !into.isFull()) {
            int line = line();
            entry().addTo(into, line);
        }
    }

    private void root() throws IOException {
        int line = line();
        var entry = new Entry();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            boolean listed = false;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.START_ARRAY && name.equals("prompts")) {
                    entries();
                    listed = true;
                } else {
                    entry.take(name, json);
                }
                if (into.isFull()) {
                    return;
                }
            }
            if (listed) {
                return;
            }
        } else {
            entry = entry();
        }
        entry.addTo(into, line);
    }

    /** Reads the value that begins at the current token, whatever it is, to its end. */
    private Entry entry() throws IOException {
        var entry = new Entry();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                entry.take(name, json);
            }
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            entry.fields.put("prompt", json.getText());
        } else {
            entry.problem = "Neither a JSON object nor a text.";
            json.skipChildren();
        }
        return entry;
    }

    /** The fields of one prompt, or what is wrong with them. */
    private static final class Entry {
        private final Map<String, String> fields = new HashMap<>();
        private String problem;

        void take(String name, JsonParser json) throws IOException {
            String field = name.equals("text") ? "prompt" : name;
            if (!PromptCollector.FIELDS.contains(field)) {
                json.skipChildren();
                return;
            }
            String value = "";
            if (json.currentToken() == JsonToken.VALUE_STRING
                    || field.equals("label") && json.currentToken().isScalarValue()) {
                value = json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                problem = "The field " + name + " must be a text.";
                json.skipChildren();
            }
            if (fields.put(field, value) != null) {
                problem = "The field " + name + " is there twice.";
            }
        }

        void addTo(PromptCollector into, int line) {
            if (problem == null) {
                into.add(line, fields);
            } else {
                into.bad(line, problem);
            }
        }
    }
}
