package org.headscope.app.ablation;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.PromptTokens;
import org.headscope.app.session.Replacement;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokensOfSet;
import org.headscope.app.task.Prepared;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;

/** How a click switches a part off, as the menu and the selection are now, and the prompts of the library that it takes. */
final class AblationWay {
    private final Session session;
    private final AblationModel model;
    private final Prepared<TokensOfSet, List<List<Integer>>> sets;
    private final Consumer<String> onRefused;
    private final Consumer<String> onReplaced;

    /**
     * @param onRefused told in a sentence why the chosen way cannot be gone
     * @param onReplaced told in a sentence why another way is gone
     */
    AblationWay(
            Session session,
            AblationModel model,
            Executor engine,
            Consumer<String> onRefused,
            Consumer<String> onReplaced,
            Consumer<Throwable> onFailure) {
        this.session = session;
        this.model = model;
        this.sets = new Prepared<>(TokensOfSet::encode, engine, onFailure);
        this.onRefused = onRefused;
        this.onReplaced = onReplaced;
    }

    /** Forgets what belongs to another model. */
    void clear() {
        sets.clear();
    }

    /**
     * Does something with the way a click switches off.
     *
     * @return whether it is done or refused already; otherwise it will be as soon as the prompts to take means over are encoded
     */
    boolean with(Consumer<Ablation> action) {
        Integer position = session.selection().positionProperty().get();
        boolean one = model.chosenPosition.get() && position != null;
        Positions positions = one ? Positions.of(position) : Positions.ALL;
        return switch (model.kind.get()) {
            case ZERO -> now(new Replacement.Zero(), positions, action);
            case PROMPT_MEAN -> now(new Replacement.Mean(new MeanSource.ThisPrompt()), positions, action);
            case SET_MEAN -> withSet(false, positions, action);
            case SET_MEAN_PER_POSITION -> withSet(true, positions, action);
            case RESAMPLE -> withCorrupted(positions, action);
        };
    }

    private static boolean now(Replacement by, Positions positions, Consumer<Ablation> action) {
        action.accept(new Ablation(by, positions));
        return true;
    }

    private boolean withCorrupted(Positions positions, Consumer<Ablation> action) {
        List<Integer> corrupted = PromptTokens.ofCorrupted(session).orElse(List.of());
        int length = PromptTokens.of(session, session.experimentProperty().get().prompt())
                .map(List::size)
                .orElse(0);
        if (corrupted.isEmpty()) {
            onRefused.accept(Text.of("ablation.noCorrupted"));
        } else if (corrupted.size() != length) {
            onRefused.accept(Text.of("ablation.corruptedLength", corrupted.size(), length));
        } else {
            now(new Replacement.Corrupted(corrupted), positions, action);
        }
        return true;
    }

    private boolean withSet(boolean each, Positions positions, Consumer<Ablation> action) {
        String group = model.group.get();
        var question = TokensOfSet.of(model.library.get(), group, session);
        String name = PromptSets.name(group);
        return sets.with(question, prompts -> {
            if (prompts.isEmpty()) {
                // There is no mean over prompts that the model cannot read.
                model.kind.set(AblationKind.PROMPT_MEAN);
                onReplaced.accept(Text.of("ablation.unread", name));
            } else {
                now(new Replacement.Mean(new MeanSource.PromptSet(name, prompts, each)), positions, action);
            }
        });
    }

    /** A prompt of the library brings its group with it. */
    void followPrompt() {
        Experiment experiment = session.experimentProperty().get();
        model.library.get().groupOf(experiment.prompt()).ifPresent(model.group::set);
    }

    /** The chosen groups stay as long as the library has them. */
    void keepGroup() {
        PromptSets library = model.library.get();
        if (!library.groups().contains(model.group.get()) && !library.groups().isEmpty()) {
            model.group.set(library.groups().getFirst());
            followPrompt();
        }
        if (model.averaged.get() && !library.groups().contains(model.averageOver.get())) model.averageOver.set(null);
        if (library.groups().isEmpty() && model.kind.get().needsSet()) model.kind.set(AblationKind.ZERO);
    }
}
