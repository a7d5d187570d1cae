package org.headscope.app.ablation;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.EncodedSets;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;

/** How a click switches a part off, as the menu and the selection are now, and the prompts of the library that it takes. */
final class AblationWay {
    private final Session session;
    private final AblationModel model;
    private final EncodedSets sets;
    private final Consumer<String> onRefused;

    /** @param onRefused told in a sentence why the chosen way cannot be gone */
    AblationWay(
            Session session,
            AblationModel model,
            Executor engine,
            Consumer<String> onRefused,
            Consumer<Throwable> onFailure) {
        this.session = session;
        this.model = model;
        this.sets = new EncodedSets(engine, onFailure);
        this.onRefused = onRefused;
    }

    /** Forgets what belongs to another model. */
    void clear() {
        sets.clear();
    }

    /**
     * Does something with the way a click switches off.
     *
     * @return whether it is done already; otherwise it will be as soon as the prompts to take means over are encoded
     */
    boolean with(Consumer<Ablation> action) {
        Integer position = session.selection().positionProperty().get();
        boolean one = model.chosenPosition.get() && position != null;
        Positions positions = one ? Positions.of(position) : Positions.ALL;
        AblationKind kind = model.kind.get();
        if (kind.needsSet()) return withSet(kind == AblationKind.SET_MEAN_PER_POSITION, positions, action);
        MeanSource mean = kind == AblationKind.ZERO ? null : new MeanSource.ThisPrompt();
        action.accept(new Ablation(mean, positions));
        return true;
    }

    private boolean withSet(boolean each, Positions positions, Consumer<Ablation> action) {
        String group = model.group.get();
        var question = EncodedSets.Question.of(model.library.get(), group, session);
        String name = PromptSets.name(group);
        return sets.with(question, prompts -> {
            if (prompts.isEmpty()) {
                // There is no mean over prompts that the model cannot read.
                model.kind.set(AblationKind.PROMPT_MEAN);
                onRefused.accept(Text.of("ablation.unread", name));
            } else {
                action.accept(new Ablation(new MeanSource.PromptSet(name, prompts, each), positions));
            }
        });
    }

    /** A prompt of the library brings its group with it. */
    void followPrompt() {
        Experiment experiment = session.experimentProperty().get();
        model.library.get().groupOf(experiment.prompt()).ifPresent(model.group::set);
    }

    /** The chosen group stays as long as the library has it. */
    void keepGroup() {
        PromptSets library = model.library.get();
        if (!library.groups().contains(model.group.get()) && !library.groups().isEmpty()) {
            model.group.set(library.groups().getFirst());
            followPrompt();
        }
        if (library.groups().isEmpty() && model.kind.get().needsSet()) model.kind.set(AblationKind.ZERO);
    }
}
