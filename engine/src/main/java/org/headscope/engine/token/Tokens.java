package org.headscope.engine.token;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** The tokens of one prompt, in order, with the text they were made from. Immutable. */
public final class Tokens implements Iterable<Token> {
    private final String text;
    private final List<Token> list;
    private final boolean startsWithBos;

    Tokens(String text, List<Token> list, boolean startsWithBos) {
        this.text = text;
        this.list = List.copyOf(list);
        this.startsWithBos = startsWithBos;
    }

    /** The text that the spans of the tokens point into, without BOS. */
    public String text() {
        return text;
    }

    /** The ids. [pos] */
    public int[] ids() {
        return list.stream().mapToInt(Token::id).toArray();
    }

    /** The ids as a list, for values that hold them. */
    public List<Integer> idList() {
        return list.stream().map(Token::id).toList();
    }

    public int size() {
        return list.size();
    }

    public Token get(int position) {
        return list.get(position);
    }

    public List<Token> list() {
        return list;
    }

    /** All positions that hold an id, in order; BOS counts as a position. */
    public int[] positions(int id) {
        return IntStream.range(0, list.size())
                .filter(position -> list.get(position).id() == id)
                .toArray();
    }

    /** Whether position 0 holds BOS, no matter whether it was put in front or typed. */
    public boolean startsWithBos() {
        return startsWithBos;
    }

    @Override
    public Iterator<Token> iterator() {
        return list.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that && text.equals(that.text) && list.equals(that.list);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + list.hashCode();
    }

    @Override
    public String toString() {
        return list.stream().map(Token::label).toList().toString();
    }
}
