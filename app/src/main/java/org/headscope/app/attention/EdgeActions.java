package org.headscope.app.attention;

import java.util.ArrayList;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import org.headscope.app.pane.OfferItems;
import org.headscope.app.session.Offers;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.Site;

/** What can be done to the edges of the head that is shown. */
final class EdgeActions {
    private final Session session;
    private final AttentionModel model;

    EdgeActions(Session session, AttentionModel model) {
        this.session = session;
        this.model = model;
    }

    ContextMenu menu(int query, int key) {
        var items = new ArrayList<>(OfferItems.of(new Offers(session).ofEdge(model.head.get(), query, key), session));
        items.addFirst(
                OfferItems.heading(Text.of("attention.edge", model.head.get().label(), pair(query, key))));
        var menu = new ContextMenu(items.toArray(MenuItem[]::new));
        menu.setId("attention-edge-menu");
        return menu;
    }

    /** The row of the pattern that is drawn by hand. */
    DrawnRow drawnRow() {
        return new DrawnRow(session, model);
    }

    void knockOut(int query, int key) {
        Site head = model.head.get();
        session.toggle(new KnockOut(Site.edge(head.layer(), head.head(), query, key)));
    }

    private String pair(int query, int key) {
        var labels = model.picture.get().labels();
        return labels.get(query) + " → " + labels.get(key);
    }
}
