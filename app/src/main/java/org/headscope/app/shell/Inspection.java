package org.headscope.app.shell;

import java.util.concurrent.Executor;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.headscope.app.command.CommandList;
import org.headscope.app.history.HistoryController;
import org.headscope.app.inspector.InspectorController;
import org.headscope.app.intervention.InterventionsController;
import org.headscope.app.session.Session;
import org.headscope.app.theme.Styles;

/** The right column: what is changed, what is selected, and the steps so far. */
final class Inspection extends ScrollPane {
    private final InspectorController inspector;

    Inspection(Session session, Executor engine, CommandList commands) {
        inspector = new InspectorController(session, engine);
        var column = new VBox(
                new InterventionsController(session, commands.get("undo"), commands.get("redo")).view(),
                inspector.view(),
                new HistoryController(session).view());
        column.getStyleClass().addAll("inspection", Styles.SIDE);
        setContent(column);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
    }

    /** Connects what is selected with the panes in the middle. */
    Inspection with(PaneLayout panes, Work work) {
        inspector.setOnAblate(work.ablation()::toggle);
        inspector.setRepeatedRoles(work.attention().repeatedRoles());
        inspector.setOnShowAttention(_ -> panes.show(Pane.ATTENTION));
        inspector.setOnShowAttribution(part -> {
            panes.show(Pane.ATTRIBUTION);
            work.attribution().lookAt(part);
        });
        inspector.setOnShowCircuit(_ -> panes.show(Pane.CIRCUIT));
        return this;
    }
}
