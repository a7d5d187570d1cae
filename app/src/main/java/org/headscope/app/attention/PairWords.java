package org.headscope.app.attention;

import java.util.List;
import java.util.Locale;
import org.headscope.app.text.Text;

/** What is said about a query and a key: both tokens and the number, and what BOS takes where it is taken out. */
final class PairWords {
    private PairWords() {}

    /** The cell that is locked, or else hovered; empty where there is none. */
    static String current(AttentionModel model) {
        boolean locked = model.lockedKey.get() != null && model.lockedQuery.get() != null;
        Integer query = locked ? model.lockedQuery.get() : model.hoveredQuery.get();
        Integer key = locked ? model.lockedKey.get() : model.hoveredKey.get();
        if (query == null) return "";
        return key == null ? bos(model, query) : of(model, query, key);
    }

    static String of(AttentionModel model, int query, int key) {
        HeadPicture picture = model.picture.get();
        if (picture == null || query >= picture.size() || key >= picture.size()) return "";
        List<String> labels = picture.labels();
        String pair = labels.get(query) + " → " + labels.get(key);
        if (key > query) return Text.of("attention.readout.masked", pair);
        String number = number(picture, picture.at(query, key));
        if (picture.isBoth()) {
            number =
                    Text.of("bars.beforeAfter", number(picture, picture.beside().at(query, key)), number);
        }
        String text = pair + "  " + number;
        return picture.hidden(model.bosOut.get()) == 0 ? text : text + rest(picture, query, key);
    }

    private static String rest(HeadPicture picture, int query, int key) {
        String bos = "\n" + bosWords(picture, query);
        boolean pattern = picture.question().quantity() == Quantity.PATTERN && !picture.isDifference();
        if (!pattern) return bos;
        double share = HeadPicture.shareOfRest(
                picture.at(query, key) / picture.question().heads().size(), picture.bosShare(query));
        return bos + Text.of("attention.readout.rest", String.format(Locale.ROOT, "%.3f", share));
    }

    private static String bos(AttentionModel model, int query) {
        HeadPicture picture = model.picture.get();
        if (picture == null || query >= picture.size() || !picture.startsWithBos()) return "";
        return picture.labels().get(query) + "  " + bosWords(picture, query);
    }

    /** "BOS takes 83 % of this row", or how that changed. */
    static String bosWords(HeadPicture picture, int query) {
        return picture.isDifference()
                ? Text.of(
                        "attention.readout.bosChange",
                        percent(picture.bosBefore()[query]),
                        percent(picture.bosAfter()[query]))
                : Text.of("attention.readout.bos", percent(picture.bosShare(query)));
    }

    private static String percent(float share) {
        return String.valueOf(Math.round(share * 100));
    }

    private static String number(HeadPicture picture, float value) {
        boolean signed = picture.isDifference() || picture.question().quantity() == Quantity.SCORES;
        return String.format(Locale.ROOT, signed ? "%+.3f" : "%.3f", value);
    }
}
