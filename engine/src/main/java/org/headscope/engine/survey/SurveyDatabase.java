package org.headscope.engine.survey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.OrdinaryFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite file of a survey: opened, checked and asked; every fault comes out as a sentence. Whoever writes has the file alone, so
 * that no other program measures the same. May be used from any thread; statements follow one another.
 */
final class SurveyDatabase implements AutoCloseable {
    /** What marks a SQLite file as a survey: "HSSV". */
    private static final int APPLICATION = 0x48535356;

    /** The version of the tables; files of a newer one are refused. */
    static final int VERSION = 1;

    private static final int BUSY_MILLIS = 500;

    private final Path file;
    private final Connection connection;
    private final boolean writes;

    /** Work that SQLite may refuse. */
    @FunctionalInterface
    interface Work {
        void with(Connection connection) throws SQLException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private SurveyDatabase(Path file, Connection connection, boolean writes) {
        this.file = file;
        this.connection = connection;
        this.writes = writes;
    }

    /** Opens a file that is there, without changing it. */
    static SurveyDatabase read(Path file) throws ModelException {
        if (!Files.exists(file)) throw new ModelException("There is no file " + file + ".");
        return open(file, false);
    }

    /** Opens a file, or makes it; until it is closed, nobody else can. */
    static SurveyDatabase write(Path file) throws ModelException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ModelException(file + " cannot be written because there is no folder " + folder + ".");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new ModelException(file + " cannot be written because it is write-protected.");
        }
        return open(file, true);
    }

    private static SurveyDatabase open(Path file, boolean writes) throws ModelException {
        OrdinaryFile.require(file, "a survey");
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        if (!writes) config.setReadOnly(true);
        else config.resetOpenMode(SQLiteOpenMode.READONLY);
        SurveyDatabase database = null;
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            database = new SurveyDatabase(file, connection, writes);
            database.begin();
            return database;
        } catch (SQLException e) {
            if (database != null) database.giveUp();
            throw SurveyFault.of(file, e);
        } catch (ModelException e) {
            database.giveUp();
            throw e;
        }
    }

    private void begin() throws SQLException, ModelException {
        int application = number("PRAGMA application_id");
        boolean empty = number("SELECT count(*) FROM sqlite_master") == 0;
        if (application != APPLICATION && !(empty && writes)) throw new ModelException(file + " is not a survey.");
        int version = number("PRAGMA user_version");
        if (version > VERSION) {
            throw new ModelException(file + " was made by a newer Headscope (its format is version " + version
                    + ", this one knows version " + VERSION + "): open it with that.");
        }
        if (!writes) return;
        execute("PRAGMA locking_mode = EXCLUSIVE");
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
        if (empty) create();
    }

    private void create() throws SQLException {
        transaction(_ -> {
            SurveySchema.create(connection);
            execute("PRAGMA application_id = " + APPLICATION);
            execute("PRAGMA user_version = " + VERSION);
        });
    }

    /** Does all of some work or nothing of it. */
    synchronized void change(Work work) throws ModelException {
        try {
            transaction(work);
        } catch (SQLException e) {
            throw SurveyFault.of(file, e);
        }
    }

    private void transaction(Work work) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            work.with(connection);
            execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            try {
                execute("ROLLBACK");
            } catch (SQLException undone) {
                // on a full disk SQLite has done so by itself
                e.addSuppressed(undone);
            }
            throw e;
        }
    }

    /** The rows of a question. */
    synchronized <T> List<T> ask(String sql, Row<T> row, Object... values) throws ModelException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            var rows = new ArrayList<T>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) rows.add(row.of(found));
            }
            return rows;
        } catch (SQLException e) {
            throw SurveyFault.of(file, e);
        }
    }

    Path file() {
        return file;
    }

    private int number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void giveUp() {
        try {
            connection.close();
        } catch (SQLException e) {
            // the reason why it was given up is told already
        }
    }

    /** Closes the file, which is then a single one again. */
    @Override
    public synchronized void close() throws ModelException {
        try (connection) {
            if (writes && !connection.isClosed()) execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            throw SurveyFault.of(file, e);
        }
    }
}
