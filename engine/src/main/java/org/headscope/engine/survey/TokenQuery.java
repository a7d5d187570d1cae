package org.headscope.engine.survey;

import org.headscope.engine.hook.Site;

/**
 * Which tokens are asked for, of which head, and in which order.
 *
 * @param text only tokens of this text, such as {@code " Mary"}; null for all
 * @param least only tokens with at least this effect, in nats; negative infinity for all
 * @param most only tokens with at most this effect; infinity for all
 * @param first how many are left out in front
 * @param count how many at most
 */
public record TokenQuery(
        Site head, Effect effect, Order order, String text, double least, double most, int first, int count) {
    /** An order of tokens. */
    public enum Order {
        /** Those that the head helps most come first. */
        MOST_HELPED("%s DESC"),
        /** Those that it hurts most come first. */
        MOST_HURT("%s"),
        AS_IN_CORPUS("token.id");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        String sql(Effect effect) {
            return sql.formatted("effect." + effect.label());
        }
    }

    /** The tokens with the greatest or smallest effect of a head. */
    public static TokenQuery of(Site head, Effect effect, Order order, int count) {
        return new TokenQuery(head, effect, order, null, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, count);
    }

    /** The same from the {@code first} on. */
    public TokenQuery from(int first) {
        return new TokenQuery(head, effect, order, text, least, most, first, count);
    }

    /** The same of tokens of one text only. */
    public TokenQuery of(String text) {
        return new TokenQuery(head, effect, order, text, least, most, first, count);
    }

    /** The same of tokens whose effect lies between two. */
    public TokenQuery between(double least, double most) {
        return new TokenQuery(head, effect, order, text, least, most, first, count);
    }
}
