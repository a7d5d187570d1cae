package org.headscope.engine.survey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;

/** Asks a survey what it found. Sorting and adding up are the database's work, so that a survey of any size needs no memory. */
public final class SurveyTable {
    private static final String TOKENS =
            "SELECT token.chunk, token.position, text.id, text.text, token.loss, effect.direct, effect.total,"
                    + " effect.indirect FROM effect JOIN token ON token.id = effect.token"
                    + " JOIN text ON text.id = token.text WHERE ";
    /** How many tokens are shown in front of one. */
    private static final int CONTEXT = 12;

    private final SurveyDatabase database;
    private final SurveyPlan plan;

    SurveyTable(SurveyDatabase database, SurveyPlan plan) {
        this.database = database;
        this.plan = plan;
    }

    /** How many chunks were measured. */
    public int chunks() throws ModelException {
        return database.ask("SELECT count(*) FROM chunk", row -> row.getInt(1)).getFirst();
    }

    /** How many tokens were measured. */
    public long tokens() throws ModelException {
        return database.ask("SELECT count(*) FROM token", row -> row.getLong(1)).getFirst();
    }

    /** The mean loss of the tokens without a change, in nats; NaN where there are none. */
    public double meanLoss() throws ModelException {
        return database.ask("SELECT avg(loss) FROM token", row -> number(row, 1))
                .getFirst();
    }

    /** An effect of each head, in the order of the model. */
    public List<HeadSummary> summaries(Effect effect) throws ModelException {
        var summaries = new ArrayList<HeadSummary>();
        for (Site head : plan.heads()) summaries.add(summary(head, effect));
        return summaries;
    }

    /** An effect of a head over all tokens that were measured. */
    public HeadSummary summary(Site head, Effect effect) throws ModelException {
        int id = id(head, effect);
        String sums = "SELECT count(*), avg(%1$s), avg(abs(%1$s)), sum(max(%1$s, 0)) FROM effect WHERE head = ?";
        double[] found = database.ask(
                        sums.formatted(effect.label()),
                        row -> new double[] {row.getLong(1), number(row, 2), number(row, 3), number(row, 4)},
                        id)
                .getFirst();
        long tokens = (long) found[0];
        double share = tokens == 0 || found[3] == 0 ? Double.NaN : best(id, effect, tokens) / found[3];
        return new HeadSummary(head, effect, tokens, found[1], found[2], share, quantiles(id, effect, tokens));
    }

    /** The benefit of the tokens with the greatest effect. */
    private double best(int head, Effect effect, long tokens) throws ModelException {
        String best = "SELECT sum(max(value, 0)) FROM"
                + " (SELECT %1$s AS value FROM effect WHERE head = ? ORDER BY %1$s DESC LIMIT ?)";
        long count = (long) Math.ceil(tokens * HeadSummary.TOP);
        return database.ask(best.formatted(effect.label()), row -> number(row, 1), head, count)
                .getFirst();
    }

    private List<Double> quantiles(int head, Effect effect, long tokens) throws ModelException {
        if (tokens == 0) return HeadSummary.LEVELS.stream().map(_ -> Double.NaN).toList();
        List<Long> places = HeadSummary.LEVELS.stream()
                .map(level -> Math.round(level * (tokens - 1)))
                .toList();
        String ranked = "SELECT place, value FROM (SELECT row_number() OVER (ORDER BY %1$s) - 1 AS place,"
                + " %1$s AS value FROM effect WHERE head = ?) WHERE place IN (%2$s)";
        String wanted = places.stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
        Map<Long, Double> values = new HashMap<>();
        database.ask(
                ranked.formatted(effect.label(), wanted), row -> values.put(row.getLong(1), row.getDouble(2)), head);
        return places.stream().map(values::get).toList();
    }

    /** A page of tokens. */
    public List<TokenEffect> tokens(TokenQuery query) throws ModelException {
        var values = new ArrayList<Object>(List.of(id(query.head(), query.effect())));
        var where = new StringBuilder("effect.head = ?");
        if (query.text() != null) {
            where.append(" AND text.text = ?");
            values.add(query.text());
        }
        if (query.least() > Double.NEGATIVE_INFINITY) {
            where.append(" AND effect.").append(query.effect().label()).append(" >= ?");
            values.add(query.least());
        }
        if (query.most() < Double.POSITIVE_INFINITY) {
            where.append(" AND effect.").append(query.effect().label()).append(" <= ?");
            values.add(query.most());
        }
        values.add(query.count());
        values.add(query.first());
        return database.ask(
                TOKENS + where + " ORDER BY " + query.order().sql(query.effect()) + ", token.id LIMIT ? OFFSET ?",
                SurveyTable::token,
                values.toArray());
    }

    /** Every token of a chunk but its first one, in order. */
    public List<TokenEffect> chunk(Site head, int chunk) throws ModelException {
        return database.ask(
                TOKENS + "effect.head = ? AND token.chunk = ? ORDER BY token.position",
                SurveyTable::token,
                id(head, Effect.DIRECT),
                chunk);
    }

    private static TokenEffect token(ResultSet row) throws SQLException {
        return new TokenEffect(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getDouble(5),
                row.getDouble(6),
                number(row, 7),
                number(row, 8));
    }

    /** The tokens of a chunk, BOS included. */
    public List<Integer> ids(int chunk) throws ModelException {
        return database
                .ask("SELECT ids FROM chunk WHERE id = ?", row -> SurveyStore.ids(row.getBytes(1)), chunk)
                .stream()
                .flatMap(ids -> Arrays.stream(ids).boxed())
                .toList();
    }

    /** What the tokens of a chunk stand for. */
    public List<String> texts(int chunk) throws ModelException {
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> ids = ids(chunk);
        String wanted = ids.stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
        database.ask(
                "SELECT id, text FROM text WHERE id IN (" + wanted + ")",
                row -> texts.put(row.getInt(1), row.getString(2)));
        return ids.stream().map(texts::get).toList();
    }

    /** The text in front of a token, as far as it helps to read it. */
    public String before(TokenEffect token) throws ModelException {
        List<String> texts = texts(token.chunk());
        return String.join("", texts.subList(Math.max(0, token.position() - CONTEXT), token.position()));
    }

    private int id(Site head, Effect effect) {
        int id = plan.heads().indexOf(head);
        if (id < 0) throw new IllegalArgumentException("Head " + head.label() + " is not in the survey.");
        if (!plan.effects().contains(effect)) {
            throw new IllegalArgumentException("The " + effect.label() + " effect is not in the survey.");
        }
        return id;
    }

    private static double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }
}
