package org.headscope.app.patching;

import java.util.Optional;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.session.Corruption;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.io.Prompt;

/** What the pane says where there are no two prompts to compare, and what it offers to do about it. */
final class Refusals {
    private final Session session;
    private final Runnable onEdit;

    /** @param onEdit leads to the field of the corrupted prompt */
    Refusals(Session session, Runnable onEdit) {
        this.session = session;
        this.onEdit = onEdit;
    }

    /** Nothing if there is a corrupted prompt that differs. */
    Optional<EmptyState> of(Experiment experiment) {
        if (experiment.corrupted().isEmpty()) {
            return Optional.of(offering(experiment, Text.of("patching.none"), Text.of("patching.noneWhy")));
        }
        return experiment.corrupted().equals(experiment.prompt())
                ? Optional.of(offering(experiment, Text.of("patching.same"), Text.of("patching.sameWhy")))
                : Optional.empty();
    }

    /** For prompts that do not fit together. */
    EmptyState of(String sentence) {
        return new EmptyState(Text.of("patching.unfit"), sentence, Text.of("patching.edit"), onEdit);
    }

    private EmptyState offering(Experiment experiment, String what, String why) {
        Optional<String> shelf = session.setsProperty().get().withText(experiment.prompt()).stream()
                .filter(prompt ->
                        !prompt.corrupted().isEmpty() && !prompt.corrupted().equals(experiment.prompt()))
                .map(Prompt::corrupted)
                .findFirst();
        if (shelf.isPresent()) return filling(what, why, Text.of("patching.fill"), shelf.get());
        return Corruption.of(experiment)
                .map(text -> filling(
                        what,
                        why,
                        Text.of(
                                "patching.exchange",
                                experiment.answer().strip(),
                                experiment.wrong().strip()),
                        text))
                .orElseGet(() -> new EmptyState(what, why, Text.of("patching.edit"), onEdit));
    }

    private EmptyState filling(String what, String why, String action, String corrupted) {
        return new EmptyState(
                what,
                why,
                action,
                () -> session.edit(Text.of("patching.step.fill"), experiment -> experiment.withCorrupted(corrupted)));
    }
}
