package org.headscope.app.shell;

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
    Inspection(Session session, CommandList commands, InspectorController inspector) {
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
}
