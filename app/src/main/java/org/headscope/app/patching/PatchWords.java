package org.headscope.app.patching;

import java.util.Locale;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.Tokens;

/** What is said about patches. */
final class PatchWords {
    private PatchWords() {}

    /** What the run that values are taken from is called, such as "the corrupted run". */
    static String donor(Direction direction) {
        return Text.of("patching.donor." + direction);
    }

    /** What the run that is changed is called. */
    static String base(Direction direction) {
        return donor(Ground.other(direction));
    }

    /** Such as "resid_pre 2 at 11 ␣John" or "k 3.5 at all positions". */
    static String site(Site site, Tokens tokens) {
        String name = site.hookName().endsWith(".hook_z") ? Text.of("patching.z", site.label()) : site.label();
        if (site.positions().all()) return Text.of("patching.everywhere", name);
        int position = site.positions().chosen().getFirst();
        return Text.of("patching.at", name, String.valueOf(position), TokenText.label(tokens, position));
    }

    /** Such as "5.07 → −1.20". */
    static String change(double before, double after) {
        return Text.of("patching.change", MetricText.value(before), MetricText.value(after));
    }

    /** What a cell of a map says of itself. */
    static String cell(MapSheet sheet, Cell cell, Ground ground) {
        String site = site(sheet.grid().site(cell), sheet.key().pair().clean());
        if (Double.isNaN(sheet.base())) return site + "\n" + Text.of("patching.tip.waiting");
        boolean exact = sheet.isExact(cell);
        double metric = sheet.metric(cell);
        if (Double.isNaN(metric)) return site + "\n" + Text.of("patching.tip.notANumber");
        String name = MetricText.name(ground.kind());
        String line =
                Text.of(exact ? "patching.tip.exact" : "patching.tip.estimate", name, change(sheet.base(), metric));
        return sheet.isFlat() ? site + "\n" + line : site + "\n" + line + "\n" + share(sheet, cell);
    }

    private static String share(MapSheet sheet, Cell cell) {
        return Text.of(
                "patching.tip.share." + sheet.key().direction(),
                number(Math.abs(sheet.number(cell, false)) * 100, "%.0f"),
                sheet.number(cell, false) * (sheet.key().direction() == Direction.DENOISING ? 1 : -1) < -0.005 ? 1 : 0);
    }

    static String number(double value, String format) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A share in whole percent, of which one that is rounded to nothing has no sign. */
    private static String percent(double share) {
        long percent = Math.round(share * 100);
        return (percent < 0 ? "−" : "") + Math.abs(percent);
    }

    /** What a patch by hand did. */
    static String patched(Patched patched) {
        Patched.Question question = patched.question();
        Direction direction = question.direction();
        String site = site(question.site(), question.ground().pair().clean());
        String name = MetricText.name(question.ground().kind());
        String numbers = change(patched.before(), patched.after());
        String words = Text.of(
                "patching.drag.done",
                base(direction),
                site,
                donor(direction),
                name,
                numbers,
                MetricText.value(patched.donor()));
        return Double.isNaN(patched.after()) ? words + " " + Text.of("patching.notANumber") : words;
    }

    /** What patching paths did. */
    static String paths(PathResult result, PathChoice choice) {
        if (!choice.isComplete()) return Text.of("patching.path.choose");
        if (result == null) return Text.of("patching.path.working");
        if (!result.hasPath()) return Text.of("patching.path.noPath");
        if (Double.isNaN(result.change())) return Text.of("patching.notANumber");
        Ground ground = result.question().ground();
        Direction direction = result.question().direction();
        double distance = ground.donor(direction).metric().value() - result.before();
        String words = Text.of(
                "patching.path.done",
                MetricText.name(ground.kind()),
                change(result.before(), result.before() + result.change()),
                MetricText.change(result.change()));
        String far = Math.abs(distance) < 1e-6
                ? ""
                : " " + Text.of("patching.path.share", percent(result.change() / distance), donor(direction));
        boolean some = !result.used().senders().equals(choice.senders())
                || !result.used().receivers().equals(choice.receivers());
        return words + far + (some ? " " + Text.of("patching.path.some") : "");
    }
}
