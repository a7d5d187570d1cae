package org.headscope.app.shell;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.kordamp.ikonli.feather.Feather;

/** The line over the panes after a run was stopped: whose numbers are still to be seen, and the way to run again. */
final class StoppedNote extends HBox {
    private final Session session;
    private final Label words = new Label();

    StoppedNote(Session session, Command runAgain) {
        this.session = session;
        getStyleClass().add("stopped-note");
        setId("stopped-note");
        words.setWrapText(true);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var again = CommandControls.pill(runAgain);
        again.setId("run-again");
        again.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(Icons.of(Feather.PAUSE_CIRCLE), words, again);
        List<ObservableValue<?>> said =
                List.of(session.comparisonProperty(), session.shownProperty(), session.stoppedProperty());
        said.forEach(value -> value.subscribe(this::say));
        visibleProperty().bind(session.stoppedProperty());
        managedProperty().bind(session.stoppedProperty());
        say();
    }

    private void say() {
        var runs = session.comparisonProperty().get();
        if (runs == null) {
            words.setText(Text.of("stopped.nothing"));
        } else if (runs.before().isStored()) {
            words.setText(Text.of("stopped.stored"));
        } else {
            words.setText(Text.of(
                    "stopped.shown", RunTag.run(runs, session.shownProperty().get())));
        }
    }
}
