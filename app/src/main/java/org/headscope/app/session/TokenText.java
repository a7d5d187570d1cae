package org.headscope.app.session;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.text.Text;
import org.headscope.engine.token.Tokens;

/** How tokens of a prompt are written: with visible spaces, and the one that begins it as BOS. */
public final class TokenText {
    private TokenText() {}

    /** The token at a position. */
    public static String label(Tokens tokens, int position) {
        return position == 0 && tokens.startsWithBos()
                ? Text.of("run.bos")
                : tokens.get(position).label();
    }

    /** All tokens. */
    public static List<String> labels(Tokens tokens) {
        return IntStream.range(0, tokens.size())
                .mapToObj(position -> label(tokens, position))
                .toList();
    }
}
