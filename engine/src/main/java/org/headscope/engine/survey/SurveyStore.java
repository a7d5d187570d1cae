package org.headscope.engine.survey;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.HeadReadout.LossChanges;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * A survey in a file: each chunk is there as a whole or not at all, however the program ends. May be used from any thread.
 */
public final class SurveyStore implements AutoCloseable {
    private final SurveyDatabase database;
    private final SurveySubject subject;

    private SurveyStore(SurveyDatabase database, SurveySubject subject) {
        this.database = database;
        this.subject = subject;
    }

    /**
     * Opens a survey to go on with it, or begins one where there is no file.
     *
     * @throws ModelException if the file is a survey of something else, or cannot be used
     */
    public static SurveyStore open(Path file, SurveySubject subject) throws ModelException {
        SurveyDatabase database = SurveyDatabase.write(file);
        try {
            SurveySubject known = subject(database);
            if (known == null) begin(database, subject);
            else known.requireSame(file, subject);
            return new SurveyStore(database, subject);
        } catch (ModelException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Opens a survey to read it. */
    public static SurveyStore read(Path file) throws ModelException {
        SurveyDatabase database = SurveyDatabase.read(file);
        try {
            SurveySubject known = subject(database);
            if (known == null) throw new ModelException(file + " is a survey that was never begun.");
            return new SurveyStore(database, known);
        } catch (ModelException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static SurveySubject subject(SurveyDatabase database) throws ModelException {
        Map<String, String> facts = new HashMap<>();
        database.ask("SELECT name, value FROM fact", row -> facts.put(row.getString(1), row.getString(2)));
        if (facts.isEmpty()) return null;
        List<Site> heads = database.ask(
                "SELECT layer, head FROM head ORDER BY id", row -> Site.head(row.getInt(1), row.getInt(2)));
        try {
            return SurveySubject.of(facts, heads);
        } catch (IllegalArgumentException e) {
            throw new ModelException(database.file() + " does not say what it is a survey of: delete it.", e);
        }
    }

    private static void begin(SurveyDatabase database, SurveySubject subject) throws ModelException {
        database.change(connection -> {
            try (PreparedStatement fact = connection.prepareStatement("INSERT INTO fact VALUES (?, ?)")) {
                for (var of : subject.facts().entrySet()) run(fact, of.getKey(), of.getValue());
            }
            try (PreparedStatement head = connection.prepareStatement("INSERT INTO head VALUES (?, ?, ?)")) {
                for (int i = 0; i < subject.plan().heads().size(); i++) {
                    Site of = subject.plan().heads().get(i);
                    run(head, i, of.layer(), of.head());
                }
            }
        });
    }

    /** What it is a survey of. */
    public SurveySubject subject() {
        return subject;
    }

    /** Lets the file grow no further than a number of pages, as a full disk would. */
    void limit(int pages) throws ModelException {
        database.ask("PRAGMA max_page_count = " + pages, row -> row.getInt(1));
    }

    /** Questions about what was measured. */
    public SurveyTable table() {
        return new SurveyTable(database, subject.plan());
    }

    /**
     * Whether a chunk was measured.
     *
     * @throws ModelException if another chunk was measured in its place: the corpus has changed
     */
    boolean has(Chunk chunk) throws ModelException {
        List<byte[]> known = database.ask("SELECT ids FROM chunk WHERE id = ?", row -> row.getBytes(1), chunk.number());
        if (known.isEmpty()) return false;
        if (Arrays.equals(known.getFirst(), bytes(chunk.ids()))) return true;
        throw new ModelException("The corpus has changed since " + database.file() + " was begun: chunk "
                + chunk.number() + " holds other tokens; give another file.");
    }

    /**
     * Keeps all of a chunk, or nothing of it.
     *
     * @param texts what token ids stand for
     */
    void add(ChunkEffects effects, IntFunction<String> texts) throws ModelException {
        Chunk chunk = effects.chunk();
        database.change(connection -> {
            addChunk(connection, chunk, texts);
            long first = addTokens(connection, effects);
            addEffects(connection, first, effects.heads());
        });
    }

    private static void addChunk(Connection connection, Chunk chunk, IntFunction<String> texts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO chunk VALUES (?, ?, ?, ?)")) {
            run(insert, chunk.number(), chunk.document(), chunk.start(), bytes(chunk.ids()));
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO text VALUES (?, ?)")) {
            for (int id : Arrays.stream(chunk.ids()).distinct().toArray()) run(insert, id, texts.apply(id));
        }
    }

    private static long addTokens(Connection connection, ChunkEffects effects) throws SQLException {
        long first;
        try (PreparedStatement last = connection.prepareStatement("SELECT coalesce(max(id) + 1, 0) FROM token");
                var found = last.executeQuery()) {
            first = found.getLong(1);
        }
        Chunk chunk = effects.chunk();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO token VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < chunk.predicted(); i++) {
                run(insert, first + i, chunk.number(), i + 1, chunk.ids()[i + 1], (double)
                        effects.loss().flat(i));
            }
        }
        return first;
    }

    private static void addEffects(Connection connection, long first, List<LossChanges> heads) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effect VALUES (?, ?, ?, ?, ?)")) {
            for (int head = 0; head < heads.size(); head++) {
                LossChanges changes = heads.get(head);
                for (int i = 0; i < changes.direct().length; i++) {
                    insert.setInt(1, head);
                    insert.setLong(2, first + i);
                    insert.setDouble(3, changes.direct()[i]);
                    set(insert, 4, changes.total(), i);
                    set(insert, 5, changes.indirect(), i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private static void set(PreparedStatement insert, int column, float[] values, int at) throws SQLException {
        if (values == null) insert.setNull(column, Types.REAL);
        else insert.setDouble(column, values[at]);
    }

    /** What heads are replaced by, or null where that was not measured yet. */
    public HeadMeans means(ModelConfig config) throws ModelException {
        var chunks = new int[1];
        int width = config.nHeads() * config.dHead();
        List<Tensor> z = database.ask("SELECT chunks, z FROM mean ORDER BY layer", row -> {
            chunks[0] = row.getInt(1);
            ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(2)).order(ByteOrder.LITTLE_ENDIAN);
            var values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return Tensor.of(values, values.length / width, config.nHeads(), config.dHead());
        });
        return z.isEmpty() ? null : new HeadMeans(chunks[0], z);
    }

    void keep(HeadMeans means) throws ModelException {
        database.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO mean VALUES (?, ?, ?)")) {
                for (int layer = 0; layer < means.z().size(); layer++) {
                    Tensor z = means.z().get(layer);
                    ByteBuffer bytes =
                            ByteBuffer.allocate(z.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(z.buffer());
                    run(insert, layer, means.chunks(), bytes.array());
                }
            }
        });
    }

    private static byte[] bytes(int[] ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ids);
        return bytes.array();
    }

    static int[] ids(byte[] bytes) {
        var ids = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ids);
        return ids;
    }

    private static void run(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        statement.executeUpdate();
    }

    @Override
    public void close() throws ModelException {
        database.close();
    }
}
