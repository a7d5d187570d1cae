package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.ShareBars;
import org.headscope.app.chart.Shares;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;

/** A row of the shown head's pattern that the list of interventions draws by hand, as bars to be drawn; else nothing. */
final class DrawnRow extends VBox {
    private final Session session;
    private final AttentionModel model;
    private final Label title = new Label();
    private final ShareBars bars = new ShareBars();
    private SetTo shown;

    DrawnRow(Session session, AttentionModel model) {
        super(2);
        this.session = session;
        this.model = model;
        setId("attention-drawn");
        title.getStyleClass().add(Styles.SMALL);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.setMinWidth(0);
        getChildren().setAll(title, bars);
        setMinHeight(Region.USE_PREF_SIZE);
        bars.onDrawnProperty().set(this::drawn);
        session.experimentProperty().subscribe(this::show);
        session.comparisonProperty().subscribe(this::show);
        model.head.subscribe(this::show);
        model.lockedQuery.subscribe(this::show);
    }

    private void show() {
        Site old = shown == null ? null : shown.site();
        shown = row();
        Seen.set(this, shown != null);
        if (shown == null) return;
        List<String> labels =
                TokenText.labels(session.comparisonProperty().get().after().tokens());
        int query = query(shown);
        title.setText(Text.of("attention.drawn", model.head.get().label(), String.valueOf(query), labels.get(query)));
        bars.labelsProperty().set(labels);
        List<Float> weights = weights(shown);
        bars.sharesProperty().set(new Shares(weights));
        if (!shown.site().equals(old)) bars.selectedProperty().set(weights.indexOf(Collections.max(weights)));
    }

    /** A weight for each key that the query sees; those that the list leaves out are 0. */
    private static List<Float> weights(SetTo row) {
        var weights = new ArrayList<>(row.values());
        while (weights.size() <= query(row)) weights.add(0f);
        return weights;
    }

    /** The row of the locked query, else the last in the list; null if there is none. */
    private SetTo row() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) return null;
        int length = comparison.after().tokens().size();
        Integer locked = model.lockedQuery.get();
        SetTo found = null;
        for (Switch item : session.experimentProperty().get().switches()) {
            if (!(item.intervention() instanceof SetTo set) || !isRow(set.site()) || query(set) >= length) continue;
            boolean wanted = locked != null && query(set) == locked;
            if (wanted || found == null || locked == null || query(found) != locked) found = set;
        }
        return found;
    }

    /** Whether this is a row of the pattern of the head that is shown. */
    private boolean isRow(Site site) {
        Site head = model.head.get();
        return site.hookName().equals(HookName.of("pattern", head.layer()))
                && site.unit() == head.head()
                && site.keys().all()
                && site.positions().chosen().size() == 1;
    }

    private static int query(SetTo row) {
        return row.site().positions().chosen().getFirst();
    }

    private void drawn(Shares shares) {
        if (shown != null && !shares.values().equals(shown.values())) {
            session.change(new SetTo(shown.site(), shares.values()));
        }
    }
}
