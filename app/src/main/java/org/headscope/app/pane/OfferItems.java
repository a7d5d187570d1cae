package org.headscope.app.pane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import org.headscope.app.session.InterventionWords;
import org.headscope.app.session.Offer;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Intervention;

/** Offers as the items of a menu. */
public final class OfferItems {
    private OfferItems() {}

    /**
     * What is chosen takes the place of what the list has for the same, which a heading names; a menu below offers to add it
     * instead.
     */
    public static List<MenuItem> of(List<Offer> offers, Session session) {
        var items = new ArrayList<>(of(offers, session::change));
        Experiment now = session.experimentProperty().get();
        List<Offer> replacing = offers.stream()
                .filter(offer -> now.on(offer.intervention().site()).isPresent())
                .toList();
        if (replacing.isEmpty()) return items;
        String old = replacing.stream()
                .map(offer -> now.on(offer.intervention().site()).orElseThrow())
                .map(there -> Text.of("offer.quoted", InterventionWords.what(there)))
                .distinct()
                .collect(Collectors.joining(", "));
        items.addFirst(heading(Text.of("offer.replaces", old)));
        var beside = new Menu(Text.of("offer.beside"));
        beside.getItems().setAll(of(replacing, session::add));
        items.add(beside);
        return items;
    }

    /** A line that says what the items below are about. */
    public static MenuItem heading(String words) {
        var heading = new MenuItem(words);
        heading.setMnemonicParsing(false);
        heading.setDisable(true);
        return heading;
    }

    private static List<MenuItem> of(List<Offer> offers, Consumer<Intervention> take) {
        return offers.stream()
                .map(offer -> item(offer.words(), () -> take.accept(offer.intervention())))
                .toList();
    }

    /** An item whose words may hold names of tokens, and so an underscore. */
    public static MenuItem item(String words, Runnable action) {
        var item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
