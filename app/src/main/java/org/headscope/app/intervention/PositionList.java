package org.headscope.app.intervention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.headscope.engine.hook.Positions;

/** Positions as a person types them: "3, 5-7". */
final class PositionList {
    private static final Pattern PIECE = Pattern.compile("(\\d{1,6})(?:\\s*[-–]\\s*(\\d{1,6}))?");

    private PositionList() {}

    /** The positions a text names; nothing if it is empty, cannot be read, or names one that is not there. */
    static Optional<Positions> parse(String text, int length) {
        var positions = new ArrayList<Integer>();
        for (String piece : text.split("[,;]")) {
            Matcher matcher = PIECE.matcher(piece.strip());
            if (!matcher.matches()) return Optional.empty();
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (to < from || to >= length) return Optional.empty();
            for (int position = from; position <= to; position++) positions.add(position);
        }
        return Optional.of(new Positions(positions));
    }

    /** The text that stands for positions. */
    static String write(Positions positions) {
        List<Integer> chosen = positions.chosen();
        return chosen.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
