package org.headscope.app.history;

import javafx.scene.layout.Region;
import org.headscope.app.session.Session;

/** The steps of the session, each with the metric it led to; a click goes to one, P pins one. */
public final class HistoryController {
    private final HistoryView view;

    public HistoryController(Session session) {
        var model = new HistoryModel();
        model.current.bind(session.history().cursorProperty());
        model.pinned.bind(session.baselineProperty());
        this.view = new HistoryView(session.history().steps(), model, session::goTo, session::togglePin);
    }

    /** The section of the side panel. */
    public Region view() {
        return view.region();
    }
}
