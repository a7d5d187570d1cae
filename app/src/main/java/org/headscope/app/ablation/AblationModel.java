package org.headscope.app.ablation;

import java.util.Set;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.session.PromptSets;
import org.headscope.engine.experiment.Metric;

/** What the ablation pane shows and what its menu chooses. */
final class AblationModel {
    final ObjectProperty<PartGrid> grid = new SimpleObjectProperty<>(this, "grid", PartGrid.NONE);

    /** What is known of the parts. */
    final ObjectProperty<EffectSheet> effects = new SimpleObjectProperty<>(this, "effects", EffectSheet.EMPTY);

    /** How much each part helps the answer; NaN where that is not known yet. */
    final ObjectProperty<Matrix> help = new SimpleObjectProperty<>(this, "help", Matrix.empty());

    /** The cells of {@link #help} that are only estimated. */
    final ObjectProperty<Set<Cell>> estimated = new SimpleObjectProperty<>(this, "estimated", Set.of());

    /** Whether {@link #help} belongs to an older question. */
    final BooleanProperty held = new SimpleBooleanProperty(this, "held");

    /** The cells of the parts that are switched off. */
    final ObjectProperty<Set<Cell>> off = new SimpleObjectProperty<>(this, "off", Set.of());

    /** Whether {@link #help} is what the interventions changed about the help of each part. */
    final BooleanProperty difference = new SimpleBooleanProperty(this, "difference");

    /** How many parts are switched off in the run whose effects are shown. */
    final IntegerProperty others = new SimpleIntegerProperty(this, "others");

    final ObjectProperty<Cell> selected = new SimpleObjectProperty<>(this, "selected");
    final ObjectProperty<Metric.Kind> metric = new SimpleObjectProperty<>(this, "metric", Metric.Kind.LOGIT_DIFFERENCE);
    final ObjectProperty<Sweep.State> sweep =
            new SimpleObjectProperty<>(this, "sweep", new Sweep.State(Sweep.Stage.NOTHING, 0, 0, 0));

    final ObjectProperty<AblationKind> kind = new SimpleObjectProperty<>(this, "kind", AblationKind.ZERO);

    final ObjectProperty<Path> path = new SimpleObjectProperty<>(this, "path", Path.TOTAL);

    /** Whether the mean loss of all tokens is measured, whatever the metric of the experiment is. */
    final BooleanProperty byLoss = new SimpleBooleanProperty(this, "byLoss");

    /** Whether only the chosen position is changed. */
    final BooleanProperty chosenPosition = new SimpleBooleanProperty(this, "chosenPosition");

    /** The chosen position in words, such as "15 ␣to"; empty if none is chosen. */
    final StringProperty position = new SimpleStringProperty(this, "position", "");

    /** Whether parts are seen in a table, rather than on the map. */
    final BooleanProperty tabular = new SimpleBooleanProperty(this, "tabular");

    /** What the table is sorted by; null for the size of what the map shows. */
    final ObjectProperty<Column> sort = new SimpleObjectProperty<>(this, "sort");

    /** What the numbers are, with their sign, in a sentence. */
    final StringProperty about = new SimpleStringProperty(this, "about", "");

    /** The group of the library over whose prompts the numbers are means; null for the prompt alone. */
    final StringProperty averageOver = new SimpleStringProperty(this, "averageOver");

    final BooleanBinding averaged = averageOver.isNotNull();

    /** The prompts that the numbers are means over; null for the prompt alone. */
    final ObjectProperty<SetPrompts> set = new SimpleObjectProperty<>(this, "set");

    final BooleanProperty fixedRange = new SimpleBooleanProperty(this, "fixedRange", true);
    final ObjectProperty<PromptSets> library = new SimpleObjectProperty<>(this, "library", PromptSets.NONE);

    /** Whether there is a corrupted prompt to take values from. */
    final BooleanProperty corrupted = new SimpleBooleanProperty(this, "corrupted");

    /** The group of the library that means are taken over; empty for the unnamed group. */
    final StringProperty group = new SimpleStringProperty(this, "group", "");
}
