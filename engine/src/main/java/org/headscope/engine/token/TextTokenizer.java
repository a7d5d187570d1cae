package org.headscope.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.OrdinaryFile;

/**
 * A Hugging Face tokenizer.json, or the vocab.json and merges.txt of a byte-level BPE. It adds no special tokens by itself; BOS is
 * put in front here, so that it is never doubled. A special token that is typed, such as {@code <|endoftext|>}, becomes that token.
 */
public final class TextTokenizer implements Tokenizer {
    static final String FILE = "tokenizer.json";

    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private static final Cleaner CLEANER = Cleaner.create();

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final int dVocab;
    private final OptionalInt bosId;

    /** The native tokenizer may be read by many threads, but not closed while one reads. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Closes the native tokenizer once, at the latest when nobody holds this one any more. */
    private final Cleaner.Cleanable cleaning;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary, int dVocab, OptionalInt bosId) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.dVocab = dVocab;
        this.bosId = bosId;
        this.cleaning = CLEANER.register(this, tokenizer::close);
    }

    static TextTokenizer open(Path folder, int dVocab, OptionalInt bosFromConfig) throws ModelException {
        Path file = folder.resolve(FILE);
        if (!OrdinaryFile.isThere(file)) {
            byte[] tokenizer = BpeFiles.tokenizer(folder);
            Vocabulary vocabulary = Vocabulary.read(folder, tokenizer, dVocab);
            return open(folder, openNative(folder, tokenizer), vocabulary, dVocab, bosFromConfig);
        }
        OrdinaryFile.require(file, "a JSON file");
        Vocabulary vocabulary = Vocabulary.read(file, dVocab);
        return open(folder, openNative(file), vocabulary, dVocab, bosFromConfig);
    }

    /** Whether a folder holds a tokenizer: tokenizer.json, or the two files of a byte-level BPE. */
    static boolean isIn(Path folder) {
        return OrdinaryFile.isThere(folder.resolve(FILE)) || BpeFiles.areIn(folder);
    }

    private static TextTokenizer open(
            Path folder, HuggingFaceTokenizer tokenizer, Vocabulary vocabulary, int dVocab, OptionalInt bosFromConfig)
            throws ModelException {
        OptionalInt bos = bosFromConfig.isPresent() ? bosFromConfig : bosOfTokenizer(folder, vocabulary);
        return new TextTokenizer(tokenizer, vocabulary, dVocab, Vocabulary.within(dVocab, bos));
    }

    private static HuggingFaceTokenizer openNative(Path file) throws ModelException {
        return openNative(file, () -> HuggingFaceTokenizer.newInstance(file, OPTIONS));
    }

    private static HuggingFaceTokenizer openNative(Path folder, byte[] tokenizer) throws ModelException {
        return openNative(folder, () -> HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizer), OPTIONS));
    }

    /** Opens a tokenizer of native code. */
    @FunctionalInterface
    private interface Opening {
        HuggingFaceTokenizer open() throws IOException;
    }

    private static HuggingFaceTokenizer openNative(Path file, Opening opening) throws ModelException {
        try {
            return opening.open();
        } catch (LinkageError | EngineException e) {
            throw new ModelException(
                    "The native tokenizer library cannot be loaded on this machine: %s.".formatted(e), e);
        } catch (IOException | RuntimeException e) {
            throw new ModelException("%s cannot be read as a tokenizer: %s.".formatted(file, e.getMessage()), e);
        }
    }

    /** The BOS that tokenizer_config.json names, as a string or as an object with a content. */
    private static OptionalInt bosOfTokenizer(Path folder, Vocabulary vocabulary) throws ModelException {
        Path file = folder.resolve("tokenizer_config.json");
        if (!OrdinaryFile.isThere(file)) {
            return OptionalInt.empty();
        }
        OrdinaryFile.require(file, "a JSON file");
        try {
            JsonNode bos = new ObjectMapper().readTree(file.toFile()).path("bos_token");
            return vocabulary.added(bos.isObject() ? bos.path("content").asText() : bos.asText());
        } catch (IOException e) {
            throw new ModelException("%s is not readable as JSON.".formatted(file), e);
        }
    }

    @Override
    public Tokens encode(String text, boolean prependBos) throws PromptException {
        List<Token> tokens = new ArrayList<>();
        if (prependBos && bosId.isPresent()) {
            tokens.add(token(bosId.getAsInt()));
        }
        int lone = loneSurrogate(text);
        if (lone >= 0) {
            throw new PromptException(("Character %d of the prompt (U+%04X) is one half of a character whose other "
                            + "half is missing: delete it or paste the text again.")
                    .formatted(lone + 1, (int) text.charAt(lone)));
        }
        tokens.addAll(tokenize(text));
        if (tokens.isEmpty()) {
            throw new PromptException(
                    text.isEmpty()
                            ? "The prompt is empty: type some text, or start it with BOS."
                            : "The tokenizer of this model makes no token of this prompt: type some other text.");
        }
        return new Tokens(text, tokens, isBos(tokens.get(0).id()));
    }

    @Override
    public List<Token> split(String text) {
        return loneSurrogate(text) < 0 ? tokenize(text) : List.of();
    }

    private List<Token> tokenize(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        lock.readLock().lock();
        try {
            long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
            try {
                return tokens(text, encoding);
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Native offsets are slow to fetch, so they are asked for only if the bytes of the tokens do not tell. */
    private List<Token> tokens(String text, long encoding) {
        long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
        if (ids.length == 0) {
            return List.of();
        }
        byte[][] pieces = new byte[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            pieces[t] = vocabulary.bytes((int) ids[t]);
        }
        Spans spans = Spans.ofBytes(text, pieces)
                .orElseGet(() -> Spans.ofOffsets(text, TokenizersLibrary.LIB.getTokenCharSpans(encoding)));
        List<Token> tokens = new ArrayList<>(ids.length);
        for (int t = 0; t < ids.length; t++) {
            int id = (int) ids[t];
            tokens.add(new Token(id, vocabulary.text(id), spans.start(t), spans.end(t)));
        }
        return tokens;
    }

    /** The place of half a surrogate pair, which native code would turn into other characters; -1 if none. */
    private static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    @Override
    public String text(int id) {
        return vocabulary.text(id);
    }

    @Override
    public String decode(int... ids) {
        if (!vocabulary.spells() && Arrays.stream(ids).allMatch(vocabulary::has)) {
            return decodeNative(ids);
        }
        var bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toString(UTF_8);
    }

    private String decodeNative(int[] ids) {
        lock.readLock().lock();
        try {
            return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int vocabSize() {
        return dVocab;
    }

    @Override
    public OptionalInt bosId() {
        return bosId;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            cleaning.clean();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
