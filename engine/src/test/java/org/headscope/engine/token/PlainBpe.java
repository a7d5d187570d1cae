package org.headscope.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GPT-2's byte-level BPE written down from its definition, slow and plain, to check the real one against. */
final class PlainBpe {
    private static final String SPECIAL = "<|endoftext|>";
    private static final Pattern WORDS = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();

    PlainBpe(Path file) throws IOException {
        JsonNode model = new ObjectMapper().readTree(file.toFile()).get("model");
        model.get("vocab")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        for (JsonNode merge : model.get("merges")) {
            ranks.put(merge.get(0).asText() + " " + merge.get(1).asText(), ranks.size());
        }
    }

    List<Integer> encode(String text) {
        List<Integer> out = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(SPECIAL); at >= 0; at = text.indexOf(SPECIAL, from)) {
            encodeWords(text.substring(from, at), out);
            out.add(ids.get(SPECIAL));
            from = at + SPECIAL.length();
        }
        encodeWords(text.substring(from), out);
        return out;
    }

    private void encodeWords(String text, List<Integer> out) {
        for (Matcher word = WORDS.matcher(text); word.find(); ) {
            List<String> parts = new ArrayList<>();
            for (byte b : word.group().getBytes(UTF_8)) {
                parts.add(String.valueOf(letter(b & 0xFF)));
            }
            merge(parts);
            parts.forEach(part -> out.add(ids.get(part)));
        }
    }

    private void merge(List<String> parts) {
        while (true) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                return;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
    }

    /** The bytes that are not printable in Latin-1 are counted up from U+0100. */
    private static char letter(int b) {
        if (printable(b)) {
            return (char) b;
        }
        char letter = 0x100;
        for (int before = 0; before < b; before++) {
            letter += (char) (printable(before) ? 0 : 1);
        }
        return letter;
    }

    private static boolean printable(int b) {
        return b > 32 && b < 127 || b > 160 && b < 173 || b > 173;
    }
}
