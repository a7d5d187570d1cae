package org.headscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.headscope.app.pane.OfferItems;
import org.headscope.app.session.Offers;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokensOfSet;
import org.headscope.app.task.Prepared;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/** All that can be done to the inspected part and, where a cell of its attention is chosen, to that. */
final class ChangeMenu {
    private final Session session;
    private final Prepared<TokensOfSet, List<List<Integer>>> sets;
    private final Runnable onSteer;
    private final Consumer<String> onProblem;

    /**
     * @param onSteer asks for a direction
     * @param onProblem told of a set that the model cannot read, in a sentence
     */
    ChangeMenu(
            Session session,
            Prepared<TokensOfSet, List<List<Integer>>> sets,
            Runnable onSteer,
            Consumer<String> onProblem) {
        this.session = session;
        this.sets = sets;
        this.onSteer = onSteer;
        this.onProblem = onProblem;
    }

    List<MenuItem> items() {
        Site place = session.selection().place();
        var offers = new Offers(session);
        var items = new ArrayList<>(OfferItems.of(offers.ofPart(place), session));
        if (session.model() != null && !session.setsProperty().get().groups().isEmpty()) items.add(means(place));
        items.add(OfferItems.item(Text.of("offer.steerForm"), onSteer));
        Integer query = session.selection().positionProperty().get();
        Integer key = session.selection().keyProperty().get();
        if (place.is(Part.HEAD) && query != null && key != null && key <= query) {
            items.add(new SeparatorMenuItem());
            items.addAll(OfferItems.of(offers.ofEdge(place, query, key), session));
        }
        return items;
    }

    private Menu means(Site place) {
        var menu = new Menu(Text.of("offer.means"));
        PromptSets library = session.setsProperty().get();
        for (String group : library.groups()) {
            String name = PromptSets.name(group);
            menu.getItems()
                    .addAll(
                            OfferItems.item(
                                    Text.of("offer.means.all", name, library.size(group)),
                                    () -> replaceByMean(place, group, false)),
                            OfferItems.item(
                                    Text.of("offer.means.each", name), () -> replaceByMean(place, group, true)));
        }
        return menu;
    }

    private void replaceByMean(Site place, String group, boolean perPosition) {
        String name = PromptSets.name(group);
        sets.with(TokensOfSet.of(session.setsProperty().get(), group, session), prompts -> {
            if (prompts.isEmpty()) {
                onProblem.accept(Text.of("inspector.unread", name));
            } else {
                session.change(new MeanAblation(place, new MeanSource.PromptSet(name, prompts, perPosition)));
            }
        });
    }
}
