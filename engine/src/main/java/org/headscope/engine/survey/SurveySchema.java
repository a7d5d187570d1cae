package org.headscope.engine.survey;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a survey's file, which any SQLite program can read. */
final class SurveySchema {
    private static final List<String> TABLES = List.of(
            // what the survey is of
            "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE head (id INTEGER PRIMARY KEY, layer INTEGER NOT NULL, head INTEGER NOT NULL)",
            // what heads are replaced by: z [pos, head, d_head] as little-endian float32
            "CREATE TABLE mean (layer INTEGER PRIMARY KEY, chunks INTEGER NOT NULL, z BLOB NOT NULL)",
            // the tokens of a chunk, BOS included, as little-endian int32
            "CREATE TABLE chunk (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL,"
                    + " ids BLOB NOT NULL)",
            // what a token id stands for
            "CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
            // a token that is predicted, at its position in its chunk, and its loss in nats
            "CREATE TABLE token (id INTEGER PRIMARY KEY, chunk INTEGER NOT NULL, position INTEGER NOT NULL,"
                    + " text INTEGER NOT NULL, loss REAL)",
            // loss with an effect minus loss without, in nats; those of a head lie together
            "CREATE TABLE effect (head INTEGER NOT NULL, token INTEGER NOT NULL, direct REAL, total REAL,"
                    + " indirect REAL, PRIMARY KEY (head, token)) WITHOUT ROWID");

    private SurveySchema() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) statement.execute(table);
        }
    }
}
