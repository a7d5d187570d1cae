package org.headscope.app.intervention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.layout.Region;
import org.headscope.app.command.Command;
import org.headscope.app.session.InterventionWords;
import org.headscope.app.session.Offer;
import org.headscope.app.session.Offers;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;

/** The list of the interventions of the experiment, in which each can be ticked, changed, moved and removed. */
public final class InterventionsController {
    private final Session session;
    private final InterventionsModel model = new InterventionsModel();
    private final InterventionsView view;

    /**
     * @param undo takes the last step back
     * @param redo does it again
     */
    public InterventionsController(Session session, Command undo, Command redo) {
        this.session = session;
        this.view = new InterventionsView(model, new Actions(), undo, redo);
        session.experimentProperty().subscribe(experiment -> model.switches.set(experiment.switches()));
        session.laboratoryProperty()
                .subscribe(open -> model.obstacles.set(each -> open == null ? "" : session.obstacle(each)));
        session.comparisonProperty().subscribe(this::showTokens);
        model.position.bind(session.selection().positionProperty());
    }

    /** The section of the side panel. */
    public Region view() {
        return view.region();
    }

    private void showTokens(Comparison comparison) {
        model.tokens.set(
                comparison == null
                        ? List.of()
                        : TokenText.labels(comparison.after().tokens()));
    }

    private final class Actions implements InterventionsView.Actions {
        @Override
        public void tick(int index, boolean on) {
            Intervention intervention = at(index).intervention();
            edit(
                    on ? "interventions.step.on" : "interventions.step.off",
                    intervention,
                    list -> list.set(index, new Switch(intervention, on)));
        }

        @Override
        public void replace(int index, Intervention other) {
            Switch old = at(index);
            edit("interventions.step.edit", other, list -> list.set(index, new Switch(other, old.on())));
        }

        @Override
        public List<Offer> offers(Site site) {
            return new Offers(session).of(site);
        }

        @Override
        public void move(int index, int to) {
            if (to < 0 || to >= model.switches.get().size()) return;
            edit("interventions.step.move", at(index).intervention(), list -> list.add(to, list.remove(index)));
        }

        @Override
        public void remove(int index) {
            edit("interventions.step.remove", at(index).intervention(), list -> list.remove(index));
        }

        @Override
        public void clear() {
            session.clearInterventions();
        }

        private Switch at(int index) {
            return model.switches.get().get(index);
        }

        private void edit(String key, Intervention intervention, Consumer<List<Switch>> change) {
            var list = new ArrayList<>(model.switches.get());
            change.accept(list);
            session.edit(Text.of(key, InterventionWords.what(intervention)), e -> e.withSwitches(list));
        }
    }
}
