package org.headscope.app.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headscope.app.session.PartText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.analysis.residual.SelfRepair.Move;
import org.headscope.engine.hook.Site;

/**
 * A bar: how much the contribution of a part changed.
 *
 * @param site null for what is no single part
 */
record RepairRow(String label, double change, Site site) {
    /** So many of the parts that answered have a bar of their own. */
    private static final int MOST = 14;

    /** What was replaced, then the largest answers, all others in one, and the norm: together all that changed. */
    static List<RepairRow> of(SelfRepair repair) {
        var rows = new ArrayList<RepairRow>();
        repair.moves().stream().filter(Move::replaced).map(RepairRow::removed).forEach(rows::add);
        List<Move> answers = repair.moves().stream()
                .filter(move -> !move.replaced())
                .sorted(Comparator.comparingDouble(move -> -Math.abs(move.change())))
                .toList();
        List<Move> large = answers.stream()
                .limit(MOST)
                .filter(move -> Math.abs(move.change()) >= 0.005)
                .toList();
        large.stream()
                .map(move -> new RepairRow(label(move), move.change(), move.site()))
                .forEach(rows::add);
        List<Move> small = answers.subList(large.size(), answers.size());
        double rest = small.stream().mapToDouble(Move::change).sum();
        if (!small.isEmpty()) rows.add(new RepairRow(Text.of("repair.others", small.size()), rest, null));
        rows.add(new RepairRow(Text.of("repair.norm"), repair.norm(), null));
        return List.copyOf(rows);
    }

    private static RepairRow removed(Move move) {
        return new RepairRow(Text.of("repair.replaced", label(move)), move.change(), move.site());
    }

    private static String label(Move move) {
        return PartText.of(move.kind(), move.site(), Text.of("part.constant.LOGITS"));
    }
}
