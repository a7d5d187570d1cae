package org.headscope.app.outcome;

import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;

/** What the model says next, before and after the interventions, and how the loss of every token changed. */
public final class OutcomeController {
    private static final int MOST_CHIPS = 300;

    private final Session session;
    private final OutcomeModel model = new OutcomeModel();
    private final PaneCard card;

    public OutcomeController(Session session) {
        this.session = session;
        this.card = new OutcomeView(model, new Actions()).card();
        session.comparisonProperty().subscribe(this::show);
        session.selection().positionProperty().subscribe(this::show);
        card.staleProperty().bind(session.staleProperty());
        card.runTagProperty().bind(RunTag.ofBoth(session));
        card.emptyProperty().bind(EmptyState.until(session.comparisonProperty(), session.problemProperty()));
    }

    /** The pane. */
    public PaneCard view() {
        return card;
    }

    private void show() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) {
            model.where.set("");
            return;
        }
        Run after = comparison.after();
        int last = after.tokens().size() - 1;
        Integer chosen = session.selection().positionProperty().get();
        int position = chosen == null || chosen > last ? last : chosen;
        model.changed.set(!comparison.isClean());
        model.length.set(last + 1);
        model.position.set(position);
        model.where.set(Text.of(
                position == last ? "outcome.afterLast" : "outcome.after",
                String.valueOf(position),
                TokenText.label(after.tokens(), position)));
        model.tokens.set(NextTokens.of(comparison, session.model().tokenizer(), position));
        model.losses.set(LossChange.of(comparison, MOST_CHIPS));
        model.loss.set(loss(comparison));
    }

    private static String loss(Comparison comparison) {
        double before = comparison.before().loss();
        double after = comparison.after().loss();
        if (Double.isNaN(before)) return "";
        return comparison.isClean()
                ? Text.of("outcome.loss", MetricText.value(before))
                : Text.of(
                        "outcome.lossChange",
                        MetricText.value(before),
                        MetricText.value(after),
                        MetricText.change(after - before));
    }

    private final class Actions implements OutcomeView.Actions {
        @Override
        public void choose(int position) {
            session.selection().positionProperty().set(position);
        }

        @Override
        public void hover(Integer position) {
            session.selection().hoveredPositionProperty().set(position);
        }

        @Override
        public void follow(int token) {
            session.selection().tokenProperty().set(token);
        }
    }
}
