package org.headscope.engine.survey;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.headscope.engine.io.CorpusReader;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/** The chunks of a corpus in order; no more of it is in memory than a chunk and a piece of text. Close it. */
public final class Chunks implements AutoCloseable {
    private final Corpus corpus;
    private final Tokenizer tokenizer;
    private final Chunking chunking;
    private final Iterator<Path> files;
    private final long bytes;
    private final List<CorpusReader.PassedOver> passed = new ArrayList<>();
    private final List<Integer> waiting = new ArrayList<>();
    private final Queue<Chunk> ready = new ArrayDeque<>();
    private CorpusReader reader;
    private long bytesBefore;
    private int made;
    private int document = -1;
    private int start;

    Chunks(Corpus corpus, Tokenizer tokenizer, Chunking chunking) throws ModelException {
        this.corpus = corpus;
        this.tokenizer = tokenizer;
        this.chunking = chunking;
        this.files = corpus.files().iterator();
        this.reader = CorpusReader.open(files.next());
        this.bytes = corpus.bytes();
    }

    /**
     * The next chunk, or null at the end of the corpus.
     *
     * @throws ModelException if a file is no text, or the whole corpus holds no chunk
     * @throws PromptException if the tokenizer cannot take some of the text
     */
    public Chunk next() throws ModelException, PromptException {
        while (ready.isEmpty() && reader != null) readOn();
        if (ready.isEmpty() && made == 0) throw empty();
        return ready.poll();
    }

    /** How much of the corpus was read, from 0 to 1; somewhat more than the chunks so far. */
    public double fraction() {
        long read = bytesBefore + (reader == null ? 0 : reader.bytesRead());
        return bytes == 0 ? 1 : Math.min(1, (double) read / bytes);
    }

    /** How many lines, rows or documents could not be used. */
    public int passedOver() {
        int open = reader == null ? 0 : reader.passedOver().count();
        return open + passed.stream().mapToInt(CorpusReader.PassedOver::count).sum();
    }

    private void readOn() throws ModelException, PromptException {
        CorpusReader.Piece piece = reader.next();
        if (piece == null) {
            endDocument();
            nextFile();
            return;
        }
        if (piece.begins()) {
            endDocument();
            document++;
        }
        for (Token token : tokens(chunking.prepared(piece.text()))) waiting.add(token.id());
        int wanted = chunking.length() - bos();
        int at = 0;
        for (; waiting.size() - at >= wanted; at += wanted) make(waiting.subList(at, at + wanted));
        waiting.subList(0, at).clear();
    }

    /** Split, except that the tokenizer says what it cannot take. */
    private List<Token> tokens(String text) throws PromptException {
        List<Token> tokens = tokenizer.split(text);
        if (!tokens.isEmpty() || text.isBlank()) return tokens;
        try {
            return tokenizer.encode(text, false).list();
        } catch (PromptException e) {
            throw e.of(corpus.name());
        }
    }

    private void endDocument() {
        if (chunking.rest() && waiting.size() + bos() >= Chunking.SHORTEST) make(waiting);
        waiting.clear();
        start = 0;
    }

    private void make(List<Integer> tokens) {
        IntStream front =
                bos() == 0 ? IntStream.empty() : IntStream.of(tokenizer.bosId().getAsInt());
        int[] ids = IntStream.concat(front, tokens.stream().mapToInt(Integer::intValue))
                .toArray();
        ready.add(new Chunk(made++, document, start, ids));
        start += tokens.size();
    }

    private int bos() {
        return chunking.bos() && tokenizer.bosId().isPresent() ? 1 : 0;
    }

    private void nextFile() throws ModelException {
        bytesBefore += reader.bytesRead();
        passed.add(reader.passedOver());
        close();
        reader = files.hasNext() ? CorpusReader.open(files.next()) : null;
    }

    private ModelException empty() {
        String why = passed.stream()
                .flatMap(of -> of.first().stream())
                .findFirst()
                .map(first -> "; " + first.substring(0, first.length() - 1))
                .orElse(document < 0 || chunking.rest() ? "" : " of " + chunking.length() + " tokens");
        return new ModelException(corpus.name() + " holds no text" + why + ".");
    }

    @Override
    public void close() throws ModelException {
        if (reader != null) reader.close();
        reader = null;
    }
}
