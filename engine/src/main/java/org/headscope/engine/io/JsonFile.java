package org.headscope.engine.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small JSON files strictly and says in a sentence where they are broken. */
public final class JsonFile {
    /** NaN and Infinity are allowed because Python writes them. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * Reads a whole file.
     *
     * @param mostBytes a larger file is refused before it is read
     */
    public static JsonNode read(Path file, int mostBytes) throws ModelException {
        byte[] bytes = bytes(file, mostBytes);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isBlank()) {
                throw new ModelException(file + " is empty.");
            }
            return MAPPER.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " is not UTF-8 text.", e);
        } catch (StreamConstraintsException e) {
            throw new ModelException(file + " is nested too deeply, or holds a number or text that is too long.", e);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is not valid JSON" + place(e.getLocation()) + ": " + said(e), e);
        }
    }

    private static byte[] bytes(Path file, int mostBytes) throws ModelException {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + " is a folder, not a JSON file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes);
            if (in.read() >= 0) {
                throw new ModelException(
                        file + " is too large: it has more than the " + mostBytes + " bytes that are allowed.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Jackson's own words, without the places that it puts into brackets. */
    static String said(JsonProcessingException e) {
        String line = e.getOriginalMessage().lines().findFirst().orElse("");
        line = line.replaceAll("\\s*\\((start marker at )?\\[Source.*?]\\)", "").strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
