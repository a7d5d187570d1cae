package org.headscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.PromptException;
import picocli.CommandLine.Option;

/** What a command runs on: a text, token ids, or a file of them. Ids are taken as they are, with no BOS added. */
final class PromptArgument {
    private static final int MOST_BYTES = 100_000_000;

    @Option(names = "--text", paramLabel = "T", description = "a text; BOS goes in front unless --no-bos is given")
    private String text;

    @Option(names = "--tokens", split = ",", paramLabel = "ID", description = "token ids, taken as they are")
    private int[] ids;

    @Option(
            names = "--tokens-file",
            paramLabel = "F.json",
            description = "a file {\"tokens\": [[...], ...]}, a batch of prompts of one length, taken as they are")
    private Path file;

    /** [batch][pos]. */
    int[][] tokens(Model model, boolean prependBos) throws ModelException, PromptException {
        if (text != null)
            return new int[][] {model.tokenizer().encode(text, prependBos).ids()};
        if (ids != null) return new int[][] {ids};
        return read();
    }

    private int[][] read() throws ModelException {
        JsonNode rows = JsonFile.read(file, MOST_BYTES).path("tokens");
        if (!rows.isArray() || rows.isEmpty()) throw wrong("has no list \"tokens\" of lists of token ids");
        var tokens = new int[rows.size()][];
        for (int row = 0; row < tokens.length; row++) {
            JsonNode list = rows.get(row);
            if (!list.isArray()) throw wrong("holds under \"tokens\" something else than lists of token ids");
            tokens[row] = new int[list.size()];
            for (int at = 0; at < list.size(); at++) {
                if (!list.get(at).isInt()) throw wrong("holds " + list.get(at) + ", which is no token id");
                tokens[row][at] = list.get(at).intValue();
            }
        }
        return tokens;
    }

    private ModelException wrong(String what) {
        return new ModelException(file + " " + what + "; it should look like {\"tokens\": [[5, 8, 13]]}.");
    }
}
