package org.headscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** MODEL and what it is asked: a text, token ids, or a file of them. Ids are taken as they are, with no BOS added. */
final class PromptArgument {
    private static final int MOST_BYTES = 100_000_000;

    @Mixin
    private ModelArgument model;

    @ArgGroup(multiplicity = "1")
    private Given given;

    @ArgGroup
    private final Bos bos = new Bos();

    private static final class Bos {
        @Option(names = "--bos", description = "puts BOS in front of the text, whatever the model's family does")
        private boolean on;

        @Option(names = "--no-bos", description = "puts no BOS in front of the text")
        private boolean off;
    }

    private static final class Given {
        @Option(
                names = "--text",
                paramLabel = "T",
                description = "a text; BOS goes in front as the family of the model has it")
        private String text;

        @Option(names = "--tokens", split = ",", paramLabel = "ID", description = "token ids, taken as they are")
        private int[] ids;

        @Option(
                names = "--tokens-file",
                paramLabel = "F.json",
                description = "a file {\"tokens\": [[...], ...]}, a batch of prompts of one length, taken as they are")
        private Path file;
    }

    Path folder() throws ModelException {
        return model.folder();
    }

    Model load(Processing processing) throws ModelException {
        return model.load(processing);
    }

    /** The prompts, [batch][pos]. */
    int[][] batch(Model loaded) throws ModelException, PromptException {
        return given.file == null
                ? new int[][] {one(loaded.tokenizer(), loaded.config()).ids()}
                : read(given.file);
    }

    /** The prompt, for a command that takes one. */
    Tokens one(Tokenizer tokenizer, ModelConfig config) throws ModelException, PromptException {
        if (given.text != null) return tokenizer.encode(given.text, bos.on || !bos.off && config.prependBos());
        if (given.ids != null) return tokenizer.ofIds(given.ids);
        int[][] batch = read(given.file);
        if (batch.length == 1) return tokenizer.ofIds(batch[0]);
        throw new ModelException(given.file + " holds " + batch.length + " prompts, and this command takes one.");
    }

    private static int[][] read(Path file) throws ModelException {
        JsonNode rows = JsonFile.read(file, MOST_BYTES).path("tokens");
        if (!rows.isArray() || rows.isEmpty()) throw wrong(file, "has no list \"tokens\" of lists of token ids");
        var tokens = new int[rows.size()][];
        for (int row = 0; row < tokens.length; row++) {
            JsonNode list = rows.get(row);
            if (!list.isArray()) throw wrong(file, "holds under \"tokens\" something else than lists of token ids");
            tokens[row] = new int[list.size()];
            for (int at = 0; at < list.size(); at++) {
                if (!list.get(at).isInt()) throw wrong(file, "holds " + list.get(at) + ", which is no token id");
                tokens[row][at] = list.get(at).intValue();
            }
        }
        return tokens;
    }

    private static ModelException wrong(Path file, String what) {
        return new ModelException(file + " " + what + "; it should look like {\"tokens\": [[5, 8, 13]]}.");
    }
}
