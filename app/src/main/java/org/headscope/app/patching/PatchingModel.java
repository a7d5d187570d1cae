package org.headscope.app.patching;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.app.heatmap.Cell;
import org.headscope.engine.analysis.patching.PromptPair.Direction;

/** What the patching pane shows and what is chosen in it. */
final class PatchingModel {
    /** What a click on the path map chooses. */
    enum Role {
        SENDER,
        RECEIVER
    }

    final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(this, "mode", Mode.MAP);
    final ObjectProperty<PatchMap> map = new SimpleObjectProperty<>(this, "map", PatchMap.RESID_PRE);
    final ObjectProperty<Direction> direction = new SimpleObjectProperty<>(this, "direction", Direction.DENOISING);

    /** Whether the change of the metric is shown as it is, and not as a share of the distance of both runs. */
    final BooleanProperty raw = new SimpleBooleanProperty(this, "raw");

    final BooleanProperty fixedRange = new SimpleBooleanProperty(this, "fixedRange", true);

    /** Both runs; null until they are there. */
    final ObjectProperty<Ground> ground = new SimpleObjectProperty<>(this, "ground");

    /** Whether those runs are of older prompts than the newest run, whose own are not there yet. */
    final BooleanProperty held = new SimpleBooleanProperty(this, "held");

    /** The map as far as it is known; null for none. */
    final ObjectProperty<MapSheet> sheet = new SimpleObjectProperty<>(this, "sheet");

    final ObjectProperty<PatchSweep.State> sweep = new SimpleObjectProperty<>(this, "sweep", PatchSweep.State.NOTHING);

    final ObjectProperty<Cell> selected = new SimpleObjectProperty<>(this, "selected");

    /** Both runs as the lens reads them; null until they are read. */
    final ObjectProperty<LensSheets> lenses = new SimpleObjectProperty<>(this, "lenses");

    /** The run that was patched by hand last; null for none. */
    final ObjectProperty<Patched> patched = new SimpleObjectProperty<>(this, "patched");

    final ObjectProperty<PathMap> pathMap = new SimpleObjectProperty<>(this, "pathMap");
    final ObjectProperty<PathChoice> paths = new SimpleObjectProperty<>(this, "paths", PathChoice.NONE);
    final ObjectProperty<Role> role = new SimpleObjectProperty<>(this, "role", Role.SENDER);

    /** What a head that is clicked receives with: q, k or v. */
    final ObjectProperty<String> input = new SimpleObjectProperty<>(this, "input", "k");

    final ObjectProperty<PathResult> pathResult = new SimpleObjectProperty<>(this, "pathResult");
}
