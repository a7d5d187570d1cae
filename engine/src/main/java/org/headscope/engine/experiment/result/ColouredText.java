package org.headscope.engine.experiment.result;

import java.util.List;

/**
 * A text whose tokens are coloured by a number each, on one fixed scale, for people; the numbers themselves stand in an array or a
 * table of the same result.
 *
 * @param name of the text
 * @param about what the colours mean, blue above 0 and red below, in a sentence
 */
public record ColouredText(String name, String about, List<Piece> pieces) {
    /** What is painted in the deepest colour, and all beyond it: nats, as in the published study of copy suppression. */
    static final double REACH = 2.5;

    /**
     * A token.
     *
     * @param tint NaN for no colour
     * @param words what is to be known of it, a line each
     */
    public record Piece(String token, double tint, List<String> words) {
        public Piece {
            words = List.copyOf(words);
        }
    }

    public ColouredText {
        pieces = List.copyOf(pieces);
    }

    /** As HTML; what is known of a token is seen while it is pointed at, and stays in sight for the one that was clicked. */
    String html() {
        var html = new StringBuilder("<p class=\"text\">");
        for (Piece piece : pieces) {
            html.append("<span class=\"t\" tabindex=\"0\"");
            if (!Double.isNaN(piece.tint())) {
                html.append(" style=\"background:")
                        .append(Tint.of(piece.tint(), REACH))
                        .append('"');
            }
            html.append('>').append(Html.text(piece.token())).append("<span class=\"tip\">");
            html.append(Html.text(String.join("\n", piece.words()))).append("</span></span>");
        }
        return html.append("</p>\n").toString();
    }
}
