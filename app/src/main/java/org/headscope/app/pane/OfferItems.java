package org.headscope.app.pane;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.MenuItem;
import org.headscope.app.session.Offer;
import org.headscope.engine.hook.Intervention;

/** Offers as the items of a menu. */
public final class OfferItems {
    private OfferItems() {}

    public static List<MenuItem> of(List<Offer> offers, Consumer<Intervention> take) {
        return offers.stream()
                .map(offer -> {
                    var item = new MenuItem(offer.words());
                    // names of tokens may hold an underscore
                    item.setMnemonicParsing(false);
                    item.setOnAction(_ -> take.accept(offer.intervention()));
                    return item;
                })
                .toList();
    }
}
