package org.headscope.app.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.SelfRanks;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.run.Progress;

/** Where every token stands in its own row, summed up, and the tokens that stand furthest behind. */
final class Ranks {
    private static final int WORST = 20;

    private final Desk desk;
    private final List<List<String>> rows = new ArrayList<>();

    private Ranks(Desk desk) {
        this.desk = desk;
    }

    static Sheet sheet(Question question, Progress progress) {
        Desk desk = question.desk();
        TokenCircuit circuit = desk.circuit(question.choice(), progress);
        SelfRanks.Both both = SelfRanks.of(desk.model(), circuit, progress);
        var ranks = new Ranks(desk);
        ranks.sumUp(both);
        boolean ov = circuit.kind() == Kind.OV;
        String caption = question.choice().words(desk.model());
        return new Sheet.Grid(
                caption,
                Text.of(ov ? "circuit.ranks.about.OV" : "circuit.ranks.about.QK", circuit.count()),
                List.of(
                        Text.of("circuit.ranks.heading"),
                        Text.of("circuit.ranks.fromTop"),
                        Text.of("circuit.ranks.fromBottom")),
                ranks.rows,
                ranks.table(both, caption));
    }

    private void sumUp(SelfRanks.Both both) {
        add("mean", both, ranks -> String.format(Locale.ROOT, "%.2f", ranks.mean()));
        add("median", both, ranks -> String.format(Locale.ROOT, "%.4g", ranks.median()));
        add("first", both, ranks -> percent(ranks.shareBelow(1)));
        add("ten", both, ranks -> percent(ranks.shareBelow(10)));
        add("tenth", both, ranks -> String.valueOf(ranks.worseThan(0.1)));
        add("twentieth", both, ranks -> String.valueOf(ranks.worseThan(0.05)));
        List<SelfRanks.Ranked> top = both.fromTop().worst(WORST);
        List<SelfRanks.Ranked> bottom = both.fromBottom().worst(WORST);
        for (int i = 0; i < top.size(); i++) {
            String name = i == 0 ? Text.of("circuit.ranks.worst") : "";
            rows.add(List.of(name, words(top.get(i)), words(bottom.get(i))));
        }
    }

    private void add(String name, SelfRanks.Both both, Function<SelfRanks, String> number) {
        rows.add(List.of(
                Text.of("circuit.ranks." + name), number.apply(both.fromTop()), number.apply(both.fromBottom())));
    }

    private String words(SelfRanks.Ranked ranked) {
        return Text.of("circuit.bar", String.valueOf(ranked.rank()), desk.label(ranked.token()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Every token, for files. */
    private Table table(SelfRanks.Both both, String caption) {
        var cells = new ArrayList<List<Object>>();
        for (int token = 0; token < both.fromTop().count(); token++) {
            cells.add(List.of(
                    token, desk.label(token), (int) both.fromTop().ranks().flat(token), (int)
                            both.fromBottom().ranks().flat(token)));
        }
        return new Table("circuit-ranks", caption, List.of("id", "token", "from_top", "from_bottom"), cells);
    }
}
