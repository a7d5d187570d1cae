package org.headscope.app.metric;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Metric;

/** The number the experiment is about, before and after its interventions, for the bar at the top of the window. */
public final class MetricChip extends HBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Label name = new Label();
    private final Label before = new Label();
    private final Label after = new Label();
    private final Tooltip tooltip = new Tooltip();

    public MetricChip(Session session) {
        getStyleClass().addAll(Styles.CHIP, "metric-chip");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(5);
        setMinWidth(Region.USE_PREF_SIZE);
        name.getStyleClass().add(Styles.MUTED);
        before.getStyleClass().add(Styles.STRONG);
        after.getStyleClass().addAll(Styles.STRONG, Styles.ACCENT_TEXT);
        after.managedProperty().bind(after.visibleProperty());
        getChildren().addAll(name, before, after);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        Tooltip.install(this, tooltip);
        session.comparisonProperty().subscribe(this::show);
        session.staleProperty().subscribe(stale -> {
            pseudoClassStateChanged(STALE, stale);
            setOpacity(stale ? 0.6 : 1);
        });
    }

    private void show(Comparison runs) {
        if (runs == null) {
            name.setText(Text.of("metric.none"));
            before.setText("");
            after.setVisible(false);
            tooltip.setText(Text.of("metric.none.words"));
            return;
        }
        Metric first = runs.before().metric();
        Metric second = runs.after().metric();
        boolean changed = !runs.isClean();
        name.setText(Text.of("metric." + first.kind()));
        before.setText(changed ? Text.of("metric.before", number(first)) : number(first));
        after.setText(number(second));
        after.setVisible(changed);
        tooltip.setText(words(runs, first, second));
        setAccessibleText(tooltip.getText());
    }

    private static String words(Comparison runs, Metric first, Metric second) {
        var experiment = runs.after().experiment();
        String what =
                Text.of("metric." + first.kind() + ".words", visible(experiment.answer()), visible(experiment.wrong()));
        if (runs.before().isStored()) return what + " (" + Text.of("run.stored") + ")";
        if (runs.isClean())
            return what + " " + Text.of("metric.clean", runs.before().id() + "");
        String change = signed(second.value() - first.value());
        return what + " "
                + Text.of(
                        "metric.changed", runs.before().id() + "", runs.after().id() + "", change);
    }

    private static String visible(String answer) {
        return answer.replace(' ', '␣');
    }

    private static String number(Metric metric) {
        return Double.isNaN(metric.value()) ? Text.of("metric.undefined") : MetricText.value(metric.value());
    }

    private static String signed(double value) {
        return Double.isNaN(value) ? Text.of("metric.undefined") : MetricText.change(value);
    }
}
